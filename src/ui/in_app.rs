//! The browsers inside Instagram, TikTok and Facebook, told by their user agent, and the way out of them.

/// In whose browser the page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InApp {
    /// "Instagram".
    pub app: &'static str,
    pub phone: Phone,
}

/// What the way out is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phone {
    /// A link can open another browser.
    Android,
    /// Only the app's own menu can.
    Apple,
}

/// What the apps write into their user agents. None of it is promised anywhere: one that is not known is taken for a browser.
const MARKS: [(&str, &str); 7] = [
    ("Instagram ", "Instagram"),
    ("BytedanceWebview/", "TikTok"),
    ("musical_ly", "TikTok"),
    ("TikTok ", "TikTok"),
    ("[FBAN/", "Facebook"),
    ("[FB_IAB/", "Facebook"),
    ("FBAV/", "Facebook"),
];

impl InApp {
    #[must_use]
    pub fn of(user_agent: &str) -> Option<Self> {
        let (_, app) = MARKS.into_iter().find(|(mark, _)| user_agent.contains(mark))?;
        let phone = if user_agent.contains("Android") {
            Phone::Android
        } else if ["iPhone", "iPad", "iPod"].iter().any(|device| user_agent.contains(device)) {
            Phone::Apple
        } else {
            return None;
        };
        Some(Self { app, phone })
    }
}

/// The link by which Android opens `address` in the visitor's own browser (Chrome's "Android Intents"): no browser is named in it.
#[must_use]
pub fn intent_link(address: &str) -> Option<String> {
    // What follows `#` is the intent's.
    let (scheme, rest) = address.split('#').next()?.split_once("://")?;
    let is_web = matches!(scheme, "https" | "http");
    is_web.then(|| {
        format!("intent://{rest}#Intent;scheme={scheme};action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end")
    })
}
