//! A sentence in pieces, so that the people in it can be called by their names or otherwise, and times written as an output
//! writes them.

use jiff::Timestamp;
use jiff::civil::Date;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhrasePart {
    /// Words of boardlint's own.
    Text(String),
    /// What the board calls something: it may hold anybody's name.
    Quoted(String),
    /// A person, who may be named or not.
    Person {
        /// The tool's own id.
        id: String,
        /// What people see.
        name: String,
    },
    /// An item.
    Item {
        /// Issue key or shortLink.
        key: String,
        /// What people call it: the key, or the number on the card.
        name: String,
    },
    /// An instant, or days.
    Time {
        /// When.
        time: PhraseTime,
        /// The same in the zone of the board, as most outputs write it.
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

/// A sentence that keeps people and items apart from words, so that a report can leave out their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    parts: Vec<PhrasePart>,
}

impl Phrase {
    /// A phrase of words alone.
    pub fn text(words: impl Into<String>) -> Self {
        let mut phrase = Self::default();
        phrase.push(words);
        phrase
    }

    /// Adds words.
    pub fn push(&mut self, words: impl Into<String>) {
        self.parts.push(PhrasePart::Text(words.into()));
    }

    /// Adds what the board calls something.
    pub fn push_quoted(&mut self, words: impl Into<String>) {
        self.parts.push(PhrasePart::Quoted(words.into()));
    }

    /// Adds a person.
    pub fn push_person(&mut self, id: impl Into<String>, name: impl Into<String>) {
        self.parts.push(PhrasePart::Person { id: id.into(), name: name.into() });
    }

    /// Adds the item with this key, which people call `name`.
    pub fn push_item(&mut self, key: impl Into<String>, name: impl Into<String>) {
        self.parts.push(PhrasePart::Item { key: key.into(), name: name.into() });
    }

    /// Adds a time, which is `local` in the zone of the board.
    pub fn push_time(&mut self, time: PhraseTime, local: impl Into<String>) {
        self.parts.push(PhrasePart::Time { time, local: local.into() });
    }

    /// Its pieces.
    pub fn parts(&self) -> &[PhrasePart] {
        &self.parts
    }

    /// The sentence with everybody's name.
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
