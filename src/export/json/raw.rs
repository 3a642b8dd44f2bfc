//! A raw JSON value.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The name by which [`Raw`] requests the text of a value from a [`Parser`](super::Parser).
pub(super) const RAW: &str = "$boardlint::Raw";

/// A JSON value as written in the file, not yet parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::export) struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// The value with this text.
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
