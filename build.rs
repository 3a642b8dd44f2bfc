//! Embeds the rules in the binary, so a changed rule triggers a new build. Turns the word lists of the
//! lexicon into enums of their meanings, and into tables that need no work at start.

#[path = "src/lexicon/fold.rs"]
mod fold;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Meaning → language → words.
type Words = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The enum of the meanings in each list. Lists with the same enum share their meanings.
const MEANINGS: [(&str, &str); 11] = [
    ("accounts", "Account"),
    ("dates", "Date"),
    ("fields", "Field"),
    ("headers", "Header"),
    ("kinds", "Kind"),
    ("meetings", "Meeting"),
    ("phrases", "Status"),
    ("priorities", "Priority"),
    ("resolutions", "Status"),
    ("statuses", "Status"),
    ("texts", "Remark"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/lexicon");
    let mut code = String::new();
    let mut enums: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (list, meaning) in MEANINGS {
        let path = Path::new("src/lexicon").join(list).with_extension("toml");
        let table = table(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(code, "/// `{list}.toml`: folded words and what they mean, in the order of the words.")?;
        writeln!(code, "const {}: &Table<{meaning}> = &[", list.to_uppercase())?;
        for (word, means) in &table {
            writeln!(code, "    ({word:?}, {meaning}::{}),", variant(means))?;
        }
        writeln!(code, "];")?;
        enums.entry(meaning).or_default().extend(table.into_values());
    }
    for (name, meanings) in enums {
        writeln!(code, "/// What a word means: a table of {}.", files(name))?;
        writeln!(code, "#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum {name} {{")?;
        for meaning in &meanings {
            writeln!(code, "    /// `{meaning}`.\n    {},", variant(meaning))?;
        }
        writeln!(code, "}}")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("lexicon.rs"), code)?;
    Ok(())
}

/// The files whose words have the meanings of an enum.
fn files(name: &str) -> String {
    let lists = MEANINGS.iter().filter(|(_, meaning)| *meaning == name);
    lists.map(|(list, _)| format!("`{list}.toml`")).collect::<Vec<_>>().join(", ")
}

/// Converts a meaning to the name of an enum variant: `story-points` becomes `StoryPoints`.
fn variant(meaning: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    meaning.split('-').map(capital).collect()
}

/// The words of one file with their meanings. A word with two meanings is an error.
fn table(path: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let words: Words = toml::from_str(&fs::read_to_string(path)?)?;
    let mut table: BTreeMap<String, String> = BTreeMap::new();
    for (meaning, languages) in &words {
        for word in languages.values().flatten() {
            let key = fold::key(word);
            if key.is_empty() {
                return Err(format!("`{word}` has neither letters nor digits").into());
            }
            if let Some(other) = table.insert(key, meaning.clone()).filter(|other| other != meaning) {
                return Err(format!("`{word}` cannot mean both {other} and {meaning}").into());
            }
        }
    }
    Ok(table)
}
