//! A plot: two axes with what is drawn between them, the same in one sentence, and the same as a table.
//!
//! Along x a drawing has no size of its own: places are shares of the width, so that lines, marks and letters keep their size on a phone
//! as on paper. Colours, dashes and weights are the style sheet's, by class.

use std::fmt::Write;

use super::spectrum::SPECTRUM_SIZE;
use super::table::Table;
use crate::markup::Markup;

/// Length of every x axis, in the drawing's own units.
pub const WIDTH: f64 = SPECTRUM_SIZE.0;

/// What a path stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// What is usual in the style, or near the reference track.
    Usual,
    /// Nothing changes here.
    Zero,
    Mix,
    Master,
    Limiter,
}

impl Ink {
    const fn path_class(self) -> &'static str {
        match self {
            Self::Usual => "plot-usual",
            Self::Zero => "plot-zero",
            Self::Mix => "plot-mix",
            Self::Master => "plot-master",
            Self::Limiter => "plot-limiter",
        }
    }

    const fn legend_class(self) -> &'static str {
        match self {
            Self::Usual => "legend-style",
            Self::Zero => "legend-zero",
            Self::Mix => "legend-mix",
            Self::Master => "legend-master",
            Self::Limiter => "legend-limiter",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// In the drawing's units, from the left or from the top.
    pub at: f64,
    pub said: String,
    /// Where there is little room, its label is left out.
    pub minor: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub title: &'static str,
    pub marks: Vec<Mark>,
}

/// What can be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub height: f64,
    pub x: Axis,
    pub y: Axis,
    /// SVG path data; the first lies below the others.
    pub paths: Vec<(Ink, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    pub id: &'static str,
    pub title: &'static str,
    /// How its lines are told apart, in words.
    pub legend: Vec<(Ink, String)>,
    /// `None` where there is nothing to draw; the sentence says why.
    pub drawing: Option<Drawing>,
    /// The same in words.
    pub said: String,
    /// The same in figures.
    pub table: Option<Table>,
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
    #[must_use]
    pub fn across(&self, value: f64) -> f64 {
        self.length * ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// From the top: what is higher is larger.
    #[must_use]
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

impl Plot {
    /// What a `figcaption` holds: the title, and the legend where something is drawn.
    #[must_use]
    pub fn caption(&self) -> Markup {
        let title = Markup::with("h3", &[("id", &self.title_id())], Markup::text(self.title));
        if self.drawing.is_none() {
            return title;
        }
        let entry = |(ink, said): &(Ink, String)| Markup::with("li", &[("class", ink.legend_class())], Markup::text(said));
        title.and(Markup::with("ul", &[("class", "legend")], self.legend.iter().map(entry).collect()))
    }

    /// Named by the plot's title and sentence; nothing where nothing can be drawn.
    #[must_use]
    pub fn svg(&self) -> Markup {
        let Some(drawing) = &self.drawing else { return Markup::default() };
        let named_by = format!("{} {}", self.title_id(), self.said_id());
        Markup::with("svg", &[("class", "plot-sheet"), ("role", "img"), ("aria-labelledby", &named_by)], drawing.inside())
    }

    /// A paragraph.
    #[must_use]
    pub fn sentence(&self) -> Markup {
        Markup::with("p", &[("id", &self.said_id())], Markup::text(&self.said))
    }

    /// The whole of it but the table.
    #[must_use]
    pub fn figure(&self) -> Markup {
        let caption = Markup::element("figcaption", self.caption());
        Markup::with("figure", &[("id", self.id)], caption.and(self.svg()).and(self.sentence()))
    }

    fn title_id(&self) -> String {
        format!("{}-title", self.id)
    }

    fn said_id(&self) -> String {
        format!("{}-said", self.id)
    }
}

impl Drawing {
    fn inside(&self) -> Markup {
        let height = self.height;
        let mut grid: String = self.x.marks.iter().map(|mark| format!("M{:.1} 0V{height}", mark.at)).collect();
        grid.extend(self.y.marks.iter().map(|mark| format!("M0 {:.1}H{WIDTH}", mark.at)));
        let path = |class: &str, data: &str| Markup::empty("path", &[("class", class), ("d", data)]);
        let lines = path("plot-grid", &grid)
            .and(self.paths.iter().map(|(ink, data)| path(ink.path_class(), data)).collect())
            .and(path("plot-frame", &format!("M0 0H{WIDTH}V{height}H0Z")));
        let view_box = format!("0 0 {WIDTH} {height}");
        // Stretched; the lines' weights are not.
        let area = [("class", "plot-area"), ("viewBox", view_box.as_str()), ("preserveAspectRatio", "none")];
        Markup::with("svg", &[&area[..], &[("width", "100%"), ("height", "100%")]].concat(), lines)
            .and(self.x.marks.iter().map(|mark| below(mark, WIDTH)).collect())
            .and(self.y.marks.iter().map(|mark| beside(mark, height)).collect())
            .and(text("plot-axis", ["0", "0"], ["-0.5em", "-0.9em"], self.y.title))
            .and(text("plot-axis plot-axis-x", ["100%", "100%"], ["0", "3em"], self.x.title))
    }
}

fn below(mark: &Mark, width: f64) -> Markup {
    let class = if mark.minor { "plot-mark plot-mark-x plot-minor" } else { "plot-mark plot-mark-x" };
    text(class, [&share(mark.at, width), "100%"], ["0", "1.5em"], &mark.said)
}

fn beside(mark: &Mark, height: f64) -> Markup {
    text("plot-mark plot-mark-y", ["0", &share(mark.at, height)], ["-0.6em", "0.35em"], &mark.said)
}

fn share(at: f64, of: f64) -> String {
    format!("{:.2}%", 100.0 * at / of)
}

/// At a place of the whole, moved by so many letters.
fn text(class: &str, [x, y]: [&str; 2], [dx, dy]: [&str; 2], said: &str) -> Markup {
    Markup::with("text", &[("class", class), ("x", x), ("y", y), ("dx", dx), ("dy", dy)], Markup::text(said))
}
