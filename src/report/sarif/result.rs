//! The results of a log: new findings, findings in the baseline, and findings that the charter ignores.

use foldhash::HashMap;

use super::super::Run;
use super::super::json_value::{Facts, JsonText};
use super::super::record::ActorRecord;
use super::super::record_place::RecordPlace;
use super::artifact::Artifacts;
use super::log::{
    Location, LogicalLocation, Message, PartialFingerprints, ResultProperties, SarifResult, Suppression, level,
    sentence,
};
use super::rule::Rules;
use crate::finding::{Finding, ItemLabel};

/// Whether a result is new, known or ignored.
#[derive(Clone, Copy)]
enum Standing<'r> {
    New,
    InBaseline,
    /// Contains the reason.
    Ignored(&'r str),
}

/// Maximum number of results of a run: GitHub refuses a log with more.
const MOST: usize = 25_000;

/// The results of a run, in their order. If there are too many, new ones are taken first, and of these the
/// most important.
pub(super) struct Results<'t, 'r> {
    run: &'t Run<'r>,
    rules: &'t Rules<'r>,
    taken: Vec<(&'r Finding, Standing<'r>)>,
    /// Number of results that are left out.
    pub(super) left_out: usize,
}

impl<'t, 'r> Results<'t, 'r> {
    /// The results of `run`. The files that they refer to are added to `artifacts`.
    pub(super) fn of(run: &'t Run<'r>, rules: &'t Rules<'r>, artifacts: &mut Artifacts) -> Self {
        let shown = |finding: &Finding| finding.level >= run.display.min_level;
        let new = run.shown().map(|finding| (finding, Standing::New));
        let known = run.baselined.iter().map(|finding| (finding, Standing::InBaseline));
        let ignored = run.ignored.iter().map(|it| (&it.finding, Standing::Ignored(&it.reason)));
        let mut taken: Vec<_> = new.chain(known).chain(ignored).filter(|(finding, _)| shown(finding)).collect();
        let left_out = taken.len().saturating_sub(MOST);
        if left_out > 0 {
            let mut order: Vec<usize> = (0..taken.len()).collect();
            order.sort_by_key(|place| {
                let (finding, standing) = &taken[*place];
                (!matches!(standing, Standing::New), std::cmp::Reverse(finding.level), *place)
            });
            order.truncate(MOST);
            order.sort_unstable();
            taken = order.into_iter().map(|place| taken[place]).collect();
        }
        for (finding, _) in &taken {
            match finding.location {
                Some(mark) => artifacts.meet(run, run.sources.get(mark.file)),
                None => RecordPlace::of(run, finding).iter().for_each(|place| artifacts.meet(run, place.file)),
            }
            let marks = finding.labels.iter().map(|label| label.mark);
            let marks = marks.chain(finding.related.iter().filter_map(|other| other.mark));
            marks.for_each(|mark| artifacts.meet(run, run.sources.get(mark.file)));
        }
        Self { run, rules, taken, left_out }
    }

    /// Makes the results one by one, for the writer.
    pub(super) fn each<'a>(&'a self, artifacts: &'a Artifacts) -> impl Iterator<Item = SarifResult<'r>> + 'a {
        let mut writer = Writer { run: self.run, rules: self.rules, artifacts, seen: HashMap::default() };
        self.taken.iter().map(move |(finding, standing)| writer.result(finding, *standing))
    }
}

struct Writer<'t, 'r> {
    run: &'t Run<'r>,
    rules: &'t Rules<'r>,
    artifacts: &'t Artifacts,
    /// The number of results with each identity so far: GitHub treats two results with the same identity as
    /// one.
    seen: HashMap<String, usize>,
}

impl<'r> Writer<'_, 'r> {
    fn result(&mut self, finding: &'r Finding, standing: Standing<'r>) -> SarifResult<'r> {
        let run = self.run;
        let fingerprint = finding.fingerprint.to_string();
        let nth = self.seen.entry(fingerprint.clone()).or_default();
        *nth += 1;
        let github = format!("{fingerprint}:{nth}");
        let baseline_state = if matches!(standing, Standing::InBaseline) { "unchanged" } else { "new" };
        let suppression = match standing {
            Standing::New => None,
            Standing::InBaseline => Some(Suppression::new(JsonText::new("It is in the baseline."))),
            Standing::Ignored(reason) => Some(Suppression::new(JsonText::new(run.names.text(reason)))),
        };
        SarifResult {
            rule_id: &finding.rule,
            rule_index: self.rules.index(&finding.rule),
            level: level(finding.level),
            message: Message::new(&sentence(&run.names.phrase(&finding.message))),
            locations: self.location(finding).into_iter().collect(),
            related_locations: self.related(finding),
            partial_fingerprints: PartialFingerprints { own: fingerprint, github },
            // Without a baseline it is unknown which findings are new.
            baseline_state: (!run.baselined.is_empty()).then_some(baseline_state),
            suppressions: suppression.map(|suppression| [suppression]),
            properties: self.properties(finding),
        }
    }

    fn location(&self, finding: &'r Finding) -> Option<Location<'r>> {
        let run = self.run;
        let mut location = match finding.location {
            Some(mark) => self.artifacts.location(run, mark),
            None => self.artifacts.whole(run, &RecordPlace::of(run, finding)?),
        };
        let board = &*run.names.text(&finding.board);
        let logical = |name: &str, kind: &'static str| {
            let whole = if kind == "board" { board.to_owned() } else { format!("{board}/{name}") };
            let name = JsonText::new(name.to_owned());
            LogicalLocation { name, fully_qualified_name: JsonText::new(whole), kind }
        };
        let item = finding.item.as_ref().map(|item| logical(&item.label().short(), "item"));
        let sprint = finding.sprint.as_deref().map(|sprint| logical(&run.names.text(sprint), "sprint"));
        location.logical_locations = [item, sprint, Some(logical(board, "board"))].into_iter().flatten().collect();
        Some(location)
    }

    /// The lines of the charter that make it a finding, then the other records.
    fn related(&self, finding: &Finding) -> Vec<Location<'r>> {
        let run = self.run;
        let labels = finding.labels.iter().map(|label| (label.mark, run.names.text(&label.text).into_owned()));
        let others = finding.related.iter().filter_map(|other| {
            let item = other.label().map(ItemLabel::short).unwrap_or_default();
            Some((other.mark?, format!("{item} {}", run.names.phrase(&other.message)).trim().to_owned()))
        });
        let numbered = labels.chain(others).zip(1..);
        let location = |((mark, message), id): ((_, String), usize)| Location {
            id: Some(id),
            message: Some(Message::new(&sentence(&message))),
            ..self.artifacts.location(run, mark)
        };
        numbered.map(location).collect()
    }

    fn properties(&self, finding: &'r Finding) -> ResultProperties<'r> {
        let (run, item) = (self.run, finding.item.as_ref());
        let pointer = finding.location.and_then(|mark| run.sources.get(mark.file).pointer(mark));
        ResultProperties {
            confidence: finding.confidence.to_string(),
            at: finding.at,
            actor: finding.actor.as_ref().map(|actor| ActorRecord::new(run.names, actor)),
            title: item.filter(|_| !run.display.no_titles).map(|item| JsonText::new(&item.title)),
            url: item.map(|item| &item.url).filter(|url| !url.is_empty()).map(JsonText::new),
            count: finding.count,
            facts: Facts::new(run.names, &finding.facts),
            pointer: pointer.map(JsonText::new),
        }
    }
}
