//! XML that is truncated, damaged, hostile or something else.

use super::*;

#[test]
fn a_file_that_ends_in_the_middle_is_refused_wherever_it_ends() {
    for (name, text) in [("backup", BACKUP), ("sprints", SPRINTS), ("search", SEARCH)] {
        let root = ["<entity", "<backup", "<rss"].iter().find_map(|tag| text.find(tag)).expect("a root");
        let rest: Vec<_> = text.char_indices().map(|(at, _)| at).filter(|at| *at > root + 200).step_by(7).collect();
        for end in rest.into_iter().filter(|end| *end < text.trim_end().len()) {
            let (diagnostic, at) = refusal(&text[..end]);
            assert!(diagnostic.message.contains("ends in the middle"), "{name} {end}: {}", diagnostic.message);
            assert_eq!(at, end, "{name}");
        }
    }
}

#[test]
fn wrong_nesting_is_shown_at_its_place() {
    let text = BACKUP.replace("</newstring>", "</newvalue>");
    let (diagnostic, at) = refusal(&text);
    assert_eq!(diagnostic.message, "this Jira backup is damaged");
    assert!(text[at..].starts_with("</newvalue>"), "{}", &text[at..at + 20]);
}

#[test]
fn entities_that_a_file_defines_are_never_expanded() {
    let mut bomb = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol0 \"ha\">\n");
    for level in 1..12 {
        bomb += &format!("<!ENTITY lol{level} \"{}\">\n", format!("&lol{};", level - 1).repeat(10));
    }
    bomb += "<!ENTITY file SYSTEM \"file:///etc/passwd\">\n]>\n<entity-engine-xml>";
    bomb +=
        "<Issue id=\"1\" key=\"A-1\" summary=\"&lol11;&file;\" created=\"2026-03-01 09:00:00.0\"/></entity-engine-xml>";
    facts(&bomb, |_, facts| assert_eq!(item(facts, "A-1").title.decode(), "&lol11;&file;"));
}

#[test]
fn nesting_of_a_hundred_thousand_overflows_nothing() {
    let deep = |inside: &str| format!("{}{inside}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    for (start, end) in [
        ("<entity-engine-xml>", "</entity-engine-xml>"),
        ("<entity-engine-xml><Issue id=\"1\"><description>", "</description></Issue></entity-engine-xml>"),
        ("<rss><channel><issue start=\"0\"/><item><customfields>", "</customfields></item></channel></rss>"),
        (
            "<backup xmlns=\"http://www.atlassian.com/ao\"><data tableName=\"AO_60DB71_SPRINT\"><row>",
            "</row></data></backup>",
        ),
    ] {
        read(format!("{start}{}{end}", deep("x")), &Context::default(), |_, reading| drop(reading.expect("an export")));
    }
    let (diagnostic, _) = refusal(format!("<entity-engine-xml>{}", "<a>".repeat(100_000)));
    assert!(diagnostic.message.contains("ends in the middle"));
}

#[test]
fn long_rows_of_open_brackets_and_ampersands_take_no_longer_than_they_are() {
    for text in ["&lt;", "&lt;a", "&amp;", "&amp;amp", "&lt;a&gt;", "&lt;!"] {
        let text = SEARCH.replace("As a guest", &text.repeat(200_000));
        facts(&text, |_, facts| {
            assert!(item(facts, "APP-1").description.is_some_and(|text| !text.decode().is_empty()));
        });
    }
}

#[test]
fn a_damaged_tag_costs_itself() {
    let text = BACKUP.replace("label=\"quick\"", "label=quick");
    read(text, &Context::default(), |file, reading| {
        let reading = reading.expect("a backup");
        assert_eq!(item(&reading.facts, "APP-1").changes.len(), 9);
        assert!(reading.damaged.iter().any(|damage| slice(file, damage.labels[0].mark) == "Label"));
    });
}

#[test]
fn other_xml_is_named_by_its_outermost_element() {
    let (diagnostic, _) = refusal("<?xml version=\"1.0\"?><!-- x --><project name=\"y\"><a/></project>");
    assert_eq!(
        diagnostic.message,
        "this is XML, but no export that boardlint knows: its outermost element is `project`"
    );
    let (diagnostic, _) = refusal("<rss version=\"2.0\"><channel><title>A blog</title></channel></rss>");
    assert!(diagnostic.message.contains("a feed"), "{}", diagnostic.message);
    let (diagnostic, _) = refusal("<?xml version=\"1.0\"?>");
    assert!(diagnostic.message.contains("without any element"), "{}", diagnostic.message);
    let (diagnostic, at) = refusal(b"<entity-engine-xml>\n<A b=\"\xff\"/></entity-engine-xml>");
    assert_eq!((diagnostic.message.as_str(), at), ("this Jira backup is not UTF-8 text", 26));
}
