//! What is wrong with a `studio.json`, for the console of the studio's web person: every fault, each with the place it is at.

use std::fmt;

/// Everything that is wrong, and what can still be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// In the order of the file's fields; at least one.
    pub faults: Vec<Fault>,
    /// The studio's address, where that itself is sound: the page falls back to it.
    pub email: Option<String>,
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("studio.json can't be used:")?;
        self.faults.iter().try_for_each(|fault| write!(formatter, "\n  {fault}"))
    }
}

impl std::error::Error for Faults {}

#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// `services[2].price`; empty for the file as a whole.
    pub path: String,
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, problem } = self;
        if path.is_empty() { write!(formatter, "the file {problem}") } else { write!(formatter, "`{path}` {problem}") }
    }
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    #[error("is not JSON: {what}")]
    NotJson { what: String },
    #[error("is {bytes} bytes long, at most {most} are read")]
    TooLarge { bytes: usize, most: usize },
    #[error("is missing")]
    Missing,
    #[error("must be {wanted}, and is {given}")]
    Kind { wanted: &'static str, given: &'static str },
    #[error("is empty")]
    Empty,
    #[error("has {chars} characters, at most {most} are shown")]
    TooLong { chars: usize, most: usize },
    #[error("has {items} entries, at most {most} are shown")]
    TooMany { items: usize, most: usize },
    #[error("holds a character that can't be seen or turns the text around ({character:?})")]
    Invisible { character: char },
    #[error("must be an https: address or a relative one, in plain ASCII, given {given:?}")]
    Address { given: String },
    #[error("must be an address on the page's own host, such as \"audio/mix.wav\", given {given:?}")]
    OwnAddress { given: String },
    #[error(
        "must be an origin as browsers write it, such as \"https://studio.example\" (no path, no slash at the end), given {given:?}"
    )]
    Origin { given: String },
    #[error(
        "must be the whole https: address of the page's folder, such as \"https://studio.example/testpress/\", given {given:?}"
    )]
    PublicFolder { given: String },
    #[error("must be one plain e-mail address, given {given:?}")]
    Email { given: String },
    #[error("must be three capital letters such as \"GBP\", given {given:?}")]
    Currency { given: String },
    #[error("must be a whole number from {least} to {most}, given {}", figure(*.given))]
    Whole { given: f64, least: u32, most: u32 },
    #[error("must be a number from {least} to {most}, given {}", figure(*.given))]
    Range { given: f64, least: f64, most: f64 },
    #[error("must be {wanted}, given {given:?}")]
    Choice { wanted: &'static str, given: String },
    #[error("is given twice")]
    Twice,
    #[error("says the same as `{other}`")]
    Repeats { other: String },
}

/// Without a hundred zeros.
fn figure(value: f64) -> String {
    if value.abs() < 1e12 { value.to_string() } else { format!("{value:e}") }
}

/// What is let pass, and probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub path: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "studio.json: `{}` is not a name this page knows, and is ignored", self.path)
    }
}
