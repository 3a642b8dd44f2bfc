//! A JSON value as it stands in the file.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The name by which [`Raw`] asks a [`Parser`](super::Parser) for the text of a value.
pub(super) const RAW: &str = "$boardlint::Raw";

/// A JSON value as it stands in the file, cut out and not yet read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::export) struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// The value that stands in the file as `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The text of the value.
    pub(in crate::export) fn get(self) -> &'a str {
        self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Raw<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("any JSON value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Raw<'de>, E> {
                Ok(Raw(text))
            }
        }
        json.deserialize_newtype_struct(RAW, Text)
    }
}
