//! Said in the browser inside another app, before a file is chosen there.

pub const OPEN_OUTSIDE: &str = "Open in your phone's browser";
pub const BY_THE_MENU: &str = "In this app's menu (⋯), choose “Open in browser”.";
pub const COPY_ADDRESS: &str = "Copy the address";
pub const ADDRESS: &str = "The address of this page";
pub const ADDRESS_COPIED: &str = "Copied. Paste it into your phone's browser.";
pub const ADDRESS_BY_HAND: &str = "This app would not copy it: hold the address to copy it yourself.";

/// `app`: "Instagram".
#[must_use]
pub fn in_app(app: &str) -> String {
    format!("You are in {app}'s own browser, which often can't save files. Open this page in your phone's browser first.")
}
