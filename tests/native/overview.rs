//! A recording at a glance: no peak is lost, whatever stretch is asked for, in whatever pieces the samples came.

use testpress::player::overview::{Extent, Overview, SLOT_FRAMES};

/// Noise that is different on both sides, the same every time.
fn noise(frames: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 0.7
    };
    (0..frames).map(next).collect()
}

fn naive(planes: &[Vec<f32>], from: usize, to: usize) -> Extent {
    let samples = planes.iter().flat_map(|plane| &plane[from..to]);
    samples.fold(Extent::NONE, |e, &x| Extent { low: e.low.min(x), high: e.high.max(x) })
}

fn overview_of(planes: &[Vec<f32>], piece: usize) -> Overview {
    let mut overview = Overview::new(planes[0].len());
    for plane in planes {
        for (index, samples) in plane.chunks(piece).enumerate() {
            overview.scan(index * piece, samples);
        }
    }
    overview
}

#[test]
fn every_slot_holds_both_channels_exactly() {
    let frames = 40 * SLOT_FRAMES + 77;
    let planes = [noise(frames, 1), noise(frames, 2)];
    let overview = overview_of(&planes, 1 << 19);
    for slot in 0..=40 {
        let (from, to) = (slot * SLOT_FRAMES, ((slot + 1) * SLOT_FRAMES).min(frames));
        assert_eq!(overview.extent(from..to), naive(&planes, from, to), "slot {slot}");
    }
    assert_eq!(overview.extent(0..frames), naive(&planes, 0, frames));
    assert_eq!(overview.extent(3 * SLOT_FRAMES..9 * SLOT_FRAMES), naive(&planes, 3 * SLOT_FRAMES, 9 * SLOT_FRAMES));
}

#[test]
fn the_size_of_the_pieces_does_not_matter() {
    let planes = [noise(10_000, 3)];
    let whole = overview_of(&planes, 10_000);
    for piece in [1, 7, 255, 256, 257, 1000] {
        assert_eq!(overview_of(&planes, piece), whole, "pieces of {piece}");
    }
}

#[test]
fn any_range_misses_no_peak_and_reaches_at_most_a_slot_further() {
    let planes = [noise(20_000, 4), noise(20_000, 5)];
    let overview = overview_of(&planes, 4096);
    for (from, to) in [(0, 1), (255, 257), (1000, 1001), (1234, 5678), (19_999, 20_000), (300, 20_000)] {
        let (found, own) = (overview.extent(from..to), naive(&planes, from, to));
        let around = naive(&planes, from.saturating_sub(SLOT_FRAMES - 1), (to + SLOT_FRAMES - 1).min(20_000));
        assert!(found.low <= own.low && found.high >= own.high, "{from}..{to}: {found:?} misses {own:?}");
        assert!(found.low >= around.low && found.high <= around.high, "{from}..{to}: {found:?} beyond {around:?}");
    }
    assert!(overview.extent(30_000..40_000).is_none() && Overview::new(0).extent(0..10).is_none());
}

#[test]
fn columns_share_the_slots_out_without_rest() {
    let frames = 300 * SLOT_FRAMES + 5;
    let mut plane = vec![0.0; frames];
    // One peak a slot, each of its own height.
    (0..=300).for_each(|slot| plane[slot * SLOT_FRAMES + 2] = slot as f32 + 1.0);
    let overview = overview_of(&[plane], 5000);
    for columns in [300, 211, 97, 3, 1] {
        let found: Vec<Extent> = overview.columns(0.0, frames as f64 / columns as f64, columns).collect();
        let highs: Vec<f32> = found.iter().map(|extent| extent.high).collect();
        assert!(found.iter().all(|extent| !extent.is_none()), "{columns} columns");
        assert!(highs.windows(2).all(|pair| pair[0] < pair[1]), "{columns} columns: {highs:?}");
        // A slot belongs to the column that it begins in.
        for (column, high) in highs.iter().enumerate() {
            let end = (column + 1) as f64 * (frames as f64 / columns as f64);
            assert_eq!(*high, (end / SLOT_FRAMES as f64).ceil() as f32, "column {column} of {columns}");
        }
    }
    let beyond: Vec<Extent> = overview.columns(-1024.0, 512.0, 4).collect();
    assert!(beyond[0].is_none() && beyond[1].is_none() && beyond[2].high == 2.0, "{beyond:?}");
    assert!(overview.columns(frames as f64 + 1000.0, 512.0, 4).all(Extent::is_none));
}

#[test]
fn what_is_no_number_counts_as_no_sample() {
    let mut plane = noise(600, 6);
    let clean = naive(&[plane.iter().enumerate().map(|(n, &x)| if n % 5 == 0 { 0.0 } else { x }).collect()], 0, 512);
    plane.iter_mut().step_by(5).for_each(|x| *x = f32::NAN);
    assert_eq!(overview_of(&[plane], 100).extent(0..512), clean);
    assert!(overview_of(&[vec![f32::NAN; 100]], 100).extent(0..100).is_none());
}
