//! First values in a backup of Jira.

use super::*;

#[test]
fn first_values_belong_to_the_creation_and_keys_come_of_project_and_number() {
    let text = "<!--\n  on  : vendredi 2 février 2024 09 h 29 min 44 s CET\n-->\n<entity-engine-xml date=\"1706862584315\">\
        <Issue id=\"7\" projectKey=\"LO\" number=\"7\" creator=\"ida\" resolution=\"4\" created=\"2024-02-01 13:18:55.0\"/>\
        <Resolution id=\"4\" name=\"Won't Do\"/>\
        <ChangeGroup id=\"1\" issue=\"7\" author=\"ida\" created=\"2024-02-01 13:18:55.0\" initialgroup=\"true\"/>\
        <ChangeItem id=\"1\" group=\"1\" fieldtype=\"jira\" field=\"Résumé\" fieldid=\"summary\" newstring=\"Un\"/>\
        <ChangeGroup id=\"2\" issue=\"7\" author=\"ida\" created=\"2024-02-01 14:00:00.0\" initialgroup=\"false\"/>\
        <ChangeItem id=\"2\" group=\"2\" fieldtype=\"jira\" field=\"État\" fieldid=\"status\" oldvalue=\"1\" newvalue=\"2\"/>\
        </entity-engine-xml>";
    facts(text, |facts| {
        let item = &facts.items[0];
        assert_eq!((&*item.key, item.resolution.as_deref()), ("LO-7", Some("Won't Do")));
        assert!(matches!(acts(item)[..], [Act::Moved { .. }]), "{:?}", item.changes);
        assert_eq!(item.changes[0].at.to_string(), "2024-02-01T13:00:00Z");
    });
}

#[test]
fn comments_edits_and_work_logs_that_cannot_be_read_are_known_to_be_missing() {
    let deeds = |at: &str| {
        [
            format!("<Action id=\"1\" issue=\"7\" author=\"ida\" type=\"comment\" body=\"x\" created=\"{at}\"/>"),
            format!("<Worklog id=\"1\" issue=\"7\" author=\"ida\" timeworked=\"60\" created=\"{at}\"/>"),
            format!(
                "<ChangeGroup id=\"1\" issue=\"7\" author=\"ida\" created=\"{at}\"/>\
                 <ChangeItem id=\"1\" group=\"1\" fieldtype=\"jira\" field=\"status\" oldvalue=\"1\" newvalue=\"2\"/>"
            ),
        ]
    };
    let told = |deed: &str| {
        let issue = "<Issue id=\"7\" key=\"LO-7\" creator=\"ida\" created=\"2024-02-01 13:18:55.0\"/>";
        let text = format!("<entity-engine-xml date=\"1706862584315\">{issue}{deed}</entity-engine-xml>");
        read("entities.xml", text, |_, reading| {
            let item = reading.expect("a reading").facts.items.remove(0);
            (item.log, item.comment_total)
        })
    };
    for deed in deeds("2024-02-01 14:00:00.0") {
        assert_eq!(told(&deed), (None, None));
    }
    let holes = Some(Coverage::with_holes(0));
    assert_eq!(deeds("at noon").map(|deed| told(&deed)), [(None, Some(1)), (holes.clone(), None), (holes, None)]);
}
