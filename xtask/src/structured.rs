//! What the finished page says of itself to search engines and social networks, from the `studio.json` that lies beside it: the
//! studio's offers, and the page's own address, if it has one.

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
const ADDRESS_BEGIN: &str = "<!-- address -->";
const ADDRESS_END: &str = "<!-- /address -->";
/// In `public/`, 1200 by 630 pixels: what social networks show whole.
const PREVIEW: &str = "preview.png";
const PREVIEW_SHOWS: &str = "A black record. Hear your mix mastered. Nothing is uploaded.";

/// Fills the page in `dist`. A `studio.json` that the page could not use ends the build, with everything that is wrong in it.
pub fn describe(dist: &Path) -> Outcome {
    let (page, studio) = (dist.join("index.html"), dist.join("studio.json"));
    let text = about(fs::read_to_string(&studio), "read", &studio)?;
    let read = booking::Studio::read(&text).map_err(|faults| faults.to_string())?;
    for warning in &read.warnings {
        eprintln!("warning: {warning}");
    }
    let html = about(fs::read_to_string(&page), "read", &page)?;
    let no_place = |begin: &str, end: &str| format!("{} has no place to fill: {begin}{end}", page.display());
    let html = filled(&html, (BEGIN, END), &booking::structured_data(&read.studio)).ok_or_else(|| no_place(BEGIN, END))?;
    let html =
        filled(&html, (ADDRESS_BEGIN, ADDRESS_END), &social(&read.studio)).ok_or_else(|| no_place(ADDRESS_BEGIN, ADDRESS_END))?;
    about(fs::write(&page, html), "write", &page)
}

/// `html` with `content` between the two marks, in place of what is there.
fn filled(html: &str, (begin, end): (&str, &str), content: &str) -> Option<String> {
    let (before, rest) = html.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}{content}{end}{after}"))
}

/// The rest of the page's Open Graph (ogp.me), which asks for whole addresses, and its canonical one (RFC 6596).
fn social(studio: &booking::Studio) -> String {
    let meta = |property: &str, content: &str| format!("<meta property=\"og:{property}\" content=\"{}\">", escaped(content));
    let mut tags = vec![meta("site_name", &studio.name)];
    if let Some(address) = &studio.public_address {
        tags.push(format!("<link rel=\"canonical\" href=\"{}\">", escaped(address)));
        tags.push(meta("url", address));
        tags.push(meta("image", &format!("{address}{PREVIEW}")));
        tags.push(meta("image:width", "1200"));
        tags.push(meta("image:height", "630"));
        tags.push(meta("image:alt", PREVIEW_SHOWS));
        tags.push("<meta name=\"twitter:card\" content=\"summary_large_image\">".into());
    }
    tags.concat()
}

/// As the value of an attribute in double quotes (WHATWG HTML, 13.1.2.3); no `<` either, so that no mark can be made of it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../index.html");

    #[test]
    fn the_page_has_a_place_and_is_filled_again_alike() {
        let once = filled(PAGE, (BEGIN, END), "{\"a\":1}").expect("a place");
        assert!(once.contains("id=\"structured-data\">{\"a\":1}</script>"));
        assert_eq!(filled(&once, (BEGIN, END), "{\"a\":1}").as_deref(), Some(once.as_str()));
        assert_eq!(filled("<html></html>", (BEGIN, END), "{}"), None);
        let once = filled(PAGE, (ADDRESS_BEGIN, ADDRESS_END), "<meta>").expect("a place");
        assert_eq!(filled(&once, (ADDRESS_BEGIN, ADDRESS_END), "<meta>").as_deref(), Some(once.as_str()));
    }

    #[test]
    fn the_shipped_studio_can_be_described() {
        let read = booking::Studio::read(include_str!("../../public/studio.json")).expect("sound");
        let page = filled(PAGE, (BEGIN, END), &booking::structured_data(&read.studio)).expect("a place");
        assert_eq!(page.matches(END).count(), PAGE.matches(END).count());
        assert!(page.contains("\"price\":\"60\""));
    }

    fn studio(change: impl Fn(&mut serde_json::Value)) -> booking::Studio {
        let mut json = serde_json::from_str(include_str!("../../public/studio.json")).expect("JSON");
        change(&mut json);
        booking::Studio::read(&json.to_string()).expect("sound").studio
    }

    #[test]
    fn without_an_address_no_address_is_made_up() {
        let tags = social(&studio(|_| ()));
        assert_eq!(tags, "<meta property=\"og:site_name\" content=\"123 Studios\">");
        for property in ["og:url", "og:image", "canonical"] {
            assert!(!PAGE.contains(property), "{property} has to be a whole address");
        }
    }

    #[test]
    fn with_an_address_the_page_has_a_picture_and_a_place() {
        let tags = social(&studio(|json| json["public_address"] = "https://studio.example/testpress/".into()));
        for tag in [
            "<link rel=\"canonical\" href=\"https://studio.example/testpress/\">",
            "<meta property=\"og:url\" content=\"https://studio.example/testpress/\">",
            "<meta property=\"og:image\" content=\"https://studio.example/testpress/preview.png\">",
        ] {
            assert!(tags.contains(tag), "{tags}");
        }
        // The file is there, and of the size that is stated (PNG, 11.2.2: the header's first two numbers).
        let png = include_bytes!("../../public/preview.png");
        assert!(png.len() < 60_000, "{} bytes", png.len());
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((number(16), number(20)), (1200, 630));
    }

    #[test]
    fn no_name_leaves_its_attribute() {
        let tags = social(&studio(|json| json["name"] = "A & \"B\"><script>alert(1)</script><!-- /address -->".into()));
        assert_eq!(tags.matches(['<', '"']).count(), 5, "{tags}");
        assert!(tags.contains("A &amp; &quot;B&quot;>&lt;script"), "{tags}");
    }
}
