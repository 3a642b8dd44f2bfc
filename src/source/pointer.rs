//! Computes the JSON pointer of a record from its offset.
//!
//! Readers do not track paths: a pointer is needed only for the few records that are printed. The anchors of
//! a file (the starts of its issues or actions) let the walk start near the record.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memchr2;

use super::skip::{Container, note_containers};

/// Minimum distance in bytes between two saved places, from which later walks continue.
const STRIDE: usize = 4096;
/// Maximum depth of saved places and of pointers. A record below it gets the pointer of its ancestor at this
/// depth: its full path could be as long as the text before it.
const DEEP: usize = 32;
/// Maximum length of a pointer in bytes. It ends before the key that would exceed it.
const LONG: usize = 1024;
/// Maximum distance in bytes to the target for which the ends of containers are searched.
const FAR: usize = u32::MAX as usize;

/// Places that earlier walks through a file saved. The next walk continues from there, so many records in one
/// long value need one walk in total.
#[derive(Debug, Default)]
pub(super) struct Visited(Mutex<BTreeMap<usize, Place>>);

impl Visited {
    /// The last saved place at or before `target` of the walks that began at `start`.
    fn before(&self, target: usize, start: usize) -> Option<(usize, Place)> {
        let places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let near = places.range((Bound::Included(start), Bound::Included(target))).next_back();
        near.filter(|(_, place)| place.start == start).map(|(at, place)| (*at, place.clone()))
    }

    fn add(&self, places: Vec<(usize, Place)>) {
        if !places.is_empty() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(places);
        }
    }
}

impl Clone for Visited {
    /// Returns an empty set: saved places only save time.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// The start of a value, and the state of the walk there.
#[derive(Clone, Debug)]
struct Place {
    /// Where the walk began, and the pointer of the value there.
    start: usize,
    prefix: Arc<str>,
    /// Whether each container around the place is an object.
    depth: Vec<bool>,
    path: Vec<Step>,
}

/// Returns the RFC 6901 pointer `up` steps above the value (or its key) that starts at `target`. The walk
/// begins at the value at `start`, whose own pointer is `prefix`. Returns `None` if no value starts at
/// `target`. A pointer that would be deeper than [`DEEP`] or longer than [`LONG`] is cut to an ancestor.
pub(super) fn pointer(
    bytes: &[u8],
    visited: &Visited,
    (start, prefix): (usize, &str),
    target: usize,
    up: usize,
) -> Option<String> {
    let near = visited.before(target, start);
    let (at, place) = near
        .unwrap_or_else(|| (start, Place { start, prefix: Arc::from(prefix), depth: Vec::new(), path: Vec::new() }));
    let Place { prefix, depth, mut path, .. } = place;
    let mut walk = Walk {
        bytes,
        at,
        target,
        depth,
        kept: at,
        places: Vec::new(),
        start,
        prefix: &prefix,
        outermost: at,
        inside: Vec::new(),
        next: 0,
    };
    let found = walk.find(&mut path);
    visited.add(walk.places);
    if !found {
        return None;
    }
    path.truncate(path.len().saturating_sub(up));
    let mut out = prefix.to_string();
    for step in path.into_iter().take(DEEP) {
        let name = match step {
            Step::Index(index) => index.to_string(),
            Step::Key(start, end) if end - start > LONG => break,
            Step::Key(start, end) => {
                let key: String = serde_json::from_slice(bytes.get(start..end)?).ok()?;
                escape(&key)
            }
        };
        if out.len() + name.len() >= LONG {
            break;
        }
        out.push('/');
        out.push_str(&name);
    }
    Some(out)
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Index(usize),
    /// The offsets of the key's literal. It is decoded only for output: most keys on the way are never
    /// printed.
    Key(usize, usize),
}

struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    target: usize,
    /// Whether each container around `at` is an object.
    depth: Vec<bool>,
    /// The last saved place.
    kept: usize,
    /// The places to save.
    places: Vec<(usize, Place)>,
    start: usize,
    prefix: &'b Arc<str>,
    /// Start of the container that was scanned, the containers in it (itself the first), and the next of
    /// them.
    outermost: usize,
    inside: Vec<Container>,
    next: usize,
}

impl Walk<'_> {
    /// Follows containers down to the target. It has its own stack: exports may be nested deeper than a
    /// thread's stack allows.
    fn find(&mut self, path: &mut Vec<Step>) -> bool {
        loop {
            self.space();
            self.keep(path);
            if self.at == self.target {
                return true;
            }
            let Some(byte) = self.peek() else { return false };
            if self.at > self.target {
                return false;
            }
            match byte {
                b'{' | b'[' if self.pass_over() => {}
                b'{' | b'[' => {
                    self.at += 1;
                    self.space();
                    let object = byte == b'{';
                    if self.peek() == Some(if object { b'}' } else { b']' }) {
                        self.at += 1;
                    } else {
                        self.depth.push(object);
                        if object {
                            let here = self.at == self.target;
                            let Some(key) = self.key() else { return false };
                            path.push(key);
                            if here {
                                return true;
                            }
                        } else {
                            path.push(Step::Index(0));
                        }
                        continue;
                    }
                }
                b'"' => self.string(),
                _ => self.literal(),
            }
            match self.next_sibling(path) {
                Some(true) => return true,
                Some(false) => {}
                None => return false,
            }
        }
    }

    /// Goes from the end of a value to the next value of the innermost open container, and closes the
    /// containers that end here. Returns true if the key of that value is the target.
    fn next_sibling(&mut self, path: &mut Vec<Step>) -> Option<bool> {
        loop {
            self.space();
            match (self.peek(), self.depth.last().copied()) {
                (Some(b','), Some(object)) => {
                    self.at += 1;
                    self.space();
                    let here = object && self.at == self.target;
                    if object {
                        path.pop();
                        path.push(self.key()?);
                    } else if let Some(Step::Index(index)) = path.last_mut() {
                        *index += 1;
                    }
                    return Some(here);
                }
                (Some(b'}' | b']'), Some(_)) => {
                    self.at += 1;
                    self.depth.pop();
                    path.pop();
                }
                _ => return None,
            }
        }
    }

    /// Skips the container that begins here if it ends before the target. The first one that does not is
    /// scanned once, up to the target, for the containers in it.
    fn pass_over(&mut self) -> bool {
        let Some(near) = self.bytes.get(..self.target).filter(|near| near.len() - self.at < FAR) else { return false };
        if self.inside.is_empty() {
            self.outermost = self.at;
            let end = note_containers(near, self.at, &mut self.inside, None);
            if let Some(end) = end {
                self.inside.clear();
                self.at = end;
            }
            return end.is_some();
        }
        let here = self.at - self.outermost;
        while let Some(container) = self.inside.get(self.next).filter(|container| container.start as usize <= here) {
            self.next += 1;
            if container.start as usize == here && container.end > container.start {
                self.next = container.next as usize;
                self.at = self.outermost + container.end as usize;
                return true;
            }
        }
        false
    }

    /// Saves this place if it is far enough from the last one.
    fn keep(&mut self, path: &[Step]) {
        if self.at >= self.kept + STRIDE && self.at <= self.target && path.len() <= DEEP {
            self.kept = self.at;
            let place = Place {
                start: self.start,
                prefix: self.prefix.clone(),
                depth: self.depth.clone(),
                path: path.to_vec(),
            };
            self.places.push((self.at, place));
        }
    }

    fn key(&mut self) -> Option<Step> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        self.string();
        let key = Step::Key(start, self.at);
        self.space();
        self.at += 1; // the colon
        Some(key)
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(next) = self.bytes.get(self.at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            self.at += next + 1;
            if self.bytes[self.at - 1] == b'"' {
                return;
            }
            // Skip the escaped character.
            self.at += 1;
        }
        self.at = self.bytes.len();
    }

    fn literal(&mut self) {
        while self.peek().is_some_and(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], target: usize, up: usize) -> Option<String> {
        pointer(bytes, &Visited::default(), (0, ""), target, up)
    }

    fn at(text: &str, needle: &str) -> Option<String> {
        found(text.as_bytes(), text.find(needle)?, 0)
    }

    #[test]
    fn a_record_deep_inside_is_named() {
        let text = r#"{"a":[], "issues": [{"key":"A, \"1\"]"}, {"x/y":{"items":[{"f":1},{"f":2}]}}]}"#;
        assert_eq!(at(text, r#"{"f":2}"#).as_deref(), Some("/issues/1/x~1y/items/1"));
        assert_eq!(found(text.as_bytes(), text.len() - 11, 1).as_deref(), Some("/issues/1/x~1y/items/1"));
        assert_eq!(at(text, r#"{"key""#).as_deref(), Some("/issues/0"));
    }

    #[test]
    fn an_offset_inside_a_value_has_no_pointer() {
        assert_eq!(at(r#"{"a":"bcd"}"#, "cd"), None);
        assert_eq!(found(b"[1", 9, 0), None);
    }

    #[test]
    fn nesting_of_a_hundred_thousand_is_walked_without_a_deep_stack() {
        let text = "[".repeat(100_000) + "7";
        assert_eq!(found(text.as_bytes(), 100_000, 0), Some("/0".repeat(DEEP)));
    }

    #[test]
    fn a_record_below_a_key_of_megabytes_is_named_by_what_holds_it() {
        let text = format!(r#"{{"issues":[{{"{}":{{"x":7}}}}]}}"#, "k".repeat(1 << 20));
        assert_eq!(at(&text, "7").as_deref(), Some("/issues/0"));
    }

    /// Writes a value with nested values to `text`, and notes the start and the pointer of each.
    fn write_nested(text: &mut String, path: &str, depth: usize, all: &mut Vec<(usize, String)>) {
        all.push((text.len(), path.to_owned()));
        match depth {
            0 => text.push_str(r#""]}\\\"[{""#),
            _ if depth & 1 == 0 => {
                for (place, begin) in ["[ ", ", ", " ,"].iter().enumerate() {
                    text.push_str(begin);
                    write_nested(text, &format!("{path}/{place}"), depth - 1 - place.min(depth - 1), all);
                }
                text.push_str(",[],{} ]");
            }
            _ => {
                for (begin, key) in [("{", "a"), (",", "]\\\""), (", ", "c")] {
                    text.push_str(&format!("{begin}\"{key}\" : "));
                    write_nested(text, &format!("{path}/{}", key.replace('\\', "")), depth - 1, all);
                }
                text.push('}');
            }
        }
    }

    #[test]
    fn every_value_of_a_nested_text_is_named_from_its_start_and_from_where_others_were() {
        let (mut text, mut all, visited) = (String::new(), Vec::new(), Visited::default());
        write_nested(&mut text, "", 8, &mut all);
        for (place, path) in all.iter().rev() {
            assert_eq!(found(text.as_bytes(), *place, 0).as_ref(), Some(path));
            assert_eq!(pointer(text.as_bytes(), &visited, (0, ""), *place, 0).as_ref(), Some(path));
        }
        assert!(text.len() > 2 * STRIDE, "{} bytes", text.len());
    }

    #[test]
    fn a_walk_that_goes_on_from_another_finds_the_same() {
        let elements: Vec<String> = (0..2000).map(|number| format!(r#"{{"a":{number},"b":[{number}]}}"#)).collect();
        let text = format!(r#"{{"issues":[{}]}}"#, elements.join(","));
        let visited = Visited::default();
        for number in [1999, 0, 1000, 1001, 3] {
            let target = text.find(&format!("[{number}]")).expect("it is there");
            let pointer = pointer(text.as_bytes(), &visited, (0, ""), target, 0);
            assert_eq!(pointer, Some(format!("/issues/{number}/b")));
        }
    }
}
