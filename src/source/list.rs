//! Lists of names in sentences.

/// The first `most` of `names`, and how many more there are.
pub fn listed<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let named = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if names.len() > most { format!("{named} and {} more", names.len() - most) } else { named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_shortened_says_how_many_it_leaves_out() {
        assert_eq!(listed(&["rye", "wheat"], 2), "rye, wheat");
        assert_eq!(listed(&["rye", "wheat", "oats"], 1), "rye and 2 more");
        assert_eq!(listed::<&str>(&[], 8), "");
    }
}
