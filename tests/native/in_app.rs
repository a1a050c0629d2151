//! Browsers inside other apps, by what these wrote into their user agents.

use testpress::ui::in_app::{InApp, Phone, intent_link};

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36";

#[test]
fn each_app_is_known_on_each_phone() {
    for (platform, rest, app, phone) in [
        (
            IPHONE,
            "Mobile/15E148 Instagram 336.0.9.30.93 (iPhone14,5; iOS 17_5_1; en_GB; en; scale=3.00)",
            "Instagram",
            Phone::Apple,
        ),
        (ANDROID, "Instagram 334.0.0.42.95 Android (34/14; 420dpi; 1080x2219; Google; Pixel 8)", "Instagram", Phone::Android),
        (IPHONE, "Mobile/21F90 [FBAN/FBIOS;FBAV/465.0.0.41.103;FBDV/iPhone14,5;FBMD/iPhone]", "Facebook", Phone::Apple),
        (ANDROID, "[FB_IAB/FB4A;FBAV/465.0.0.56.80;]", "Facebook", Phone::Android),
        (IPHONE, "Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 NetType/WIFI BytedanceWebview/d8a21c6", "TikTok", Phone::Apple),
        (ANDROID, "trill_340905 JsSdk/1.0 NetType/WIFI AppName/musical_ly BytedanceWebview/d8a21c6", "TikTok", Phone::Android),
    ] {
        assert_eq!(InApp::of(&format!("{platform} {rest}")), Some(InApp { app, phone }), "{rest}");
    }
}

#[test]
fn a_browser_is_left_alone() {
    for rest in
        ["", "Mobile/15E148 Safari/604.1", "CriOS/125.0.6422.80 Mobile/15E148 Safari/604.1", "SamsungBrowser/25.0", "EdgA/124.0"]
    {
        for platform in [IPHONE, ANDROID] {
            assert_eq!(InApp::of(&format!("{platform} {rest}")), None, "{rest}");
        }
    }
    // On a computer there is no such browser; a page's preview is fetched by a robot.
    for other in
        ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "Mozilla/5.0 (Windows NT 10.0) FBAV/1", ""]
    {
        assert_eq!(InApp::of(other), None, "{other}");
    }
}

#[test]
fn an_address_becomes_an_intent_for_any_browser() {
    assert_eq!(
        intent_link("https://studio.example/a/?x=1;y#z").as_deref(),
        Some(
            "intent://studio.example/a/?x=1;y#Intent;scheme=https;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end"
        )
    );
    for no_page in ["about:blank", "javascript:alert(1)", "file:///a", "data://x", "intent://x", ""] {
        assert_eq!(intent_link(no_page), None, "{no_page}");
    }
}
