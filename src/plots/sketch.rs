//! A song that draws itself while it is read and measured.

use std::fmt::Write;

/// Width and height of the drawing, in its own units.
pub const SKETCH_SIZE: (f64, f64) = (1000.0, 100.0);

/// More than a phone shows side by side would only take time.
const MOST_COLUMNS: f64 = 400.0;

/// The outline of `strokes` (255ths of full scale), which are the first `read` (0 to 1) of the song: it grows to the right, and what is
/// drawn stays where it is.
#[must_use]
pub fn sketch_path(strokes: &[u8], read: f64) -> String {
    let (width, height) = SKETCH_SIZE;
    let read = read.clamp(0.0, 1.0);
    if strokes.is_empty() || read == 0.0 {
        return String::new();
    }
    let to_come = strokes.len() as f64 / read;
    let per_column = (to_come / MOST_COLUMNS).ceil() as usize;
    let columns = || strokes.chunks(per_column).map(|column| f64::from(column.iter().copied().max().unwrap_or(0)) / 255.0);
    let step = width * per_column as f64 / to_come;
    let end = width * read;
    // Silence is a line too.
    let reach = |swing: f64| (height / 2.0 * swing).max(0.5);
    let mut path = format!("M0 {:.1}", height / 2.0);
    for (column, swing) in columns().enumerate() {
        let _ = write!(path, "L{:.1} {:.1}", (step * (column as f64 + 0.5)).min(end), height / 2.0 - reach(swing));
    }
    let _ = write!(path, "L{end:.1} {:.1}", height / 2.0);
    let below: Vec<f64> = columns().collect();
    for (column, swing) in below.iter().enumerate().rev() {
        let _ = write!(path, "L{:.1} {:.1}", (step * (column as f64 + 0.5)).min(end), height / 2.0 + reach(*swing));
    }
    path.push('Z');
    path
}
