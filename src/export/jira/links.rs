//! Links between issues: how they read from one side, and which say that an issue was made out of another.

use std::borrow::Cow;

/// The types that every site has from the beginning, as they read from the issue that a link goes out from, and from the other.
const FIRST_TYPES: [(&str, &str, &str); 4] = [
    ("blocks", "blocks", "is blocked by"),
    ("cloners", "clones", "is cloned by"),
    ("duplicate", "duplicates", "is duplicated by"),
    ("relates", "relates to", "relates to"),
];

/// How a link of the type `name` reads from the side of an issue, where a file gives only the type and whether the link goes
/// out; the name itself where the type is none of Jira's own.
pub(super) fn reads(name: Cow<'_, str>, outward: Option<bool>) -> Cow<'_, str> {
    let known = FIRST_TYPES.iter().find(|(own, ..)| name.eq_ignore_ascii_case(own));
    match (known, outward) {
        (Some((_, out, _)), Some(true)) => Cow::Borrowed(out),
        (Some((.., back)), Some(false)) => Cow::Borrowed(back),
        _ => name,
    }
}

/// Whether a link of the type `name`, which reads `words` from the side, says that the issue was made out of the
/// other: it `clones` it, or is `split from` it. The other side of such a link (`is cloned by`, `split to`) belongs to the
/// original. `inward` is the side that the link leads to.
pub(super) fn is_made_of(name: &str, words: &str, inward: bool) -> bool {
    // The names of Jira's own two types stay English on every site; their descriptions do not.
    says_copy(words) || name.to_lowercase().contains(if inward { "split" } else { "cloner" })
}

/// Whether the text of a change that made a link says that the issue was made out of another; none where the words are not known, which
/// each site chooses in its own language.
pub(super) fn is_copy(text: &str) -> Option<bool> {
    /// Other words that are often chosen, beside those that every site has from the beginning.
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

/// Whether the words of a link say that the issue was made out of another.
fn says_copy(text: &str) -> bool {
    let text = text.to_lowercase();
    ["clones", "cloned from", "split from", "copy of"].iter().any(|words| text.contains(words))
}
