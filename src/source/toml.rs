//! TOML with spans. The reader finds all mistakes in one run.
//!
//! People who write charters and rule files want to know all mistakes, not only the first. So the text is
//! parsed into a tree in which each key and value has its span. A [`Reader`] then collects diagnostics
//! instead of stopping at the first.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Diagnostic, File, Mark, utf8};
use crate::word::Word;
use crate::wording::did_you_mean;

/// A key and its span.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key, unquoted and unescaped.
    pub name: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// A value and its span.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// The data.
    pub data: Data,
}

/// The kinds of TOML values.
#[derive(Clone, Debug)]
pub enum Data {
    /// Text in quotes.
    Text(String),
    /// A number, whole or not.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A date, a time, or both, as written.
    Time(String),
    /// A list in brackets.
    List(Vec<Value>),
    /// Keys and values in the order of the file.
    Table(Table),
}

/// The keys and values of a table, in the order of the file.
pub type Table = Vec<(Key, Value)>;

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Data::Text(text) = &self.data { Some(text) } else { None }
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        if let Data::Table(table) = &self.data { Some(table) } else { None }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Data::List(list) = &self.data { Some(list) } else { None }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        if let Data::Number(number) = self.data { Some(number) } else { None }
    }

    fn kind(&self) -> &'static str {
        match self.data {
            Data::Text(_) => "text",
            Data::Number(_) => "a number",
            Data::Bool(_) => "true or false",
            Data::Time(_) => "a date or time",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }
}

impl fmt::Display for Value {
    /// Writes it as TOML in one line.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.data {
            Data::Text(text) => out.write_str(&toml::Value::String(text.clone()).to_string()),
            Data::Number(number) => write!(out, "{number}"),
            Data::Bool(yes) => write!(out, "{yes}"),
            Data::Time(time) => out.write_str(time),
            Data::List(list) => {
                out.write_str("[")?;
                for (place, value) in list.iter().enumerate() {
                    write!(out, "{}{value}", if place > 0 { ", " } else { "" })?;
                }
                out.write_str("]")
            }
            Data::Table(table) => {
                out.write_str("{ ")?;
                for (place, (key, value)) in table.iter().enumerate() {
                    write!(out, "{}{} = {value}", if place > 0 { ", " } else { "" }, key.name)?;
                }
                out.write_str(" }")
            }
        }
    }
}

/// Parses the TOML in `file`.
///
/// # Errors
/// The first syntax error, annotated; or that the file is not UTF-8.
pub fn parse(file: &File) -> Result<Table, Vec<Diagnostic>> {
    let text = utf8(file, 0, "file").map_err(|refusal| vec![refusal.note("save it again as UTF-8")])?;
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(convert_table(table.get_ref()));
    }
    // A missing quote or bracket makes the rest look wrong, too. Only the first error is certain.
    let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start));
    let diagnose = |error: &toml::de::Error| {
        let span = error.span().unwrap_or_default();
        let wrong = Diagnostic::error("this is not valid TOML").at(Mark::new(file.id(), span), plain(error.message()));
        if errors.len() > 1 { wrong.note("mend this first: what stands below can only be read then") } else { wrong }
    };
    Err(first.map(diagnose).into_iter().collect())
}

/// Translates a message of the parser for people who do not know its terms.
fn plain(message: &str) -> String {
    let known = [
        ("invalid basic string, expected `\"`", "the quote that ends this text is missing"),
        ("string values must be quoted", "text stands in quotes: write \"…\""),
        ("duplicate key", "this name stands twice: put both parts together in one place"),
        ("unclosed array", "the bracket `]` that ends this list is missing"),
        ("missing comma between array elements", "a comma is missing before this"),
        ("key with no value", "this line has no value: write `name = value`"),
    ];
    known.iter().find(|(begin, _)| message.starts_with(begin)).map_or(message, |(_, plain)| plain).to_owned()
}

fn convert_table(table: &DeTable<'_>) -> Table {
    let entry = |(key, value): (&Spanned<_>, &Spanned<_>)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        (Key { name: key.get_ref().to_string(), span: key.span() }, convert(value))
    };
    let mut entries: Table = table.iter().map(entry).collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    entries
}

fn convert(value: &Spanned<DeValue<'_>>) -> Value {
    let number = |text: &str| text.replace('_', "").parse().unwrap_or(f64::NAN);
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => Data::Number(number(integer.as_str())),
        DeValue::Integer(integer) => {
            let digits = u32::from_str_radix(integer.as_str(), integer.radix());
            Data::Number(digits.map_or(f64::NAN, f64::from))
        }
        DeValue::Float(float) => Data::Number(number(float.as_str())),
        DeValue::Boolean(yes) => Data::Bool(*yes),
        DeValue::Datetime(time) => Data::Time(time.to_string()),
        DeValue::Array(list) => Data::List(list.iter().map(convert).collect()),
        DeValue::Table(table) => Data::Table(convert_table(table)),
    };
    Value { span: value.span(), data }
}

/// Reads a tree and collects its mistakes.
#[derive(Debug)]
pub struct Reader<'f> {
    file: &'f File,
    /// The mistakes so far.
    pub found: Vec<Diagnostic>,
}

impl<'f> Reader<'f> {
    /// A reader of the tree parsed from `file`.
    pub fn new(file: &'f File) -> Self {
        Self { file, found: Vec::new() }
    }

    /// The mark over `span`.
    pub fn mark(&self, span: Range<usize>) -> Mark {
        Mark::new(self.file.id(), span)
    }

    /// The file that is read.
    pub fn file(&self) -> &'f File {
        self.file
    }

    /// Reports a mistake at `span`.
    pub fn error(&mut self, span: Range<usize>, message: impl Into<String>, label: impl Into<String>) {
        let mark = self.mark(span);
        self.found.push(Diagnostic::error(message).at(mark, label));
    }

    /// Reports a mistake at `span`, with advice.
    pub fn error_note(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        note: impl Into<String>,
    ) {
        let mark = self.mark(span);
        self.found.push(Diagnostic::error(message).at(mark, label).note(note));
    }

    /// Reports that `key` is not in `known`. Suggests the nearest one if it looks like a typing error.
    pub fn unknown_key(&mut self, key: &Key, place: &str, known: &[&str]) {
        let name = &key.name;
        let label = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| "no such key".to_owned());
        let note = format!("{place} knows {}", known.join(", "));
        self.error_note(key.span.clone(), format!("unknown key `{name}` in {place}"), label, note);
    }

    /// Reports that `text` at `span` is no `what`. Suggests the nearest of `words` if it looks like a typing
    /// error, else lists all.
    pub fn unknown_word(&mut self, span: Range<usize>, text: &str, what: &str, words: &[&str]) {
        let label = did_you_mean(text, words.iter().copied())
            .unwrap_or_else(|| format!("expected one of {}", words.join(", ")));
        self.error(span, format!("`{text}` is no {what}"), label);
    }

    /// `value` as one of `words`: its index. `what` names their kind for messages.
    pub fn word(&mut self, value: &Value, what: &str, words: &[&str]) -> Option<usize> {
        let text = self.string(value)?;
        let place = words.iter().position(|word| *word == text);
        if place.is_none() {
            self.unknown_word(value.span.clone(), text, what, words);
        }
        place
    }

    /// `value` as a word of the enum `W`. `what` names their kind for messages.
    pub fn word_of<W: Word>(&mut self, value: &Value, what: &str) -> Option<W> {
        self.word(value, what, W::WORDS).and_then(|place| W::ALL.get(place)).copied()
    }

    /// `value` as text.
    pub fn string<'v>(&mut self, value: &'v Value) -> Option<&'v str> {
        self.expect(value, value.as_text(), "text in quotes")
    }

    /// `value` as a table.
    pub fn table<'v>(&mut self, value: &'v Value) -> Option<&'v Table> {
        self.expect(value, value.as_table(), "a table")
    }

    /// `value` as a list.
    pub fn list<'v>(&mut self, value: &'v Value) -> Option<&'v [Value]> {
        self.expect(value, value.as_list(), "a list in brackets")
    }

    /// `value` as true or false.
    pub fn bool(&mut self, value: &Value) -> Option<bool> {
        let got = if let Data::Bool(yes) = value.data { Some(yes) } else { None };
        self.expect(value, got, "true or false")
    }

    /// `value` as a number.
    pub fn number(&mut self, value: &Value) -> Option<f64> {
        if value.as_number().is_some_and(|number| !number.is_finite()) {
            self.error(value.span.clone(), "expected a number", "this is none that can be compared");
            return None;
        }
        self.expect(value, value.as_number(), "a number")
    }

    /// `value` as a whole number in `range`.
    pub fn whole(&mut self, value: &Value, range: &RangeInclusive<usize>) -> Option<usize> {
        let number = self.number(value)?;
        let whole = whole(number, range);
        if whole.is_none() {
            let wanted = format!("expected a whole number from {} to {}", range.start(), range.end());
            self.error(value.span.clone(), wanted, format!("this is {number}"));
        }
        whole
    }

    /// `value` as a calendar date.
    pub fn date(&mut self, value: &Value) -> Option<Date> {
        let got = if let Data::Time(text) = &value.data { text.parse().ok() } else { None };
        self.expect(value, got, "a date such as 2026-03-02, without quotes")
    }

    /// `value` as one text or a list of texts, each with its span.
    pub fn strings(&mut self, value: &Value) -> Vec<(String, Range<usize>)> {
        if let Some(text) = value.as_text() {
            return vec![(text.to_owned(), value.span.clone())];
        }
        let list = self.list(value).unwrap_or_default();
        list.iter().filter_map(|entry| Some((self.string(entry)?.to_owned(), entry.span.clone()))).collect()
    }

    fn expect<T>(&mut self, value: &Value, got: Option<T>, wanted: &str) -> Option<T> {
        if got.is_none() {
            self.error(value.span.clone(), format!("expected {wanted}"), format!("this is {}", value.kind()));
        }
        got
    }
}

/// `number` as an integer, if it is whole and in `range`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "what is in the range is a whole number of its type"
)]
pub fn whole(number: f64, range: &RangeInclusive<usize>) -> Option<usize> {
    let within = (*range.start() as f64..=*range.end() as f64).contains(&number);
    (within && number.fract() == 0.0).then_some(number as usize)
}
