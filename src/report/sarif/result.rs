use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::super::json::{actor, fact, text};
use super::super::place::Place;
use super::super::{Run, about};
use super::artifact::Artifacts;
use super::rule::{Rules, sentence};
use super::{level, object};
use crate::finding::Finding;

/// Why a result is there although nobody has to act on it.
enum Standing<'r> {
    New,
    Known,
    Ignored(&'r str),
}

/// Everything that was found: what is new, what the baseline knows, what the charter ignores.
pub(super) fn all(run: &Run<'_>, rules: &Rules<'_>, artifacts: &mut Artifacts) -> Vec<Value> {
    let mut told = Told { run, rules, artifacts, seen: FxHashMap::default() };
    let shown = |finding: &Finding| finding.level >= run.display.min_level;
    let mut results: Vec<Value> = run.shown().map(|finding| told.result(finding, &Standing::New)).collect();
    let known = run.baselined.iter().filter(|finding| shown(finding));
    results.extend(known.map(|finding| told.result(finding, &Standing::Known)));
    let ignored = run.ignored.iter().filter(|(finding, _)| shown(finding));
    results.extend(ignored.map(|(finding, reason)| told.result(finding, &Standing::Ignored(reason))));
    results
}

struct Told<'t, 'r> {
    run: &'t Run<'r>,
    rules: &'t Rules<'r>,
    artifacts: &'t mut Artifacts,
    /// How often each identity occurred: GitHub takes two results with one identity for one.
    seen: FxHashMap<String, usize>,
}

impl Told<'_, '_> {
    fn result(&mut self, finding: &Finding, standing: &Standing<'_>) -> Value {
        let run = self.run;
        let fingerprint = finding.fingerprint.to_string();
        let nth = self.seen.entry(fingerprint.clone()).or_default();
        *nth += 1;
        let once_known = matches!(standing, Standing::Known);
        // Without a baseline nothing is known to be new.
        let state = if run.baselined.is_empty() { None } else { Some(if once_known { "unchanged" } else { "new" }) };
        let suppressions = match standing {
            Standing::New => None,
            Standing::Known => Some(suppression("It is in the baseline.")),
            Standing::Ignored(reason) => Some(suppression(&run.names.text(reason))),
        };
        let nth = *nth;
        Value::Object(object([
            ("ruleId", Some(json!(finding.rule))),
            ("ruleIndex", self.rules.place(&finding.rule).map(|place| json!(place))),
            ("level", Some(json!(level(finding.level)))),
            ("message", Some(json!({ "text": text(&sentence(&run.names.phrase(&finding.message))) }))),
            ("locations", Some(json!(self.location(finding).into_iter().collect::<Vec<_>>()))),
            ("relatedLocations", self.related(finding)),
            // The second is the one that GitHub's code scanning tells alerts apart by.
            (
                "partialFingerprints",
                Some(json!({ "boardlint/v1": fingerprint, "primaryLocationLineHash": format!("{fingerprint}:{nth}") })),
            ),
            ("baselineState", state.map(|state| json!(state))),
            ("suppressions", suppressions),
            ("properties", Some(self.properties(finding))),
        ]))
    }

    fn location(&mut self, finding: &Finding) -> Option<Value> {
        let mut location = match finding.location {
            Some(mark) => self.artifacts.location(self.run, mark),
            None => self.artifacts.whole(&Place::of(self.run, finding)?),
        };
        let board = &*self.run.names.text(&finding.board);
        let logical = |name: &str, kind: &str| {
            let whole = if kind == "board" { board.to_owned() } else { format!("{board}/{name}") };
            json!({ "name": text(name), "fullyQualifiedName": text(&whole), "kind": kind })
        };
        let item = finding.item.as_ref().map(|item| logical(&about::item(item), "item"));
        let sprint = finding.sprint.as_deref().map(|sprint| logical(&self.run.names.text(sprint), "sprint"));
        let logical: Vec<_> = [item, sprint, Some(logical(board, "board"))].into_iter().flatten().collect();
        location.as_object_mut()?.insert("logicalLocations".to_owned(), json!(logical));
        Some(location)
    }

    /// The lines of the charter that make it a finding, then the other records.
    fn related(&mut self, finding: &Finding) -> Option<Value> {
        let run = self.run;
        let labels = finding.labels.iter().map(|label| (label.mark, run.names.text(&label.text).into_owned()));
        let others = finding.related.iter().filter_map(|other| {
            let item = other.item.as_deref().map(|key| about::name(key, other.number)).unwrap_or_default();
            Some((other.mark?, format!("{item} {}", run.names.phrase(&other.message)).trim().to_owned()))
        });
        let mut related: Vec<Value> = Vec::new();
        for (place, (mark, message)) in labels.chain(others).enumerate() {
            let mut location = self.artifacts.location(run, mark);
            if let Some(location) = location.as_object_mut() {
                location.insert("id".to_owned(), json!(place + 1));
                location.insert("message".to_owned(), json!({ "text": text(&sentence(&message)) }));
            }
            related.push(location);
        }
        (!related.is_empty()).then(|| json!(related))
    }

    fn properties(&self, finding: &Finding) -> Value {
        let (run, item) = (self.run, finding.item.as_ref());
        let facts: Map<_, _> =
            finding.facts.iter().map(|(name, value)| (name.clone(), fact(run.names, value))).collect();
        let title = item.filter(|_| !run.display.no_titles).map(|item| text(&item.title));
        Value::Object(object([
            ("confidence", Some(json!(finding.confidence.to_string()))),
            ("at", finding.at.map(|at| json!(at.to_string()))),
            ("actor", finding.actor.as_ref().map(|it| actor(run.names, it))),
            ("title", title),
            ("url", item.map(|item| item.url.as_str()).filter(|url| !url.is_empty()).map(text)),
            ("count", Some(json!(finding.count))),
            ("facts", Some(Value::Object(facts)).filter(|facts| facts != &json!({}))),
            ("pointer", finding.location.and_then(|mark| run.sources.get(mark.file).pointer(mark)).map(|it| text(&it))),
        ]))
    }
}

fn suppression(why: &str) -> Value {
    json!([{ "kind": "external", "status": "accepted", "justification": text(why) }])
}
