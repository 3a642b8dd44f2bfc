//! Trello's CSV for paid workspaces: the current state of the cards, without history, creators or positions.

use std::borrow::Cow;

use foldhash::HashSet;

use super::records::created;
use crate::board::facts::{
    Account, Due, Facts, FieldFact, FieldSchema, ItemFact, ItemFields, Ref, StateFact, Text, Tool,
};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::table::{Row, Table, cell, is_empty, mark};
use crate::export::time;
use crate::source::{Diagnostic, File};
use crate::wording::listed;

/// Columns of every such file, old or new.
const CERTAIN: [&str; 3] = ["Card ID", "Card Name", "List Name"];

/// The number of entries in checklists.
const ENTRIES: &str = "Checklist Item Total Count";

/// Trello's own columns. All others are custom fields.
const OWN: &[&str] = &[
    "Card ID",
    "Card Name",
    "Card URL",
    "Card Description",
    "Labels",
    "Members",
    "Due Date",
    "Due Reminder",
    "Due Complete",
    "Start Date",
    "Attachment Count",
    "Attachment Links",
    ENTRIES,
    "Checklist Item Completed Count",
    "Vote Count",
    "Comment Count",
    "Last Activity Date",
    "List ID",
    "List Name",
    "Board ID",
    "Board Name",
    "Archived",
];

/// The word for `true` in lower case, as spreadsheets in several languages write it.
const TRUE: &[&str] = &[
    "true",
    "wahr",
    "vrai",
    "verdadero",
    "verdadeiro",
    "vero",
    "waar",
    "sant",
    "sann",
    "sand",
    "tosi",
    "prawda",
    "pravda",
    "igaz",
    "adevărat",
    "doğru",
    "истина",
];

/// The colours of Trello's labels, which follow their names.
const COLOURS: &[&str] =
    &["green", "yellow", "orange", "red", "purple", "blue", "sky", "lime", "pink", "black", "null", "none", "no color"];

/// The export of a board or a workspace as CSV.
pub(in crate::export) struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "Trello cards (CSV)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        preview.table().is_some_and(|text| {
            let table = Table::sample(text, 0);
            CERTAIN.iter().all(|name| table.header.iter().any(|header| header.trim() == *name))
        })
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut table = Table::read(file, "Trello CSV")?;
        let mut facts = Facts::new(file.id(), Tool::Trello);
        let mut damaged = std::mem::take(&mut table.damaged);
        let columns = Columns::new(&table);
        let mut boards: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::new();
        let (mut lists, mut people, mut known) = (HashSet::default(), HashSet::default(), HashSet::default());
        for row in table.rows() {
            let at = columns.cell(row, "Card ID");
            let Some(id) = at.map(cell).filter(|id| !id.trim().is_empty()) else {
                let damage = Diagnostic::error("this row has no card id; the other rows were read");
                let mark = mark(file, row.cell(0));
                damaged.push(damage.at(mark, "the row begins here").note("export the board again"));
                continue;
            };
            let board = (columns.text(row, "Board ID"), columns.text(row, "Board Name"));
            if known.insert(board.clone()) {
                boards.push(board);
            }
            let item = columns.item(file, row, id);
            if lists.insert((item.state.id.clone(), item.state.name.clone())) {
                let Ref { id, name } = item.state.clone();
                facts.states.push(StateFact { id, name, category: None, closed: false });
            }
            for name in &item.assignees {
                if people.insert(name.clone()) {
                    // The cell may hold full names or user names.
                    let (login, display) = (Some(name.clone()), Some(name.clone()));
                    facts.accounts.push(Account { login, display, ..Account::default() });
                }
            }
            facts.items.push(item);
        }
        let custom = columns.custom.iter().map(|(_, name)| FieldFact {
            id: name.clone(),
            name: name.clone(),
            schema: FieldSchema::Unknown,
            estimate: false,
        });
        facts.fields = custom.collect();
        let notes = several(&boards);
        // An unreadable row is still a card of the board.
        facts.lists_board = boards.len() == 1 && damaged.is_empty();
        if let Some((id, name)) = boards.into_iter().next() {
            facts.home = id.into_owned();
            facts.name = name;
        }
        Ok(Reading { format: self.name(), facts, damaged, notes })
    }
}

/// A workspace is exported into one file. Its boards are read as one.
fn several(boards: &[(Cow<'_, str>, Cow<'_, str>)]) -> Vec<String> {
    if boards.len() < 2 {
        return Vec::new();
    }
    let names: Vec<_> = boards.iter().map(|(_, name)| format!("`{name}`")).collect();
    vec![format!(
        "it holds {} boards, {}, which are judged as one: export each board by itself to keep them apart",
        boards.len(),
        listed(&names, 4)
    )]
}

/// The indices of the columns.
struct Columns<'a> {
    own: Vec<(&'static str, usize)>,
    custom: Vec<(usize, Cow<'a, str>)>,
}

impl<'a> Columns<'a> {
    fn new(table: &Table<'a>) -> Self {
        let mut columns = Self { own: Vec::new(), custom: Vec::new() };
        for (column, header) in table.header.iter().enumerate() {
            match OWN.iter().find(|name| **name == header.trim()) {
                Some(name) if columns.own.iter().all(|(have, _)| have != name) => columns.own.push((name, column)),
                _ if header.trim().is_empty() => {}
                _ => columns.custom.push((column, header.clone())),
            }
        }
        columns
    }

    fn cell(&self, row: Row<'_, 'a>, name: &str) -> Option<&'a str> {
        let (_, column) = self.own.iter().find(|(have, _)| *have == name)?;
        Some(row.cell(*column)).filter(|raw| !is_empty(raw))
    }

    fn has(&self, name: &str) -> bool {
        self.own.iter().any(|(have, _)| *have == name)
    }

    fn text(&self, row: Row<'_, 'a>, name: &str) -> Cow<'a, str> {
        self.cell(row, name).map(cell).unwrap_or_default()
    }

    fn item(&self, file: &File, row: Row<'_, 'a>, id: Cow<'a, str>) -> ItemFact<'a> {
        let raw = self.cell(row, "Card ID").unwrap_or_default();
        let here = mark(file, raw);
        let url = self.text(row, "Card URL");
        let (link, number) = link(&url);
        let key = link.map_or_else(|| id.clone(), |link| Cow::Owned(link.to_owned()));
        let field = |(column, name): &(usize, Cow<'a, str>)| {
            let raw = Some(row.cell(*column)).filter(|raw| !is_empty(raw))?;
            Some((name.clone(), Text::new(raw, cell)))
        };
        ItemFact {
            number,
            title: self.cell(row, "Card Name").map_or(Text::EMPTY, |raw| Text::new(raw, cell)),
            description: self.cell(row, "Card Description").map(|raw| Text::new(raw, cell)),
            url: url.trim().to_owned(),
            created: created(&id).map(|at| (at, here)),
            updated: time::instant(self.text(row, "Last Activity Date").trim()),
            assignees: names(&self.text(row, "Members")).map(|name| Cow::Owned(name.to_owned())).collect(),
            assignee_mark: self.cell(row, "Members").map(|raw| mark(file, raw)),
            state: Ref { id: self.text(row, "List ID"), name: self.text(row, "List Name") },
            labels: labels(&self.text(row, "Labels")),
            checklist: self.has(ENTRIES).then(|| self.text(row, ENTRIES).trim().parse().unwrap_or(0)),
            due: Due::parse(self.text(row, "Due Date").trim()),
            holds: ItemFields::USUAL
                .with(ItemFields::DESCRIPTION, self.has("Card Description"))
                .with(ItemFields::ASSIGNEES, self.has("Members"))
                .with(ItemFields::LABELS, self.has("Labels"))
                .with(ItemFields::DUE, self.has("Due Date")),
            closed: is_true(&self.text(row, "Archived")),
            fields: self.custom.iter().filter_map(field).collect(),
            ..ItemFact::new(id, key, here)
        }
    }
}

/// Whether a cell is true, in the language of the spreadsheet that saved the table.
fn is_true(cell: &str) -> bool {
    TRUE.contains(&cell.trim().to_lowercase().as_str())
}

/// The short link and the number in `https://trello.com/c/SHORTLINK/12-title`.
fn link(url: &str) -> (Option<&str>, Option<u32>) {
    let Some((_, rest)) = url.trim().split_once("/c/") else { return (None, None) };
    let (link, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let number = rest.split('-').next().and_then(|number| number.parse().ok());
    (Some(link).filter(|link| !link.is_empty()), number)
}

/// Splits the names in a cell.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// Splits `Name (color), Name (color)`. A comma ends a label only after its colour, as names may contain
/// commas.
fn labels<'a>(text: &str) -> Vec<Cow<'a, str>> {
    let mut labels = Vec::new();
    let mut label = String::new();
    for part in text.split(',') {
        if !label.is_empty() {
            label.push(',');
        }
        label.push_str(part);
        let trimmed = label.trim();
        let named = trimmed.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
        if let Some((name, colour)) = named
            && COLOURS.iter().any(|known| colour.starts_with(known))
        {
            labels.push(name.trim().to_owned());
            label.clear();
        }
    }
    labels.extend(names(&label).map(str::to_owned));
    labels.into_iter().filter(|name| !name.is_empty()).map(Cow::Owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const HEADER: &str = "Card ID,Card Name,Card URL,Card Description,Labels,Members,List ID,List Name,Board ID,Board Name,Archived,Last Activity Date,Points\n";

    #[test]
    fn cards_are_read_as_they_stand() {
        let text = format!(
            "\u{feff}{HEADER}6942a9505f6e7d8c000003e8,\"Say \"\"hi\"\", all\",https://trello.com/c/AbCd1234/12-say-hi,,\"A, b (green), C (red)\",\"Ana Roe, Li\",l1,Backlog,b1,Shop,true,2026-01-02T03:04:05.000Z,5\nshort,Two,https://trello.com/c/Zz,text,,,l1,Backlog,b1,Shop,false,,\n,Three,,,,,,,,,,,\n"
        );
        let mut sources = Sources::new();
        let id = sources.add("board.csv", text);
        let file = sources.get(id);
        assert!(Csv.recognises(&Preview::new(file.bytes())));
        let reading = Csv.read(file, &Context::default()).expect("a reading");
        let facts = reading.facts;
        let [first, second] = facts.items.as_slice() else { panic!("{} cards", facts.items.len()) };
        assert_eq!((&*first.key, first.number, &*first.title.decode()), ("AbCd1234", Some(12), "Say \"hi\", all"));
        assert_eq!(first.created.map(|(at, _)| at.to_string()).as_deref(), Some("2025-12-17T13:00:00Z"));
        assert_eq!(
            (first.creator.is_none(), first.closed, first.labels.as_slice()),
            (true, true, &["A, b".into(), "C".into()][..])
        );
        assert_eq!((first.assignees.len(), first.fields.len(), first.history), (2, 1, false));
        let mark = first.mark;
        assert_eq!(&file.bytes()[mark.start..mark.end()], b"6942a9505f6e7d8c000003e8");
        assert_eq!((&*second.key, second.number, second.created.is_none()), ("Zz", None, true));
        assert_eq!((facts.home.as_str(), &*facts.name, facts.states.len(), facts.comments), ("b1", "Shop", 1, false));
        assert_eq!(reading.damaged.len(), 1);
        assert!(reading.notes.is_empty());
    }

    #[test]
    fn a_table_that_a_spreadsheet_wrote_again_tells_in_its_language_what_is_archived() {
        let card = |archived: &str| format!("{archived}{},A,,,,,l,L,b1,Shop,{archived},,\n", archived.len());
        let text = format!("{HEADER}{}", ["true", "TRUE", "WAHR", "VRAI", "ИСТИНА", "FALSCH", ""].map(card).concat());
        let mut sources = Sources::new();
        let id = sources.add("board.csv", text);
        let reading = Csv.read(sources.get(id), &Context::default()).expect("a reading");
        let closed: Vec<bool> = reading.facts.items.iter().map(|item| item.closed).collect();
        assert_eq!(closed, [true, true, true, true, true, false, false]);
    }

    #[test]
    fn several_boards_in_one_file_are_reported() {
        let text = format!("{HEADER}a,A,,,,,l,L,b1,Shop,,,\nb,B,,,,,l,L,b2,Site,,,\n");
        let mut sources = Sources::new();
        let id = sources.add("board.csv", text);
        let reading = Csv.read(sources.get(id), &Context::default()).expect("a reading");
        assert!(reading.notes[0].contains("`Shop`, `Site`"), "{:?}", reading.notes);
    }
}
