//! Makes new inputs by changing the structure of old ones.

use serde_json::{Map, Value, json};

use crate::bodies::Shape;

/// A random generator that is seeded with a text.
pub struct Chance(u64);

impl Chance {
    pub fn of(text: &str) -> Self {
        // FNV-1a.
        Self(
            text.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Scalars that often break readers.
const WORDS: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "1e400",
    "null",
    "\u{feff}",
    "\u{202e}x",
    "##[error]x",
    "::error::x",
    "a\nb",
    "\u{0}",
    "2026-02-30T25:61:00.000+0000",
    "9999-12-31T23:59:59.999+1400",
    "0000-01-01T00:00:00.000Z",
    "-009999-01-01T00:00:00Z",
    "01/02/03 4:05 AM",
    "com.atlassian.greenhopper.service.sprint.Sprint@1[id=1,rapidViewId=,state=CLOSED,name=a,startDate=<null>]",
    "Sam <sam@example.com>",
    "ſtraße",
    "用户",
    "=1+1",
    "1, 2, 3",
    "CRUST-1",
    "Ranked higher",
    "<b>",
    "&#xD800;",
    "]]>",
    "{color}",
    "'''",
];

/// A new input made of `seeds`.
pub fn mutated(seeds: &[Vec<u8>], shape: Shape, chance: &mut Chance) -> Vec<u8> {
    let seed = chance.one(seeds);
    if shape == Shape::Json
        && let Ok(mut document) = serde_json::from_slice::<Value>(seed)
        && chance.below(8) > 0
    {
        for _ in 0..=chance.below(4) {
            change(&mut document, chance);
        }
        return document.to_string().into_bytes();
    }
    let mut lines: Vec<Vec<u8>> = seed.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=chance.below(4) {
        change_lines(&mut lines, chance);
    }
    let mut bytes = lines.join(&b'\n');
    match chance.below(12) {
        0 if !bytes.is_empty() => bytes.truncate(chance.below(bytes.len())),
        1 if !bytes.is_empty() => {
            let place = chance.below(bytes.len());
            bytes[place] = u8::try_from(chance.below(256)).expect("a byte");
        }
        2 => bytes = [b"\xEF\xBB\xBF".to_vec(), bytes].concat(),
        3 => bytes = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => {}
    }
    bytes
}

/// Changes one place in `value`, at any depth.
fn change(value: &mut Value, chance: &mut Chance) {
    match value {
        Value::Object(object) if !object.is_empty() && chance.below(6) > 0 => {
            let key = object.keys().nth(chance.below(object.len())).cloned().expect("a key");
            match chance.below(10) {
                0 => drop(object.remove(&key)),
                1 => {
                    let moved = object.remove(&key).unwrap_or_default();
                    let other = object.keys().nth(chance.below(object.len().max(1))).cloned();
                    object.insert(other.unwrap_or_else(|| (*chance.one(WORDS)).to_owned()), moved);
                }
                _ => change(&mut object[&key], chance),
            }
        }
        Value::Array(array) if !array.is_empty() && chance.below(6) > 0 => {
            let place = chance.below(array.len());
            match chance.below(10) {
                0 => drop(array.remove(place)),
                1 => array.push(array[place].clone()),
                2 => {
                    let other = chance.below(array.len());
                    array.swap(place, other);
                }
                _ => change(&mut array[place], chance),
            }
        }
        other => {
            *other = match chance.below(8) {
                0 => Value::Null,
                1 => json!(chance.below(2) == 0),
                2 => json!(i64::try_from(chance.below(1000)).expect("few") - 500),
                3 => json!([other.clone()]),
                4 => Value::Object(Map::from_iter([((*chance.one(WORDS)).to_owned(), other.clone())])),
                _ => json!(*chance.one(WORDS)),
            }
        }
    }
}

/// Changes a line, or a part of one.
fn change_lines(lines: &mut Vec<Vec<u8>>, chance: &mut Chance) {
    let place = chance.below(lines.len());
    match chance.below(8) {
        0 if lines.len() > 1 => drop(lines.remove(place)),
        1 => lines.insert(place, lines[place].clone()),
        2 => {
            let other = chance.below(lines.len());
            lines.swap(place, other);
        }
        _ => {
            let line = &lines[place];
            let cuts: Vec<usize> = (0..line.len()).filter(|at| b",;\t=\"<>[]{} ".contains(&line[*at])).collect();
            let mut ends: Vec<usize> = [0, line.len()].into();
            ends.extend((0..2).filter(|_| !cuts.is_empty()).map(|_| cuts[chance.below(cuts.len())]));
            ends.sort_unstable();
            let start = chance.below(ends.len() - 1);
            let part = ends[start]..ends[start + 1];
            let instead = match chance.below(3) {
                0 => Vec::new(),
                1 => line[part.clone()].repeat(2),
                _ => chance.one(WORDS).as_bytes().to_vec(),
            };
            lines[place].splice(part, instead);
        }
    }
}
