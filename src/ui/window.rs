//! What of the song is on show: the whole of it, or a stretch as short as a few samples. Time to place and back; no browser in here.

/// The shortest stretch that is shown: on a phone each sample is 10 px wide, and can be seen for itself.
const FEWEST_FRAMES: f64 = 32.0;

/// When the play-head leaves the picture, the next picture begins with it, and this share of it before.
const BEFORE_THE_HEAD: f64 = 0.06;

/// A stretch of the song, in seconds. It always lies within the song.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    duration_s: f64,
    shortest_s: f64,
    from_s: f64,
    length_s: f64,
}

impl Window {
    /// The whole of a song.
    #[must_use]
    pub fn whole(duration_s: f64, sample_rate: u32) -> Self {
        let duration_s = if duration_s.is_finite() { duration_s.max(0.0) } else { 0.0 };
        let shortest_s = (FEWEST_FRAMES / f64::from(sample_rate.max(1))).min(duration_s);
        Self { duration_s, shortest_s, from_s: 0.0, length_s: duration_s }
    }

    #[must_use]
    pub fn from_s(&self) -> f64 {
        self.from_s
    }

    #[must_use]
    pub fn to_s(&self) -> f64 {
        self.from_s + self.length_s
    }

    #[must_use]
    pub fn length_s(&self) -> f64 {
        self.length_s
    }

    #[must_use]
    pub fn duration_s(&self) -> f64 {
        self.duration_s
    }

    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.length_s >= self.duration_s
    }

    /// It can't be zoomed in further.
    #[must_use]
    pub fn is_closest(&self) -> bool {
        self.length_s <= self.shortest_s
    }

    /// Where a time lies, as a share of the width: below 0 or above 1 outside the picture.
    #[must_use]
    pub fn place(&self, at_s: f64) -> f64 {
        if self.length_s > 0.0 { (at_s - self.from_s) / self.length_s } else { 0.0 }
    }

    /// The time at a share of the width, never outside the song.
    #[must_use]
    pub fn time(&self, place: f64) -> f64 {
        let place = if place.is_finite() { place } else { 0.0 };
        (self.from_s + place * self.length_s).clamp(0.0, self.duration_s)
    }

    #[must_use]
    pub fn shows(&self, at_s: f64) -> bool {
        (0.0..=1.0).contains(&self.place(at_s))
    }

    /// `factor` times as close; what lies at `around_s` stays where it is, as long as the song reaches that far.
    #[must_use]
    pub fn zoomed(self, factor: f64, around_s: f64) -> Self {
        if !(factor > 0.0 && factor.is_finite() && around_s.is_finite()) {
            return self;
        }
        let length_s = (self.length_s / factor).clamp(self.shortest_s, self.duration_s);
        let from_s = around_s - self.place(around_s) * length_s;
        Self { length_s, ..self }.moved_to(from_s)
    }

    #[must_use]
    pub fn moved_to(self, from_s: f64) -> Self {
        let from_s = if from_s.is_finite() { from_s } else { self.from_s };
        Self { from_s: from_s.clamp(0.0, (self.duration_s - self.length_s).max(0.0)), ..self }
    }

    /// By a share of the width.
    #[must_use]
    pub fn scrolled(self, by: f64) -> Self {
        self.moved_to(self.from_s + by * self.length_s)
    }

    #[must_use]
    pub fn all(self) -> Self {
        Self { from_s: 0.0, length_s: self.duration_s, ..self }
    }

    /// Shows `at_s`: as it is, if it does already.
    #[must_use]
    pub fn revealing(self, at_s: f64) -> Self {
        if self.shows(at_s) || !at_s.is_finite() { self } else { self.moved_to(at_s - BEFORE_THE_HEAD * self.length_s) }
    }

    /// Goes along with a play-head that moved from `was_s` to `at_s`. Whoever has scrolled away from it is left where they look.
    #[must_use]
    pub fn following(self, was_s: f64, at_s: f64) -> Self {
        if self.shows(was_s) { self.revealing(at_s) } else { self }
    }
}
