//! entities.xml of a full backup: the only export of Jira with a complete history.
//!
//! Entities refer to one another by id and stand in any order. So one pass over the file reads them into
//! tables, in pieces, and the tables are joined afterwards.

mod clock;
mod edits;
mod histories;
mod join;
mod people;
mod records;
mod row;
mod shown_time;
mod site_lists;
mod tables;
mod wanted;

use super::projects::name_board;
use crate::board::facts::{Facts, Tool};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::xml::{Plain, Xml};
use crate::parallel;
use crate::source::{Diagnostic, File, Mark};
use clock::Clock;
use row::Row;
use tables::Tables;

/// Size in bytes of the pieces that are read in parallel: large enough for the cost of a task, small enough
/// to share evenly.
const PIECE: usize = 1 << 20;

/// The issues of a full backup with their complete history.
pub(in crate::export) struct Backup;

impl Reader for Backup {
    fn name(&self) -> &'static str {
        "Jira backup (XML)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        preview.root().is_some_and(|root| root.starts_with("entity-engine-xml"))
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        self.read_by(file, context, |xml| xml.pieces(PIECE))
    }
}

impl Backup {
    /// Reads the pieces returned by `cut` in parallel, and everything else in order.
    fn read_by<'a>(
        &self,
        file: &'a File,
        context: &Context,
        cut: impl FnOnce(&Xml<'a>) -> Vec<&'a str>,
    ) -> Result<Reading<'a>, Diagnostic> {
        let mut xml = Xml::new(file, "Jira backup")?;
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let (root, comments) = xml.root()?;
        let exported = root.and_then(|root| xml.attribute(root, "date")).and_then(|date| date.raw.trim().parse().ok());
        let clock = Clock::new(&comments, exported, context);
        facts.zone_assumed = clock.note.is_some();
        let mut notes: Vec<String> = clock.note.clone().into_iter().collect();
        let mut pieces = vec![Tables::new(clock)];
        if let Some(root) = root {
            let (cut, root) = (cut(&xml), xml.mark(root));
            entities(&mut xml, root, (file, &cut), &mut pieces)?;
        }
        let mut damaged = xml.damaged;
        notes.extend(join::join(pieces, &mut facts, &mut damaged));
        name_board(&mut facts);
        facts.lists_board = damaged.is_empty();
        Ok(Reading { format: self.name(), facts, damaged, notes })
    }
}

/// Reads the entities of the file into `tables`, whose last element takes those read in order. The `pieces`
/// are read in parallel by a fast path for simple markup. Other markup is read in the order of the file, and
/// so is a piece that begins within an entity.
fn entities<'a>(
    xml: &mut Xml<'a>,
    root: Mark,
    (file, pieces): (&'a File, &[&'a str]),
    tables: &mut Vec<Tables<'a>>,
) -> Result<(), Diagnostic> {
    let clock = tables[0].clock.clone();
    let read = parallel::map(pieces, |_, piece| {
        let (mut plain, mut row) = (Plain::new(file, piece), Row::new(root));
        let mut tables = Tables::new(clock.clone());
        let mut end = plain.read();
        while let Some(name) = row.read_plain(&mut plain) {
            tables.add(name, &row);
            end = plain.read();
        }
        tables.standing.shrink();
        tables.acts.shrink();
        (tables, end)
    });
    let mut row = Row::new(root);
    let mut one = |xml: &mut Xml<'a>, tables: &mut Vec<Tables<'a>>| -> Result<bool, Diagnostic> {
        let Some(tag) = xml.child()? else { return Ok(false) };
        row.read(xml, tag)?;
        if let Some(tables) = tables.last_mut() {
            tables.add(tag.name, &row);
        }
        Ok(true)
    };
    let mut start = xml.at();
    for (piece, (table, end)) in pieces.iter().zip(read) {
        while xml.at() < start {
            if !one(xml, tables)? {
                return Ok(());
            }
        }
        if xml.at() == start {
            xml.pass_over(end);
            tables.push(table);
        }
        start += piece.len();
    }
    while one(xml, tables)? {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::*;
    use crate::source::Sources;

    /// Possible contents of a backup: simple and other markup, complete and damaged, and text that looks like
    /// the start of an entity.
    const PARTS: &[&str] = &[
        "\n    <Issue id=\"1\" key=\"APP-1\" project=\"7\" summary=\"a &lt; b\" votes=\"0\" created=\"2026-03-01 09:00:00.0\"/>",
        "\n    <Issue id=\"2\" number=\"2\" project=\"7\" type=\"3\">\n        <description><![CDATA[a\n    <Label id=\"1\" issue=\"1\" \
         label=\"none\"/>\n]]></description>\n    </Issue>",
        "\n    <Issue id='3' key='APP-3' created='2026-03-01 09:00:00.0' />",
        "\n    <Project id=\"7\" key=\"APP\"></Project>",
        "\n    <Label id=\"1\" issue=\"1\" label=\"one\"/>",
        "\n    <Label id=\"2\" issue=\"2\">\n        <label>tw&#111;</label>\n        <label/>\n    </Label>\n",
        "\n    <ChangeGroup id=\"5\" issue=\"1\" author=\"ida\" created=\"2026-03-02 09:00:00.0\"/>",
        "\n    <ChangeGroup id=\"6\" issue=\"2\" author=\"ida\" created=\"2026-03-03\"/>",
        "\n    <ChangeItem id=\"50\" group=\"5\" field=\"status\" oldvalue=\"1\" newvalue=\"2\"/>",
        "\n    <ChangeItem id=\"49\" group=\"6\" field=\"timespent\" oldvalue=\"1\" newvalue=\"2\">text</ChangeItem>",
        "\n    <Action id=\"8\" issue=\"1\" type=\"comment\" created=\"2026-03-04 09:00:00.0\"><body/></Action>",
        "\n    <OSPropertyEntry id=\"9\" propertyKey=\"jira.baseurl\"/>",
        "\n    <OSPropertyString id=\"9\" value=\"https://jira.example.com\"/>",
        "\n    <Membership id=\"4\"><parent><child/></parent></Membership>",
        "\n    <!-- a comment\n    <Label id=\"3\" issue=\"1\" label=\"three\"/> -->",
        "text",
        "\n    <Label id=\"3\" issue=\"1\" label=three/>",
        "\n    <Label id=\"3\" issue=\"1",
        "\n    </Issue>",
        "\n    <Issue id=\"4\">",
        "\n    <",
        "\n</entity-engine-xml>",
    ];

    proptest::proptest! {
        #[test]
        fn pieces_read_side_by_side_say_what_the_file_says_in_its_order(
            parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..24),
            sizes in (1..400_usize).prop_map(|size| [size, size * 8]),
        ) {
            let text = format!("<!-- user.timezone: UTC -->\n<entity-engine-xml>{}\n</entity-engine-xml>", parts.concat());
            let mut sources = Sources::new();
            let id = sources.add("entities.xml", text.into_bytes());
            let (file, context) = (sources.get(id), Context::default());
            let outcome = |read: Result<Reading<'_>, Diagnostic>| match read {
                Ok(read) => format!("{:?} {:?} {:?}", read.facts, read.damaged, read.notes),
                Err(refusal) => format!("{refusal:?}"),
            };
            let expected = outcome(Backup.read_by(file, &context, |_| Vec::new()));
            for size in sizes {
                proptest::prop_assert_eq!(outcome(Backup.read_by(file, &context, |xml| xml.pieces(size))), expected.clone());
            }
        }
    }
}
