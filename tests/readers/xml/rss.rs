//! The RSS of a search.

use super::*;

#[test]
fn a_search_is_read_as_it_stands_without_history_and_creators() {
    read(SEARCH, &Context::default(), |file, reading| {
        let reading = reading.expect("a search");
        let facts = &reading.facts;
        let one = item(facts, "APP-1");
        assert_eq!(
            (&*one.id, one.title.decode().as_ref(), one.url.as_str()),
            ("100", "Café & bar", "https://jira.example.com/browse/APP-1")
        );
        let description = one.description.map(|text| text.decode().into_owned());
        assert_eq!(description.as_deref(), Some("As a guest\u{a0}I want coffee & cake\n\n\na < b"));
        assert_eq!((one.creator.is_none(), one.history, one.assignees.len()), (true, false, 0));
        assert_eq!(
            one.created.map(|(at, mark)| (at.to_string(), slice(file, mark))),
            Some(("2020-05-26T09:44:59Z".to_owned(), "Tue, 26 May 2020 11:44:59 +0200"))
        );
        assert_eq!(
            (one.reporter.as_deref(), one.labels.len(), one.sprints.as_slice()),
            (Some("sven.elm"), 2, &["7".into()][..])
        );
        let fields: Vec<_> = one.fields.iter().map(|(id, value)| (&**id, value.decode().into_owned())).collect();
        let expected = [("timeoriginalestimate", "28800"), ("customfield_21", "5.0"), ("customfield_22", "To <Do>")];
        assert_eq!(fields, expected.map(|(id, value)| (id, value.to_owned())));
        assert_eq!(facts.states[0].category, Some(Category::Doing));
        let schemas: Vec<_> = facts.fields.iter().map(|field| (&*field.name, field.schema)).collect();
        let expected = [FieldSchema::Sprint, FieldSchema::Number, FieldSchema::Other];
        assert_eq!(schemas, ["Sprint", "Story Points", "Team"].into_iter().zip(expected).collect::<Vec<_>>());
        assert!(matches!(&one.changes[..], [change] if matches!(change.act, Act::Commented) && change.id == "5"));
        let two = item(facts, "APP-2");
        assert_eq!(
            (two.part, two.parent.as_deref(), two.assignees.as_slice()),
            (true, Some("APP-1"), &["5ecf".into()][..])
        );
        assert!(reading.notes[0].starts_with("the search found 5 issues and this file holds 2"), "{:?}", reading.notes);
        assert_eq!(reading.damaged.len(), 1);
        assert_eq!(slice(file, reading.damaged[0].labels[0].mark), "created=\"yesterday\"");
    });
}
