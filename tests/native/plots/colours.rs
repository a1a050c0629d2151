//! Lines and letters of the plots against what they lie on, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The colours of one scheme by name, as red, green and blue from 0 to 1.
type Colours = BTreeMap<String, [f64; 3]>;

/// Light, and dark where it differs.
fn schemes() -> [Colours; 2] {
    let sheet = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("style/tokens.css")).expect("the tokens");
    let (light, rest) = sheet.split_once("@media (prefers-color-scheme: dark)").expect("two schemes");
    let dark = rest.split("@media").next().expect("the dark one");
    let light = colours(light);
    let mut both = light.clone();
    both.extend(colours(dark));
    [light, both]
}

fn colours(css: &str) -> Colours {
    // The page's own, also where a studio may give another.
    let declared = css.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
        (!name.contains("shadow")).then_some((name, value.split_once('#')?.1))
    });
    let colour = |hex: &str| -> [f64; 3] {
        std::array::from_fn(|at| f64::from(u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("six digits")) / 255.0)
    };
    declared.map(|(name, hex)| (name.to_owned(), colour(hex))).collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn lines_and_letters_stand_out_in_light_and_dark() {
    for (name, colours) in ["light", "dark"].into_iter().zip(schemes()) {
        let over =
            |of: &str, share: f64| std::array::from_fn(|at| share * colours[of][at] + (1.0 - share) * colours["paper"][at]);
        // The paper, and the band of what is usual as the sheet mixes it.
        for (ground_name, ground) in [("paper", colours["paper"]), ("band", over("line", 0.75))] {
            for line in ["ink", "stamp", "ink-soft"] {
                let found = contrast(colours[line], ground);
                println!("{name}: {line} on {ground_name} {found:.1}");
                assert!(found >= 3.0, "{name}: {line} on {ground_name} has {found:.2}");
            }
        }
        let letters = contrast(colours["ink-soft"], colours["paper"]);
        assert!(letters >= 4.5, "{name}: letters have {letters:.2}");
    }
}
