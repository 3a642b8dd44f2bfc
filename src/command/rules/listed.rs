//! What a list of rules is made of.

use crate::charter::Profile;
use crate::rule::Definition;
use crate::source::Sources;

/// The rules that are listed, by category, and how Scrum is read.
pub(super) struct Listed<'r> {
    pub(super) rules: Vec<&'r Definition>,
    pub(super) sources: &'r Sources,
    pub(super) profile: Profile,
}
