//! A plot: grid, marks and titles of two axes, and what is drawn between them.

use std::fmt::Write;

use super::spectrum::SPECTRUM_SIZE;
use crate::markup::Markup;

/// Length of every x axis, in the drawing's own units.
pub const WIDTH: f64 = SPECTRUM_SIZE.0;

const LEFT: f64 = 112.0;
const RIGHT: f64 = 30.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 66.0;

pub struct Axis {
    pub title: &'static str,
    /// Places in the drawing's units, and what is written there.
    pub marks: Vec<(f64, String)>,
}

pub struct Drawing {
    pub id: &'static str,
    pub title: &'static str,
    /// How its lines are told apart.
    pub legend: Vec<String>,
    pub height: f64,
    pub x: Axis,
    pub y: Axis,
    /// What a path is, and its data; the first lies below the others.
    pub paths: Vec<(&'static str, String)>,
    /// The same in words.
    pub said: String,
}

/// Values to places along an axis, straight.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    pub length: f64,
}

impl Scale {
    /// From the left.
    pub fn across(&self, value: f64) -> f64 {
        self.length * ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// From the top: what is higher is larger.
    pub fn down(&self, value: f64) -> f64 {
        self.length - self.across(value)
    }
}

/// A line through what is there; a gap where nothing is.
pub fn line(points: impl Iterator<Item = Option<(f64, f64)>>) -> String {
    let (mut path, mut pen_down) = (String::new(), false);
    for point in points {
        if let Some((x, y)) = point {
            let _ = write!(path, "{}{x:.1} {y:.1}", if pen_down { 'L' } else { 'M' });
        }
        pen_down = point.is_some();
    }
    path
}

impl Drawing {
    pub fn markup(&self) -> Markup {
        let Self { id, title, legend, height, said, .. } = self;
        let view_box = format!("0 0 {} {}", LEFT + WIDTH + RIGHT, TOP + height + BOTTOM);
        let group = Markup::with("g", &[("transform", &format!("translate({LEFT} {TOP})"))], self.inside());
        let svg = Markup::with("svg", &[("viewBox", &view_box), ("role", "img"), ("aria-label", said)], group);
        let legend = Markup::with("span", &[("class", "legend")], Markup::text(&legend.join("; ")));
        let caption = Markup::element("figcaption", Markup::line("b", title).and(Markup::space()).and(legend));
        Markup::with("figure", &[("id", id)], caption.and(svg).and(Markup::line("p", said)))
    }

    fn inside(&self) -> Markup {
        let height = self.height;
        let mut grid: String = self.x.marks.iter().map(|(x, _)| format!("M{x:.1} 0V{height}")).collect();
        grid.extend(self.y.marks.iter().map(|(y, _)| format!("M0 {y:.1}H{WIDTH}")));
        let path = |class: &str, data: &str| Markup::empty("path", &[("class", class), ("d", data)]);
        let text = |class: &str, x: f64, y: f64, said: &str| {
            Markup::with("text", &[("class", class), ("x", &format!("{x:.1}")), ("y", &format!("{y:.1}"))], Markup::text(said))
        };
        let below = |(x, said): &(f64, String)| text("below", *x, height + 26.0, said);
        let beside = |(y, said): &(f64, String)| text("beside", -10.0, y + 6.0, said);
        let turned = format!("translate({:.1} {:.1}) rotate(-90)", 20.0 - LEFT, 0.5 * height);
        path("grid", &grid)
            .and(self.paths.iter().map(|(class, data)| path(class, data)).collect())
            .and(path("frame", &format!("M0 0H{WIDTH}V{height}H0Z")))
            .and(self.x.marks.iter().map(below).collect())
            .and(self.y.marks.iter().map(beside).collect())
            .and(text("below title", 0.5 * WIDTH, height + 56.0, self.x.title))
            .and(Markup::with("text", &[("class", "below title"), ("transform", &turned)], Markup::text(self.y.title)))
    }
}
