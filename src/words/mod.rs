//! Every sentence the page says. The other rooms hand over enums and figures; this one turns them into words, and computes nothing.
//!
//! Manner: plain words first, a unit only where it is explained. What was measured is said as measured. "AI" is the visitor's word
//! for an automatic master; nothing here claims that one version is better, or knows what the artist meant.

mod blind;
mod brief;
mod changes;
mod character;
mod decisions;
mod faults;
mod figures;
pub mod in_app;
mod keep;
pub mod keys;
mod listening;
pub mod lossy;
mod moments;
mod names;
mod numbers;
mod offer;
pub mod page;
mod platforms;
pub mod plots;
mod readiness;
mod reference;
pub mod report;
mod shape;
mod showcase;
mod stages;
pub mod take;
pub mod timeline;
pub mod understand;
mod verdict;
mod voices;

pub use blind::{abx_rule, blind_answer, blind_in_brief, blind_label, blind_question, blind_round, blind_said};
pub use brief::{
    brief_label, brief_subject, brief_text, brief_values, delivery, estimate, form_cut_note, form_filled_note, letter_cut,
    letter_cut_note, no_estimate, required, still_missing, treatment,
};
pub use changes::{ChangeSaid, NOTHING_CHANGED, change_line, tone_of_master, tone_part, what_changed};
pub use character::{
    Question, character_method, character_question, character_summary, character_trait, meant_in_brief, meant_said,
};
pub use decisions::decision;
pub use faults::{Notice, engine_notice, fault_notice, full_notice, no_file_notice, no_room_notice, no_sound_notice};
pub use figures::{Figure, figures};
pub use keep::{Kept, awaited, choose_again, go_on_with, kept};
pub use listening::{
    beside_facts, channels_and_correlation, file_facts, levels, limiter, loudness_reached, now_hearing, peaks_and_crest, reach,
    spectrum_summary, tempered,
};
pub use moments::{AT_REAL_LEVELS, change_moment};
pub use names::{
    kept_name, master_file_name, role_name, role_note, song_stem, style_label, style_nearest, style_records, voice_letter,
    voice_name,
};
pub use numbers::{
    DECIBELS, clock_time, frequency, megabytes, one_decimal, range_hz, signed, signed_whole, spoken_place, spoken_time,
    two_decimals, whole,
};
pub use offer::{moment, price, service_line, services_summary};
pub use platforms::{PlatformWords, levels_on, on_platform, platform_name, platforms_note};
pub use readiness::{ReadinessWords, check_name, readiness_result, readiness_said, readiness_summary};
pub use reference::{band_note, plotted_band, reference_used};
pub use shape::{STEP_DB, amount_said, loudness_label, loudness_meaning, low_end_said, shaped, tilt_said, width_said};
pub use showcase::{example_credit, example_file_name, example_offer, human_master_file_name, no_example_notice};
pub use stages::{beside_stage, busy_with, stage};
pub use verdict::{
    PURPOSE_QUESTION, ReasonWords, SKIP_NOTE, VerdictWords, answer, headline, purpose_name, question, verdict_in_brief,
    verdict_said, weighs_heading,
};
pub use voices::{hearing_change, is_notable, move_earlier, move_later, name_of, placement, remove, take_settings};
