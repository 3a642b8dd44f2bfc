//! Links between issues: their description from one side, and whether they say that an issue was copied or
//! split from another.

use std::borrow::Cow;

/// The link types that every site has from the beginning: name, outward and inward description.
const FIRST_TYPES: [(&str, &str, &str); 4] = [
    ("blocks", "blocks", "is blocked by"),
    ("cloners", "clones", "is cloned by"),
    ("duplicate", "duplicates", "is duplicated by"),
    ("relates", "relates to", "relates to"),
];

/// The description of a link of the type `name` from the side of an issue, for files that only contain the
/// type and the direction. Unknown types return the name itself.
pub(super) fn reads(name: Cow<'_, str>, outward: Option<bool>) -> Cow<'_, str> {
    let known = FIRST_TYPES.iter().find(|(own, ..)| name.eq_ignore_ascii_case(own));
    match (known, outward) {
        (Some((_, out, _)), Some(true)) => Cow::Borrowed(out),
        (Some((.., back)), Some(false)) => Cow::Borrowed(back),
        _ => name,
    }
}

/// Whether a link shows that the issue was made from the other: it `clones` it, or is `split from` it. `name`
/// is the type, `words` is the description from this side. The other side (`is cloned by`, `split
/// to`) belongs to the original. `inward`: the link comes from the other issue.
pub(super) fn is_made_of(name: &str, words: &str, inward: bool) -> bool {
    // The names of these two types of Jira are English on every site; their descriptions are not.
    says_copy(words) || name.to_lowercase().contains(if inward { "split" } else { "cloner" })
}

/// Whether the text of a link change shows that the issue was made from another. `None` for unknown
/// descriptions: each site chooses them in its own language.
pub(super) fn is_copy(text: &str) -> Option<bool> {
    /// Other common descriptions, besides those that every site has from the beginning.
    const OTHERS: [&str; 8] = [
        "causes",
        "is caused by",
        "split to",
        "depends on",
        "is depended on by",
        "implements",
        "tests",
        "is tested by",
    ];
    if text.is_empty() {
        return Some(false);
    }
    if says_copy(text) {
        return Some(true);
    }
    let text = text.to_lowercase();
    let first = FIRST_TYPES.iter().flat_map(|(_, out, back)| [*out, *back]);
    first.chain(OTHERS).any(|words| text.contains(words)).then_some(false)
}

/// Whether a link description shows that the issue was made from another.
fn says_copy(text: &str) -> bool {
    let text = text.to_lowercase();
    ["clones", "cloned from", "split from", "copy of"].iter().any(|words| text.contains(words))
}
