//! The time line: the picture of the song, zoom, the loop, moments, and the meters beside it.

use super::numbers::{clock_time, one_decimal};

pub const LOUDNESS_LANE: &str = "Loudness";

pub const TOOLS: &str = "Loop, zoom, moments, and other ways to listen";
pub const ZOOM: &str = "Zoom";
pub const ZOOM_IN: &str = "Zoom in";
pub const ZOOM_OUT: &str = "Zoom out";
pub const WHOLE_SONG: &str = "Whole song";
pub const SCROLL: &str = "Which part of the song is shown";

pub const LOOP: &str = "Loop";
pub const LOOP_FROM: &str = "Loop from here";
pub const LOOP_TO: &str = "Loop to here";
pub const LOOP_FULLEST: &str = "Loop the fullest 12 seconds";
pub const LOOP_ON: &str = "Loop on";
pub const LOOP_OFF: &str = "Loop off";
pub const NO_LOOP: &str = "No loop";
pub const LOOP_BEGIN: &str = "Begin of the loop";
pub const LOOP_END: &str = "End of the loop";

pub const MARK: &str = "Mark this moment";
pub const MOMENTS: &str = "Moments";
pub const MOMENT_NOTE_HINT: &str = "What is it about this moment?";

pub const METERS: &str = "While it plays";
pub const METERS_NOTE: &str = "Measured on the version you hear, as far as it is turned down, and without the small speaker. True peak is the highest of the last second.";
pub const METERS_CHANGE: &str = "While only a change is heard, nothing is measured.";
pub const METER_IDLE: &str = "–";
pub const MOMENTARY: &str = "Momentary (0.4 s)";
pub const SHORT_TERM: &str = "Short-term (3 s)";
pub const TRUE_PEAK: &str = "True peak";

/// Keys and what they do, for the list of shortcuts.
pub const KEY_LOOP_FROM: &str = "Loop from the play-head on";
pub const KEY_LOOP_TO: &str = "Loop up to the play-head";
pub const KEY_LOOP: &str = "Loop on or off";
pub const KEY_MARK: &str = "Mark this moment";
pub const KEY_ZOOM_IN: &str = "Zoom in";
pub const KEY_ZOOM_OUT: &str = "Zoom out";
pub const KEY_WHOLE: &str = "The whole song";

/// A place in a song, to the tenth: "1:23.4". In a stretch so short that tenths say little, to the millisecond, or to 10 us.
#[must_use]
pub fn precise_time(at_s: f64, stretch_s: f64) -> String {
    let at_s = if at_s.is_finite() { at_s.max(0.0) } else { 0.0 };
    let (unit, digits) = match stretch_s {
        short if short < 0.02 => (100_000.0, 5),
        short if short < 2.0 => (1000.0, 3),
        _ => (10.0, 1),
    };
    let whole = (at_s * unit).round();
    format!("{}.{:0digits$}", clock_time((whole / unit).floor()), (whole % unit) as u32)
}

/// "0:10.0 – 0:22.0", as precise as the stretch is short.
#[must_use]
pub fn stretch(from_s: f64, to_s: f64) -> String {
    let length_s = to_s - from_s;
    format!("{} – {}", precise_time(from_s, length_s), precise_time(to_s, length_s))
}

/// The loop's state, for eye and screen reader.
#[must_use]
pub fn loop_said(region_s: (f64, f64), looping: bool) -> String {
    format!("Loop {}, {}", stretch(region_s.0, region_s.1), if looping { "on" } else { "off" })
}

/// In words what the picture shows; `curve_lufs` with a value every `step_s`, of a version that `covers_s` of the song.
#[must_use]
pub fn wave_summary(name: &str, curve_lufs: &[f32], step_s: f64, covers_s: (f64, f64)) -> String {
    let is_there = |index: usize| (covers_s.0..=covers_s.1).contains(&(index as f64 * step_s));
    let sounding = curve_lufs.iter().copied().enumerate().filter(|(index, lufs)| lufs.is_finite() && is_there(*index));
    let Some((at, most)) = sounding.clone().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return format!("Waveform of {name}.");
    };
    // The first three seconds rise from nothing, whatever the song does.
    let settled = sounding.filter(|(index, _)| *index as f64 * step_s >= covers_s.0 + 3.0).map(|(_, lufs)| lufs);
    let least = settled.fold(most, f32::min);
    format!(
        "Waveform of {name}, and its loudness over time (3 s): between {} and {} LUFS, loudest at {}.",
        one_decimal(f64::from(least)),
        one_decimal(f64::from(most)),
        clock_time(at as f64 * step_s)
    )
}

/// The name of the field for a moment's note.
#[must_use]
pub fn note_label(at_s: f64) -> String {
    format!("Note on {}", precise_time(at_s, f64::INFINITY))
}

#[must_use]
pub fn go_to(at_s: f64) -> String {
    format!("Go to {}", precise_time(at_s, f64::INFINITY))
}

#[must_use]
pub fn remove_moment(at_s: f64) -> String {
    format!("Remove {}", precise_time(at_s, f64::INFINITY))
}

/// "−14.2 LUFS"; nothing sounds: "–".
#[must_use]
pub fn meter_reading(level: f64, unit: &str) -> String {
    if level.is_finite() { format!("{} {unit}", one_decimal(level)) } else { "–".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_as_precise_as_they_need_to_be() {
        assert_eq!(precise_time(83.449, 10.0), "1:23.4");
        assert_eq!(precise_time(59.96, 10.0), "1:00.0");
        assert_eq!(precise_time(83.4495, 0.5), "1:23.450");
        assert_eq!(precise_time(83.4495, 0.0007), "1:23.44950");
        assert_eq!(precise_time(f64::NAN, 0.5), "0:00.000");
        assert_eq!(stretch(10.0, 22.0), "0:10.0 – 0:22.0");
    }

    #[test]
    fn a_picture_is_told_in_words() {
        let mut curve = vec![-60.0f32; 300];
        curve[200..].fill(-12.0);
        curve[250] = -9.5;
        assert_eq!(
            wave_summary("Original", &curve, 0.1, (0.0, 60.0)),
            "Waveform of Original, and its loudness over time (3 s): between −60.0 and −9.5 LUFS, loudest at 0:25."
        );
        // A part of a song rises from nothing where it begins, and falls to nothing behind.
        curve[..150].fill(-90.0);
        curve[150..180].fill(-40.0);
        curve[180..250].fill(-14.0);
        curve[260..].fill(-190.0);
        let part = wave_summary("A part", &curve, 0.1, (15.0, 25.9));
        assert!(part.contains("between −14.0 and −9.5 LUFS"), "{part}");
        assert_eq!(wave_summary("Original", &[f32::NEG_INFINITY], 0.1, (0.0, 60.0)), "Waveform of Original.");
    }
}
