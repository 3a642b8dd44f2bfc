use std::fmt;

use super::table::Table;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::xml;

/// Keys that settle what a JSON file is: reading stops at the first of them, before its megabytes.
const DECISIVE: &[&str] =
    &["issues", "fields", "actions", "cards", "lists", "histories", "values", "issueChangeLogs", "columnConfig"];

/// How much of a file is looked at to see whether it is a table of issues.
const TABLE: usize = 1 << 18;

/// What a file looks like from its first bytes.
#[derive(Debug, Default)]
pub struct Probe<'a> {
    /// Whether the outermost JSON value is a list.
    pub list: bool,
    /// The first keys of the outermost JSON object, or of the first object in the list.
    pub keys: Vec<String>,
    /// The keys of the first object under `values`, which pages of very different things have.
    pub values: Vec<String>,
    /// Whether the file ends before its first keys do.
    cut: bool,
    bytes: &'a [u8],
}

impl<'a> Probe<'a> {
    /// Looks at `bytes` without reading more than it must.
    pub fn new(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut probe = Self { bytes, ..Self::default() };
        if matches!(probe.first(), Some(b'{' | b'[')) {
            let mut json = serde_json::Deserializer::from_slice(bytes);
            // The error is how the walk stops, or how a damaged file looks from here; its reader will say more.
            let walked = Keys(&mut probe, false).deserialize(&mut json);
            probe.cut = walked.is_err_and(|error| error.is_eof());
        }
        probe
    }

    /// Whether `key` is among the first keys.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|have| have == key)
    }

    /// Whether `key` is among the keys of the first record: the outermost object, or the first of its `values`.
    pub fn lists(&self, key: &str) -> bool {
        self.has(key) || self.values.iter().any(|have| have == key)
    }

    /// The file's bytes, without a byte order mark.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The first tag of an XML file, without its angle brackets: `rss version="0.92"`.
    pub fn root(&self) -> Option<&'a str> {
        (self.first() == Some(b'<')).then(|| xml::root(self.bytes)).flatten()
    }

    /// Its first 512 bytes.
    fn head(&self) -> &'a [u8] {
        self.bytes.get(..512).unwrap_or(self.bytes)
    }

    /// Whether the first line has several columns.
    fn is_table(&self) -> bool {
        let line = self.head().split(|byte| *byte == b'\n').next().unwrap_or_default();
        let columns = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count() >= 3;
        !matches!(self.first(), Some(b'{' | b'[')) && b",;\t|^".iter().any(|delimiter| columns(*delimiter))
    }

    /// The beginning of the file, if it is text that may be a table.
    pub(super) fn table(&self) -> Option<&'a str> {
        if matches!(self.first(), None | Some(b'{' | b'[' | b'<' | b'%')) || self.head().contains(&0) {
            return None;
        }
        let start = self.bytes.get(..TABLE).unwrap_or(self.bytes);
        match std::str::from_utf8(start) {
            Ok(text) => Some(text),
            Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).ok().filter(|text| !text.is_empty()),
        }
    }

    /// The names of the first columns, for people.
    fn columns(&self) -> String {
        let Some(text) = self.table() else { return String::new() };
        let table = Table::sample(text, 0);
        let names: Vec<_> = table.header.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        let shown = names.iter().take(8).map(|name| name.chars().take(40).collect::<String>()).collect::<Vec<_>>();
        shown.join(", ")
    }

    fn first(&self) -> Option<u8> {
        self.head().iter().copied().find(|byte| !byte.is_ascii_whitespace())
    }

    /// What the file seems to be, and what to do about it.
    pub(super) fn explain(&self) -> (String, String) {
        let head = String::from_utf8_lossy(self.head()).to_lowercase();
        let jira = "export from Jira with the changelog, or from Trello as JSON: the README shows how";
        let table =
            "export from Jira again, as CSV with all fields, or better with the changelog: the README shows how";
        let (what, advice) = if self.first().is_none() {
            ("this file is empty", "download the export again")
        } else if head.contains("<html") || head.contains("<!doctype html") {
            if head.contains("log in") || head.contains("login") {
                ("this is a login page, not an export", "log in, or send the token, and download the export again")
            } else if head.contains("schemas-microsoft-com") || head.contains("<table") {
                ("this is a table for Word or Excel (HTML), which holds no history", table)
            } else {
                ("this is a web page, not an export", jira)
            }
        } else if self.head().starts_with(b"%PDF") {
            ("this is a PDF, which holds no history", jira)
        } else if self.bytes.get(257..262) == Some(b"ustar") {
            ("this is a tar archive", "unpack it and give boardlint the folder")
        } else if self.head().contains(&0) {
            ("this is a binary file, not an export", jira)
        } else if matches!(self.first(), Some(b'{' | b'[')) && self.cut {
            (
                "this JSON ends in the middle: the download was cut off",
                "export again and check that the file arrives whole",
            )
        } else if let Some(root) = self.root() {
            let name: String = xml::name(root).chars().take(60).collect();
            let seen = format!("this is XML, but no export that boardlint knows: its outermost element is `{name}`");
            return (seen, jira.to_owned());
        } else if head.trim_start().starts_with("<?xml") || head.trim_start().starts_with("<!--") {
            ("this is XML without any element: the download was cut off, or failed", "export again")
        } else if self.is_table() {
            let columns = self.columns();
            return (
                format!("this is a table, but no export of Jira or Trello that boardlint knows: it has the columns {columns}"),
                "a CSV of Jira needs the column of issue keys (Export › CSV, all fields); what somebody changed is only in \
                 JSON: the README shows how"
                    .to_owned(),
            );
        } else if matches!(self.first(), Some(b'{' | b'[')) {
            let keys = self.keys.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
            let seen = if keys.is_empty() { "no keys".to_owned() } else { format!("the keys {keys}") };
            return (format!("this is JSON, but no export that boardlint knows: it has {seen}"), jira.to_owned());
        } else {
            ("this is no export that boardlint can read", jira)
        };
        (what.to_owned(), advice.to_owned())
    }
}

/// Whose keys are looked at, and whether it is a value of a page.
struct Keys<'p, 'a>(&'p mut Probe<'a>, bool);

impl<'de> DeserializeSeed<'de> for Keys<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let decisive = DECISIVE.contains(&key.as_str());
            let values = key == "values" && !self.1;
            if self.1 { &mut self.0.values } else { &mut self.0.keys }.push(key);
            if values {
                map.next_value_seed(Keys(self.0, true))?;
            }
            if decisive {
                return Err(serde::de::Error::custom("enough"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.list |= !self.1;
        seq.next_element_seed(Keys(self.0, self.1))?;
        Err(serde::de::Error::custom("enough"))
    }
}
