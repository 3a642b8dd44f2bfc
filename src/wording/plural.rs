//! Counts in words.

/// `1 person`, `5 people`.
pub(crate) fn count_of(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A count with a regular plural: `1 finding`, `5 findings`.
pub(crate) fn many(count: usize, what: &str) -> String {
    count_of(count, what, &format!("{what}s"))
}
