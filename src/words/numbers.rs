//! Figures as people read them: one decimal, a true minus sign, no "-0.0".

/// The one unit that the default view uses, with the space before it; it explains it there.
pub const DECIBELS: &str = " dB";

/// One decimal with U+2212 for minus: "-18.04" becomes "−18.0", and what rounds to zero is "0.0".
#[must_use]
pub fn one_decimal(value: f64) -> String {
    if !value.is_finite() {
        return if value == f64::NEG_INFINITY { "−∞".into() } else { "–".into() };
    }
    let digits = format!("{:.1}", value.abs());
    if value < 0.0 && digits != "0.0" { format!("−{digits}") } else { digits }
}

/// [`one_decimal`] with two: for what lies within +-1.
#[must_use]
pub fn two_decimals(value: f64) -> String {
    let digits = format!("{:.2}", value.abs());
    if value < 0.0 && digits != "0.00" { format!("−{digits}") } else { digits }
}

/// "+10", "0", "−18".
#[must_use]
pub fn signed_whole(value: f64) -> String {
    let digits = whole(value);
    if value > 0.0 && digits != "0" { format!("+{digits}") } else { digits }
}

/// "−18": for the marks of an axis.
#[must_use]
pub fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    if value < 0.0 && digits != "0" { format!("−{digits}") } else { digits }
}

/// [`one_decimal`] with a plus sign in front of what is above zero: for changes.
#[must_use]
pub fn signed(value: f64) -> String {
    let digits = one_decimal(value);
    if value > 0.0 && digits != "0.0" && value.is_finite() { format!("+{digits}") } else { digits }
}

/// "63 Hz", "1.6 kHz", "10 kHz": two significant figures, as frequencies are named.
#[must_use]
pub fn frequency(hz: f64) -> String {
    let (number, unit) = frequency_parts(hz);
    format!("{number} {unit}")
}

/// "200–400 Hz", "800 Hz – 1.6 kHz".
#[must_use]
pub fn range_hz(from_hz: f64, to_hz: f64) -> String {
    let (from, from_unit) = frequency_parts(from_hz);
    let (to, to_unit) = frequency_parts(to_hz);
    if from_unit == to_unit { format!("{from}–{to} {to_unit}") } else { format!("{from} {from_unit} – {to} {to_unit}") }
}

fn frequency_parts(hz: f64) -> (String, &'static str) {
    let rounded = two_figures(hz);
    if rounded < 1000.0 {
        return (format!("{rounded:.0}"), "Hz");
    }
    let khz = rounded / 1000.0;
    let number = if khz >= 10.0 || khz.fract() < 0.05 { format!("{khz:.0}") } else { format!("{khz:.1}") };
    (number, "kHz")
}

fn two_figures(hz: f64) -> f64 {
    if hz <= 0.0 || !hz.is_finite() {
        return 0.0;
    }
    let unit = 10f64.powf(hz.log10().floor() - 1.0);
    (hz / unit).round() * unit
}

/// "65,536".
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "3:05", and "1:02:09" from an hour on.
#[must_use]
pub fn clock_time(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.max(0.0) as u64 } else { 0 };
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// A length that may be very short: "less than 0.1 s", "12.3 s", "3:05".
#[must_use]
pub fn length(seconds: f64) -> String {
    if seconds < 0.05 {
        "less than 0.1 s".into()
    } else if seconds < 60.0 {
        format!("{} s", one_decimal(seconds))
    } else {
        clock_time(seconds)
    }
}

/// For screen readers: "3 minutes 5 seconds".
#[must_use]
pub fn spoken_time(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.max(0.0) as u64 } else { 0 };
    let (minutes, rest) = (whole / 60, whole % 60);
    let of = |count: u64, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    match (minutes, rest) {
        (0, rest) => of(rest, "second"),
        (minutes, 0) => of(minutes, "minute"),
        (minutes, rest) => format!("{} {}", of(minutes, "minute"), of(rest, "second")),
    }
}

/// A file's size: "42 MB", "0.3 MB".
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let mb = bytes as f64 / 1e6;
    if mb >= 9.95 { format!("{mb:.0} MB") } else { format!("{} MB", one_decimal(mb.max(0.1))) }
}

/// A place in the song, as a screen reader says it.
#[must_use]
pub fn spoken_place(at_s: f64, of_s: f64) -> String {
    format!("{} of {}", spoken_time(at_s), spoken_time(of_s))
}
