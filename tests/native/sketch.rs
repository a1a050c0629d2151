//! A song that draws itself: the strokes are the recording's own peaks, and what is drawn stays where it is.

use testpress::audio::AudioBuffer;
use testpress::compare::SourceId;
use testpress::pace::{Pace, Stage, Superseded, run};
use testpress::plots::sketch::{SKETCH_SIZE, sketch_path};
use testpress::worker::job::{Attachment, Engine};
use testpress::worker::protocol::{JobId, Request};
use testpress::worker::sketch::{STROKE_FRAMES, Sketch};

use crate::support::real_songs;

/// Draws, as the worker does, and knows how much had been drawn when measuring began.
#[derive(Default)]
struct Drawing {
    sketch: Sketch,
    strokes: Vec<u8>,
    words: usize,
    at_measuring: usize,
}

impl Pace for Drawing {
    async fn breathe(&mut self, stage: Stage, _: f32) -> Result<(), Superseded> {
        let fresh = self.sketch.take();
        self.words += usize::from(!fresh.is_empty());
        self.strokes.extend(fresh);
        if stage == Stage::Measure && self.at_measuring == 0 {
            self.at_measuring = self.strokes.len();
        }
        Ok(())
    }

    fn show(&mut self, planes: &[Vec<f32>]) {
        self.sketch.add(planes);
    }
}

fn peaks(audio: &AudioBuffer) -> Vec<u8> {
    let peak = |at: usize| {
        let samples = audio.channels().iter().flat_map(|plane| &plane[at..at + STROKE_FRAMES]);
        samples.fold(0.0f32, |most, x| most.max(x.abs()))
    };
    let whole = audio.frames() / STROKE_FRAMES;
    (0..whole).map(|stroke| (peak(stroke * STROKE_FRAMES).min(1.0) * 255.0).round() as u8).collect()
}

#[test]
fn strokes_do_not_depend_on_how_the_song_comes() {
    let plane: Vec<f32> =
        (0..10 * STROKE_FRAMES + 77).map(|n| (n as f32 * 1.3e-4).sin() * (n as f32 * 0.7).cos() * 1.2).collect();
    let other: Vec<f32> = plane.iter().map(|x| 0.5 - x * 0.3).collect();
    let expected = peaks(&AudioBuffer::new(vec![plane.clone(), other.clone()], 44_100));
    for step in [1000, STROKE_FRAMES, STROKE_FRAMES + 1, plane.len()] {
        let (mut sketch, mut strokes) = (Sketch::default(), Vec::new());
        for end in (step..plane.len()).step_by(step).chain([plane.len(), 0]) {
            sketch.add(&[plane[..end].to_vec(), other[..end].to_vec()]);
            strokes.extend(sketch.take());
        }
        assert_eq!(strokes, expected, "in steps of {step}");
    }
    let mut sketch = Sketch::default();
    sketch.add(&[vec![f32::NAN; STROKE_FRAMES], vec![f32::INFINITY; STROKE_FRAMES]]);
    assert_eq!(sketch.take(), [255]);
    sketch.add(&[]);
    assert!(sketch.take().is_empty());
}

#[test]
fn a_real_song_is_drawn_while_it_is_read() {
    let songs = real_songs();
    for ending in ["mp3", "flac", "wav", "ogg"] {
        let of_kind = songs.iter().filter(|song| song.path.extension().is_some_and(|it| it == ending));
        let Some(song) = of_kind.min_by(|a, b| a.seconds.total_cmp(&b.seconds)) else { continue };
        let file = std::fs::read(&song.path).unwrap();
        let mut drawing = Drawing::default();
        let request = Request::Open { job: JobId(1), source: SourceId::ORIGINAL, memory_bytes: 1 << 32 };
        let opened = run(Engine::default().run(request, file, || 0.0, &mut drawing)).unwrap();
        let (_, Attachment::Planes(audio)) = opened else { panic!("no planes") };
        let Drawing { strokes, words, at_measuring, .. } = drawing;
        // The encoder's delay, cut off at the end, may move what was read by less than a stroke.
        let expected = peaks(&audio);
        assert!(strokes.len().abs_diff(expected.len()) <= 1, "{ending}: {} and {}", strokes.len(), expected.len());
        assert_eq!(at_measuring, strokes.len(), "{ending}: all of it before it is measured");
        assert!(words >= 5, "{ending}: in {words} pieces");
        let near = |(index, stroke): (usize, &u8)| {
            let around = &expected[index.saturating_sub(1)..(index + 2).min(expected.len())];
            around.iter().min() <= Some(stroke) && Some(stroke) <= around.iter().max()
        };
        let found = strokes.iter().enumerate().filter(|one| near(*one)).count();
        assert!(found + 2 >= strokes.len() * 97 / 100, "{ending}: {found} of {} strokes are the song's", strokes.len());
    }
}

#[test]
fn what_is_drawn_stays_where_it_is() {
    let strokes: Vec<u8> = (0..1300u32).map(|n| (n * 37 % 256) as u8).collect();
    let whole = sketch_path(&strokes, 1.0);
    // A whole number of columns, so that the last of the half is not still growing.
    let half = sketch_path(&strokes[..600], 600.0 / 1300.0);
    let top = half.split('L').take(150).collect::<Vec<_>>().join("L");
    assert!(whole.starts_with(&top), "{top}");
    let points = whole.matches('L').count();
    assert!((600..=802).contains(&points), "{points} points");
    let (width, height) = SKETCH_SIZE;
    for (x, y) in whole.trim_start_matches('M').trim_end_matches('Z').split('L').map(|point| point.split_once(' ').unwrap()) {
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y}");
    }
    assert!(half.contains(&format!("L{:.1} {:.1}", width * 600.0 / 1300.0, height / 2.0)), "it ends where it has been read to");
}

#[test]
fn nothing_read_draws_nothing_and_silence_a_line() {
    assert_eq!(sketch_path(&[], 0.5), "");
    assert_eq!(sketch_path(&[9], 0.0), "");
    assert_eq!(sketch_path(&[0, 0], 1.0), "M0 50.0L250.0 49.5L750.0 49.5L1000.0 50.0L750.0 50.5L250.0 50.5Z");
}
