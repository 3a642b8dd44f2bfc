//! `anonymise`: no personal data remains, and every rule gives the same result as before.

mod charters;

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::support::{Folder, boardlint, boardlint_in, jira};

const BOARDS: [&str; 8] = [
    "by-the-book/jira-cloud",
    "by-the-book/trello",
    "jira-backup",
    "jira-cloud",
    "jira-csv",
    "jira-csv-es",
    "jira-dc",
    "trello",
];

/// Names of people and things on the bakery's boards, in any of their formats.
const NAMES: [&str; 24] = [
    "greta",
    "lindqvist",
    "ruben",
    "castell",
    "tomasz",
    "wrona",
    "aisha",
    "bello",
    "kenji",
    "mori",
    "lena",
    "hartog",
    "diego",
    "fuentes",
    "ines",
    "achterberg",
    "glindqvist",
    "rcastell",
    "crust",
    "bakery",
    "loaf",
    "vegan",
    "turkish",
    "ovenbell",
];

/// The results of all rules for the boards in `folder`: findings with level and time, and what could not be
/// judged.
pub fn verdicts(folder: &str) -> Vec<String> {
    let run = boardlint(&["check", folder, "--format", "jsonl", "--fail-on", "never"]);
    let said = |object: &Value| match object["type"].as_str() {
        Some("finding") => Some(format!("{} {} {}", object["rule"], object["level"], object["at"])),
        Some("inconclusive") => Some(format!("{} {} {}", object["rule"], object["missing"], object["partial"])),
        Some("unreadable") => Some("unreadable".to_owned()),
        Some("summary") => Some(format!("{} {} {}", object["items"], object["changes"], object["people"])),
        _ => None,
    };
    let mut verdicts: Vec<_> = run.objects().iter().filter_map(said).collect();
    verdicts.sort();
    verdicts
}

/// The folder that `anonymise` writes for `paths`.
pub fn anonymised(paths: &[&str]) -> Folder {
    let folder = Folder::new();
    let output = folder.path().join("out");
    let run = boardlint(&[&["anonymise", "-o", output.to_str().expect("a plain path")], paths].concat());
    assert_eq!(run.status, 0, "{paths:?}: {}", run.err);
    folder
}

/// The texts of all files below a folder, concatenated.
pub fn texts(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        text.push_str(&if path.is_dir() { texts(&path) } else { std::fs::read_to_string(path).expect("UTF-8") });
        text.push('\n');
    }
    text
}

#[test]
fn every_rule_says_of_the_fixtures_what_it_said_before() {
    for board in BOARDS {
        let folder = format!("fixtures/bakery/{board}");
        let done = anonymised(&[&folder]);
        let before = verdicts(&folder);
        assert!(before.len() > 1, "{board}");
        assert_eq!(before, verdicts(&done.text()), "{board}");
    }
}

#[test]
fn nobody_and_nothing_of_the_fixtures_is_left() {
    for board in BOARDS {
        let done = anonymised(&[&format!("fixtures/bakery/{board}")]);
        let text = texts(done.path()).to_lowercase();
        let words: std::collections::HashSet<_> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for name in NAMES {
            assert!(!words.contains(name), "{board}: {name}");
        }
        assert!(!text.contains("example.com") && !text.contains("712020:5b1e6c1a"), "{board}");
    }
}

/// The strings under `keys` in a document.
pub fn strings(document: &Value, keys: &[&str], found: &mut Vec<String>) {
    match document {
        Value::Array(list) => list.iter().for_each(|value| strings(value, keys, found)),
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if keys.contains(&key.as_str()) => found.push(text.clone()),
                    Value::Number(number) if keys.contains(&key.as_str()) => found.push(number.to_string()),
                    value => strings(value, keys, found),
                }
            }
        }
        _ => {}
    }
}

/// Keys of Jira and Trello whose values are personal.
const PERSONAL: [&str; 19] = [
    "summary",
    "description",
    "body",
    "displayName",
    "fullName",
    "username",
    "emailAddress",
    "accountId",
    "self",
    "url",
    "shortUrl",
    "shortLink",
    "goal",
    "desc",
    "text",
    "key",
    "id",
    "idMember",
    "idCard",
];

/// A word of trackers that is in no word list; an app may have it in its name.
const BOARD: &str = "board";

/// Words that are not personal: names that tools use, and the words of the word lists, without diacritics.
pub struct Common {
    tools: HashSet<String>,
    words: HashSet<String>,
}

impl Common {
    pub fn read() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let read = |path: &Path| std::fs::read_to_string(path).expect("a list");
        let entries = std::fs::read_dir(source.join("lexicon")).expect("a folder");
        let lists = entries.map(|entry| entry.expect("an entry").path());
        let lists = lists.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
        // Comments in the word lists are not words of them.
        let lists: Vec<_> = lists.map(|path| read(&path)).collect();
        let lines = lists.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
        let tools = read(&source.join("anonymise/tools.txt")).lines().map(str::to_owned).collect();
        Self { tools, words: lines.chain([BOARD]).flat_map(words).collect() }
    }

    fn has(&self, text: &str) -> bool {
        let is_short = |word: &str| {
            word.chars().count() == 1 || (word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let known = |word: String| {
            is_short(&word) || self.words.contains(word.trim_end_matches('s')) || self.words.contains(&word)
        };
        self.tools.contains(text) || words(text).all(known)
    }
}

/// The words of a text in lower case, without diacritics.
fn words(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text.nfd().filter(|sign| !is_combining_mark(*sign)).collect::<String>().to_lowercase();
    let words: Vec<_> = plain.split(|sign: char| !sign.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter().filter(|word| !word.is_empty())
}

/// Number of personal values in a document, and those that its anonymous copy still contains.
pub fn left(document: &Value, copy: &Value, common: &Common) -> (usize, Vec<String>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    strings(document, &PERSONAL, &mut before);
    strings(copy, &PERSONAL, &mut after);
    let after: HashSet<_> = after.into_iter().collect();
    let left = before.iter().filter(|text| text.len() > 4 && after.contains(*text) && !common.has(text));
    (before.len(), left.cloned().collect())
}

#[test]
fn no_title_text_address_or_id_of_the_fixtures_is_left() {
    let common = Common::read();
    for (board, file) in [
        ("jira-cloud", "search.json"),
        ("jira-dc", "search.json"),
        ("by-the-book/jira-cloud", "search.json"),
        ("trello", "board.json"),
        ("by-the-book/trello", "board.json"),
    ] {
        let path = format!("fixtures/bakery/{board}/{file}");
        let document: Value = serde_json::from_slice(&std::fs::read(&path).expect("a fixture")).expect("JSON");
        let text = texts(anonymised(&[&path]).path());
        let (count, found) = left(&document, &serde_json::from_str(&text).expect("JSON"), &common);
        assert!(count > 300, "{board}");
        assert_eq!(found, Vec::<String>::new(), "{board}");
        // They must not occur as part of anything else either.
        let mut titles = Vec::new();
        strings(&document, &["summary", "name", "fullName", "displayName", "accountId", "emailAddress"], &mut titles);
        titles.sort_unstable();
        titles.dedup();
        for title in titles.iter().filter(|title| title.len() > 8 && !common.has(title)) {
            assert!(!text.contains(title.as_str()), "{board}: {title}");
        }
    }
}

#[test]
fn numbers_of_custom_fields_and_keys_of_projects_with_digits_are_ids_too() {
    let document = json!({"issues": [{"key": "Q7-12", "id": "10019", "fields": {
        "summary": "Q7 needs customfield_10019", "customfield_10019": 3, "customfield_10020": null,
        "reporter": {"name": "admin", "key": "admin", "displayName": "Ada"}}}]});
    let copy: Value = serde_json::from_str(&rewritten(&document.to_string(), "a.json")).expect("JSON");
    let text = copy.to_string();
    for own in ["Q7", "10019", "10020", "admin", "Ada"] {
        assert!(!text.contains(own), "{own}: {text}");
    }
    let issue = &copy["issues"][0];
    let field = format!("customfield_{}", issue["id"].as_str().expect("an id"));
    assert_eq!(issue["fields"][&field], 3, "{text}");
    let title = issue["fields"]["summary"].as_str().expect("a title");
    assert!(title.ends_with(&field), "{text}");
    assert!(issue["key"].as_str().expect("a key").starts_with(&format!("{}-", &title[..2])), "{text}");
    assert_eq!(issue["fields"]["reporter"]["name"], issue["fields"]["reporter"]["key"]);
}

/// Two issues: a text in one contains the key of the other; one edit only corrects letters, another changes
/// the meaning.
fn told() -> Value {
    let described = |id, from: &str, to: &str| {
        let item = json!({"field": "description", "fieldtype": "jira", "fieldId": "description", "from": null, "fromString": from,
            "to": null, "toString": to});
        jira::history(id, "Maria", "2026-02-03T09:00:00.000+0000", item)
    };
    let histories = vec![
        described(51_001, "Customers recieve a letter", "Customers receive a letter"),
        described(51_002, "Customers receive a letter", "Customers burn a letter"),
    ];
    let fields = json!({"description": "As in APP-2 by Maria, +49 30 1234567, 10.11.12.13", "labels": ["Zürich"]});
    serde_json::from_str(&jira::page(vec![
        jira::issue("APP-1", fields, histories),
        jira::issue("APP-2", json!({}), vec![]),
    ]))
    .expect("JSON")
}

fn rewritten(document: &str, name: &str) -> String {
    let folder = Folder::new();
    let path = folder.write(name, document);
    let output = folder.path().join("out");
    let output = output.to_str().expect("a plain path");
    let run = boardlint(&["anonymise", &path, "-o", output, "--seed", "7"]);
    assert_eq!(run.status, 0, "{}", run.err);
    std::fs::read_to_string(output).expect("what was written")
}

#[test]
fn relations_stay_and_numbers_that_lead_to_somebody_go() {
    let document: Value = serde_json::from_str(&rewritten(&told().to_string(), "app.json")).expect("JSON");
    let issue = &document["issues"][0];
    let other = document["issues"][1]["key"].as_str().expect("a key");
    assert!(other.ends_with("-2") && other != "APP-2", "{other}");
    let description = issue["fields"]["description"].as_str().expect("a text");
    let author = issue["changelog"]["histories"][0]["author"]["displayName"].as_str().expect("a name");
    assert!(description.contains(other) && description.contains(author), "{description}");
    assert!(!description.contains("1234567") && !description.contains("10.11.12.13"), "{description}");
    assert_eq!(description.chars().count(), "As in APP-2 by Maria, +49 30 1234567, 10.11.12.13".chars().count());
    let ids: Vec<u64> = [0, 1]
        .map(|at| issue["changelog"]["histories"][at]["id"].as_str().expect("an id").parse().expect("a number"))
        .into();
    assert!(ids[0] < ids[1] && !ids.contains(&51_001), "{ids:?}");
    assert_eq!(issue["fields"]["created"], "2026-01-01T09:00:00.000+0000");
    assert_eq!(issue["fields"]["status"]["name"], "Backlog");
}

#[test]
fn directions_of_ranks_and_times_in_seconds_stay() {
    let directions =
        ["Ranked higher", "Ranked lower", "Höher eingestuft", "Rang supérieur", "Рейтинг понижен", "评级更高"];
    let ranked = |to: &&str| json!({"field": "Rank", "fieldtype": "custom", "toString": to});
    let history = json!({"created": 1_709_377_260, "items": directions.iter().map(ranked).collect::<Vec<_>>()});
    let fields = json!({"created": "1709377261", "phone": 1_709_377_262});
    let issue = json!({"id": "10001", "key": "APP-1", "fields": fields, "changelog": {"histories": [history]}});
    let document: Value =
        serde_json::from_str(&rewritten(&json!({"issues": [issue]}).to_string(), "app.json")).expect("JSON");
    let issue = &document["issues"][0];
    let history = &issue["changelog"]["histories"][0];
    for (at, word) in ["higher", "lower", "Höher", "supérieur", "понижен", "更高"].iter().enumerate() {
        let text = history["items"][at]["toString"].as_str().expect("a text");
        assert!(text.contains(word), "{text}");
    }
    assert_eq!((&history["created"], &issue["fields"]["created"]), (&json!(1_709_377_260), &json!("1709377261")));
    assert_ne!(issue["fields"]["phone"], 1_709_377_262, "what is no time leads to somebody");
}

#[test]
fn a_slip_of_the_pen_stays_one() {
    let document: Value = serde_json::from_str(&rewritten(&told().to_string(), "app.json")).expect("JSON");
    let item = |at: usize| &document["issues"][0]["changelog"]["histories"][at]["items"][0];
    let word = |text: &Value| text.as_str().expect("a text").split(' ').nth(1).expect("a word").to_owned();
    let (wrong, right) = (word(&item(0)["fromString"]), word(&item(0)["toString"]));
    let swapped: Vec<char> = [&wrong[..3], &wrong[4..5], &wrong[3..4], &wrong[5..]].concat().chars().collect();
    assert_eq!(swapped, right.chars().collect::<Vec<_>>());
    assert_eq!(word(&item(1)["fromString"]), right);
    assert_eq!(word(&item(1)["toString"]).len(), "burn".len());
}

#[test]
fn what_is_cut_off_or_damaged_stays_so() {
    let text = told().to_string();
    let whole = rewritten(&text, "app.json");
    let cut = rewritten(&text[..text.len() / 2], "app.json");
    assert!(!cut.contains("Maria") && cut.len() > text.len() / 3);
    assert_eq!(cut.matches('{').count(), text[..text.len() / 2].matches('{').count());
    assert_eq!(whole.matches('{').count(), text.matches('{').count());
    let lone = rewritten(
        r#"{"issues": [{"key": "APP-1", "fields": {"summary": "Caf\u00e9 \ud83d Maria \"\\n\""}}]}"#,
        "app.json",
    );
    assert!(lone.contains(r"\ud83d") && lone.contains(r#"\""#) && !lone.contains("Maria"), "{lone}");
}

#[test]
fn tables_and_xml_keep_their_form() {
    let table = rewritten(
        "sep=;\r\nSummary;Issue key;Created\r\n\"Maria; \"\"Eve\"\"\nand I\";APP-1;05/Jan/26 9:12 AM\r\n",
        "app.csv",
    );
    assert!(table.starts_with("sep=;\r\nSummary;Issue key;Created\r\n\""), "{table}");
    assert!(
        table.ends_with("-1;05/Jan/26 9:12 AM\r\n") && table.contains("\"\"") && !table.contains("Maria"),
        "{table}"
    );
    let xml = rewritten(
        "<!-- by Maria --><rss version=\"2.0\"><item><title>Maria &amp; &nbsp; co</title><b a='&#10;Eva'/><![CDATA[<i>Maria</i>]]></item></rss>",
        "app.xml",
    );
    assert!(!xml.contains("Maria") && !xml.contains("Eva"), "{xml}");
    for form in ["<rss version=\"2.0\">", " &amp; &nbsp; ", "<b a='&#10;", "<![CDATA[<i>", "</i>]]></item></rss>"] {
        assert!(xml.contains(form), "{form}: {xml}");
    }
}

#[test]
fn files_that_belong_together_go_together() {
    let folder = Folder::new();
    folder.write("Marias board/first/old.json", told().to_string());
    folder.write("Marias board/first/new.json", told().to_string());
    folder.write(
        "Marias board/boardlint.toml",
        "[roles]\nproduct-owner = \"Maria\" # she owns it\n[rules]\npo-absent = \"off\"\n",
    );
    let run = boardlint_in(folder.path(), &["anonymise", "Marias board", "-o", "out"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let read = |path: &str| std::fs::read_to_string(folder.path().join("out").join(path)).expect(path);
    assert_eq!(read("folder-1/export-1.json"), read("folder-1/export-2.json"));
    let charter = read("boardlint.toml");
    let name = charter.split('"').nth(1).expect("a name");
    assert!(
        charter.contains("po-absent = \"off\"") && !charter.contains("Maria") && !charter.contains("owns"),
        "{charter}"
    );
    assert!(read("folder-1/export-1.json").contains(&format!("\"{name}\"")), "{name}");
}

#[test]
fn chance_decides_unless_a_seed_is_given() {
    let text = told().to_string();
    assert_eq!(rewritten(&text, "app.json"), rewritten(&text, "app.json"));
    let folder = Folder::new();
    let path = folder.write("app.json", &text);
    for output in ["one", "other"] {
        assert_eq!(boardlint_in(folder.path(), &["anonymise", &path, "-o", output]).status, 0);
    }
    assert_ne!(folder.read("one"), folder.read("other"));
}

#[test]
fn one_file_goes_to_standard_output_alone() {
    let folder = Folder::new();
    let path = folder.write("app.json", told().to_string());
    let run = boardlint_in(folder.path(), &["anonymise", &path, "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.err);
    serde_json::from_str::<Value>(&run.out).expect("JSON and nothing else");
    assert!(run.err.contains("look through it"), "{}", run.err);
    assert_eq!(folder.names(), ["app.json"]);
    let other = folder.write("other.json", told().to_string());
    let several = boardlint_in(folder.path(), &["anonymise", &path, &other, "-o", "-"]);
    assert!(several.status == 2 && several.err.contains("name a folder"), "{}", several.err);
}

#[test]
fn it_writes_over_nothing_it_reads_and_says_what_it_cannot_read() {
    let folder = Folder::new();
    let path = folder.write("app.json", told().to_string());
    let over = boardlint(&["anonymise", &path, "-o", &path]);
    assert!(over.status == 2 && over.err.contains("does not write over what it reads"), "{}", over.err);
    let picture = folder.write("picture.png", b"\x89PNG\0\0");
    let output = folder.path().join("out");
    let output = output.to_str().expect("a plain path");
    let run = boardlint(&["anonymise", &picture, "-o", output]);
    assert!(run.status == 3 && run.err.contains("neither JSON nor XML nor CSV"), "{}", run.err);
    let run = boardlint(&["anonymise", "nowhere.json", "-o", output]);
    assert!(run.status == 3 && run.err.contains("nowhere.json"), "{}", run.err);
}

#[test]
fn long_numbers_and_short_addresses_are_replaced_wherever_they_stand() {
    let fields = json!({"customfield_10099": 4_815_162_342_u64, "customfield_10098": "4815162342", "customfield_10097": 52.520_006,
        "customfield_10096": "77321", "customfield_10016": 3, "timeestimate": 28_800, "description": "ask a@z.com"});
    let page = jira::page(vec![jira::issue("APP-1", fields, vec![])]);
    let page = page.replacen('{', "{\"total\": 12345, ", 1);
    let text = rewritten(&page, "app.json");
    for own in ["4815162342", "20006", "77321", "a@z"] {
        assert!(!text.contains(own), "{own}: {text}");
    }
    for kept in ["12345", "28800", "52.52"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn a_name_between_angle_brackets_is_no_tag() {
    let text = "From: Maria Gomez <maria.gomez@example.com>, <bwibbler@example.com> in Map<WibblerId, Long>; &wibbler; and \
        <Wibbler Corp> <wibbler@example.com> <b>so</b><br/> &nbsp; &uuml;";
    let fields = json!({"description": text, "summary": "wibbler"});
    let done = rewritten(&jira::page(vec![jira::issue("APP-1", fields, vec![])]), "app.json");
    assert!(!done.to_lowercase().contains("wibbler") && !done.to_lowercase().contains("maria"), "{done}");
    for kept in ["<b>", "</b><br/> &nbsp; &uuml;"] {
        assert!(done.contains(kept), "{kept}: {done}");
    }
    let feed = rewritten(
        "<rss><item><title>&lt;quuxword&gt; &lt;p&gt;</title><![CDATA[<quuxword@example.com>]]></item></rss>",
        "app.xml",
    );
    assert!(!feed.contains("quuxword") && feed.contains("&lt;p&gt;"), "{feed}");
}

#[test]
fn short_telephone_numbers_numbers_of_cards_and_days_of_accounts_go() {
    let card = "4111-1111-1111-1111";
    let fields = json!({"description": format!("ring 555-0199, {card}, 123-45-6789"),
        "assignee": {"accountId": "557058aa0c3a2f0011223344", "displayName": "Eve"}, "cover": "5e1e2f3a0c3a2f0011223344"});
    let text = rewritten(&jira::page(vec![jira::issue("APP-1", fields, vec![])]), "app.json");
    for own in ["555-0199", "4111", "123-45-6789", "557058aa"] {
        assert!(!text.contains(own), "{own}: {text}");
    }
    assert!(text.contains("\"5e1e2f3a"), "when a thing was made stays: {text}");
}

#[test]
fn what_lies_beside_the_original_is_told() {
    let folder = Folder::fixture("jira-cloud");
    let told = |to: &str| {
        let run = boardlint_in(folder.path(), &["anonymise", "search.json", "-o", to]);
        assert_eq!(run.status, 0, "{}", run.err);
        run.err.contains("reads it together with the original")
    };
    assert_eq!((told("shown.json"), told("below/shown.json")), (true, true), "one charter governs both");
    let elsewhere = Folder::new();
    assert!(!told(&elsewhere.path().join("shown.json").to_string_lossy()));
    std::fs::remove_file(folder.path().join("boardlint.toml")).expect("a charter");
    assert_eq!((told("shown.json"), told("below/shown.json")), (true, false), "one folder holds both");
}
