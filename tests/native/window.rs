//! What of the song is shown: always some of it, never what is not there; zooming holds still what is pointed at.

use testpress::ui::window::Window;

const DURATION_S: f64 = 240.0;
const RATE: u32 = 44_100;

fn within(window: &Window) {
    let (from_s, to_s) = (window.from_s(), window.to_s());
    assert!(from_s >= 0.0 && to_s <= DURATION_S + 1e-9 && window.length_s() > 0.0, "{window:?}");
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn at_first_the_whole_song_is_shown() {
    let window = Window::whole(DURATION_S, RATE);
    assert!(window.is_whole() && !window.is_closest());
    near(window.place(60.0), 0.25);
    near(window.time(0.25), 60.0);
    near(window.time(-3.0), 0.0);
    near(window.time(7.0), DURATION_S);
}

#[test]
fn zooming_around_a_point_leaves_it_where_it_is() {
    let mut window = Window::whole(DURATION_S, RATE);
    for around_s in [123.456, 123.5, 123.46] {
        for _ in 0..4 {
            let before = window.place(around_s);
            window = window.zoomed(1.7, around_s);
            near(window.place(around_s), before);
            within(&window);
        }
        window = window.zoomed(0.5, around_s);
        within(&window);
    }
}

#[test]
fn time_and_place_are_each_others_inverse() {
    let window = Window::whole(DURATION_S, RATE).zoomed(40.0, 100.0).scrolled(0.3);
    for share in [0.0, 0.123, 0.5, 1.0] {
        near(window.place(window.time(share)), share);
    }
}

#[test]
fn neither_zoom_nor_scroll_leaves_the_song() {
    let start = Window::whole(DURATION_S, RATE).zoomed(8.0, 3.0);
    for step in [-1000.0, -0.3, 0.7, 1000.0, f64::NAN, f64::INFINITY] {
        within(&start.scrolled(step));
        within(&start.moved_to(step));
        within(&start.scrolled(step).zoomed(0.2, 239.0));
        within(&start.zoomed(step, 1.0));
        within(&start.zoomed(2.0, step));
        within(&start.revealing(step));
    }
    near(start.scrolled(1000.0).to_s(), DURATION_S);
    assert!(start.zoomed(1e-9, 12.0).is_whole());
    assert_eq!(start.all(), Window::whole(DURATION_S, RATE));
}

#[test]
fn it_goes_down_to_single_samples_and_no_further() {
    let closest = Window::whole(DURATION_S, RATE).zoomed(1e12, 100.0);
    assert!(closest.is_closest());
    near(closest.length_s() * f64::from(RATE), 32.0);
    assert_eq!(closest.zoomed(2.0, 100.0).length_s(), closest.length_s());
    // A song shorter than that is shown whole.
    let tiny = Window::whole(0.0001, RATE);
    assert!(tiny.is_whole() && tiny.zoomed(4.0, 0.0).is_whole());
}

#[test]
fn the_view_follows_the_play_head_unless_somebody_looks_elsewhere() {
    let window = Window::whole(DURATION_S, RATE).zoomed(24.0, 0.0);
    near(window.to_s(), 10.0);
    assert_eq!(window.following(4.0, 4.016), window, "it is in sight");
    let next = window.following(9.99, 10.01);
    assert!(next.shows(10.01) && next.place(10.01) < 0.1, "{next:?}");
    let elsewhere = window.moved_to(100.0);
    assert_eq!(elsewhere.following(9.99, 10.01), elsewhere);
    assert!(elsewhere.revealing(10.01).shows(10.01));
    assert_eq!(window.revealing(3.0), window);
}

#[test]
fn without_a_song_nothing_goes_wrong() {
    for window in [Window::whole(0.0, 1), Window::whole(f64::NAN, 0)] {
        let moved = window.zoomed(2.0, 1.0).scrolled(1.0).following(0.0, 5.0);
        assert!(moved.place(3.0).is_finite() && moved.time(0.5) == 0.0 && moved.is_whole());
    }
}
