//! Objects of one kind have the same keys, mostly in the same order. So keys are compared with those of the
//! previous object instead of being parsed.

/// The keys of the last object of a kind in their order, each with its meaning for the reader.
pub(in crate::export) struct Shape<'a, M = ()> {
    keys: Vec<Key<'a, M>>,
}

/// A key without escapes.
pub(super) struct Key<'a, M> {
    pub(super) key: &'a str,
    /// The raw text from its first quote through the colon.
    pub(super) literal: &'a [u8],
    pub(super) meaning: M,
}

/// Maximum number of stored keys of one object.
const KEYS: usize = 1024;

impl<M> Default for Shape<'_, M> {
    fn default() -> Self {
        Self { keys: Vec::new() }
    }
}

impl<'a, M> Shape<'a, M> {
    /// The key at the beginning of `rest`, if it is the stored one at `place` or, in case that is left out,
    /// the next one.
    #[inline]
    pub(super) fn find(&self, place: &mut usize, rest: &[u8]) -> Option<&Key<'a, M>> {
        let known = |place: usize| self.keys.get(place).filter(|key| rest.starts_with(key.literal));
        known(*place).or_else(|| {
            let next = known(*place + 1)?;
            *place += 1;
            Some(next)
        })
    }

    /// Stores `key` at `place`.
    pub(super) fn note(&mut self, place: usize, key: Key<'a, M>) {
        if let Some(old) = self.keys.get_mut(place) {
            *old = key;
        } else if place == self.keys.len() && place < KEYS {
            self.keys.push(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;
    use crate::export::json::{Error, Parser};

    /// The members of each object of a list, read with or without the keys of the previous one.
    fn members<'a>(text: &'a str, mut shape: Option<Shape<'a>>) -> Result<Vec<Vec<String>>, Error> {
        let mut all = Vec::new();
        Parser::new(text).list(|json| {
            let mut members = Vec::new();
            let mut member = |key: &Cow<'a, str>, json: &mut Parser<'a>| {
                members.push(format!("{key} {:?}", json.value()?.map(|value| value.get().to_owned())));
                Ok(())
            };
            match &mut shape {
                Some(shape) => json.object_by(shape, "an object", |_| (), |key, (), json| member(key, json))?,
                None => json.object("an object", member)?,
            };
            all.push(members);
            Ok(())
        })?;
        Ok(all)
    }

    proptest! {
        #[test]
        fn objects_are_read_alike_whatever_those_before_them_had(
            objects in proptest::collection::vec(
                (
                    subsequence(vec![r#""id":"#, r#""field" : "#, r#""fi\u0065ld":"#, r#""from":"#, r#""fromString":"#, "\"to\"\n:"], 0..=6),
                    select(vec!["1", "null", r#""a \"text\"""#, "[{}]", r#"{"id":2}"#]),
                    any::<bool>(),
                ),
                0..12,
            )
        ) {
            let object = |(keys, value, turned): &(Vec<&str>, &str, bool)| {
                let mut members: Vec<String> = keys.iter().map(|key| format!("{key}{value}")).collect();
                if *turned {
                    members.reverse();
                }
                format!("{{ {} }}", members.join(" , "))
            };
            let text = format!("[{}]", objects.iter().map(object).collect::<Vec<_>>().join(","));
            let one_by_one = members(&text, None).map_err(|error| error.to_string());
            let like_those_before = members(&text, Some(Shape::default())).map_err(|error| error.to_string());
            prop_assert!(one_by_one.is_ok(), "{:?} {}", one_by_one, text);
            prop_assert_eq!(one_by_one, like_those_before, "{}", text);
        }
    }
}
