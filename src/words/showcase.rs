//! The studio's own examples: what is offered, and what their files are called.

use super::faults::Notice;

/// A name has to fit on a button, and its end is what says what it is.
const LONGEST_CREDIT: usize = 46;

/// The name of a button.
#[must_use]
pub fn example_offer(title: &str, artist: &str) -> String {
    format!("Hear {title} by {artist}: mix, automatic master and human master")
}

#[must_use]
pub fn example_credit(credit: &str) -> String {
    format!("Human master: {credit}.")
}

/// What the mix at `address` is called once it is here.
#[must_use]
pub fn example_file_name(title: &str, address: &str) -> String {
    format!("{title}.{}", extension(address))
}

/// The human master's file; `credit` says whose it is.
#[must_use]
pub fn human_master_file_name(credit: &str, address: &str) -> String {
    let whose: String = match credit.char_indices().nth(LONGEST_CREDIT) {
        Some((end, _)) => format!("{}…", credit[..end].trim_end()),
        None => credit.trim().to_owned(),
    };
    format!("{whose} human master.{}", extension(address))
}

/// The ending of the address's path; without a plain one, a word in its place, so that no part of the name is taken for an ending.
fn extension(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    match file.rsplit_once('.') {
        Some((_, ending)) if (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric()) => ending,
        _ => "audio",
    }
}

#[must_use]
pub fn no_example_notice(title: &str) -> Notice {
    Notice {
        found: format!("The files of “{title}” could not be fetched."),
        to_do: "Check the connection and press it again, or choose a song of your own.".into(),
    }
}
