//! Is the mix ready for mastering? Each check in an artist's words: what was found, why it matters, how to mend it in a DAW.

use super::numbers::{frequency, grouped, length, one_decimal};
use crate::advice::{Check, CheckId, ReadinessItem, ReadinessResult};
use crate::measure::ChannelFault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadinessWords {
    pub name: &'static str,
    pub result: &'static str,
    pub found: String,
    pub why: &'static str,
    /// `None` where there is nothing to do.
    pub fix: Option<String>,
}

#[must_use]
pub fn readiness_result(result: ReadinessResult) -> &'static str {
    match result {
        ReadinessResult::Pass => "Fine",
        ReadinessResult::Advise => "Worth a look",
        ReadinessResult::Fix => "Mend this first",
    }
}

#[must_use]
pub fn check_name(id: CheckId) -> &'static str {
    match id {
        CheckId::Channels => "Left and right",
        CheckId::Clipping => "Clipping",
        CheckId::Density => "Room for peaks",
        CheckId::Offset => "Constant offset",
        CheckId::Delay => "Timing of left and right",
        CheckId::Damage => "Complete file",
        CheckId::Source => "Kind of file",
        CheckId::BitDepth => "Bit depth",
        CheckId::SampleRate => "Sample rate",
        CheckId::Headroom => "Headroom",
        CheckId::Ends => "Beginning and end",
    }
}

/// The whole check in one line.
#[must_use]
pub fn readiness_summary(items: &[ReadinessItem]) -> String {
    let count = |result| items.iter().filter(|item| item.result == result).count();
    let things = |count: usize| if count == 1 { "1 thing".to_owned() } else { format!("{count} things") };
    match (count(ReadinessResult::Fix), count(ReadinessResult::Advise)) {
        (0, 0) => "Your mix is ready for mastering.".into(),
        (0, advise) => format!("Your mix can be mastered; {} would be worth a look.", things(advise)),
        (fix, 0) => format!("Before mastering, {} should be mended.", things(fix)),
        (fix, advise) => {
            format!("Before mastering, {} should be mended; {} more would be worth a look.", things(fix), things(advise))
        }
    }
}

#[must_use]
pub fn readiness_said(item: &ReadinessItem) -> ReadinessWords {
    let passed = item.result == ReadinessResult::Pass;
    ReadinessWords {
        name: check_name(item.check.id()),
        result: readiness_result(item.result),
        found: found(item),
        why: why(item.check.id()),
        fix: (!passed).then(|| fix(item)),
    }
}

fn found(item: &ReadinessItem) -> String {
    let passed = item.result == ReadinessResult::Pass;
    match item.check {
        Check::Channels { fault: None } => "Both channels sound, and they do not cancel each other.".into(),
        Check::Channels { fault: Some(ChannelFault::LeftSilent) } => "The left channel is silent.".into(),
        Check::Channels { fault: Some(ChannelFault::RightSilent) } => "The right channel is silent.".into(),
        Check::Channels { fault: Some(ChannelFault::Inverted) } => {
            "Left and right are largely opposites: played through one speaker, most of the song would vanish.".into()
        }
        Check::Clipping { flat_runs, longest_frames, .. } if flat_runs > 0 => format!(
            "The waveform is flat at its very top {}, for up to {} samples{}.",
            if flat_runs == 1 { "once".to_owned() } else { format!("{} times", grouped(flat_runs as u64)) },
            grouped(longest_frames as u64),
            if passed { ", which may be chance" } else { "" }
        ),
        Check::Clipping { beyond_full_scale: Some(share), .. } if !passed => format!(
            "{} % of the samples lie beyond full scale, as in songs that were clipped, or as loud as they go, before they were encoded.",
            percent(share)
        ),
        Check::Clipping { .. } => "No peak is cut off.".into(),
        Check::Density { plr_db, least_usual_db, dense } => {
            let stand = format!("The highest peak stands {} dB over the song's loudness", one_decimal(plr_db));
            match item.result {
                ReadinessResult::Pass => format!("{stand}: there is room to work with."),
                ReadinessResult::Advise if dense > 0.005 => {
                    format!("{stand}, and for {:.0} % of the time peaks stand out by less than 8 dB.", 100.0 * dense)
                }
                ReadinessResult::Advise => format!("{stand}: little room is left."),
                ReadinessResult::Fix => {
                    format!(
                        "{stand}; even in the densest kind of finished record it is usually {} dB or more.",
                        one_decimal(least_usual_db)
                    )
                }
            }
        }
        Check::Offset { .. } if passed => "The waveform swings around its middle.".into(),
        Check::Offset { of_peak } => format!("The waveform lies {} % of its height off its middle.", percent(of_peak)),
        Check::Delay { frames: 0, .. } => "Neither channel lags behind the other.".into(),
        Check::Delay { frames, ms } => format!(
            "The {} channel as a whole comes {} samples ({} ms) late.",
            if frames > 0 { "right" } else { "left" },
            grouped(frames.unsigned_abs().into()),
            two_decimals(ms.abs())
        ),
        Check::Damage { .. } if passed => "Every part of the file could be read.".into(),
        Check::Damage { silent_s } => format!("{} s of the file could not be read, and are silent here.", two_decimals(silent_s)),
        Check::Source { lossless: false, ends_at_hz: Some(hz) } => {
            format!("The file is lossy, and its sound ends at {}.", frequency(hz))
        }
        Check::Source { lossless: false, .. } => "The file is lossy: details were left out to make it small.".into(),
        Check::Source { ends_at_hz: Some(hz), .. } if !passed => format!(
            "The file keeps everything it has, but that ends abruptly at {}, as lossy files and early conversions do.",
            frequency(hz)
        ),
        Check::Source { .. } => "The file keeps every detail.".into(),
        Check::BitDepth { stored, used: Some(used) } => match stored {
            Some(stored) if stored > used => format!("The file stores {stored} bits for every sample, of which {used} are used."),
            _ => format!("Every sample has {used} bits."),
        },
        Check::BitDepth { used: None, .. } => "Samples are stored as finely as they were computed.".into(),
        Check::SampleRate { hz, ends_at_hz: Some(end) } if !passed && end < 0.45 * f64::from(hz) => {
            format!(
                "The file has {} samples a second, but its sound ends at {}: it looks converted up.",
                grouped(hz.into()),
                frequency(end)
            )
        }
        Check::SampleRate { hz, .. } => format!("The file has {} samples a second.", grouped(hz.into())),
        Check::Headroom { true_peak_dbtp, wished_db } => {
            let peak = if true_peak_dbtp > 0.0 {
                format!("The highest peak goes {} dB above full scale", one_decimal(true_peak_dbtp))
            } else {
                format!("The highest peak stays {} dB below full scale", one_decimal(-true_peak_dbtp))
            };
            match wished_db {
                Some(wished) => format!("{peak}; the studio likes {} dB of room.", one_decimal(wished)),
                None => format!("{peak}."),
            }
        }
        Check::Ends { start_s, end_s } => {
            let silence =
                |seconds: f64| if seconds < 0.05 { "no silence".to_owned() } else { format!("{} of silence", length(seconds)) };
            format!("There is {} before the first sound and {} after the last.", silence(start_s), silence(end_s))
        }
    }
}

fn why(id: CheckId) -> &'static str {
    match id {
        CheckId::Channels => "A channel that is missing or turned over is heard on every phone, and belongs mended in the mix.",
        CheckId::Clipping => {
            "A peak that was cut off sounds harsh, and no master knows what it was. Only square waves, as of old games, are flat by nature."
        }
        CheckId::Density => {
            "What a limiter on the mix has pressed together, no master can take apart. Only held tones and noise are that even by nature."
        }
        CheckId::Offset => {
            "An offset cannot be heard, but it takes room from the peaks, clicks at the ends and skews what compressors do. Mastering filters it out, but not what it did before."
        }
        CheckId::Delay => "It makes the song sound wide on headphones and thin in mono. If it is meant, leave it.",
        CheckId::Damage => "A gap is heard as a click or a dropout.",
        CheckId::Source => "Every further encoding takes away more; a master should start from everything there is.",
        CheckId::BitDepth => {
            "Fewer bits mean more noise, which comes up when a master makes quiet parts louder. From 24 bits on nobody hears it."
        }
        CheckId::SampleRate => {
            "The rate you recorded at is the right one: converting up adds nothing, converting down takes the top away."
        }
        CheckId::Headroom => {
            "Engineers disagree about headroom. A mix is fine at any level, as long as nothing is cut off at the top."
        }
        CheckId::Ends => {
            "About two seconds at both ends keep the first hit and the last echo whole; fades are set in mastering, to the final sound."
        }
    }
}

fn fix(item: &ReadinessItem) -> String {
    match item.check {
        Check::Channels { fault: Some(ChannelFault::Inverted) } => {
            "Switch the polarity of one channel (“Ø” or “invert phase” in a utility plug-in on the mix bus), and export again."
        }
        Check::Channels { .. } => {
            "Check the panning and routing of the mix bus and the channels chosen for the export, and export in stereo again."
        }
        Check::Clipping { flat_runs: 0, .. } => "If you have the mix as WAV or FLAC, use that, with its level a few dB lower.",
        Check::Clipping { .. } => {
            "Turn the mix bus down until its meter never shows red, look for single tracks and plug-ins that clip, and export again."
        }
        Check::Density { .. } => {
            "Switch off the limiter or maximiser on the mix bus, and ease its compressor, and export again. Keep your loud version as a guide."
        }
        Check::Offset { .. } => "Put a high-pass filter at 20 Hz, or “remove DC offset”, on the track that has it, and export again.",
        Check::Delay { .. } => "Look for a delay or a widener on the mix bus, or a plug-in that runs on one channel only.",
        Check::Damage { .. } => "Copy the file again from where it came, or export it again.",
        Check::Source { lossless: false, .. } => "Export the mix as WAV, AIFF or FLAC. Converting this file would not bring anything back.",
        Check::Source { .. } => "If the song was ever an MP3 or a stream, go back to the session and export it from there.",
        Check::BitDepth { .. } => "Export at 24 bits or 32-bit float, without dither.",
        Check::SampleRate { ends_at_hz: Some(_), hz } if hz > 48_000 => "Export at the rate that the session has.",
        Check::SampleRate { .. } => "Export at the rate that the session has: 44,100 or 48,000 samples a second, or more.",
        Check::Headroom { wished_db: Some(_), .. } => "Turn the mix bus down and export again; nothing else about the mix needs to change.",
        Check::Headroom { .. } => "Turn the mix bus down a few dB and export again, so that no converter cuts the peaks off.",
        Check::Ends { .. } => "Set the export range about two seconds before the first sound and after the last echo, without fades.",
    }
    .into()
}

/// Of a share, with as many places as show something.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent >= 1.0 { one_decimal(percent) } else { two_decimals(percent) }
}

fn two_decimals(value: f64) -> String {
    format!("{:.2}", value.max(0.01))
}
