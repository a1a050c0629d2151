//! A table as plain data, and as markup.

use crate::markup::Markup;

/// Rows are named by their first cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub id: &'static str,
    pub caption: String,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    #[must_use]
    pub fn markup(&self) -> Markup {
        let named = |tag: &'static str, scope: &str, text: &str| Markup::with(tag, &[("scope", scope)], Markup::text(text));
        let row = |cells: &Vec<String>| {
            let mut cells = cells.iter();
            let name = cells.next().map(|cell| named("th", "row", cell)).unwrap_or_default();
            Markup::element("tr", name.and(cells.map(|cell| Markup::line("td", cell)).collect()))
        };
        let head = Markup::element("tr", self.head.iter().map(|cell| named("th", "col", cell)).collect());
        let caption = Markup::line("caption", &self.caption);
        let body = Markup::element("tbody", self.rows.iter().map(row).collect());
        Markup::with("table", &[("id", self.id)], caption.and(Markup::element("thead", head)).and(body))
    }
}
