//! Where a JSON value ends, found without reading what is in it: 64 bytes at a time, as sets of bits.
//!
//! What is skipped is not checked beyond its quotes and brackets. The method is that of Langdale and Lemire, *Parsing
//! Gigabytes of JSON per Second* (2019), section 3.1.

use wide::i8x16;

use super::lane::{is, lane, mask};
use super::repeats;

/// The index after the number, the truth value or `null` that begins at `at`; none if there is something else.
pub(crate) fn scalar_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = rest.iter().position(|byte| is_boundary(*byte)).unwrap_or(rest.len());
    let scalar = &rest[..length];
    let is_number = scalar.first().is_some_and(|byte| *byte == b'-' || byte.is_ascii_digit());
    (is_number || matches!(scalar, b"null" | b"true" | b"false")).then_some(at + length)
}

/// The index after the `null` that begins at `at`; none if there is something else.
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

/// The index after the closing quote of the string whose opening quote is at `at`, and whether a backslash stands in it.
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

/// The index after the bracket that closes the one at `at`.
pub(crate) fn container_end(text: &[u8], at: usize) -> Option<usize> {
    follow_brackets(&text[at..], &mut 0_u32).map(|end| at + end)
}

/// Lists and objects that were passed over before: a board has some hundred people.
pub(crate) type Repeats<'a> = repeats::Repeats<'a, (), 1024>;
/// Longer ones are hardly ever repeated.
const LONGEST_REPEATED: usize = 4096;

/// Notes the lists and objects in the one that begins at `at`, itself included, in `containers`; the index after it. Those of
/// the `repeats` end where they did before, and what lies in them is not noted.
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

/// A list or an object: where it begins and ends in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) start: u32,
    /// The index after it; no more than `start` where it was not found.
    pub(crate) end: u32,
    /// The number of the next container that does not lie in it.
    pub(crate) next: u32,
}

/// Takes brackets in their order.
trait Brackets {
    /// The index after the bracket that closes this one, where that is known: then those up to there need not be handed over.
    fn open(&mut self, at: usize) -> Option<usize>;
    /// Whether it was the outermost that was closed.
    fn close(&mut self, at: usize) -> bool;
}

/// How deep the brackets are.
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

/// Deeper in, nothing is noted: no reader enters more lists and objects than these, and passes over the others as a whole.
const NOTED_DEPTH: usize = 16;
/// No more are noted in one list, which may hold those of several elements that are read side by side: an issue has some hundreds.
const NOTED: usize = 1 << 20;

/// Containers that were found, and the numbers of those that are open, outermost first; one that is not noted has the number
/// after the last.
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

/// The index after the bracket that closes the first of `text`, all of which are handed to `brackets`.
fn follow_brackets(text: &[u8], brackets: &mut impl Brackets) -> Option<usize> {
    let mut from = 0;
    loop {
        match follow_from(text.get(from..)?, from, brackets)? {
            Step::Behind(known) => from = known,
            Step::End(end) => return Some(end),
        }
    }
}

/// Follows the brackets of `text`, which lies at `from`, up to the first of which it is known where it is closed.
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

/// How brackets go on where those that come next are not the next.
enum Step {
    /// Behind this index.
    Behind(usize),
    /// Not at all: the outermost was closed, and this is the index after it.
    End(usize),
}

/// What goes over from one block to the next.
#[derive(Default)]
struct Scan {
    /// All ones inside a string.
    in_string: u64,
    /// One where the first byte of the next block is escaped.
    escaped: u64,
}

impl Scan {
    /// Hands the brackets of a block that stand outside strings to `brackets`, up to one after which they do not go on in
    /// the block. `start` is where the block begins.
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
        // With these bits the four brackets are one byte. A few letters are it, too, which stand in strings.
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

    /// The bytes of the block that a backslash escapes.
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

/// For each bit whether the number of bits up to and with it is odd.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The bytes of a block that were hit, a bit each; few blocks have any.
fn any_bits(hits: [i8x16; 4]) -> u64 {
    let [first, second, third, fourth] = hits;
    if ((first | second) | (third | fourth)).move_mask() == 0 { 0 } else { bits(hits) }
}

/// The bytes of a block that were hit, a bit each.
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
                        // Alike in more than the beginning that is looked at, and one of them with more behind it.
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
