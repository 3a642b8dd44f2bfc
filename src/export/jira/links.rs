//! Links that say that an issue was made out of another.

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
