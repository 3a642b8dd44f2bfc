//! What keeps its meaning: words of the lexicon, and names that tools give to what they record.

use std::collections::HashSet;

use crate::lexicon;

/// Keys of JSON, elements and attributes of XML, types of actions and fields, as Jira and Trello call them.
const TOOLS: &str = include_str!("tools.txt");

/// Words that mean something to readers of exports wherever they stand.
const WORDS: &str = "active future closed open complete incomplete cancelled flag flagged impediment ranked rank sprint epic \
     child link links clone clones cloned cloners cloner split duplicate duplicates relates blocks blocked by to from of \
     parent issue issues subtask worklog workflow version fix component attachment resolution http https www browse rest api \
     agile latest search com net org io atlassian jira trello board boards card cards gateway user users jirauser on for exported \
     cloud server generated using export date time zone timezone system jvm coordinated universal gmt utc cet cest pst est am pm \
     id ids key keys true false null none central european eastern western pacific mountain standard summer daylight time changed added removed points point story start end customfield";

/// The longest name that the lexicon knows has this many words.
const LONGEST: usize = 5;
/// The longest name of a script without spaces has this many characters.
const LONGEST_UNSPACED: usize = 10;

/// What keeps its meaning.
#[derive(Debug)]
pub(super) struct Known {
    /// Folded words and names, without spaces.
    words: HashSet<&'static str>,
    tools: HashSet<&'static str>,
}

impl Known {
    pub(super) fn new() -> Self {
        let words = lexicon::words().chain(WORDS.split_whitespace()).collect();
        Self { words, tools: TOOLS.lines().filter(|line| !line.is_empty()).collect() }
    }

    /// Whether tools call something exactly so.
    pub(super) fn is_tools(&self, text: &str) -> bool {
        self.tools.contains(text)
    }

    /// Whether a word means something by itself. Kinds are known in the plural, too.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let key = lexicon::fold(word).replace(' ', "");
        self.has(&key)
    }

    fn has(&self, key: &str) -> bool {
        let singular = |ending| key.strip_suffix(ending).is_some_and(|stem| lexicon::kind(stem).is_some());
        self.words.contains(key) || (key.len() > 3 && (singular("s") || singular("es") || lexicon::kind(key).is_some()))
    }

    /// Which of `words` are known, by themselves or as a part of a name of several words.
    pub(super) fn among(&self, words: &[&str]) -> Vec<bool> {
        let keys: Vec<_> = words.iter().map(|word| lexicon::fold(word).replace(' ', "")).collect();
        let mut known: Vec<_> = keys.iter().map(|key| self.has(key)).collect();
        let mut run = String::new();
        for start in 0..keys.len() {
            let unspaced = keys[start].chars().all(|letter| super::pattern::UNSPACED.contains(&letter));
            let most = if unspaced { LONGEST_UNSPACED } else { LONGEST };
            run.clear();
            for end in start..keys.len().min(start + most) {
                run.push_str(&keys[end]);
                if end > start && self.words.contains(run.as_str()) {
                    known[start..=end].fill(true);
                }
            }
        }
        known
    }
}
