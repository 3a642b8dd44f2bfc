//! Closed sets of words that files, rules and outputs share.

/// A closed set of words. Files are written with them, rules compare with them, and outputs print them.
pub trait Word: Copy + Sized + 'static {
    /// All values, in order.
    const ALL: &'static [Self];

    /// The written form of each value, in the same order.
    const WORDS: &'static [&'static str];

    /// Its index in [`Self::ALL`].
    fn place(self) -> usize;

    /// The word as it is written.
    fn word(self) -> &'static str;

    /// What it means, in one sentence.
    fn meaning(self) -> &'static str;

    /// The meaning for use inside a sentence: without the capital letter and the full stop.
    fn meaning_inside(self) -> String {
        let mut letters = self.meaning().trim_end_matches('.').chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    /// The value written as `word`.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($values:tt)* }) => {
        words! { @ pub, $(#[$about])* $name { $($values)* } }
    };
    // A set that is private to its file.
    ($(#[$about:meta])* private $name:ident { $($values:tt)* }) => {
        words! { @ , $(#[$about])* $name { $($values)* } }
    };
    (@ $visible:vis, $(#[$about:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visible enum $name { $($(#[doc = $doc])+ $variant,)* }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            const WORDS: &'static [&'static str] = &[$($word,)*];

            fn place(self) -> usize {
                self as usize
            }

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start(),)* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "enum": Self::WORDS })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;
