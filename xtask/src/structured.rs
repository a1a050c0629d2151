//! The structured data of the finished page: the studio's offers from the `studio.json` that lies beside it.

use std::fs;
use std::path::Path;

use crate::command::{Outcome, about};

/// The page's own room: it stands alone, so its few files are compiled here instead of the whole engine, and the built page says
/// exactly what the running page would.
#[path = "../../src/booking/mod.rs"]
#[allow(dead_code, unused_imports)]
mod booking;

const BEGIN: &str = "<script type=\"application/ld+json\" id=\"structured-data\">";
const END: &str = "</script>";

/// Fills the page in `dist`. A `studio.json` that the page could not use ends the build, with everything that is wrong in it.
pub fn describe(dist: &Path) -> Outcome {
    let (page, studio) = (dist.join("index.html"), dist.join("studio.json"));
    let text = about(fs::read_to_string(&studio), "read", &studio)?;
    let read = booking::Studio::read(&text).map_err(|faults| faults.to_string())?;
    for warning in &read.warnings {
        eprintln!("warning: {warning}");
    }
    let html = about(fs::read_to_string(&page), "read", &page)?;
    let filled = filled(&html, &booking::structured_data(&read.studio))
        .ok_or_else(|| format!("{} has no place for structured data: {BEGIN}{END}", page.display()))?;
    about(fs::write(&page, filled), "write", &page)
}

/// `html` with `data` in its script for structured data, in place of what is there.
fn filled(html: &str, data: &str) -> Option<String> {
    let (before, rest) = html.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{data}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../index.html");

    #[test]
    fn the_page_has_a_place_and_is_filled_again_alike() {
        let once = filled(PAGE, "{\"a\":1}").expect("a place");
        assert!(once.contains("id=\"structured-data\">{\"a\":1}</script>"));
        assert_eq!(filled(&once, "{\"a\":1}").as_deref(), Some(once.as_str()));
        assert_eq!(filled("<html></html>", "{}"), None);
    }

    #[test]
    fn the_shipped_studio_can_be_described() {
        let read = booking::Studio::read(include_str!("../../public/studio.json")).expect("sound");
        let page = filled(PAGE, &booking::structured_data(&read.studio)).expect("a place");
        assert_eq!(page.matches(END).count(), PAGE.matches(END).count());
        assert!(page.contains("\"price\":\"60\""));
    }
}
