//! What a list of rules shows.

use crate::charter::Profile;
use crate::rule::Definition;
use crate::source::Sources;

/// The rules of a list, by category, and the profile.
pub(super) struct Listed<'r> {
    pub(super) rules: Vec<&'r Definition>,
    pub(super) sources: &'r Sources,
    pub(super) profile: Profile,
}
