//! What changed: known differences are found and measured, what is no difference is none, and every sentence about real songs is their own.

use std::collections::HashSet;
use std::f64::consts::TAU;

use testpress::audio::AudioBuffer;
use testpress::compare::{Along, Change, ChangeLine, ChangeMoment, Comparison, LimiterWork, Listen, TonePart, lines, moments};
use testpress::dsp::biquad::Biquad;
use testpress::mastering::plan::{Limiting, LoudnessGoal, Plan};
use testpress::mastering::{Controls, Decision, Mastered, Reduction, master, plan};
use testpress::measure::{Track, survey};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::{db_to_gain, gain_to_db};
use testpress::words::{change_line, change_moment, what_changed};

use crate::support::{Noise, Song, decoded, measurements, real_songs, skip};

const RATE: u32 = 44_100;
/// Loud and quiet sections by turns.
const SECTION_S: f64 = 10.0;
const BEAT_S: f64 = 0.5;

/// Each sample of each channel made anew: `at(seconds, channel, sample)`.
pub fn remade(audio: &AudioBuffer, at: impl Fn(f64, usize, f64) -> f64) -> AudioBuffer {
    let rate = audio.sample_rate();
    let planes = audio.channels().iter().enumerate().map(|(channel, plane)| {
        let samples = plane.iter().enumerate();
        samples.map(|(n, &x)| at(n as f64 / f64::from(rate), channel, f64::from(x)) as f32).collect()
    });
    AudioBuffer::new(planes.collect(), rate)
}

/// Mid and side, each with a gain.
pub fn mid_side(audio: &AudioBuffer, gains: impl Fn(f64) -> [f64; 2]) -> AudioBuffer {
    let [left, right] = audio.channels() else { panic!("stereo") };
    let mut planes = [Vec::new(), Vec::new()];
    for (n, (&l, &r)) in left.iter().zip(right).enumerate() {
        let [mid, side] = gains(n as f64 / f64::from(audio.sample_rate()));
        let (m, s) = (mid * f64::from(l + r) / 2.0, side * f64::from(l - r) / 2.0);
        planes[0].push((m + s) as f32);
        planes[1].push((m - s) as f32);
    }
    AudioBuffer::new(planes.into(), audio.sample_rate())
}

/// One section of second order over every channel.
pub fn filtered(audio: &AudioBuffer, Biquad { b, a }: Biquad) -> AudioBuffer {
    let planes = audio.channels().iter().map(|plane| {
        let mut s = [0.0; 2];
        plane
            .iter()
            .map(|&x| {
                let x = f64::from(x);
                let y = b[0] * x + s[0];
                s = [b[1] * x - a[0] * y + s[1], b[2] * x - a[1] * y];
                y as f32
            })
            .collect()
    });
    AudioBuffer::new(planes.collect(), audio.sample_rate())
}

/// A shelf by the cookbook of R. Bristow-Johnson, slope 1: high where `above`.
pub fn shelf(hz: f64, db: f64, above: bool) -> Biquad {
    let (amplitude, w) = (db_to_gain(0.5 * db), TAU * hz / f64::from(RATE));
    let (cos, alpha) = (w.cos() * if above { 1.0 } else { -1.0 }, w.sin() * 0.5f64.sqrt());
    let (plus, minus, root) = (amplitude + 1.0, amplitude - 1.0, 2.0 * amplitude.sqrt() * alpha);
    let a0 = plus - minus * cos + root;
    // The low shelf is the high one with z turned into -z.
    let odd = if above { 1.0 } else { -1.0 };
    Biquad {
        b: [
            amplitude * (plus + minus * cos + root) / a0,
            odd * -2.0 * amplitude * (minus + plus * cos) / a0,
            amplitude * (plus + minus * cos - root) / a0,
        ],
        a: [odd * 2.0 * (minus - plus * cos) / a0, (plus - minus * cos - root) / a0],
    }
}

/// Noise that falls by 3 dB an octave (P. Kellet's filter, the economy one), some of it in both channels, in beats, loud and quiet by turns.
pub fn song(seconds: f64) -> AudioBuffer {
    let mut sources = [Noise::new(1), Noise::new(2), Noise::new(3)];
    let mut states = [[0.0f64; 3]; 3];
    let mut planes = vec![Vec::new(), Vec::new()];
    for n in 0..(seconds * f64::from(RATE)) as usize {
        let t = n as f64 / f64::from(RATE);
        let [common, left, right] = std::array::from_fn(|source| {
            let (white, state) = (sources[source].next(), &mut states[source]);
            state[0] = 0.99765 * state[0] + white * 0.099_046;
            state[1] = 0.963 * state[1] + white * 0.296_516_4;
            state[2] = 0.57 * state[2] + white * 1.052_691_3;
            state.iter().sum::<f64>() + white * 0.1848
        });
        let beat = 0.25 + (-(t % BEAT_S) / 0.06).exp();
        let level = 0.04 * beat * if is_quiet(t) { 0.3 } else { 1.0 };
        planes[0].push((level * (common + 0.5 * left)) as f32);
        planes[1].push((level * (common + 0.5 * right)) as f32);
    }
    AudioBuffer::new(planes, RATE)
}

pub fn is_quiet(t: f64) -> bool {
    ((t / SECTION_S) as usize).is_multiple_of(2)
}

pub fn track_of(audio: &AudioBuffer) -> Track {
    Track::of(&run(survey(audio, Stage::Measure, &mut Unpaced)).expect("measured").1)
}

pub fn compared(before: &AudioBuffer, after: &AudioBuffer, reduction: Option<&Reduction>) -> (Comparison, Vec<ChangeMoment>) {
    let along = run(Along::measure(before, after, &mut Unpaced)).expect("measured");
    let (old, new) = (track_of(before), track_of(after));
    let comparison = Comparison::of(&measurements(before), &measurements(after)).along(&along, &old, &new, reduction);
    (comparison, moments(&along, &old, &new, reduction))
}

fn nothing_planned() -> Plan {
    let untouched = Controls { amount: 0.0, ..Controls::UNTOUCHED };
    plan(&measurements(&song(12.0)), &untouched, None)
}

fn changes(comparison: &Comparison) -> Vec<Change> {
    lines(comparison, &nothing_planned()).into_iter().map(|line| line.change).collect()
}

fn parts(comparison: &Comparison) -> [f64; 6] {
    comparison.parts_db.map(|db| db.expect("heard"))
}

#[test]
fn a_gain_changes_the_loudness_and_nothing_else() {
    let before = song(40.0);
    for db in [6.0, -6.0] {
        let after = remade(&before, |_, _, x| x * db_to_gain(db));
        let (comparison, moments) = compared(&before, &after, Some(&Reduction::NONE));
        let found = changes(&comparison);
        assert!(
            matches!(found[..], [Change::Loudness { lu, true_peak_db }] if (lu - db).abs() < 0.01 && (true_peak_db - db).abs() < 0.01),
            "{found:?}"
        );
        assert_eq!(moments, [], "{db} dB");
    }
    let (comparison, moments) = compared(&before, &before, None);
    assert_eq!((changes(&comparison), moments), (Vec::new(), Vec::new()));
}

#[test]
fn a_shelf_is_found_where_it_is_and_as_large_as_it_is() {
    let before = song(40.0);
    for db in [3.0, -3.0] {
        let (bright, _) = compared(&before, &filtered(&before, shelf(3_000.0, db, true)), None);
        let found = parts(&bright);
        assert!((found[5] - found[0] - db).abs() < 0.15, "{found:?}");
        assert!((found[1] + bright.loudness_lu).abs() < 0.05, "at equal loudness the rest moves the other way: {found:?}");
        let lines = changes(&bright);
        let air = lines.iter().find(|c| matches!(c, Change::Tone { part: TonePart::Air, .. })).expect("a line");
        assert!(air.size() * db > 0.0, "{lines:?}");
        let (low, _) = compared(&before, &filtered(&before, shelf(200.0, db, false)), None);
        let found = parts(&low);
        assert!((found[0] - found[5] - db).abs() < 0.15 && found[0] * db > 0.0, "{found:?}");
    }
}

#[test]
fn the_side_turned_down_is_narrower_and_turned_up_wider() {
    let before = song(40.0);
    for db in [-3.0, 3.0] {
        let (comparison, _) = compared(&before, &mid_side(&before, |_| [1.0, db_to_gain(db)]), None);
        assert!((comparison.width_db.expect("stereo") - db).abs() < 0.05);
        let found = changes(&comparison);
        let width = found.iter().find(|c| matches!(c, Change::Width { .. })).expect("a line");
        assert!((width.size() - db).abs() < 0.05, "{found:?}");
        let image = comparison.image.expect("stereo");
        assert!((image.mono_fold_lu.1 - image.mono_fold_lu.0) * db > 0.0, "{image:?}");
        assert!((image.bass_side_db.1 - image.bass_side_db.0 - db).abs() < 0.1, "{image:?}");
    }
    let mono = AudioBuffer::new(before.into_channels().into_iter().take(1).collect(), RATE);
    let (comparison, _) = compared(&mono, &filtered(&mono, shelf(3_000.0, 3.0, true)), None);
    assert_eq!((comparison.image, comparison.width_db), (None, None));
}

#[test]
fn quiet_parts_that_come_up_bring_the_form_together() {
    let before = song(80.0);
    for db in [3.0, -3.0] {
        let after = remade(&before, |t, _, x| if is_quiet(t) { x * db_to_gain(db) } else { x });
        let (comparison, _) = compared(&before, &after, None);
        let contrast = comparison.contrast.expect("long enough");
        assert!((contrast.change_lu() + db).abs() < 0.1, "{contrast:?}");
        assert!((contrast.before_lu + gain_to_db(0.3)).abs() < 0.5, "{contrast:?}");
        assert!(
            (contrast.turns_at_s % (2.0 * SECTION_S) - SECTION_S).abs() < 0.6,
            "it turns where a loud part begins: {contrast:?}"
        );
        assert!(changes(&comparison).iter().any(|c| matches!(c, Change::Contrast { .. }) && c.size() * db < 0.0));
    }
}

#[test]
fn hits_that_are_held_lose_punch_and_hits_let_loose_gain_it() {
    let before = song(40.0);
    for db in [-4.0, 4.0] {
        // The first 30 ms of each beat.
        let after = remade(&before, |t, _, x| if t % BEAT_S < 0.03 { x * db_to_gain(db) } else { x });
        let (comparison, _) = compared(&before, &after, None);
        let psr = comparison.punch.psr.expect("long enough");
        // What the hits lose, the loudness around them loses in part.
        assert!((1.0..4.0).contains(&(psr.median_db * db.signum())), "{psr:?}");
        assert!(
            comparison.punch.onset_db.iter().all(|rise| (1.5..4.5).contains(&(rise * db.signum()))),
            "{:?}",
            comparison.punch
        );
        let found = changes(&comparison);
        assert!(found.iter().any(|c| matches!(c, Change::Peaks { .. }) && c.size() * db > 0.0), "{found:?}");
        assert!(found.iter().any(|c| matches!(c, Change::Onsets { .. }) && c.size() * db > 0.0), "{found:?}");
    }
}

/// A tone with four swells of 60 ms, the third the highest, which the drive takes 4 dB over the ceiling.
#[test]
fn the_limiters_work_is_what_was_done_to_the_samples() {
    let hit = |t: f64| {
        let swell = |begin_s: f64, db: f64| {
            let at = (t - begin_s) / 0.06;
            if (0.0..1.0).contains(&at) { (db_to_gain(db) - 1.0) * (0.5 * TAU * at).sin().powi(2) } else { 0.0 }
        };
        1.0 + swell(5.0, 7.0) + swell(15.0, 7.0) + swell(25.0, 9.0) + swell(35.0, 7.0)
    };
    let source = AudioBuffer::new(vec![vec![0.0; 40 * RATE as usize]; 2], RATE);
    let source = remade(&source, |t, _, _| 0.1 * hit(t) * (TAU * 997.0 * t).sin());
    let tone_lufs = measurements(&source).loudness.integrated_lufs;
    // The hits lie at -20 + 9 dBFS: 14 dB of drive leave 4 dB over the ceiling of -1.05.
    let goal = |drive_db: f64| LoudnessGoal {
        target_lufs: tone_lufs + drive_db,
        ceiling_dbtp: -1.0,
        mix_lra_lu: 1.0,
        limiting: Limiting::AsAsked,
    };
    let Plan { decisions, .. } = nothing_planned();
    let mastered = |drive_db: f64| {
        let plan = Plan { loudness: goal(drive_db), decisions: decisions.clone(), ..nothing_planned() };
        run(master(&source, &plan, &mut Unpaced)).expect("a master")
    };
    let Mastered { audio, reduction, .. } = mastered(14.0);
    let (comparison, moments) = compared(&source, &audio, Some(&reduction));
    let work = comparison.limiter.clone().expect("limited");
    assert!((work.most_db - 4.0).abs() < 0.2 && (work.most_at_s - 25.03).abs() < 0.05, "{} at {}", work.most_db, work.most_at_s);
    assert!(work.curve_db.len() <= 600 && (work.curve_step_s * work.curve_db.len() as f64 - 40.0).abs() < 0.2);
    let highest = work.curve_db.iter().copied().fold(0.0, f32::max);
    assert!((f64::from(highest) - work.most_db).abs() < 1e-6);

    // From the samples alone: how far each falls behind the gain of the quiet places.
    let ratios = source.channels()[0].iter().zip(&audio.channels()[0]);
    let gains: Vec<f64> = ratios.filter(|(x, _)| x.abs() > 0.05).map(|(x, y)| gain_to_db(f64::from(y / x))).collect();
    let open = gains.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = gains.iter().copied().fold(f64::INFINITY, f64::min);
    assert!((open - least - work.most_db).abs() < 0.02, "{} from the samples, {} said", open - least, work.most_db);
    let held = gains.iter().filter(|&&gain| open - gain > LimiterWork::HELD_DB).count() as f64 / gains.len() as f64;
    assert!((held - work.held).abs() < 0.001 && work.held > 0.001, "{held} from the samples, {} said", work.held);

    let line = lines(&comparison, &Plan { loudness: goal(14.0), decisions: vec![louder()], ..nothing_planned() });
    let limiter = line.iter().find(|line| matches!(line.change, Change::Limiter { .. })).expect("a line");
    assert_eq!(limiter.why, Some(louder()));
    let hear = limiter.hear.expect("somewhere");
    assert!(hear.from_s < 25.0 && hear.to_s > 25.06 && hear.listen == Listen::OnlyTheChange, "{hear:?}");
    assert!(moments.iter().any(|m| m.from_s < 25.0 && m.to_s > 25.06), "{moments:?}");

    // Less drive, and the limiter has nothing to do.
    let Mastered { audio, reduction, .. } = mastered(8.0);
    let (comparison, _) = compared(&source, &audio, Some(&reduction));
    let work = comparison.limiter.clone().expect("a limiter");
    assert!(work.most_db < 0.01 && work.held == 0.0, "{work:?}");
    assert!(!changes(&comparison).iter().any(|c| matches!(c, Change::Limiter { .. })));
}

fn louder() -> Decision {
    Decision::Loudness { from_lufs: -23.0, to_lufs: -9.0 }
}

#[test]
fn a_decision_is_a_reason_only_where_it_points_the_same_way() {
    let before = song(40.0);
    let (comparison, _) = compared(&before, &filtered(&before, shelf(3_000.0, 3.0, true)), None);
    let region = testpress::mastering::plan::Region { from_hz: 4_000.0, to_hz: 16_000.0 };
    let up = Decision::Tone { region, excess_db: -6.0, gain_db: 3.0 };
    let down = Decision::Tone { region, excess_db: 6.0, gain_db: -3.0 };
    let why = |decision: Decision| {
        let lines = lines(&comparison, &Plan { decisions: vec![decision], ..nothing_planned() });
        let of = |part: TonePart| {
            let is = |line: &&ChangeLine| matches!(line.change, Change::Tone { part: p, .. } if p == part);
            lines.iter().find(is).expect("a line").why
        };
        (of(TonePart::Air), of(TonePart::Bass))
    };
    assert_eq!(why(up), (Some(up), None));
    assert_eq!(why(down), (None, None));
    let bright = Decision::Tilt { db: 2.0 };
    assert_eq!(why(bright), (Some(bright), Some(bright)));
    assert_eq!(why(Decision::Tilt { db: -2.0 }), (None, None));
}

#[test]
fn what_is_short_or_falls_silent_is_compared_as_far_as_it_goes() {
    for seconds in [0.6, 2.0, 5.0, 9.0] {
        let before = song(seconds);
        let after = filtered(&before, shelf(3_000.0, 3.0, true));
        let (comparison, moments) = compared(&before, &after, None);
        assert!(moments.iter().all(|m| m.to_s <= seconds + 0.01 && m.to_s - m.from_s >= 3.9), "{moments:?}");
        for line in lines(&comparison, &nothing_planned()) {
            let hear = line.hear.expect("somewhere");
            assert!(0.0 <= hear.from_s && hear.from_s < hear.to_s && hear.to_s <= seconds + 0.01, "{hear:?} of {seconds} s");
        }
        let text = serde_json::to_string(&(&comparison, &moments)).expect("plain data");
        let (back, moments_back): (Comparison, Vec<ChangeMoment>) = serde_json::from_str(&text).expect("and back");
        assert_eq!((back, moments_back), (comparison, moments));
    }
    let before = remade(&song(60.0), |t, _, x| if t > 30.0 { 0.0 } else { x });
    let (comparison, moments) = compared(&before, &filtered(&before, shelf(3_000.0, 3.0, true)), None);
    assert!(moments.iter().all(|m| m.from_s < 30.0), "{moments:?}");
    assert!(serde_json::to_string(&comparison).is_ok_and(|text| !text.contains("null,null,null,null,null,null")));
}

/// A song's text, all of it.
fn told(song: &Song, audio: &AudioBuffer, controls: &Controls) -> Vec<String> {
    let before = measurements(audio);
    let plan = plan(&before, controls, None);
    let result = run(master(audio, &plan, &mut Unpaced)).expect("a master");
    let (old, new) = (track_of(audio), Track::of(&result.hops));
    let along = run(Along::measure(audio, &result.audio, &mut Unpaced)).expect("measured");
    let reduction = Some(&result.reduction);
    let comparison = Comparison::of(&before, &result.outcome.after).along(&along, &old, &new, reduction);
    let moments = moments(&along, &old, &new, reduction);
    super::moments::lawful(&moments, audio, &result, &old, &new);

    let mut told: Vec<String> = what_changed(&comparison).into();
    for line in lines(&comparison, &plan) {
        let said = change_line(&line, &plan);
        told.push(format!("- {} {} [{}] ({})", said.said, said.means, said.why, said.detail));
        told.push(format!("    {}", said.hear.expect("somewhere")));
    }
    for moment in &moments {
        told.push(format!("  * {} {}", testpress::words::timeline::stretch(moment.from_s, moment.to_s), change_moment(moment)));
    }
    println!("\n{}: {:.0} s", song.name(), audio.seconds());
    told.iter().for_each(|line| println!("{line}"));
    told
}

#[test]
fn real_songs_are_each_told_what_is_theirs() {
    let songs = real_songs();
    if songs.is_empty() {
        return skip("real songs");
    }
    let mut texts = HashSet::new();
    for song in &songs {
        let told = told(song, &decoded(song), &Controls::UNTOUCHED);
        assert!(told.iter().all(|line| !line.contains("NaN") && !line.contains("inf")), "{told:?}");
        let moments = told.iter().filter(|line| line.starts_with("  *")).count();
        println!("({moments} moments)");
        assert!(texts.insert(told), "{}: the same text as another song's", song.name());
    }
}
