//! The changelog of an issue in Jira's REST API.

use jiff::Timestamp;

use super::super::document::readable;
use super::super::history::{self, Entry, Parts};
use super::collector::Collector;
use super::records::{Changelog, Histories, History, Item};
use crate::board::facts::{Act, ChangeFact, Coverage, ItemFact, Text};
use crate::export::json::{Raw, filled, instant, lazy_by, or_empty, scalar};

/// Maximum numbers of histories that Jira Cloud embeds. A changelog of exactly that length is taken to be
/// cut.
const EMBEDDED: [usize; 2] = [40, 100];

impl<'a> Changelog<'a> {
    /// The one history of a webhook. Its author and time are outside the changelog.
    pub(super) fn one(mut self, author: Option<Raw<'a>>, created: Option<Raw<'a>>) -> Histories<'a> {
        let items = Some(0..self.histories.items.len());
        self.histories.list = vec![History { id: self.id, author, created, items }];
        self.histories
    }

    /// Which part of the history is present. Jira Cloud leaves out the oldest entries and does not always say
    /// so.
    fn coverage(&self, cloud: bool) -> Coverage {
        let here = self.histories.list.len();
        let total = self.entry_count();
        let suspicious = EMBEDDED.contains(&here) && (cloud || total.is_none());
        if suspicious {
            // The total is unknown, and so is which part these entries are.
            return Coverage::without_oldest(here);
        }
        let total = total.unwrap_or(here).max(here);
        let since = if here < total { since(&self.histories.list) } else { None };
        Coverage::new(total, total - here..total, since)
    }
}

/// The time of the oldest entry of `list`.
pub(super) fn since(list: &[History<'_>]) -> Option<Timestamp> {
    list.iter().filter_map(|history| instant(history.created)).min()
}

/// Adds the changelog of an issue to `item`. `cloud` is whether Jira Cloud wrote it.
pub(super) fn read<'a>(collector: &mut Collector<'_, 'a>, log: &Changelog<'a>, cloud: bool, item: &mut ItemFact<'a>) {
    item.log = Some(log.coverage(cloud));
    add(collector, &log.histories, item);
}

/// Adds the changes in `histories` to `item`. If one is unreadable or empty, its change is unknown: the
/// history has a hole.
pub(super) fn add<'a>(collector: &mut Collector<'_, 'a>, histories: &Histories<'a>, item: &mut ItemFact<'a>) {
    let Histories { list, items, .. } = histories;
    collector.count(list.len());
    // Reserve exactly: hundreds of thousands of items are in memory at once.
    item.changes.reserve_exact(items.len());
    let mut holes = false;
    for history in list {
        let Some(at) = instant(history.created) else {
            collector.left_out("change", "when it was made", history.created.or(history.id));
            holes = true;
            continue;
        };
        let changed = history.items.clone().and_then(|places| items.get(places));
        let Some(changed) = changed.filter(|changed| changed.iter().all(Item::is_named)) else {
            collector.left_out("change", "what was changed", history.created);
            holes = true;
            continue;
        };
        // Jira writes no entry without changes, so a filter removed the changes of this one.
        holes |= changed.is_empty();
        let by = history.author.and_then(|raw| collector.person(raw));
        let id = or_empty(history.id);
        let logs_work = changed.iter().any(|item| history::logs_work(&or_empty(item.field)));
        for (part, changed) in (0..).zip(changed) {
            let before = || changed.from_string.map(|raw| collector.file.mark_with_key(raw.get()).up(1));
            let parts = changed.parts(collector);
            let Some(act) = changed.entry().act(&mut collector.meanings, parts, logs_work, before) else { continue };
            if matches!(act, Act::Sprints { .. })
                && let Some(id) = filled(changed.field_id)
            {
                collector.sprint_field(id);
            }
            item.copied |= matches!(act, Act::Linked { copy: Some(true) });
            if let Act::Assigned { from, to, .. } | Act::Reported { from, to } = &act {
                for (who, id, name) in [(from, changed.from, changed.from_string), (to, changed.to, changed.to_string)]
                {
                    match who {
                        Some(who) if filled(id).is_some() => collector.mention(who.clone(), or_empty(name)),
                        Some(name) => collector.mention_name(name.clone()),
                        None => {}
                    }
                }
            }
            let proof = changed.to_string.or(changed.from_string).or(changed.to).or(changed.field);
            let mark = collector.file.mark_with_key(proof.map_or("", |raw| raw.get())).up(1);
            item.changes.push(ChangeFact { id: id.clone(), part, at, by: by.clone(), act, mark });
        }
    }
    if holes {
        let known = item.log.as_ref().map_or(0, |log| log.total);
        item.log = Some(Coverage::with_holes(known.max(list.len())));
    }
}

impl<'a> Item<'a> {
    /// Whether it names the changed field.
    fn is_named(&self) -> bool {
        self.field.is_some() || self.field_id.is_some()
    }

    /// Which parts of a value are known.
    fn parts(&self, collector: &Collector<'_, 'a>) -> Parts {
        if self.has == [true; 4] {
            return Parts::ALL;
        }
        let [from, from_string, to, to_string] = self.has;
        let nothing = collector.nothing();
        Parts {
            from: from || nothing.from,
            from_string: from_string || nothing.from_string,
            to: to || nothing.to,
            to_string: to_string || nothing.to_string,
        }
    }

    fn entry(&self) -> Entry<'a> {
        Entry {
            field: or_empty(self.field),
            custom: scalar(self.fieldtype).map(|kind| kind == "custom"),
            field_id: filled(self.field_id),
            from: value(self.from),
            from_string: value(self.from_string),
            to: value(self.to),
            to_string: value(self.to_string),
        }
    }
}

/// A value, decoded on demand; `None` only for `null`.
fn value(raw: Option<Raw<'_>>) -> Option<Text<'_>> {
    raw.map(|raw| lazy_by(Some(raw), readable).unwrap_or(Text::EMPTY))
}
