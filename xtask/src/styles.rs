//! One style sheet out of many: the page's sheet imports one per component, and the browser fetches a single file.

use std::path::Path;

use crate::command::{Outcome, about};

/// Puts the sheets that `staged` imports in the place of their imports; they are in `folder`.
pub fn join(staged: &Path, folder: &Path) -> Outcome {
    let text = about(std::fs::read_to_string(staged), "read", staged)?;
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        match imported(line) {
            Some(name) => {
                let sheet = folder.join(name);
                joined.push_str(&about(std::fs::read_to_string(&sheet), "read", &sheet)?);
            }
            None => joined.push_str(line),
        }
        joined.push('\n');
    }
    if joined.lines().any(|line| line.trim_start().starts_with("@import")) {
        return Err(format!("an import in {} cannot be joined: write @import \"name.css\"; in main.css only", folder.display()));
    }
    about(std::fs::write(staged, joined), "write", staged)
}

/// The sheet that a line of the form `@import "name.css";` names.
fn imported(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("@import")?.trim().strip_suffix(';')?.trim();
    let quoted = rest.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    let name = quoted.strip_prefix('"')?.strip_suffix('"')?;
    Some(name.strip_prefix("./").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn plain_imports_name_their_sheet() {
        assert_eq!(imported("@import \"tokens.css\";"), Some("tokens.css"));
        assert_eq!(imported("  @import url(\"./drop.css\");"), Some("drop.css"));
        assert_eq!(imported("@import \"print.css\" print;"), None);
        assert_eq!(imported("main { color: red; }"), None);
    }
}
