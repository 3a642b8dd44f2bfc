//! A sentence in parts. Outputs can thus hide people's names, and write times in their own format.

use jiff::Timestamp;
use jiff::civil::Date;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhrasePart {
    /// boardlint's own words.
    Text(String),
    /// A name from the board. It may contain the name of a person.
    Quoted(String),
    /// A person. Outputs may hide the name.
    Person {
        /// The tool's own id.
        id: String,
        /// The displayed name.
        name: String,
    },
    /// An item.
    Item {
        /// Issue key or shortLink.
        key: String,
        /// The displayed name: the key, or the number on the card.
        name: String,
    },
    /// An instant, or days.
    Time {
        /// The time.
        time: PhraseTime,
        /// The same in the board's time zone, as most outputs print it.
        local: String,
    },
}

/// A time in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseTime {
    /// An instant.
    Instant(Timestamp),
    /// Days, from the first to the last.
    Days(Date, Date),
}

/// A sentence that separates people and items from words, so that a report can hide their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    parts: Vec<PhrasePart>,
}

impl Phrase {
    /// A phrase that consists of words only.
    pub fn text(words: impl Into<String>) -> Self {
        let mut phrase = Self::default();
        phrase.push(words);
        phrase
    }

    /// Adds words.
    pub fn push(&mut self, words: impl Into<String>) {
        self.parts.push(PhrasePart::Text(words.into()));
    }

    /// Adds a name from the board.
    pub fn push_quoted(&mut self, words: impl Into<String>) {
        self.parts.push(PhrasePart::Quoted(words.into()));
    }

    /// Adds a person.
    pub fn push_person(&mut self, id: impl Into<String>, name: impl Into<String>) {
        self.parts.push(PhrasePart::Person { id: id.into(), name: name.into() });
    }

    /// Adds the item with this key and its displayed `name`.
    pub fn push_item(&mut self, key: impl Into<String>, name: impl Into<String>) {
        self.parts.push(PhrasePart::Item { key: key.into(), name: name.into() });
    }

    /// Adds a time; `local` is its text in the board's time zone.
    pub fn push_time(&mut self, time: PhraseTime, local: impl Into<String>) {
        self.parts.push(PhrasePart::Time { time, local: local.into() });
    }

    /// Its parts.
    pub fn parts(&self) -> &[PhrasePart] {
        &self.parts
    }

    /// The sentence with all names shown.
    pub fn named(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                PhrasePart::Text(text) | PhrasePart::Quoted(text) => text.as_str(),
                PhrasePart::Person { name, .. } | PhrasePart::Item { name, .. } => name.as_str(),
                PhrasePart::Time { local, .. } => local.as_str(),
            })
            .collect()
    }
}
