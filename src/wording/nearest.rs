//! The word that was probably meant, for "did you mean".

/// The name among `known` that `name` is most likely a slip of.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let name = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity >= 0.55)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The question whether a name among `known` was meant that `name` is most likely a slip of; none where it looks like none of them.
pub(crate) fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// The names of a charter that fit nothing on a board. Each that is compared costs a walk over all names of the board: only the first
/// of them are.
#[derive(Debug, Default)]
pub(crate) struct Slips(usize);

impl Slips {
    /// So many names are compared.
    const COMPARED: usize = 50;

    /// Counts one more name, and says whether it is compared.
    pub(crate) fn compares_next(&mut self) -> bool {
        self.0 += 1;
        self.0 <= Self::COMPARED
    }

    /// [`did_you_mean`] for one more name; none where it is not compared, either.
    pub(crate) fn did_you_mean<'k>(&mut self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
        if self.compares_next() { did_you_mean(name, known) } else { None }
    }
}
