//! The studio's own colour, made legible on the page's paper in any light.

use serde::{Deserialize, Serialize};

/// An sRGB colour, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rgb(pub [u8; 3]);

/// WCAG 2.2, success criterion 1.4.3: text against what is behind it.
const LEGIBLE: f64 = 4.5;

/// `--paper` and `--tint` of style/tokens.css: the accent stands on either.
const LIGHT: [Rgb; 2] = [Rgb([0xf6, 0xf2, 0xe9]), Rgb([0xef, 0xe8, 0xda])];
const DARK: [Rgb; 2] = [Rgb([0x15, 0x13, 0x0f]), Rgb([0x26, 0x22, 0x1b])];

const BLACK: Rgb = Rgb([0, 0, 0]);
const WHITE: Rgb = Rgb([255, 255, 255]);

/// How far the colour of what is pointed at goes on from the accent.
const DEEPER: f64 = 0.22;

/// One light's share: the colour itself, deeper for what is pointed at, and what is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    pub stamp: Rgb,
    pub deep: Rgb,
    pub on_stamp: Rgb,
}

impl Rgb {
    /// From "#a92f1a".
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// "#a92f1a".
    #[must_use]
    pub fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn towards(self, other: Self, share: f64) -> Self {
        let mixed = |at: usize| (f64::from(self.0[at]) * (1.0 - share) + f64::from(other.0[at]) * share).round() as u8;
        Self([mixed(0), mixed(1), mixed(2)])
    }
}

/// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
#[must_use]
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance() + 0.05, other.luminance() + 0.05);
    if one > other { one / other } else { other / one }
}

impl Accent {
    /// For light paper: the colour, darker where it has to be.
    #[must_use]
    pub fn on_light(colour: Rgb) -> Self {
        Self::of(colour, &LIGHT, BLACK)
    }

    /// For dark paper: the colour, lighter where it has to be.
    #[must_use]
    pub fn on_dark(colour: Rgb) -> Self {
        Self::of(colour, &DARK, WHITE)
    }

    fn of(colour: Rgb, papers: &[Rgb], away: Rgb) -> Self {
        let legible = |colour: &Rgb| papers.iter().all(|paper| contrast(*colour, *paper) >= LEGIBLE);
        // Black and white are legible on these papers, so one of the hundred is.
        let stamp = (0..=100).map(|share| colour.towards(away, f64::from(share) / 100.0)).find(legible).unwrap_or(away);
        let on_stamp = if contrast(WHITE, stamp) >= contrast(BLACK, stamp) { WHITE } else { BLACK };
        Self { stamp, deep: stamp.towards(away, DEEPER), on_stamp }
    }
}
