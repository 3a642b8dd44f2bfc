//! What is not replaced: words of the lexicon, and names that come from tools.

use std::collections::HashSet;

use crate::lexicon;

/// Names that Jira and Trello use: keys of JSON, elements and attributes of XML, types of actions and fields.
const TOOLS: &str = include_str!("tools.txt");

/// Words with a meaning for the readers of exports, at any place.
const WORDS: &str = "active future closed open complete incomplete cancelled flag flagged impediment ranked rank sprint epic \
     child link links clone clones cloned cloners cloner split duplicate duplicates relates blocks blocked by to from of \
     parent issue issues subtask worklog workflow version fix component attachment resolution http https www browse rest api \
     agile latest search com net org io atlassian jira trello board boards card cards gateway user users jirauser on for exported \
     cloud server generated using export date time zone timezone system jvm coordinated universal gmt utc cet cest pst est am pm \
     id ids key keys true false null none central european eastern western pacific mountain standard summer daylight time changed added removed points point story start end customfield toml";

/// Maximum number of words of a name in the lexicon.
const LONGEST: usize = 5;
/// Maximum number of characters of a name in a script without spaces.
const LONGEST_UNSPACED: usize = 10;

/// What is not replaced.
#[derive(Debug)]
pub(super) struct Known {
    /// Folded words and names, without spaces.
    words: HashSet<&'static str>,
    /// Length of the longest of them in bytes.
    longest: usize,
    tools: HashSet<&'static str>,
    /// Words of rule settings.
    rules: HashSet<&'static str>,
}

/// A word in the form in which it is compared.
#[derive(Debug)]
pub(super) struct Folded {
    key: String,
    is_known: bool,
    /// Whether its script has no spaces.
    is_unspaced: bool,
}

impl Known {
    pub(super) fn new(rule_words: impl IntoIterator<Item = &'static str>) -> Self {
        let words: HashSet<_> = lexicon::words().chain(WORDS.split_whitespace()).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or_default();
        let tools = TOOLS.lines().filter(|line| !line.is_empty()).collect();
        Self { words, longest, tools, rules: rule_words.into_iter().collect() }
    }

    /// Whether a tool uses exactly this name.
    pub(super) fn is_tools(&self, text: &str) -> bool {
        self.tools.contains(text)
    }

    /// Whether it belongs to rule settings: one of their words, a count or a share that a rule names, or a
    /// duration.
    pub(super) fn is_rule_word(&self, text: &str) -> bool {
        let is_named = text.starts_with("count.") || text.starts_with("share.");
        let length = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_length = length.len() < text.len() && matches!(length, "s" | "m" | "h" | "d");
        is_named || is_length || self.rules.contains(text)
    }

    /// Whether a single word is known. Kinds are also known in the plural.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let key = lexicon::fold(word).replace(' ', "");
        self.has(&key)
    }

    fn has(&self, key: &str) -> bool {
        let singular = |ending| key.strip_suffix(ending).is_some_and(|stem| lexicon::kind(stem).is_some());
        self.words.contains(key) || (key.len() > 3 && (singular("s") || singular("es") || lexicon::kind(key).is_some()))
    }

    /// The folded form of a word, and whether it is known.
    pub(super) fn folded(&self, word: &str) -> Folded {
        let key = lexicon::fold(word).replace(' ', "");
        let is_known = self.has(&key);
        let is_unspaced = key.chars().all(|letter| super::pattern::UNSPACED.contains(&letter));
        Folded { key, is_known, is_unspaced }
    }

    /// For each of `words`, whether it is known, by itself or as part of a name of several words.
    pub(super) fn among(&self, words: &[&Folded]) -> Vec<bool> {
        let mut known: Vec<_> = words.iter().map(|word| word.is_known).collect();
        let mut run = String::new();
        for (start, first) in words.iter().enumerate() {
            let most = if first.is_unspaced { LONGEST_UNSPACED } else { LONGEST };
            run.clear();
            for (end, word) in words.iter().enumerate().skip(start).take(most) {
                run.push_str(&word.key);
                if run.len() > self.longest {
                    break;
                }
                if end > start && self.words.contains(run.as_str()) {
                    known[start..=end].fill(true);
                }
            }
        }
        known
    }
}
