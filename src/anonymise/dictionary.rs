//! The replacements of words and numbers. A replacement is the same everywhere, has the same length, and did
//! not occur before.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::known::{Folded, Known};
use super::pattern::is_dated_id;
use super::seen::{SHORT, Seen};

/// Number of draws before a longer replacement is used.
const DRAWS: usize = 200;
const VOWELS: &[u8] = b"aeiou";
const CONSONANTS: &[u8] = b"bcdfghjklmnpqrstvwxz";
/// Letters with diacritics, which replace others.
const MARKED: &str = "áâãçèéêëìíîïñòóôõùúûýšžčřęąśćń";

/// The replacements of words and numbers.
#[derive(Debug)]
pub(super) struct Dictionary<'k> {
    state: u64,
    known: &'k Known,
    seen: HashSet<String>,
    values: HashSet<String>,
    projects: HashSet<String>,
    accounts: HashSet<String>,
    ids: HashMap<u64, u64>,
    words: HashMap<String, String>,
    taken: HashSet<String>,
    /// Maps each word, and each word with one letter removed, to the word. So a word with a typing mistake
    /// gets the replacement of the right word, with such a mistake.
    slips: HashMap<String, String>,
    /// Replacements of words of letters, in the original case.
    spelled: HashMap<String, String>,
    /// Words in the form in which they are compared.
    folded: HashMap<String, Folded>,
    /// Replacements of short texts.
    texts: HashMap<String, String>,
}

impl<'k> Dictionary<'k> {
    pub(super) fn new(seed: u64, seen: Seen, known: &'k Known) -> Self {
        let ids = ids(&seen.ids);
        Self {
            state: seed,
            known,
            seen: seen.words,
            values: seen.values,
            projects: seen.projects,
            accounts: seen.accounts,
            ids,
            words: HashMap::new(),
            taken: HashSet::new(),
            slips: HashMap::new(),
            spelled: HashMap::new(),
            folded: HashMap::new(),
            texts: HashMap::new(),
        }
    }

    /// Whether the files contain this string as a value, so that it may be personal.
    pub(super) fn is_value(&self, text: &str) -> bool {
        self.values.contains(text)
    }

    /// Whether a word with digits is the key of a project.
    pub(super) fn is_project(&self, word: &str) -> bool {
        self.projects.contains(word)
    }

    /// The earlier replacement of a text.
    pub(super) fn text(&self, text: &str) -> Option<String> {
        self.texts.get(text).cloned()
    }

    pub(super) fn remember_text(&mut self, text: &str, new: &str) {
        self.texts.insert(text.to_owned(), new.to_owned());
    }

    /// For each of `words`, whether it is known, by itself or as part of a name of several words.
    pub(super) fn known_among(&mut self, words: &[&str]) -> Vec<bool> {
        for word in words {
            if !self.folded.contains_key(*word) {
                self.folded.insert((*word).to_owned(), self.known.folded(word));
            }
        }
        let folded: Vec<&Folded> = words.iter().map(|word| &self.folded[*word]).collect();
        self.known.among(&folded)
    }

    /// The replacement of an id, if this is a known id. Ids keep their order.
    pub(super) fn id(&self, digits: &str) -> Option<String> {
        let id = digits.parse::<u64>().ok().filter(|_| !digits.starts_with('0'))?;
        Some(self.ids.get(&id)?.to_string())
    }

    /// Replaces digits by others.
    pub(super) fn digits(&mut self, digits: &str) -> String {
        self.replaced(digits, |dictionary, draw| dictionary.classwise(digits, draw))
    }

    /// The replacement of a word of letters.
    pub(super) fn word(&mut self, word: &str) -> String {
        if let Some(new) = self.spelled.get(word) {
            return new.clone();
        }
        let small = word.to_lowercase();
        // If upper and lower case differ in length, the word is replaced in its original case.
        let plain = small.chars().count() == word.chars().count();
        let key = if plain { small } else { word.to_owned() };
        let new = match self.words.get(&key) {
            Some(new) => new.clone(),
            None => self
                .slip(&key)
                .unwrap_or_else(|| self.replaced(&key, |dictionary, draw| dictionary.letters(&key, draw))),
        };
        self.remember(&key, &new);
        let new = in_case_of(word, &new);
        self.spelled.insert(word.to_owned(), new.clone());
        new
    }

    /// The replacement of an id of letters and digits. An id of Trello begins with its time of creation,
    /// which stays, except for accounts, because no rule needs it there.
    pub(super) fn mixed(&mut self, id: &str) -> String {
        const TIME: usize = 8;
        let kept = if is_dated_id(id) && !self.accounts.contains(id) { TIME } else { 0 };
        self.replaced(id, |dictionary, draw| [&id[..kept], &dictionary.classwise(&id[kept..], draw)].concat())
    }

    fn replaced(&mut self, key: &str, draw: impl Fn(&mut Self, usize) -> String) -> String {
        if let Some(new) = self.words.get(key) {
            return new.clone();
        }
        let mut new = draw(self, 0);
        for drawn in 1..2 * DRAWS {
            if self.is_free(&new) {
                break;
            }
            new = draw(self, drawn);
        }
        self.words.insert(key.to_owned(), new.clone());
        self.taken.insert(new.to_lowercase());
        new
    }

    fn is_free(&self, new: &str) -> bool {
        let small = new.to_lowercase();
        !self.seen.contains(&small) && !self.taken.contains(&small) && !self.known.is_word(&small)
    }

    fn draw(&mut self, below: usize) -> usize {
        // SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % (below.max(1) as u64)).unwrap_or_default()
    }

    /// Pronounceable lower-case letters; other letters if `draw` shows that no such words are left.
    fn letters(&mut self, word: &str, draw: usize) -> String {
        let mut vowel = self.draw(2) == 0;
        let mut new = String::with_capacity(word.len() + 1);
        for letter in word.chars() {
            vowel = !vowel;
            let one = if !letter.is_ascii_lowercase() {
                self.like(letter)
            } else if draw > DRAWS / 2 {
                char::from(b'a' + u8::try_from(self.draw(26)).unwrap_or_default())
            } else {
                let list = if vowel { VOWELS } else { CONSONANTS };
                char::from(list[self.draw(list.len())])
            };
            new.push(one);
        }
        if draw > DRAWS {
            new.push(char::from(CONSONANTS[self.draw(CONSONANTS.len())]));
        }
        new
    }

    /// Another letter of the same script and case.
    fn like(&mut self, letter: char) -> char {
        match letter {
            '0'..='9' => char::from(b'0' + u8::try_from(self.draw(10)).unwrap_or_default()),
            'a'..='z' => char::from(b'a' + u8::try_from(self.draw(26)).unwrap_or_default()),
            'A'..='Z' => char::from(b'A' + u8::try_from(self.draw(26)).unwrap_or_default()),
            '\u{C0}'..='\u{17F}' => {
                let all: Vec<char> = MARKED.chars().collect();
                let one = all[self.draw(all.len())];
                if letter.is_uppercase() { one.to_uppercase().next().unwrap_or(one) } else { one }
            }
            _ => {
                let size = if super::pattern::UNSPACED.contains(&letter) || letter > '\u{AC00}' { 512 } else { 64 };
                let first = u32::from(letter) / size * size;
                (0..64)
                    .filter_map(|_| char::from_u32(first + u32::try_from(self.draw(size as usize)).unwrap_or_default()))
                    .find(|other| {
                        other.is_alphabetic() && other.is_lowercase() == letter.is_lowercase() && *other != letter
                    })
                    .unwrap_or(letter)
            }
        }
    }

    /// Replaces each character by another one of its class: a digit by a digit, a letter by a letter.
    fn classwise(&mut self, text: &str, draw: usize) -> String {
        let hex = text.len() > 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        let mut new = String::with_capacity(text.len() + 1);
        for (at, letter) in text.chars().enumerate() {
            let one = match letter {
                // A number gets no leading zero that it did not have.
                '1'..='9' if at == 0 => char::from(b'1' + u8::try_from(self.draw(9)).unwrap_or_default()),
                'a'..='f' if hex => char::from(b'a' + u8::try_from(self.draw(6)).unwrap_or_default()),
                'A'..='F' if hex => char::from(b'A' + u8::try_from(self.draw(6)).unwrap_or_default()),
                '-' => '-',
                letter => self.like(letter),
            };
            new.push(one);
        }
        if draw > DRAWS {
            new.push('7');
        }
        new
    }

    /// The replacement of a word that differs only by a typing mistake from an earlier word: the replacement
    /// of that word, with the same kind of mistake.
    fn slip(&mut self, word: &str) -> Option<String> {
        let letters = short(word)?;
        let other = without_one(&letters).chain([word.to_owned()]).find_map(|less| self.slips.get(&less))?.clone();
        let old: Vec<char> = other.chars().collect();
        let like: Vec<char> = self.words.get(&other)?.chars().collect();
        if like.len() != old.len() {
            return None;
        }
        let head = old.iter().zip(&letters).take_while(|(a, b)| a == b).count();
        let tail = old[head..].iter().rev().zip(letters[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        let (gone, come) = (&old[head..old.len() - tail], &letters[head..letters.len() - tail]);
        let mut middle = Vec::new();
        match (gone, come) {
            ([one, two], [first, second]) if one == second && two == first => {
                middle.extend([like[head + 1], like[head]])
            }
            ([_], []) => {}
            // A doubled letter is a mistake of its own kind.
            ([], [letter]) if head > 0 && old[head - 1] == *letter => middle.push(like[head - 1]),
            ([], [letter]) | ([_], [letter]) => middle.push(self.like(*letter)),
            _ => return None,
        }
        let new: String = like[..head].iter().chain(&middle).chain(&like[like.len() - tail..]).collect();
        self.is_free(&new).then(|| {
            self.words.insert(word.to_owned(), new.clone());
            self.taken.insert(new.to_lowercase());
            new
        })
    }

    fn remember(&mut self, word: &str, new: &str) {
        let Some(letters) = short(word).filter(|letters| new.chars().count() == letters.len()) else { return };
        if self.slips.contains_key(word) {
            return;
        }
        for less in without_one(&letters).chain([word.to_owned()]) {
            self.slips.entry(less).or_insert_with(|| word.to_owned());
        }
    }
}

/// The letters of a word; `None` if it is too short to recognise a mistake in it, or too long for a word.
fn short(word: &str) -> Option<Vec<char>> {
    /// In shorter words, changing one letter gives other words.
    const SHORTEST: usize = 3;
    const LONGEST: usize = 30;
    let letters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    (SHORTEST..=LONGEST).contains(&letters.len()).then_some(letters)
}

/// All variants of `letters` without one of them.
fn without_one(letters: &[char]) -> impl Iterator<Item = String> {
    (0..letters.len()).map(|gone| letters[..gone].iter().chain(&letters[gone + 1..]).collect())
}

/// `new` in the case of `word`, letter by letter.
fn in_case_of(word: &str, new: &str) -> String {
    let mut old = word.chars();
    let upper = word.chars().all(char::is_uppercase);
    new.chars()
        .flat_map(|letter| {
            let is_upper = old.next().map_or(upper, char::is_uppercase);
            let mut one = letter.to_uppercase();
            let single = one.next().filter(|_| is_upper && one.next().is_none());
            [single.unwrap_or(letter)]
        })
        .collect()
}

/// New ids in the order of the old ones; none is equal to an old one.
fn ids(old: &HashSet<u64>) -> HashMap<u64, u64> {
    const FIRST: u64 = 3_000_017;
    const STEP: u64 = 7;
    let mut next = FIRST;
    let sorted: BTreeSet<u64> = old.iter().copied().collect();
    let mut ids = HashMap::new();
    for id in sorted {
        while old.contains(&next) || next.to_string().len() <= SHORT {
            next += 1;
        }
        ids.insert(id, next);
        next += STEP;
    }
    ids
}
