//! Laws of the player's clock and faders.

use testpress::compare::SourceId;
use testpress::player::fader::{CROSSFADE_S, Fader, Path};
use testpress::player::transport::{LEAD_S, Transport};

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
    let mut fader = Fader::new(A);
    fader.set_levels(&[(A, 0.0), (B, 0.0)], 0.0);
    // Switches at moments that fall before, in and after the fade of the one before.
    let switches = [(B, 1.0), (A, 1.004), (B, 1.005), (A, 1.019), (A, 1.020), (B, 2.0)];
    let mut due = switches.iter().peekable();
    let mut now = 0.99;
    while now < 2.1 {
        while let Some((voice, _)) = due.next_if(|(_, at)| *at <= now) {
            let before = fader.path(A).at(now);
            fader.hear(*voice, now);
            assert!(close(fader.path(A).at(now), before), "a switch must not jump");
        }
        let sum = fader.path(A).at(now) + fader.path(B).at(now);
        assert!((sum - 1.0).abs() < 1e-12, "{sum} at {now}");
        now += 0.000_5;
    }
    assert!(close(fader.path(B).at(now + CROSSFADE_S), 1.0));
}

#[test]
fn nobody_is_ever_turned_up_beyond_their_level() {
    let mut fader = Fader::new(A);
    fader.set_levels(&[(A, 0.0), (B, -6.0)], 0.0);
    for step in 0..200 {
        let now = f64::from(step) * 0.003;
        fader.hear(if step % 3 == 0 { B } else { A }, now);
        assert!(fader.path(A).at(now) <= 1.0 + 1e-12);
        assert!(fader.path(B).at(now) <= 0.502);
    }
}

#[test]
fn a_voice_that_joins_begins_silent_and_one_that_leaves_is_gone() {
    let mut fader = Fader::new(A);
    fader.set_levels(&[(A, 0.0)], 0.0);
    assert!(close(fader.path(A).at(0.0), 1.0), "the first one heard is there at once");
    fader.set_levels(&[(A, 0.0), (B, -6.0)], 5.0);
    assert!(close(fader.path(B).at(5.0), 0.0) && close(fader.path(A).at(5.0), 1.0));
    fader.set_levels(&[(B, -6.0)], 6.0);
    assert!(close(fader.path(A).at(6.0), 0.0));
}

#[test]
fn after_a_change_of_clock_gains_stand_where_they_were_going() {
    let mut fader = Fader::new(A);
    fader.set_levels(&[(A, 0.0), (B, 0.0)], 500.0);
    fader.hear(B, 500.0);
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
