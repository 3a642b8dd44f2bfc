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
