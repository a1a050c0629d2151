//! Which addresses and texts are let in.

/// `https:` with a host, or a path relative to the page.
///
/// The check is on the text, stricter than a URL parser: parsers drop tabs and newlines, take `\` for `/`, and read
/// `javascript:` as an address.
pub(super) fn is_safe_address(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>' | '`' | '^' | '{' | '}' | '|');
    if address.is_empty() || !address.chars().all(plain) {
        return false;
    }
    if let Some((head, rest)) = address.split_at_checked(8)
        && head.eq_ignore_ascii_case("https://")
    {
        return is_host(rest.split(['/', '?', '#']).next().unwrap_or_default());
    }
    !address.starts_with("//") && !path(address).contains(':')
}

/// A file on the page's own host.
pub(super) fn is_own_address(address: &str) -> bool {
    is_safe_address(address) && !path(address).is_empty() && !path(address).contains(':')
}

/// An origin in the form in which browsers compare it (WHATWG HTML, 7.1.1, "serialization of an origin"): small letters, no default
/// port, nothing after it. `http:` only for a trial on one's own machine.
pub(super) fn is_origin(origin: &str) -> bool {
    let (host, default_port) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(host), _) if is_host(host) => (host, "443"),
        (_, Some(host)) if matches!(host.split(':').next(), Some("localhost" | "127.0.0.1")) => (host, "80"),
        _ => return false,
    };
    let port = host.split_once(':').map(|(_, port)| port);
    !host.contains(|c: char| c.is_ascii_uppercase())
        && port.is_none_or(|port| port != default_port && port.parse::<u16>().is_ok_and(|number| number.to_string() == port))
}

/// A folder on the open web.
pub(super) fn is_public_folder(address: &str) -> bool {
    address.starts_with("https://") && is_safe_address(address) && address.ends_with('/') && !address.contains(['?', '#'])
}

fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// Names with an optional port: no user, no bare number that a parser would read as an IPv4 address.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.split('.').all(label)
        && name.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()))
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0))
}

/// One address and nothing that a `mailto:` link could read as a second recipient or a header.
pub(super) fn is_plain_email(email: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\''))
    };
    match email.split_once('@') {
        Some((user, domain)) => {
            plain(user) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
        }
        None => false,
    }
}

/// What turns text around or can't be seen: Unicode's explicit direction marks (UAX #9, section 2), separators of lines, the
/// zero-width space and the byte order mark. The zero-width joiner stays: emoji and some scripts need it.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
