//! Making the page a part at a time.

use leptos::prelude::*;

/// How many of `parts` are to be there: none while they are not `wanted`, then one more with each task, so that none of these tasks
/// is long and the page answers in between.
pub fn in_turns(wanted: Memo<bool>, parts: usize) -> ReadSignal<usize> {
    let (made, set_made) = signal(0);
    Effect::new(move |_| {
        let now = made.get();
        if !wanted.get() {
            if now > 0 {
                set_made.set(0);
            }
        } else if now < parts {
            // The page may be gone by then.
            set_timeout(move || _ = set_made.try_set(now + 1), std::time::Duration::ZERO);
        }
    });
    made
}
