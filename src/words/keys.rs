//! The keyboard shortcuts in words.

pub const GENERAL: [(&str, &str); 4] = [
    ("Space", "Play or pause"),
    ("A – H", "Hear the first, second, third … version"),
    ("← →", "5 seconds back or on"),
    ("?", "This list"),
];

pub const IN_A_BLIND_TEST: &str = "In a blind test";
pub const BLIND: [(&str, &str); 2] = [("1 – 9", "Hear that number"), ("A, B, X", "Hear A, B or X")];

pub const SILENT: &str = "They are silent while you type, and can be switched off under “For engineers”.";
pub const SHOW: &str = "Show the list";
