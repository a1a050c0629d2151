//! Laws of the player's clock and faders.

use testpress::compare::SourceId;
use testpress::player::fader::{CROSSFADE_S, Fader, Path};
use testpress::player::transport::{LEAD_S, Transport};
use testpress::player::watch::Watch;

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;
const RATE: u32 = 44_100;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn on_a_frame(seconds: f64) -> bool {
    let frames = seconds * f64::from(RATE);
    (frames - frames.round()).abs() < 1e-6
}

fn running(at_s: f64, now_s: f64) -> Transport {
    let mut transport = Transport::new(600 * RATE as usize, RATE);
    transport.seek(at_s, 0.0);
    transport.play(now_s);
    transport
}

#[test]
fn position_runs_with_the_audio_clock() {
    let transport = running(30.0, 5.0);
    let start = transport.position_s(5.0);
    assert!(close(start, 30.0), "until the sources start it stands");
    assert!((transport.position_s(5.0 + LEAD_S + 2.0) - 32.0).abs() < 1.0 / f64::from(RATE));
}

#[test]
fn sources_start_on_whole_frames_and_in_the_future() {
    let mut transport = Transport::new(600 * RATE as usize, RATE);
    for now in [0.0, 0.123_456, 7.7, 3599.991] {
        let start = transport.play(now);
        assert!(start.when_s >= now + LEAD_S && start.when_s < now + LEAD_S + 0.001);
        assert!(on_a_frame(start.when_s) && on_a_frame(start.offset_s), "{start:?}");
        let seek = transport.seek(12.345_678, now + 0.5).expect("running");
        assert!(on_a_frame(seek.when_s) && on_a_frame(seek.offset_s), "{seek:?}");
    }
}

#[test]
fn a_start_that_came_too_late_is_made_again_from_the_same_place() {
    let mut transport = Transport::new(44_100 * 60, RATE);
    assert!(transport.start_again(1.0).is_none(), "nothing was started");
    transport.seek(7.0, 0.0);
    let first = transport.play(1.0);
    let again = transport.start_again(1.5).expect("running");
    assert_eq!((again.offset_s, again.when_s > first.when_s + 0.49), (first.offset_s, true));
    assert_eq!(transport.position_s(again.when_s), 7.0, "nothing is skipped");
}

#[test]
fn a_version_that_joins_falls_in_step() {
    let transport = running(10.0, 1.0);
    for now in [1.0, 1.01, 1.5, 100.0] {
        let joined = transport.join(now).expect("running");
        assert!(joined.when_s > now);
        assert!(close(joined.offset_s, transport.position_s(joined.when_s)));
        assert!(on_a_frame(joined.when_s) && on_a_frame(joined.offset_s), "{joined:?}");
    }
    assert!(Transport::new(10, RATE).join(0.0).is_none());
}

#[test]
fn pause_and_play_lose_nothing() {
    let mut transport = running(10.0, 0.0);
    let now = 4.2;
    let position = transport.position_s(now);
    transport.pause(now);
    assert!(close(transport.position_s(99.0), position));
    let start = transport.play(99.0);
    assert!((start.offset_s - position).abs() <= 0.5 / f64::from(RATE));
}

#[test]
fn positions_stay_within_the_song() {
    let mut transport = running(0.0, 0.0);
    for to in [-5.0, 0.0, 599.0, 1e9, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        transport.seek(to, 1.0);
        for now in [0.0, 1.0, 2.0, 1e6] {
            let position = transport.position_s(now);
            assert!((0.0..=600.0).contains(&position), "{to} {now}: {position}");
        }
    }
}

#[test]
fn the_end_is_reached_once_and_play_begins_again() {
    let mut transport = running(599.0, 0.0);
    assert!(!transport.settle(0.5));
    assert!(transport.settle(2.0));
    assert!(!transport.settle(3.0));
    assert!(!transport.is_running());
    assert!(close(transport.position_s(4.0), 600.0));
    assert!(close(transport.play(5.0).offset_s, 0.0));
}

#[test]
fn a_context_that_is_replaced_keeps_the_position() {
    let mut transport = running(10.0, 1000.0);
    // The player gives the old context up a lead ahead, and starts in a new one, whose clock begins at 0.
    let position = transport.position_s(1003.0 + LEAD_S);
    transport.pause(1003.0 + LEAD_S);
    assert!(!transport.is_running() && close(transport.position_s(0.0), position));
    let start = transport.play(0.0);
    assert!(start.when_s < LEAD_S + 0.001, "by the new clock");
    assert!((start.offset_s - position).abs() <= 0.5 / f64::from(RATE));
}

#[test]
fn fades_sum_to_one_also_when_they_are_interrupted() {
    let mut fader = Fader::default();
    fader.blend(&only(A), 0.0);
    // Switches at moments that fall before, in and after the fade of the one before.
    let switches = [(B, 1.0), (A, 1.004), (B, 1.005), (A, 1.019), (A, 1.020), (B, 2.0)];
    let mut due = switches.iter().peekable();
    let mut now = 0.99;
    while now < 2.1 {
        while let Some((voice, _)) = due.next_if(|(_, at)| *at <= now) {
            let before = fader.path(A).at(now);
            fader.blend(&only(*voice), now);
            assert!(close(fader.path(A).at(now), before), "a switch must not jump");
        }
        let sum = fader.path(A).at(now) + fader.path(B).at(now);
        assert!((sum - 1.0).abs() < 1e-12, "{sum} at {now}");
        now += 0.000_5;
    }
    assert!(close(fader.path(B).at(now + CROSSFADE_S), 1.0));
}

/// One voice heard at its full level.
fn only(voice: SourceId) -> [(SourceId, f64); 2] {
    [A, B].map(|id| (id, if id == voice { 1.0 } else { 0.0 }))
}

#[test]
fn nobody_is_ever_turned_up_beyond_their_level() {
    let mut fader = Fader::default();
    fader.blend(&[(A, 1.0), (B, 0.0)], 0.0);
    for step in 0..200 {
        let now = f64::from(step) * 0.003;
        fader.blend(&if step % 3 == 0 { [(A, 0.0), (B, 0.5)] } else { [(A, 1.0), (B, 0.0)] }, now);
        assert!(fader.path(A).at(now) <= 1.0 + 1e-12);
        assert!(fader.path(B).at(now) <= 0.5 + 1e-12);
    }
}

#[test]
fn a_voice_that_joins_begins_silent() {
    let mut fader = Fader::default();
    fader.blend(&[(A, 1.0)], 0.0);
    assert!(close(fader.path(A).at(0.0), 1.0), "the first one heard is there at once");
    fader.blend(&[(A, 0.0), (B, 0.5)], 5.0);
    assert!(close(fader.path(B).at(5.0), 0.0) && close(fader.path(A).at(5.0), 1.0));
}

#[test]
fn a_voice_that_leaves_fades_out_and_is_then_forgotten() {
    let mut fader = Fader::default();
    fader.blend(&only(A), 0.0);
    fader.blend(&[(B, 1.0)], 5.0);
    for (after, gain) in [(-1.0, 1.0), (0.0, 1.0), (0.25, 0.75), (0.5, 0.5), (1.0, 0.0), (9.0, 0.0)] {
        let now = 5.0 + after * CROSSFADE_S;
        assert!(close(fader.path(A).at(now), gain) && close(fader.path(B).at(now), 1.0 - gain), "{after}");
    }
    // Another change on its way: it goes on from there.
    let halfway = 5.0 + 0.5 * CROSSFADE_S;
    fader.blend(&[(B, 1.0)], halfway);
    assert!(close(fader.path(A).at(halfway), 0.5) && close(fader.path(A).at(halfway + CROSSFADE_S), 0.0));
    fader.blend(&[(B, 1.0)], 6.0);
    assert_eq!(fader.path(A), Path::still(0.0), "it is out");
    fader.blend(&only(A), 7.0);
    assert!(close(fader.path(A).at(7.0), 0.0), "back again, it comes in from silence");
}

#[test]
fn one_voice_against_another_is_what_differs() {
    let mut fader = Fader::default();
    fader.blend(&only(A), 0.0);
    fader.blend(&[(A, 0.7), (B, -0.5)], 1.0);
    let halfway = 1.0 + 0.5 * CROSSFADE_S;
    assert!(close(fader.path(A).at(halfway), 0.85) && close(fader.path(B).at(halfway), -0.25));
    assert!(close(fader.path(B).at(2.0), -0.5));
}

#[test]
fn after_a_change_of_clock_gains_stand_where_they_were_going() {
    let mut fader = Fader::default();
    fader.blend(&only(A), 500.0);
    fader.blend(&only(B), 500.0);
    fader.arrive();
    assert!(close(fader.path(B).at(0.0), 1.0) && close(fader.path(A).at(0.0), 0.0));
}

#[test]
fn a_path_is_level_outside_and_straight_inside() {
    let mut path = Path::still(0.2);
    path.bend(1.0, 0.8, 2.0);
    for (now, gain) in [(-1.0, 0.2), (0.0, 0.2), (1.0, 0.2), (2.0, 0.5), (3.0, 0.8), (9.0, 0.8)] {
        assert!(close(path.at(now), gain), "{now}");
    }
}

#[test]
fn a_bend_ahead_changes_nothing_before_it() {
    let mut path = Path::still(0.0);
    let mut now = 0.0;
    for step in 0..400 {
        let before = path.clone();
        path.bend(now + LEAD_S, f64::from(step % 3), CROSSFADE_S);
        for ahead in [0.0, 0.3, 0.9, 1.0] {
            assert!(close(path.at(now + ahead * LEAD_S), before.at(now + ahead * LEAD_S)), "step {step}");
        }
        assert!(path.after(0.0).count() < 200, "the past is forgotten");
        // Sometimes before the bend of the last step, sometimes in it, sometimes after.
        now += [0.003, 0.017, 0.050, 0.0][step as usize % 4];
    }
}

#[test]
fn a_loop_goes_round_for_ever_without_losing_a_frame() {
    let mut transport = running(9.0, 0.0);
    assert!(transport.repeat(Some((10.0, 12.5)), 0.0).is_some());
    let begun = transport.join(0.0).expect("running");
    for (after, position) in [(0.5, 9.5), (1.0, 10.0), (3.4, 12.4), (3.5, 10.0), (3.6, 10.1), (1001.0, 10.0), (1002.25, 11.25)] {
        let found = transport.position_s(begun.when_s + after);
        assert!((found - position).abs() < 1e-6, "{found} s after {after} s, not {position}");
    }
    let seams: Vec<f64> = begun.seams_s().take(3).map(|seam| seam - begun.when_s).collect();
    assert!(seams.iter().zip([3.5, 6.0, 8.5]).all(|(a, b)| (a - b).abs() < 1e-6), "{seams:?}");
    assert!(!transport.settle(1e6), "a loop has no end");
    // A version that joins in a later turn is where the others are.
    let joined = transport.join(777.0).expect("running");
    assert!((joined.offset_s - transport.position_s(joined.when_s)).abs() < 1.0 / f64::from(RATE));
    assert!(joined.offset_s >= 10.0 && joined.offset_s < 12.5);
}

#[test]
fn a_loop_is_entered_from_before_and_jumped_to_from_behind() {
    for (at, offset) in [(9.0, 9.0 + LEAD_S), (11.0, 11.0 + LEAD_S), (20.0, 10.0)] {
        let mut transport = running(at, 0.0);
        // By then it stands at `at`, as its start is just due.
        let start = transport.repeat(Some((10.0, 12.5)), LEAD_S).expect("running");
        assert!((start.offset_s - offset).abs() < 2.0 / f64::from(RATE), "from {at}: {start:?}");
    }
    let mut paused = Transport::new(600 * RATE as usize, RATE);
    paused.seek(20.0, 0.0);
    assert!(paused.repeat(Some((10.0, 12.5)), 0.0).is_none());
    assert!(close(paused.play(1.0).offset_s, 10.0));
    assert!(paused.repeat(Some((10.0, 12.5)), 1.0).is_none(), "nothing new: it plays on");
    let free = paused.repeat(None, 2.0).expect("running");
    assert!(free.looped_s.is_none() && free.seams_s().next().is_none());
}

#[test]
fn what_can_not_repeat_does_not() {
    let mut transport = running(0.0, 0.0);
    for nothing in [(5.0, 5.0), (6.0, 5.0), (5.0, 5.001), (f64::NAN, 5.0), (700.0, 900.0)] {
        assert!(transport.repeat(Some(nothing), 1.0).is_none(), "{nothing:?}");
    }
    transport.repeat(Some((-3.0, 1e9)), 1.0).expect("the whole song repeats");
    assert!(transport.position_s(601.0 + 1.0) < 600.0);
}

#[test]
fn a_clock_that_stands_still_is_noticed_and_a_hidden_page_is_not_mistaken_for_one() {
    let mut watch = Watch::default();
    let frame = 16.0;
    let mut page = 0.0;
    let mut step = |watch: &mut Watch, clock: f64, frames: usize| {
        (0..frames).fold(false, |_, _| {
            page += frame;
            watch.is_frozen(clock, page)
        })
    };
    assert!(!step(&mut watch, 1.0, 30), "half a second is no proof");
    assert!(step(&mut watch, 1.0, 100));
    assert!(!step(&mut watch, 1.1, 10), "it moves again");
    let mut watch = Watch::default();
    assert!(!watch.is_frozen(1.0, 0.0));
    assert!(!watch.is_frozen(1.0, 90_000.0), "nothing was drawn for minutes");
}

#[test]
fn a_hidden_page_counts_its_ticks() {
    let mut watch = Watch::default();
    let clocks = [1.0, 2.0, 2.0, 3.0, 3.0, 3.0];
    let frozen = clocks.map(|clock| watch.is_frozen_by_ticks(clock));
    assert_eq!(frozen, [false, false, false, false, false, true], "once may be a tick that came early");
    // Frames in between, just before a tick, are no movement missed.
    let mut watch = Watch::default();
    for clock in [1.0, 2.0, 3.0, 4.0] {
        assert!(!watch.is_frozen(clock, 1_000.0 * clock) && !watch.is_frozen_by_ticks(clock));
    }
}

#[test]
fn a_new_context_that_moves_may_be_replaced_again_and_one_that_does_not_may_not() {
    let mut watch = Watch::rebuilt();
    assert!(!watch.is_frozen_by_ticks(0.0) && watch.is_frozen_by_ticks(0.0) && watch.rebuilt);
    let mut watch = Watch::rebuilt();
    assert!(!watch.is_frozen_by_ticks(0.9) && !watch.rebuilt);
    let mut watch = Watch::rebuilt();
    assert!(!watch.is_frozen(0.0, 70_000.0) && !watch.is_frozen(0.0, 70_016.0) && watch.rebuilt, "its time has just begun");
    assert!(!watch.is_frozen(0.1, 70_032.0) && !watch.rebuilt);
}
