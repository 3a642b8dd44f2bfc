//! The rules are embedded in the binary: a change of one of them is a change of the program. The word lists of the lexicon
//! become tables that cost nothing at start.

#[path = "src/lexicon/fold.rs"]
mod fold;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// Meaning → language → words.
type Words = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/lexicon");
    let mut lists: Vec<_> = fs::read_dir("src/lexicon")?.collect::<Result<_, _>>()?;
    lists.sort_by_key(fs::DirEntry::path);
    let mut code = String::new();
    for path in lists.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let table = table(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(code, "/// `{name}.toml`: folded words and what they mean, in the order of the words.")?;
        writeln!(code, "const {}: &[(&str, &str)] = &{table:?};", name.to_uppercase())?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("lexicon.rs"), code)?;
    Ok(())
}

/// The words of one file with their meanings. A word of two meanings is an error.
fn table(path: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
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
    Ok(table.into_iter().collect())
}
