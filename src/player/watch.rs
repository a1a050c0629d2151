//! Whether the audio clock still moves, judged from what the page sees of it.

/// The clock of a context that says "running" may stand still; after this long it does.
const FROZEN_MS: f64 = 1_500.0;
/// Ticks tell no time, as browsers make a hidden page wait for them, up to a minute; this many in a row without movement do.
const FROZEN_TICKS: u32 = 2;
/// Frames further apart than this were not drawn because the page was hidden: nothing to conclude from.
const HIDDEN_MS: f64 = 500.0;

/// When the audio clock was last seen to move.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watch {
    clock_s: f64,
    moved_ms: f64,
    frame_ms: f64,
    /// By the last tick.
    ticked_s: f64,
    still_ticks: u32,
    /// A context was replaced, and the new one's clock has not moved yet.
    pub rebuilt: bool,
}

impl Watch {
    /// A context was replaced just now.
    #[must_use]
    pub fn rebuilt() -> Self {
        // The first frame is far from the beginning of the page's time, and starts the wait.
        Self { rebuilt: true, ..Self::default() }
    }

    /// To be asked with every frame that is drawn.
    pub fn is_frozen(&mut self, clock_s: f64, page_ms: f64) -> bool {
        let hidden = page_ms - self.frame_ms > HIDDEN_MS;
        self.frame_ms = page_ms;
        if clock_s != self.clock_s || hidden {
            self.rebuilt &= clock_s == self.clock_s;
            self.clock_s = clock_s;
            self.moved_ms = page_ms;
        }
        page_ms - self.moved_ms > FROZEN_MS
    }

    /// To be asked with every tick, which a hidden page has too.
    pub fn is_frozen_by_ticks(&mut self, clock_s: f64) -> bool {
        if clock_s == self.ticked_s {
            self.still_ticks += 1;
        } else {
            self.rebuilt = false;
            self.ticked_s = clock_s;
            self.still_ticks = 0;
        }
        self.still_ticks >= FROZEN_TICKS
    }
}
