//! The static first screen says what the app says, and takes the same files.

use testpress::ui::offer::ACCEPT;
use testpress::words::page;

#[test]
fn the_first_screen_is_the_same_before_the_app_has_come() {
    let html = include_str!("../../index.html");
    let app = html.split_once("<main id=\"app\">").and_then(|(_, rest)| rest.split_once("</main>")).expect("it is there").0;
    for words in [page::TITLE, page::LEAD, page::LEAD_TOUCH, page::CHOOSE, page::DEMO, page::PRIVATE, page::HONEST] {
        assert!(app.contains(&format!(">{words}<")), "{words}");
    }
    assert!(app.contains(&format!("accept=\"{ACCEPT}\"")));
    let shell = include_str!("../../public/shell.js");
    assert!(shell.contains(&format!("\"{}\"", testpress::words::busy_with(false))));
}
