//! The table of styles. `curve` rows are third-octave targets, 25 Hz to 20 kHz.
//!
//! Sources. [S] published, [J] judgement to be re-tuned on real music.
//! - The common trunk: Elowsson & Friberg, "Long-term average spectrum in popular music and its relation to the level of the
//!   percussion", AES 142 (2017), 12,345 tracks [S].
//! - Differences between styles: means over FMA's Creative Commons tracks per genre (effetune 0.15.0, MIT) [S]; pop is 0.6
//!   contemporary + 0.4 FMA pop; rock, indie, EDM, house and ambient add 0.4 to 0.8 of (FMA style - FMA pop); the rest are [J].
//! - Glue and saturation: [J], none where recordings are to sound untouched.
//! - All genres: half the mean over all of FMA's tracks, half the mean of 13 contemporary releases [S]: the one has recordings of every
//!   kind and finish in it and is dark, the other is finished, but pop; an unknown song may be either.
//! - Loudness, PLR, LRA, width and mono cut-off: [J]. Of all genres: what most rows allow, and the loudness most services play at.
//! - Hits: [J], on the scale of [`crate::measure::Onsets`], on which held tones rise by less than 1 dB, struck or plucked
//!   ones by some decibels, and drums alone by 10 to 20. Orchestras and pads hardly rise and keep no grid; bowed, plucked and
//!   sung music rises softly and in human time; a drum kit rises sharply, the less the more guitars lie over it; programmed
//!   drums rise most and repeat exactly, house with its kick on every beat before all. Consonants are sharp, but speech has no beat.

use super::style::{Hits, Spread, Style, StyleId, Usual};

/// All styles, in the order of [`StyleId::ALL`].
#[must_use]
pub fn styles() -> &'static [Style; 15] {
    &STYLES
}

const fn usual(low: f64, high: f64) -> Usual {
    Usual { low, high }
}

/// Low rise, high rise and regularity, each as mean and deviation.
const fn hits(low_rise_db: (f64, f64), high_rise_db: (f64, f64), regularity: (f64, f64)) -> Option<Hits> {
    Some(Hits {
        low_rise_db: Spread { mean: low_rise_db.0, deviation: low_rise_db.1 },
        high_rise_db: Spread { mean: high_rise_db.0, deviation: high_rise_db.1 },
        regularity: Spread { mean: regularity.0, deviation: regularity.1 },
    })
}

#[rustfmt::skip]
static STYLES: [Style; 15] = [
    Style {
        id: StyleId::Pop,
        curve_db: [
            -9.1, -7.4, -4.9, -2.6, -0.4, 1.8, 3.4, 4.1, 3.9, 3.0, 2.2, 1.8, 1.5, 1.1, 0.5,
            -0.2, -1.0, -2.0, -3.0, -4.0, -5.2, -6.6, -8.3, -9.7, -10.7, -12.2, -14.2, -16.6, -18.0, -18.1,
        ],
        loud_lufs: -9.0, open_lufs: -12.0, plr_db: usual(8.0, 11.0), lra_lu: usual(4.0, 8.0),
        side_db: usual(-10.0, -5.0), mono_below_hz: Some(110.0),
        glue_db: 1.0, saturation_db: 1.0,
        hits: hits((6.0, 3.0), (12.0, 4.5), (0.55, 0.20)),
    },
    Style {
        id: StyleId::Rock,
        curve_db: [
            -12.2, -10.3, -7.3, -4.5, -1.8, 1.1, 3.2, 4.4, 4.5, 3.6, 2.3, 1.3, 0.7, 0.3, 0.1,
            -0.4, -1.1, -1.8, -2.3, -2.7, -3.3, -4.5, -6.1, -7.7, -9.2, -11.0, -13.2, -16.1, -18.9, -20.1,
        ],
        loud_lufs: -9.0, open_lufs: -12.0, plr_db: usual(8.0, 12.0), lra_lu: usual(4.0, 9.0),
        side_db: usual(-9.0, -4.0), mono_below_hz: Some(100.0),
        glue_db: 1.5, saturation_db: 1.2,
        hits: hits((5.0, 2.5), (10.0, 4.0), (0.50, 0.20)),
    },
    Style {
        id: StyleId::Metal,
        curve_db: [
            -12.9, -11.0, -7.4, -3.9, -0.5, 2.4, 4.4, 5.3, 5.1, 3.9, 2.3, 1.1, 0.2, -0.4, -0.5,
            -0.8, -1.4, -1.5, -1.5, -1.4, -1.6, -2.7, -4.3, -5.9, -7.6, -9.6, -11.9, -15.3, -18.6, -19.8,
        ],
        loud_lufs: -8.0, open_lufs: -10.5, plr_db: usual(7.0, 10.0), lra_lu: usual(3.0, 7.0),
        side_db: usual(-8.0, -3.0), mono_below_hz: Some(110.0),
        glue_db: 1.0, saturation_db: 1.2,
        hits: hits((4.5, 2.5), (10.0, 4.0), (0.50, 0.20)),
    },
    Style {
        id: StyleId::HiphopTrap,
        curve_db: [
            -3.6, -1.9, 0.6, 2.2, 3.6, 4.8, 5.4, 5.4, 4.6, 3.0, 2.1, 1.5, 1.1, 0.9, 0.5,
            0.0, -0.5, -1.6, -2.9, -4.2, -5.5, -7.0, -8.4, -9.4, -10.2, -11.4, -13.2, -15.8, -17.5, -17.5,
        ],
        loud_lufs: -8.5, open_lufs: -11.0, plr_db: usual(7.0, 10.0), lra_lu: usual(4.0, 8.0),
        side_db: usual(-12.0, -6.0), mono_below_hz: Some(130.0),
        glue_db: 1.0, saturation_db: 1.2,
        hits: hits((7.0, 3.5), (15.0, 5.0), (0.60, 0.20)),
    },
    Style {
        id: StyleId::ElectronicEdm,
        curve_db: [
            -5.5, -3.9, -1.6, 0.6, 2.6, 4.5, 5.7, 5.9, 5.1, 3.8, 2.6, 2.0, 1.5, 0.9, 0.2,
            -0.5, -1.2, -2.2, -3.1, -4.0, -5.0, -6.1, -7.1, -7.7, -8.2, -9.1, -10.4, -12.2, -14.2, -14.9,
        ],
        loud_lufs: -7.5, open_lufs: -10.0, plr_db: usual(6.0, 9.0), lra_lu: usual(4.0, 8.0),
        side_db: usual(-9.0, -4.0), mono_below_hz: Some(130.0),
        glue_db: 1.0, saturation_db: 1.2,
        hits: hits((7.0, 3.5), (14.0, 5.0), (0.65, 0.20)),
    },
    Style {
        id: StyleId::HouseTechno,
        curve_db: [
            -6.0, -3.4, -0.0, 2.7, 5.1, 6.7, 7.5, 7.4, 6.1, 4.3, 2.7, 1.9, 1.2, 0.5, -0.1,
            -0.6, -1.2, -2.0, -2.9, -3.7, -4.6, -5.6, -6.5, -6.9, -7.1, -7.7, -9.0, -10.9, -13.1, -13.9,
        ],
        loud_lufs: -8.0, open_lufs: -11.0, plr_db: usual(7.0, 11.0), lra_lu: usual(3.0, 7.0),
        side_db: usual(-11.0, -6.0), mono_below_hz: Some(140.0),
        glue_db: 1.5, saturation_db: 1.2,
        hits: hits((8.0, 3.5), (14.0, 5.0), (0.75, 0.15)),
    },
    Style {
        id: StyleId::RnbSoul,
        curve_db: [
            -7.7, -5.9, -3.2, -0.6, 1.2, 3.0, 4.2, 4.8, 4.5, 3.5, 2.6, 2.1, 1.8, 1.3, 0.6,
            -0.2, -1.1, -2.2, -3.5, -4.7, -6.1, -7.7, -9.4, -10.7, -11.8, -13.3, -15.3, -17.6, -19.1, -19.1,
        ],
        loud_lufs: -9.5, open_lufs: -12.0, plr_db: usual(9.0, 12.0), lra_lu: usual(4.0, 8.0),
        side_db: usual(-11.0, -6.0), mono_below_hz: Some(110.0),
        glue_db: 1.0, saturation_db: 0.8,
        hits: hits((6.0, 3.0), (12.0, 4.5), (0.55, 0.20)),
    },
    Style {
        id: StyleId::FolkAcoustic,
        curve_db: [
            -17.4, -15.2, -12.2, -8.9, -5.7, -2.2, 0.6, 2.2, 3.1, 3.0, 2.9, 2.4, 1.9, 1.4, 0.6,
            -0.4, -1.3, -2.3, -3.5, -4.6, -5.8, -7.3, -9.1, -10.9, -12.5, -14.5, -16.8, -19.5, -21.3, -21.4,
        ],
        loud_lufs: -12.0, open_lufs: -16.0, plr_db: usual(11.0, 16.0), lra_lu: usual(5.0, 10.0),
        side_db: usual(-12.0, -6.0), mono_below_hz: Some(80.0),
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((3.5, 2.0), (7.0, 4.0), (0.35, 0.20)),
    },
    Style {
        id: StyleId::SingerSongwriter,
        curve_db: [
            -14.3, -12.1, -9.1, -6.3, -3.6, -0.6, 1.7, 3.0, 3.5, 3.3, 2.5, 2.0, 1.7, 1.2, 0.5,
            -0.3, -1.2, -2.2, -3.2, -4.3, -5.4, -6.8, -8.5, -10.2, -11.6, -13.4, -15.8, -18.4, -20.3, -20.3,
        ],
        loud_lufs: -11.5, open_lufs: -15.0, plr_db: usual(10.0, 15.0), lra_lu: usual(5.0, 10.0),
        side_db: usual(-13.0, -7.0), mono_below_hz: Some(90.0),
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((3.5, 2.0), (7.0, 4.0), (0.35, 0.20)),
    },
    Style {
        id: StyleId::Jazz,
        curve_db: [
            -14.2, -11.8, -8.6, -5.5, -2.5, 0.2, 2.3, 3.4, 3.8, 3.2, 2.8, 2.3, 2.0, 1.5, 0.7,
            -0.2, -1.1, -2.4, -3.8, -5.1, -6.5, -8.4, -10.6, -12.4, -14.0, -15.9, -18.4, -21.2, -23.2, -23.2,
        ],
        loud_lufs: -14.0, open_lufs: -18.0, plr_db: usual(13.0, 18.0), lra_lu: usual(6.0, 12.0),
        side_db: usual(-10.0, -4.0), mono_below_hz: None,
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((4.0, 2.0), (8.0, 4.0), (0.35, 0.20)),
    },
    Style {
        id: StyleId::Classical,
        curve_db: [
            -17.3, -15.9, -12.6, -9.8, -7.2, -4.8, -3.0, -1.8, -0.4, 0.8, 1.8, 2.5, 2.8, 2.5, 1.7,
            0.5, -0.5, -2.0, -4.0, -6.1, -8.5, -11.4, -14.9, -18.2, -21.2, -24.1, -26.6, -27.8, -26.9, -24.9,
        ],
        loud_lufs: -18.0, open_lufs: -23.0, plr_db: usual(16.0, 22.0), lra_lu: usual(10.0, 20.0),
        side_db: usual(-8.0, -3.0), mono_below_hz: None,
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((2.0, 1.5), (3.5, 2.5), (0.20, 0.15)),
    },
    Style {
        id: StyleId::Indie,
        curve_db: [
            -12.4, -10.5, -7.7, -5.0, -2.3, 0.6, 2.8, 4.0, 4.3, 3.6, 2.4, 1.6, 1.1, 0.7, 0.3,
            -0.4, -1.1, -2.0, -2.8, -3.5, -4.4, -5.8, -7.5, -9.2, -10.7, -12.6, -14.9, -17.7, -20.3, -21.1,
        ],
        loud_lufs: -9.5, open_lufs: -13.0, plr_db: usual(9.0, 13.0), lra_lu: usual(5.0, 9.0),
        side_db: usual(-9.0, -4.0), mono_below_hz: Some(100.0),
        glue_db: 1.0, saturation_db: 0.8,
        hits: hits((5.0, 2.5), (9.0, 4.0), (0.50, 0.20)),
    },
    Style {
        id: StyleId::Ambient,
        curve_db: [
            -6.8, -5.2, -2.8, -0.6, 1.6, 3.9, 5.5, 6.2, 5.6, 4.4, 3.3, 2.6, 2.1, 1.4, 0.5,
            -0.4, -1.3, -2.7, -4.2, -5.6, -7.2, -8.9, -10.6, -11.8, -12.8, -14.3, -16.1, -18.4, -20.6, -21.1,
        ],
        loud_lufs: -14.0, open_lufs: -20.0, plr_db: usual(10.0, 18.0), lra_lu: usual(4.0, 12.0),
        side_db: usual(-6.0, -1.0), mono_below_hz: Some(60.0),
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((2.0, 2.0), (4.0, 3.5), (0.25, 0.20)),
    },
    Style {
        id: StyleId::PodcastSpeech,
        curve_db: [
            -38.9, -32.9, -26.7, -20.9, -14.9, -8.7, -1.9, 1.1, -0.2, 2.9, 2.7, 1.2, 4.0, 3.8, 2.7,
            -0.5, -3.1, -3.3, -3.8, -6.5, -6.6, -7.5, -8.7, -9.8, -10.5, -11.9, -12.5, -15.0, -18.0, -19.9,
        ],
        loud_lufs: -16.0, open_lufs: -18.0, plr_db: usual(12.0, 16.0), lra_lu: usual(4.0, 8.0),
        side_db: usual(-40.0, -15.0), mono_below_hz: Some(120.0),
        glue_db: 0.0, saturation_db: 0.0,
        hits: hits((6.0, 3.0), (12.0, 5.0), (0.12, 0.10)),
    },
    Style {
        id: StyleId::AllGenres,
        curve_db: [
            -8.9, -7.3, -5.1, -2.9, -0.9, 1.2, 2.6, 3.4, 3.4, 2.8, 2.3, 1.9, 1.7, 1.3, 0.7,
            -0.2, -1.0, -2.0, -3.2, -4.3, -5.6, -7.2, -9.2, -10.8, -12.1, -13.7, -15.7, -17.6, -18.6, -18.5,
        ],
        loud_lufs: -10.0, open_lufs: -14.0, plr_db: usual(9.0, 14.0), lra_lu: usual(4.0, 12.0),
        side_db: usual(-11.0, -4.0), mono_below_hz: Some(80.0),
        glue_db: 0.0, saturation_db: 0.8,
        hits: None,
    },
];

/// No correction inside +- this many decibels, per third-octave band [J].
#[rustfmt::skip]
pub const TOLERANCE_DB: [f64; 30] = [
    6.0, 5.5, 5.0, 4.5, 4.3, 4.0, 3.5, 3.0, 2.7, 2.5, 2.3, 2.0, 2.0, 2.0, 2.0,
    2.0, 2.0, 2.0, 2.0, 2.0, 2.2, 2.5, 2.8, 3.0, 3.3, 3.7, 4.1, 4.5, 5.5, 7.0,
];
