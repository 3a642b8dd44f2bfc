//! Finds the word that was probably meant, for "did you mean".

/// The most similar of the `known` names, if it is similar enough for a typing error.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let name = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity >= 0.55)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The question "did you mean" with the most similar of the `known` names; `None` if none is similar enough.
pub(crate) fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// Limits the suggestions for names of a charter that match nothing on a board: each comparison reads all
/// names of the board.
#[derive(Debug, Default)]
pub(crate) struct Slips(usize);

impl Slips {
    /// Maximum number of names that are compared.
    const COMPARED: usize = 50;

    /// Counts one more name, and returns whether to compare it.
    pub(crate) fn compares_next(&mut self) -> bool {
        self.0 += 1;
        self.0 <= Self::COMPARED
    }

    /// [`did_you_mean`] for one more name; `None` also if the limit is reached.
    pub(crate) fn did_you_mean<'k>(&mut self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
        if self.compares_next() { did_you_mean(name, known) } else { None }
    }
}
