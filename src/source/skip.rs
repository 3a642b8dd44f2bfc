//! Finds the end of a JSON value without reading its contents: 64 bytes at a time, as bit sets.
//!
//! Skipped text is checked only for quotes and brackets. The method is that of Langdale and Lemire, *Parsing
//! Gigabytes of JSON per Second* (2019), section 3.1.

use wide::i8x16;

use super::lane::{is, lane, mask};
use super::repeats;

/// The index after the number, boolean or `null` that begins at `at`. `None` for anything else.
pub(crate) fn scalar_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = rest.iter().position(|byte| is_boundary(*byte)).unwrap_or(rest.len());
    let scalar = &rest[..length];
    let is_number = scalar.first().is_some_and(|byte| *byte == b'-' || byte.is_ascii_digit());
    (is_number || matches!(scalar, b"null" | b"true" | b"false")).then_some(at + length)
}

/// The index after the `null` that begins at `at`. `None` for anything else.
#[inline]
pub(crate) fn null_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    (rest.starts_with(b"null") && rest.get(4).is_none_or(|byte| is_boundary(*byte))).then_some(at + 4)
}

#[inline]
fn is_boundary(byte: u8) -> bool {
    const BOUNDARIES: [bool; 256] = {
        let mut boundaries = [false; 256];
        let mut all: &[u8] = b",:}]{[\" \t\n\x0C\r";
        while let [first, rest @ ..] = all {
            boundaries[*first as usize] = true;
            all = rest;
        }
        boundaries
    };
    BOUNDARIES[usize::from(byte)]
}

/// The index after the closing quote of the string that opens at `at`, and whether it contains a backslash.
#[inline]
pub(crate) fn string_end(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut from = at + 1;
    let mut escaped = false;
    while let Some(chunk) = text.get(from..).and_then(<[u8]>::first_chunk::<16>) {
        let lane = lane(chunk);
        let hits = mask(is(lane, b'"') | is(lane, b'\\'));
        if hits == 0 {
            from += 16;
            continue;
        }
        let hit = from + hits.trailing_zeros() as usize;
        if text[hit] == b'"' {
            return Some((hit + 1, escaped));
        }
        escaped = true;
        from = hit + 2;
    }
    loop {
        match text.get(from)? {
            b'"' => return Some((from + 1, escaped)),
            b'\\' => {
                escaped = true;
                from += 2;
            }
            _ => from += 1,
        }
    }
}

/// The index after the bracket that matches the one at `at`.
pub(crate) fn container_end(text: &[u8], at: usize) -> Option<usize> {
    follow_brackets(&text[at..], &mut 0_u32).map(|end| at + end)
}

/// Containers that were skipped before. 1024 slots: a board has some hundred people.
pub(crate) type Repeats<'a> = repeats::Repeats<'a, (), 1024>;
/// Maximum length of a cached container in bytes: longer ones are hardly ever repeated.
const LONGEST_REPEATED: usize = 4096;

/// Adds the container at `at` and those inside it to `containers`, and returns the index after it. A
/// container known to `repeats` is skipped as a whole; those inside it are not added.
pub(crate) fn note_containers<'a>(
    text: &'a [u8],
    at: usize,
    containers: &mut Vec<Container>,
    repeats: Option<&mut Repeats<'a>>,
) -> Option<usize> {
    let text = &text[at..];
    let mut noted = Noted { text, containers, repeats, open: [0; NOTED_DEPTH], depth: 0 };
    follow_brackets(text, &mut noted).map(|end| at + end)
}

/// A list or an object: its start and end in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) start: u32,
    /// The index after it. If the end was not found, it is not greater than `start`.
    pub(crate) end: u32,
    /// Index of the next container that is not inside this one.
    pub(crate) next: u32,
}

/// Receives brackets in their order.
trait Brackets {
    /// Handles an opening bracket. Returns the index after the matching bracket if it is known; the brackets
    /// up to there may then be skipped.
    fn open(&mut self, at: usize) -> Option<usize>;
    /// Handles a closing bracket. Returns whether it closed the outermost container.
    fn close(&mut self, at: usize) -> bool;
}

/// Counts the nesting depth.
impl Brackets for u32 {
    fn open(&mut self, _: usize) -> Option<usize> {
        *self += 1;
        None
    }

    fn close(&mut self, _: usize) -> bool {
        *self = self.saturating_sub(1);
        *self == 0
    }
}

/// Maximum depth of containers that are noted. Readers go no deeper; they skip what is below as a whole.
const NOTED_DEPTH: usize = 16;
/// Maximum number of containers in one list. An issue has some hundreds, and the list may cover several
/// elements that are read in parallel.
const NOTED: usize = 1 << 20;

/// The containers found so far, and the indices of the open ones, outermost first. A container that is not
/// noted has the index after the last.
struct Noted<'c, 'a> {
    text: &'a [u8],
    containers: &'c mut Vec<Container>,
    repeats: Option<&'c mut Repeats<'a>>,
    open: [usize; NOTED_DEPTH],
    depth: usize,
}

impl Brackets for Noted<'_, '_> {
    #[inline]
    fn open(&mut self, at: usize) -> Option<usize> {
        let known = self.repeats.as_deref().and_then(|repeats| repeats.length(&self.text[at..]));
        let end = known.map(|length| at + length).filter(|_| self.depth > 0);
        let number = self.containers.len();
        if let Some(open) = self.open.get_mut(self.depth) {
            *open = number;
            if number < NOTED {
                let (end, next) = end.map_or((0, 0), |end| (place(end), place(number + 1)));
                self.containers.push(Container { start: place(at), end, next });
            }
        }
        self.depth += usize::from(end.is_none());
        end
    }

    #[inline]
    fn close(&mut self, at: usize) -> bool {
        self.depth = self.depth.saturating_sub(1);
        let next = place(self.containers.len());
        let open = self.open.get(self.depth);
        if let Some(container) = open.and_then(|open| self.containers.get_mut(*open)) {
            (container.end, container.next) = (place(at + 1), next);
            if let (Some(repeats), Some(text)) = (&mut self.repeats, self.text.get(container.start as usize..=at))
                && text.len() <= LONGEST_REPEATED
            {
                repeats.note(text, ());
            }
        }
        self.depth == 0
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Passes the brackets of `text` to `brackets`. Returns the index after the bracket that closes the first.
fn follow_brackets(text: &[u8], brackets: &mut impl Brackets) -> Option<usize> {
    let mut from = 0;
    loop {
        match follow_from(text.get(from..)?, from, brackets)? {
            Step::Behind(known) => from = known,
            Step::End(end) => return Some(end),
        }
    }
}

/// Follows the brackets of `text`, which begins at `from`, up to the first container whose end is already
/// known.
fn follow_from(text: &[u8], from: usize, brackets: &mut impl Brackets) -> Option<Step> {
    let mut scan = Scan::default();
    let (chunks, tail) = text.as_chunks::<64>();
    for (place, chunk) in chunks.iter().enumerate() {
        if let Some(step) = scan.block(chunk, from + place * 64, brackets) {
            return Some(step);
        }
    }
    let mut last = [b' '; 64];
    last[..tail.len()].copy_from_slice(tail);
    scan.block(&last, from + chunks.len() * 64, brackets)
}

/// Why the scan of brackets does not simply continue.
enum Step {
    /// It continues at this index.
    Behind(usize),
    /// The outermost container was closed; this is the index after it.
    End(usize),
}

/// State that is carried from one block to the next.
#[derive(Default)]
struct Scan {
    /// All ones inside a string.
    in_string: u64,
    /// 1 if the first byte of the next block is escaped.
    escaped: u64,
}

impl Scan {
    /// Passes the brackets of a block outside strings to `brackets`, until it returns a step. `start` is the
    /// index of the block.
    #[inline]
    fn block(&mut self, chunk: &[u8; 64], start: usize, brackets: &mut impl Brackets) -> Option<Step> {
        let lanes: [i8x16; 4] = bytemuck::cast(*chunk);
        let quotes =
            bits(lanes.map(|lane| is(lane, b'"'))) & !self.escapes(any_bits(lanes.map(|lane| is(lane, b'\\'))));
        if quotes == 0 && self.in_string != 0 {
            return None;
        }
        let strings = prefix_xor(quotes) ^ self.in_string;
        self.in_string = if strings >> 63 == 1 { u64::MAX } else { 0 };
        // With these bits set, the four brackets become the same byte. So do a few letters, but outside
        // strings they are no bracket.
        let folded = lanes.map(|lane| is(lane | i8x16::splat(0x26), 0x7f));
        let mut left = any_bits(folded) & !strings;
        while left != 0 {
            let place = left.trailing_zeros() as usize;
            match chunk[place] {
                b'{' | b'[' => {
                    if let Some(known) = brackets.open(start + place) {
                        return Some(Step::Behind(known));
                    }
                }
                b'}' | b']' if brackets.close(start + place) => return Some(Step::End(start + place + 1)),
                _ => {}
            }
            left &= left - 1;
        }
        None
    }

    /// The bytes of the block that are escaped by a backslash.
    fn escapes(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.escaped);
        }
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let backslashes = backslashes & !self.escaped;
        let follows = backslashes << 1 | self.escaped;
        let odd_starts = backslashes & !EVEN & !follows;
        let (even_runs, carry) = odd_starts.overflowing_add(backslashes);
        self.escaped = u64::from(carry);
        (EVEN ^ (even_runs << 1)) & follows
    }
}

/// Each bit of the result is the parity of the bits up to and including it.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The hits of a block as a bit set. Fast if there are none, as in most blocks.
fn any_bits(hits: [i8x16; 4]) -> u64 {
    let [first, second, third, fourth] = hits;
    if ((first | second) | (third | fourth)).move_mask() == 0 { 0 } else { bits(hits) }
}

/// The hits of a block as a bit set.
fn bits(hits: [i8x16; 4]) -> u64 {
    let [first, second, third, fourth] = hits.map(mask);
    first | second << 16 | third << 32 | fourth << 48
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn plain(text: &[u8]) -> Option<usize> {
        let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
        for (place, byte) in text.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(place + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    proptest! {
        #[test]
        fn brackets_close_where_a_walk_byte_by_byte_says(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", " ", "1234567", "true", "_Yy\u{7f}", r#""]""#, r#""a text {{{ of more words""#, r#""\"""#, r#""\\""#,
                    r#""\\\"}""#, r#""""#,
                ]),
                0..100,
            )
        ) {
            let text = format!("[{}]]", parts.concat());
            prop_assert_eq!(container_end(text.as_bytes(), 0), plain(text.as_bytes()), "{}", text);
            let mut containers = Vec::new();
            prop_assert_eq!(note_containers(text.as_bytes(), 0, &mut containers, None), plain(text.as_bytes()), "{}", text);
            for (number, container) in containers.iter().enumerate().filter(|(_, container)| container.end > 0) {
                let end = plain(&text.as_bytes()[container.start as usize..]);
                prop_assert_eq!(Some((container.end - container.start) as usize), end, "{}", text);
                let inside = containers[number + 1..].iter().filter(|other| other.start < container.end).count();
                prop_assert_eq!(container.next as usize, number + 1 + inside);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_repeated_ends_where_it_ends(
            elements in proptest::collection::vec(
                proptest::collection::vec(
                    proptest::sample::select(vec![
                        // Equal in more than the cached beginning; one of them is longer.
                        "{'self':'https://example.org/rest/api/2/user?key=a','avatar':'https://example.org/avatar/of/one/of/them','name':'A'}",
                        "{'self':'https://example.org/rest/api/2/user?key=a','avatar':'https://example.org/avatar/of/one/of/them','name':'B]'}",
                        "{'self':'https://example.org/rest/api/2/user?key=a','avatar':'https://example.org/avatar/of/one/of/them','in':[{}]}",
                        "['https://example.org/rest/api/2/user?key=a','https://example.org/avatar/of/one/of/them','\\'}]',[],{'a':{}}]",
                        "{'short':[]}", "'}'", "[]", " ",
                    ]),
                    0..8,
                ),
                1..6,
            )
        ) {
            let elements = elements.iter().map(|parts| format!("{{'all':[{}]}}", parts.join(",")).replace('\'', "\""));
            let elements: Vec<String> = elements.collect();
            let mut repeats = Repeats::default();
            for element in &elements {
                let (mut all, mut some) = (Vec::new(), Vec::new());
                let end = note_containers(element.as_bytes(), 0, &mut all, None);
                prop_assert_eq!(end, Some(element.len()));
                prop_assert_eq!(note_containers(element.as_bytes(), 0, &mut some, Some(&mut repeats)), end, "{}", element);
                let places = |containers: &[Container]| containers.iter().map(|one| (one.start, one.end)).collect::<Vec<_>>();
                let all = places(&all);
                prop_assert!(places(&some).iter().all(|place| all.contains(place)), "{}", element);
                for (number, container) in some.iter().enumerate() {
                    let inside = some[number + 1..].iter().filter(|other| other.start < container.end).count();
                    prop_assert_eq!(container.next as usize, number + 1 + inside);
                }
            }
        }
    }

    #[test]
    fn what_was_met_is_not_looked_through_again() {
        let user = format!(r#"{{"self":"https://example.org/{}","avatars":{{"large":"a"}}}}"#, "a".repeat(96));
        let element = format!(r#"{{"author":{user},"creator":{user}}}"#);
        let mut containers = Vec::new();
        note_containers(element.as_bytes(), 0, &mut containers, Some(&mut Repeats::default()));
        // The element, the author with its avatars, and the creator.
        assert_eq!(containers.len(), 4, "{containers:?}");
    }

    #[test]
    fn runs_of_backslashes_cross_blocks() {
        for length in 0..140 {
            let text = format!("[\"{}\", 1] rest", "\\".repeat(length * 2));
            assert_eq!(container_end(text.as_bytes(), 0), Some(text.len() - 5), "{length}");
            let text = format!("[\"{}\\\"]\", 1] rest", "\\".repeat(length * 2));
            assert_eq!(container_end(text.as_bytes(), 0), Some(text.len() - 5), "{length}");
        }
    }

    #[test]
    fn a_string_ends_at_the_first_quote_that_is_not_escaped() {
        for (text, end) in [
            (r#""" x"#, Some((2, false))),
            (r#""a long text that takes more than sixteen bytes" x"#, Some((48, false))),
            (r#""an escaped \" quote in a text of many bytes \\" x"#, Some((48, true))),
            (r#""no end"#, None),
            (r#""no end \""#, None),
        ] {
            assert_eq!(string_end(text.as_bytes(), 0), end, "{text}");
        }
    }
}
