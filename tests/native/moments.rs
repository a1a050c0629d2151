//! Moments: planted differences are found where they were planted, and no figure is of another place.

use std::mem::{Discriminant, discriminant};

use testpress::audio::AudioBuffer;
use testpress::compare::{ChangeMoment, Comparison, Difference, MOST_MOMENTS, TonePart};
use testpress::mastering::Mastered;
use testpress::measure::Track;
use testpress::units::{db_to_gain, seconds_to_frames};

use crate::change::{compared, filtered, is_quiet, mid_side, remade, shelf, song};
use crate::support::{independent_lufs, measurements};

fn cut(audio: &AudioBuffer, moment: &ChangeMoment) -> AudioBuffer {
    let frame = |at_s| seconds_to_frames(at_s, audio.sample_rate()).min(audio.frames());
    let range = frame(moment.from_s)..frame(moment.to_s);
    AudioBuffer::new(audio.channels().iter().map(|plane| plane[range.clone()].to_vec()).collect(), audio.sample_rate())
}

/// What holds for the moments of any song: few, apart, inside, each of a kind of its own, and their figures those of the very samples.
pub fn lawful(moments: &[ChangeMoment], before: &AudioBuffer, after: &Mastered, old: &Track, new: &Track) {
    assert!(moments.len() <= MOST_MOMENTS);
    let kinds: Vec<Discriminant<Difference>> = moments.iter().map(|m| discriminant(&m.what)).collect();
    for (index, moment) in moments.iter().enumerate() {
        let ChangeMoment { from_s, to_s, what } = *moment;
        assert!(0.0 <= from_s && to_s <= before.seconds(), "{moment:?}");
        assert!((4.0..=12.0).contains(&(to_s - from_s)), "{moment:?}");
        assert!(!kinds[..index].contains(&kinds[index]), "{moments:?}");
        assert!(index == 0 || from_s - moments[index - 1].to_s >= 2.0, "{moments:?}");
        let (was, is) = (cut(before, moment), cut(&after.audio, moment));
        let raised = independent_lufs(&is) - independent_lufs(&was);
        let compared = Comparison::of(&measurements(&was), &measurements(&is));
        match what {
            Difference::Limiting { most_db, held } => {
                assert!(most_db <= after.outcome.limiter_most_db + 1e-6 && held <= 1.0, "{moment:?}");
            }
            Difference::Quiet { lu, under_lu } => {
                let whole = |track: &Track| track.lufs_over(0.0, f64::INFINITY).expect("sound");
                assert!((raised - (whole(new) - whole(old)) - lu).abs() < 0.1, "{moment:?}: {raised} raised");
                assert!((whole(old) - independent_lufs(&was) - under_lu).abs() < 0.1, "{moment:?}");
            }
            Difference::LowEnd { part, db } | Difference::Middle { part, db } | Difference::Top { part, db } => {
                let found = compared.parts_db[part as usize].unwrap_or(0.0);
                assert!((found - db).abs() < 1.5 && found * db > 0.0, "{moment:?}: {found} dB from the stretch itself");
            }
            Difference::Width { db } => {
                let found = compared.width_db.expect("stereo");
                assert!((found - db).abs() < 1.5 && found * db > 0.0, "{moment:?}: {found} dB from the stretch itself");
            }
            Difference::BassCentred { .. } => {
                let (old, new) = compared.image.expect("stereo").bass_side_db;
                assert!(new < old - 1.5, "{moment:?}: {old} to {new} dB");
            }
        }
    }
}

/// Four stretches of ten seconds: less low end, more top, narrower, and a quiet one raised.
fn planted(before: &AudioBuffer) -> AudioBuffer {
    let within = |t: f64, from_s: f64| (from_s..from_s + 10.0).contains(&t);
    let low = filtered(before, shelf(180.0, -6.0, false));
    let bright = filtered(before, shelf(7_000.0, 4.0, true));
    let narrow = mid_side(before, |_| [1.0, db_to_gain(-5.0)]);
    let sample = |audio: &AudioBuffer, t: f64, channel: usize| {
        f64::from(audio.channels()[channel][(t * f64::from(audio.sample_rate())).round() as usize])
    };
    remade(before, |t, channel, x| match t {
        t if within(t, 10.0) => sample(&low, t, channel),
        t if within(t, 50.0) => sample(&bright, t, channel),
        t if within(t, 90.0) => sample(&narrow, t, channel),
        t if within(t, 120.0) => db_to_gain(4.0) * x,
        _ => x,
    })
}

#[test]
fn what_was_planted_is_found_where_it_was_planted() {
    let before = song(180.0);
    let after = planted(&before);
    let (_, found) = compared(&before, &after, None);
    let at = |from_s: f64| {
        let there = found.iter().find(|m| m.from_s >= from_s - 3.0 && m.to_s <= from_s + 13.0);
        there.unwrap_or_else(|| panic!("nothing at {from_s}: {found:?}")).what
    };
    let Difference::LowEnd { part: TonePart::Sub | TonePart::Bass, db } = at(10.0) else { panic!("{found:?}") };
    assert!((-6.5..-3.0).contains(&db), "{db} dB");
    // At equal loudness more top is less of the rest.
    let brighter = match at(50.0) {
        Difference::Top { db, .. } => db,
        Difference::Middle { db, .. } => -db,
        other => panic!("{other:?}"),
    };
    assert!((1.0..4.5).contains(&brighter), "{brighter} dB");
    let Difference::Width { db } = at(90.0) else { panic!("{found:?}") };
    assert!((db + 5.0).abs() < 0.6, "{db} dB");
    assert!(is_quiet(125.0));
    let Difference::Quiet { lu, under_lu } = at(120.0) else { panic!("{found:?}") };
    assert!((2.5..4.5).contains(&lu) && under_lu > 6.0, "{lu} {under_lu}");
    assert!(at(120.0).needs_real_levels(), "{found:?}");
    // The other way round every sign turns.
    let (_, turned) = compared(&after, &before, None);
    for moment in &turned {
        match moment.what {
            Difference::LowEnd { db, .. } | Difference::Width { db } => assert!(db > 0.0, "{turned:?}"),
            Difference::Top { db, .. } => assert!(db < 0.0, "{turned:?}"),
            Difference::Quiet { lu, .. } => assert!(lu < 0.0, "{turned:?}"),
            _ => {}
        }
    }
}

#[test]
fn bass_that_goes_to_the_centre_is_a_moment_where_there_was_any_beside_it() {
    let before = song(120.0);
    // The side without its lows: the side itself less what a low-pass leaves of it.
    let side = mid_side(&before, |_| [0.0, 1.0]);
    let lows = filtered(&side, testpress::dsp::biquad::Biquad::low_pass(250.0, 44_100.0));
    let after = remade(&before, |t, channel, x| x - f64::from(lows.channels()[channel][(t * 44_100.0).round() as usize]));
    let (_, found) = compared(&before, &after, None);
    assert!(found.iter().any(|m| matches!(m.what, Difference::BassCentred { db } if db < -3.0)), "{found:?}");
    // In a bass that is centred already nothing moves.
    let centred = mid_side(&before, |_| [1.0, 0.05]);
    let (_, found) = compared(&centred, &mid_side(&centred, |_| [1.0, 0.3]), None);
    assert!(!found.iter().any(|m| matches!(m.what, Difference::BassCentred { .. })), "{found:?}");
}

/// The loop begins where a beat sets in, not in the middle of one.
#[test]
fn loops_begin_and_end_where_a_sound_sets_in() {
    let before = song(120.0);
    // Candidates lie on whole seconds, as do the beats: these come 0.2 s later.
    let late = AudioBuffer::new(before.channels().iter().map(|plane| plane[13_230..].to_vec()).collect(), before.sample_rate());
    let (_, found) = compared(&late, &filtered(&late, shelf(3_000.0, 4.0, true)), None);
    assert!(!found.is_empty());
    for moment in found {
        for at_s in [moment.from_s, moment.to_s] {
            let after_beat = (at_s + 0.3) % 0.5;
            assert!(
                (after_beat - 0.5).abs() < 0.06 || after_beat < 0.04 || !(0.6..=118.9).contains(&at_s),
                "{moment:?}: {after_beat} s after a beat"
            );
        }
    }
}
