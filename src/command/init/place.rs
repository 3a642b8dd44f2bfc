//! The place of a draft, and what the command line specifies about its board.

use std::path::PathBuf;

use crate::charter::Role;
use crate::cli;
use crate::draft::Given;

/// The name of a board for its draft, and the place of the draft.
pub(super) struct Place {
    pub(super) folder: Option<PathBuf>,
    /// The arguments for `check`.
    pub(super) paths: Vec<PathBuf>,
    pub(super) name: String,
}

/// What the command line specifies about the board.
pub(super) fn given(args: &cli::Init) -> Given {
    let roles = [(Role::ProductOwner, &args.po), (Role::ScrumMaster, &args.sm), (Role::Developer, &args.dev)];
    Given {
        roles: roles.iter().flat_map(|(role, people)| people.iter().map(|who| (*role, who.clone()))).collect(),
        project: args.project.clone(),
        timezone: args.timezone.as_ref().and_then(|zone| zone.iana_name()).map(str::to_owned),
        date_order: args.date_order,
    }
}
