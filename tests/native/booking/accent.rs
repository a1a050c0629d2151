//! Whatever colour a studio chooses, the page stays legible.

use testpress::booking::{Accent, Rgb, contrast};

/// The papers and the colour of the style sheet, by their names there, in the light of the `nth` block.
fn token(name: &str, nth: usize) -> Rgb {
    let sheet = include_str!("../../../style/tokens.css");
    let value = sheet.split(&format!("--{name}: ")).nth(nth).and_then(|rest| rest.split(';').next()).expect("it is there");
    Rgb::read(value).unwrap_or_else(|| panic!("{name}: {value}"))
}

#[test]
fn luminance_and_contrast_are_those_of_the_standard() {
    let [black, white, grey] = ["#000000", "#ffffff", "#767676"].map(|text| Rgb::read(text).expect("a colour"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-12);
    // The grey that is known as the lightest on white.
    assert!((contrast(grey, white) - 4.54).abs() < 0.005);
    assert!((Rgb::read("#ff0000").expect("red").luminance() - 0.2126).abs() < 1e-12);
}

#[test]
fn any_colour_is_legible_on_either_paper_and_under_what_is_written_on_it() {
    for red in (0..=255).step_by(15) {
        for green in (0..=255).step_by(15) {
            for blue in (0..=255).step_by(15) {
                let colour = Rgb([red, green, blue].map(|channel: i32| channel as u8));
                for (accent, light) in [(Accent::on_light(colour), 1), (Accent::on_dark(colour), 2)] {
                    for paper in ["paper", "tint"] {
                        let ratio = contrast(accent.stamp, token(paper, light));
                        assert!(ratio >= 4.5, "{} on {paper} {light}: {ratio}", colour.css());
                    }
                    assert!(contrast(accent.stamp, accent.on_stamp) >= 4.5, "{}", colour.css());
                    assert!(contrast(accent.deep, accent.on_stamp) >= 4.5, "{}", colour.css());
                }
            }
        }
    }
}

#[test]
fn what_is_legible_already_stays_as_it_is() {
    let red = Rgb::read("#a92f1a").expect("the page's own");
    assert_eq!(Accent::on_light(red).stamp, red);
    assert_ne!(Accent::on_dark(red).stamp, red);
    for no_colour in ["", "a92f1a", "#a92f1", "#a92f1a0", "#a92f1g", "#\u{e9}\u{e9}\u{e9}", "red", "#+1+1+1"] {
        assert_eq!(Rgb::read(no_colour), None, "{no_colour}");
    }
}
