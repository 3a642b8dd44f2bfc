//! A preview of a file: enough of its beginning to detect its format.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::table::{DELIMITERS, Table};
use super::text::{beginning, json_body};
use super::{other_tools, xml};
use crate::wording::listed;

/// Keys that identify a JSON file. Reading stops at the first of them, before the large values.
const DECISIVE: &[&str] = &["issues", "fields", "histories", "values", "issueChangeLogs", "columnConfig"];

/// Keys that show that an object with `fields` is an issue. Before one of them, `fields` identifies nothing.
pub(in crate::export) const OF_ISSUES: &[&str] = &["id", "key", "self", "expand", "changelog"];

/// Keys under which Trello lists its records. Many other programs use them, too, so the first record of each
/// is read.
const RECORDS: &[&str] = &["actions", "cards", "lists"];

/// Number of bytes searched for a table of issues.
const TABLE: usize = 1 << 18;

/// Number of bytes read of a web page: office programs write long styles before the table.
const PAGE: usize = 1 << 15;

/// What the first bytes of a file show.
#[derive(Debug, Default)]
pub struct Preview<'a> {
    /// Whether the outermost JSON value is a list.
    pub list: bool,
    /// The first keys of the outermost JSON object, or of the first object in the list.
    pub keys: Vec<String>,
    /// The keys of the first object under `values`, which pages of very different records have, or under
    /// `sprints`.
    pub values: Vec<String>,
    /// The keys of the first record under `actions`, `cards` or `lists`. Reading stops at the first record
    /// with keys of Trello.
    records: Vec<String>,
    /// Whether the file ends within its first keys.
    pub(super) cut: bool,
    /// Whether there is a JSON syntax error before that.
    pub(super) broken: bool,
    bytes: &'a [u8],
}

impl<'a> Preview<'a> {
    /// Reads no more of `bytes` than necessary.
    pub fn new(bytes: &'a [u8]) -> Self {
        let bytes = json_body(bytes);
        let mut preview = Self { bytes, ..Self::default() };
        if matches!(preview.first(), Some(b'{' | b'[')) {
            let mut json = serde_json::Deserializer::from_slice(bytes);
            // The error only stops the walk, or shows damage, which the reader of the format reports in
            // detail.
            let walked = Keys { preview: &mut preview, inside_values: false }.deserialize(&mut json);
            (preview.cut, preview.broken) =
                walked.err().map(|error| (error.is_eof(), error.is_syntax())).unwrap_or_default();
        }
        preview
    }

    /// Whether `key` is among the first keys.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|have| have == key)
    }

    /// Whether `key` is among the keys of the first record: the outermost object, or the first of its
    /// `values`.
    pub fn lists(&self, key: &str) -> bool {
        self.has(key) || self.values.iter().any(|have| have == key)
    }

    /// Whether a list of records begins with a record of Trello.
    pub(super) fn has_trello_record(&self) -> bool {
        is_trello(&self.records)
    }

    /// The file's bytes without a byte order mark and, for JSON, without comments before it.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The first tag of an XML file, without its angle brackets: `rss version="0.92"`.
    pub fn root(&self) -> Option<&'a str> {
        (self.first() == Some(b'<')).then(|| xml::root(self.bytes)).flatten()
    }

    /// Whether it begins like JSON with unquoted keys, as viewers show it.
    pub(super) fn has_bare_keys(&self) -> bool {
        let inner = self.head().trim_ascii_start();
        let inner = inner.strip_prefix(b"[").map_or(inner, <[u8]>::trim_ascii_start);
        let Some(inner) = inner.strip_prefix(b"{").map(<[u8]>::trim_ascii_start) else { return false };
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
        let length = inner.iter().take_while(|byte| name(byte)).count();
        length > 0 && inner.get(length..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
    }

    /// Whether it begins like a script that assigns JSON to a variable: `var board = {`.
    pub(super) fn is_script(&self) -> bool {
        let head = self.head().trim_ascii_start();
        let length = head.iter().position(|byte| matches!(byte, b'{' | b'[')).unwrap_or_default();
        let before = head.get(..length).unwrap_or_default().trim_ascii_end();
        before.first().is_some_and(u8::is_ascii_alphabetic) && before.ends_with(b"=") && !before.contains(&b',')
    }

    /// Its beginning, long enough for the styles of a web page.
    pub(super) fn page(&self) -> &'a [u8] {
        self.bytes.get(..PAGE).unwrap_or(self.bytes)
    }

    /// Its first 512 bytes.
    pub(super) fn head(&self) -> &'a [u8] {
        self.bytes.get(..512).unwrap_or(self.bytes)
    }

    /// Whether the first line has several columns.
    pub(super) fn is_table(&self) -> bool {
        let mut lines = self.head().split(|byte| *byte == b'\n');
        let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let count = |line: &[u8], delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
        // With three columns, the second line must have as many, too.
        let columns = |delimiter: u8| match count(first, delimiter) {
            2 => count(second, delimiter) >= 2,
            delimiters => delimiters > 2,
        };
        !matches!(self.first(), Some(b'{' | b'[')) && DELIMITERS.iter().any(|delimiter| columns(*delimiter))
    }

    /// The beginning of the file, if it is text that may be a table.
    pub(super) fn table(&self) -> Option<&'a str> {
        if matches!(self.first(), None | Some(b'{' | b'[' | b'<' | b'%')) || self.head().contains(&0) {
            return None;
        }
        Some(beginning(self.bytes, TABLE)).filter(|text| !text.is_empty())
    }

    /// The name of another tool (not Jira or Trello) that writes tables with these columns.
    pub(super) fn other_tool(&self) -> Option<&'static str> {
        other_tools::name(&Table::sample(self.table()?, 0).header)
    }

    /// The names of the first columns, for messages.
    pub(super) fn columns(&self) -> String {
        let Some(text) = self.table() else { return String::new() };
        let table = Table::sample(text, 0);
        let names = table.header.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        listed(&names.map(|name| name.chars().take(40).collect::<String>()).collect::<Vec<_>>(), 8)
    }

    /// The first byte that is not white space; `None` for an empty file.
    pub(super) fn first(&self) -> Option<u8> {
        self.head().iter().copied().find(|byte| !byte.is_ascii_whitespace())
    }
}

/// Collects the keys of an object into a preview.
struct Keys<'p, 'a> {
    preview: &'p mut Preview<'a>,
    /// Whether the object is in the `values` of a page.
    inside_values: bool,
}

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
            let values = key == "values" && !self.inside_values;
            let is_clear = key != "fields" || OF_ISSUES.iter().any(|other| self.preview.has(other));
            let decisive = DECISIVE.contains(&key.as_str()) && is_clear;
            let records = RECORDS.contains(&key.as_str()) && !self.inside_values;
            // Scripts that join pages use this name.
            let is_sprint_list = key == "sprints" && !self.inside_values;
            if self.inside_values { &mut self.preview.values } else { &mut self.preview.keys }.push(key);
            if values {
                map.next_value_seed(Keys { preview: self.preview, inside_values: true })?;
            }
            // If the page is empty, the keys beside it show what it contains.
            if decisive && !(values && self.preview.values.is_empty()) {
                return Err(serde::de::Error::custom("enough"));
            }
            if values {
                continue;
            }
            if is_sprint_list {
                map.next_value_seed(Record(&mut self.preview.values))?;
                continue;
            }
            if records {
                self.preview.records.clear();
                map.next_value_seed(Record(&mut self.preview.records))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.preview.list |= !self.inside_values;
        seq.next_element_seed(self)?;
        Err(serde::de::Error::custom("enough"))
    }
}

/// Collects the keys of the first object in a list; no keys for other values.
struct Record<'k>(&'k mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.0.push(key);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        seq.next_element_seed(Record(self.0))?;
        if is_trello(self.0) {
            return Err(serde::de::Error::custom("enough"));
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// Whether these are the keys of a record of Trello: a card, a list or an action.
fn is_trello(keys: &[String]) -> bool {
    let has = |key: &&str| keys.iter().any(|have| have == key);
    ["idBoard", "idList", "idMemberCreator"].iter().any(has) || ["type", "date", "data"].iter().all(has)
}
