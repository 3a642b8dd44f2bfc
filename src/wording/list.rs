//! Lists of names in sentences.

/// The first `most` of `names`, and how many more there are.
pub(crate) fn listed<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let named = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if names.len() > most { format!("{named} and {} more", names.len() - most) } else { named }
}

/// All of `names`, the last one after `word`: `rye, wheat and oats`.
pub(crate) fn enumerated<S: AsRef<str>>(names: &[S], word: &str) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", before.join(", "), last.as_ref())
        }
        _ => names.iter().map(AsRef::as_ref).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_stands_behind_a_word() {
        assert_eq!(enumerated(&["rye", "wheat", "oats"], "or"), "rye, wheat or oats");
        assert_eq!(enumerated(&["rye"], "and"), "rye");
        assert_eq!(enumerated::<&str>(&[], "and"), "");
    }

    #[test]
    fn a_list_that_is_shortened_says_how_many_it_leaves_out() {
        assert_eq!(listed(&["rye", "wheat"], 2), "rye, wheat");
        assert_eq!(listed(&["rye", "wheat", "oats"], 1), "rye and 2 more");
        assert_eq!(listed::<&str>(&[], 8), "");
    }
}
