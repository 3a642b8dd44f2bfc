//! A team uses boardlint, from the first export to the next year.

use serde_json::{Value, json};

use crate::support::jira::{history, ranked};
use crate::support::{Folder, Run, boardlint_in, fixture};

/// The bakery's export.
fn export() -> Value {
    let text = fixture("jira-cloud/search.json");
    serde_json::from_str(&text).expect("JSON")
}

/// The next export: Lena drags a story up, although ordering is Greta's decision.
fn next_export() -> Value {
    let mut page = export();
    let issues = page["issues"].as_array_mut().expect("issues");
    let lena = issues
        .iter()
        .flat_map(|issue| issue["changelog"]["histories"].as_array().expect("histories"))
        .find(|history| history["author"]["displayName"] == "Lena Hartog")
        .map(|history| history["author"].clone())
        .expect("Lena did something");
    let story = issues.iter_mut().find(|issue| issue["key"] == "CRUST-30").expect("a story that waits");
    let mut drag = history(99_001, "", "2026-03-27T09:00:00.000+0000", ranked());
    drag["author"] = lena;
    drag["items"][0]["fieldId"] = json!("customfield_10019");
    story["changelog"]["histories"].as_array_mut().expect("histories").insert(0, drag);
    for count in ["total", "maxResults"] {
        let total = story["changelog"]["histories"].as_array().expect("histories").len();
        story["changelog"][count] = json!(total);
    }
    story["fields"]["updated"] = json!("2026-03-27T09:00:00.000+0000");
    page
}

fn check(folder: &Folder, today: &str) -> Run {
    boardlint_in(folder.path(), &["check", "export", "--format", "jsonl", "--today", today])
}

fn summary(run: &Run, key: &str) -> u64 {
    run.summary()[key].as_u64().expect(key)
}

#[test]
fn from_the_first_export_to_the_day_an_agreement_ends() {
    let folder = Folder::new();
    folder.write("export/search.json", export().to_string());

    // The first run, without a charter, ends with what to type next.
    let first = boardlint_in(folder.path(), &["check", "export"]);
    assert!(first.out.contains("boardlint init export"), "{}", first.out);

    // The charter is drafted, and the board is judged with it.
    let drafted = boardlint_in(folder.path(), &["init", "export"]);
    assert_eq!(drafted.status, 0, "{}", drafted.err);
    let charter = folder.path().join("export/boardlint.toml");
    let judged = check(&folder, "2026-03-26");
    assert_eq!((judged.status, judged.err.contains("warn:")), (1, false), "{}", judged.err);

    // The draft names Greta correctly; the team adds the Scrum Master.
    let draft = std::fs::read_to_string(&charter).expect("a draft");
    assert!(draft.contains("{ who = \"Greta Lindqvist\", since = 2026-02-07 }"), "{draft}");
    let edited = draft.replace("# scrum-master = [\"NAME\"]", "scrum-master = [\"Tomasz Wrona\"]");
    assert_ne!(edited, draft);
    std::fs::write(&charter, &edited).expect("a charter");
    let found = check(&folder, "2026-03-26").findings().len();
    assert!(found > 10, "{found}");

    // The findings are written to a baseline, so the next run has none.
    let written = boardlint_in(folder.path(), &["baseline", "export", "--today", "2026-03-26"]);
    assert_eq!(written.status, 0, "{}", written.err);
    let clean = check(&folder, "2026-03-26");
    assert_eq!((clean.status, clean.findings().len()), (0, 0), "{}", clean.out);
    assert_eq!(summary(&clean, "baselined"), found as u64);

    // A new export with one new violation fails with only that one.
    folder.write("export/search.json", next_export().to_string());
    let failing = check(&folder, "2026-03-27");
    let new = failing.findings();
    assert_eq!((failing.status, new.len()), (1, 1), "{}", failing.out);
    assert_eq!(
        (new[0]["rule"].as_str(), new[0]["item"].as_str()),
        (Some("backlog-reordered-by-non-po"), Some("CRUST-30"))
    );

    // The team accepts it for some time.
    let ignore = "\n[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\nitem = \"CRUST-30\"\nactor = \"Lena Hartog\"\n\
                  reason = \"Greta asked her to, before she left for the fair\"\nexpires = 2026-06-30\n";
    std::fs::write(&charter, format!("{edited}{ignore}")).expect("a charter");
    for day in ["2026-03-27", "2026-06-30"] {
        let run = check(&folder, day);
        let other: Vec<_> = run.findings().into_iter().filter(|it| it["item"] == "CRUST-30").collect();
        assert_eq!((other.len(), summary(&run, "ignored")), (0, 1), "{day}: {}{}", run.out, run.err);
    }
    assert_eq!(check(&folder, "2026-03-27").status, 0);

    // After that time it is reported again, with the reason.
    let over = check(&folder, "2026-07-01");
    assert_eq!(over.status, 1);
    assert!(over.findings().iter().any(|finding| finding["item"] == "CRUST-30"), "{}", over.out);
    assert!(over.err.contains("this ignore counted until 2026-06-30"), "{}", over.err);

    // The baseline drops what is gone permanently.
    let pruned = boardlint_in(folder.path(), &["baseline", "export", "--prune", "--today", "2026-03-27"]);
    assert_eq!(pruned.status, 0, "{}", pruned.err);
    assert!(pruned.out.contains("0 of them new"), "{}", pruned.out);
}
