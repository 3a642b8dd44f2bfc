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

/// Whether the words of a link, or of the change that made one, say that the issue was made out of another.
pub(super) fn says_copy(text: &str) -> bool {
    let text = text.to_lowercase();
    ["clones", "cloned from", "split from", "copy of"].iter().any(|words| text.contains(words))
}
