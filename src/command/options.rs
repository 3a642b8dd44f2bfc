//! Converts the arguments to the options of the library.

use jiff::Timestamp;

use crate::charter::{FailOn, Level, Role};
use crate::cli::{self, Input, Judged, RuleArgs};
use crate::lint::Options;
use crate::rule::Selection;

/// The options of a run that judges.
pub(super) fn options(Judged { input, rules }: &Judged, fail_on: Option<cli::FailOn>) -> Options {
    Options {
        profile: rules.profile,
        selection: selection(rules),
        fail_on: fail_on.map(|level| match level {
            cli::FailOn::Never => FailOn::Never,
            cli::FailOn::Error => FailOn::At(Level::Error),
            cli::FailOn::Warn => FailOn::At(Level::Warn),
            cli::FailOn::Info => FailOn::At(Level::Info),
        }),
        ..of_input(input)
    }
}

/// The options of a run at the present time.
pub(super) fn of_input(input: &Input) -> Options {
    let who = [(Role::ProductOwner, &input.po), (Role::ScrumMaster, &input.sm), (Role::Developer, &input.dev)];
    let roles = who.into_iter().flat_map(|(role, people)| people.iter().map(move |who| (role, who.clone())));
    Options {
        roles: roles.collect(),
        project: input.project.clone(),
        timezone: input.timezone.clone(),
        date_order: input.date_order,
        today: input.today,
        now: Some(Timestamp::now()),
        since: input.since,
        until: input.until,
        strict_charter: input.strict_charter,
        sprint: input.sprint.clone(),
        ..Options::default()
    }
}

/// The time of the run, in seconds. If `SOURCE_DATE_EPOCH` is set, it is that timestamp, so that two runs
/// over the same exports can write the same bytes. Source: reproducible-builds.org, *SOURCE_DATE_EPOCH*.
pub(super) fn time() -> Timestamp {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let seconds = set.unwrap_or_else(|| Timestamp::now().as_second());
    Timestamp::from_second(seconds).unwrap_or_default()
}

pub(super) fn selection(rules: &RuleArgs) -> Selection {
    Selection { select: rules.select.clone(), ignore: rules.ignore.clone(), min_confidence: rules.min_confidence }
}
