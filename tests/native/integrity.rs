//! What a file has been through, found on signals it was done to, and on the real songs.

use crate::support::{Noise, decoded, measurements, real_songs};
use testpress::audio::AudioBuffer;
use testpress::measure::{ChannelFault, Integrity, Measurements};

const RATE: u32 = 44_100;

fn integrity(channels: Vec<Vec<f32>>) -> Integrity {
    measurements(&AudioBuffer::new(channels, RATE)).integrity.expect("of a source")
}

/// Pinkish noise within +-0.7.
fn music(seconds: usize, seed: u64) -> Vec<f32> {
    let (mut noise, mut low) = (Noise::new(seed), 0.0);
    let plane: Vec<f64> = (0..seconds * RATE as usize)
        .map(|_| {
            low += 0.1 * (noise.next() - low);
            low + 0.1 * noise.next()
        })
        .collect();
    let mean = plane.iter().sum::<f64>() / plane.len() as f64;
    plane.iter().map(|x| (x - mean) as f32).collect()
}

fn map(plane: &[f32], f: impl Fn(f32) -> f32) -> Vec<f32> {
    plane.iter().map(|&x| f(x)).collect()
}

#[test]
fn a_clean_recording_has_no_fault() {
    let clean = integrity(vec![music(5, 1), music(5, 2)]);
    assert_eq!((clean.clipping.flat_runs, clean.clipping.longest_frames, clean.clipping.beyond_full_scale), (0, 0, 0.0));
    assert!(clean.dc_offset < 0.001 && clean.silence_start_s < 0.01 && clean.silence_end_s < 0.01);
    assert_eq!((clean.channel_fault, clean.bits, clean.band_limit_hz, clean.delay_frames), (None, None, None, 0), "{clean:?}");
}

#[test]
fn clipping_is_found_at_full_scale_and_below() {
    for level in [1.0f32, 0.6] {
        let clipped = map(&music(5, 1), |x| (4.0 * x).clamp(-0.5, 0.5) * 2.0 * level);
        let found = integrity(vec![clipped.clone(), map(&clipped, |x| 0.5 * x)]).clipping;
        assert!(found.flat_runs > 100 && found.longest_frames > 5, "{found:?}");
        assert_eq!(found.beyond_full_scale, 0.0);
    }
    let beyond = integrity(vec![map(&music(5, 1), |x| 3.0 * x)]).clipping;
    assert!(beyond.flat_runs == 0 && beyond.beyond_full_scale > 0.0, "{beyond:?}");
}

#[test]
fn offset_silence_and_dead_or_inverted_channels_are_found() {
    let plane = music(5, 1);
    let offset = integrity(vec![map(&plane, |x| x - 0.03), plane.clone()]);
    assert!((offset.dc_offset - 0.03).abs() < 0.002, "{}", offset.dc_offset);
    let silent = vec![0.0; plane.len()];
    assert_eq!(integrity(vec![plane.clone(), silent.clone()]).channel_fault, Some(ChannelFault::RightSilent));
    assert_eq!(integrity(vec![silent, plane.clone()]).channel_fault, Some(ChannelFault::LeftSilent));
    assert_eq!(integrity(vec![plane.clone(), map(&plane, |x| -0.9 * x)]).channel_fault, Some(ChannelFault::Inverted));
    let padded = [vec![0.0001; 2 * RATE as usize], plane, vec![0.0; RATE as usize / 2]].concat();
    let ends = integrity(vec![padded]);
    assert!((ends.silence_start_s - 2.0).abs() < 0.01 && (ends.silence_end_s - 0.5).abs() < 0.01, "{ends:?}");
}

#[test]
fn the_bits_are_those_that_are_used() {
    for bits in [8, 12, 16, 20, 24] {
        let steps = f32::from(2u16).powi(bits - 1);
        let plane = map(&music(2, 1), |x| (x * steps).round() / steps);
        assert_eq!(integrity(vec![plane.clone(), plane]).bits, Some(bits as u32));
    }
    // One channel of 16 bits, the other of 24.
    let at = |bits: i32| map(&music(2, 1), |x| (x * 2f32.powi(bits - 1)).round() / 2f32.powi(bits - 1));
    assert_eq!(integrity(vec![at(16), at(24)]).bits, Some(24));
    assert_eq!(integrity(vec![at(16), music(2, 1)]).bits, None);
}

#[test]
fn a_delayed_channel_is_found_to_the_frame_and_width_is_no_delay() {
    let (shared, own) = (music(6, 1), music(6, 2));
    for delay in [1i32, 7, 400, -23] {
        let late = |frames: i32| {
            let shift = frames.max(0) as usize;
            [vec![0.0; shift], shared[..shared.len() - shift].to_vec()].concat()
        };
        let (left, right) = (late(-delay), late(delay));
        let right: Vec<f32> = right.iter().zip(&own).map(|(x, y)| 0.7 * x + 0.2 * y).collect();
        assert_eq!(integrity(vec![left, right]).delay_frames, delay);
    }
    assert_eq!(integrity(vec![shared.clone(), own.clone()]).delay_frames, 0);
    assert_eq!(integrity(vec![shared.clone(), shared]).delay_frames, 0);
}

#[test]
fn real_songs_show_what_they_are() {
    let songs = real_songs();
    for song in &songs {
        let name = song.name();
        let audio = decoded(song);
        let m = measurements(&audio);
        let found = m.integrity.expect("of a source");
        // The manifest: "1.9 % of the decoded samples lie above 0 dBFS", "decodes far above 0 dBFS"; no other file does.
        let loud = ["psychedelic_speedsound_sky-vibe.ogg", "electronic_dave-eddy_templeos-hymn-remix.m4a"];
        assert_eq!(found.clipping.beyond_full_scale > 1e-4, loud.contains(&name.as_str()), "{name}: {found:?}");
        // "A real DC offset of 0.033 of full scale".
        let dc = if name.starts_with("electronic_maxstack") { 0.033 } else { 0.0 };
        assert!((found.dc_offset - dc).abs() < 0.003, "{name}: {found:?}");
        let bits = match name.rsplit_once('.').expect("an extension") {
            (_, "wav") => Some(16),
            ("librispeech_three-readers", _) => Some(16),
            (_, "flac") => Some(24),
            _ => None,
        };
        assert_eq!(found.bits, bits, "{name}");
        // Every codec of these ends somewhere from 15 to 20.5 kHz, where there was anything to cut off.
        if let Some(hz) = found.band_limit_hz {
            assert!((15_000.0..20_600.0).contains(&hz) && song.rate >= 44_100, "{name}: {found:?}");
        }
        assert_eq!((found.channel_fault, found.delay_frames, found.clipping.flat_runs), (None, 0, 0), "{name}");
        assert!((0.0..6.0).contains(&found.silence_start_s) && (0.0..6.0).contains(&found.silence_end_s), "{name}: {found:?}");
        plausible(&name, &m);
    }
}

fn plausible(name: &str, m: &Measurements) {
    let psr = m.dynamics.psr.expect("longer than 3 s");
    println!("{name}: {psr:?} {:?} {:?}", m.onsets, m.dynamics.octave_crest_db.map(|crest| crest.map(f64::round)));
    assert!((0.0..30.0).contains(&psr.p10_db) && psr.p10_db <= psr.median_db && psr.median_db < 35.0, "{name}: {psr:?}");
    // The peaks of some 3 s are those of the whole, and no 3 s are louder than the loudest.
    assert!(psr.p10_db <= m.peaks.true_peak_dbtp - m.loudness.integrated_lufs + 12.0, "{name}: {psr:?}");
    assert!(m.dynamics.octave_crest_db.iter().flatten().all(|crest| (3.0..60.0).contains(crest)), "{name}");
    assert!(m.onsets.rise_db.iter().all(|rise| (0.0..41.0).contains(rise)), "{name}: {:?}", m.onsets);
    assert!(m.onsets.rhythm.regularity.iter().all(|r| (0.0..=1.0).contains(r)), "{name}: {:?}", m.onsets);
    assert!(m.erb.level_db.iter().all(|level| level.is_finite()), "{name}");
    let total = m.spectrum.total_db();
    for (floor, level) in m.spectrum.noise_floor_db.iter().zip(total) {
        assert!(floor.is_finite() && *floor <= level + 1e-9, "{name}: a floor of {floor} dB under {level}");
    }
    if let Some(stereo) = m.stereo {
        assert!(stereo.band_correlation.iter().all(|c| (-1.0..=1.0).contains(c)), "{name}");
        assert!((0.0..3.1).contains(&stereo.mono_fold_lu), "{name}: {}", stereo.mono_fold_lu);
    }
}
