//! Jira's XML: the RSS of a search, and the full backup with its sprints.

use boardlint::board::facts::{Act, Category, Direction, Facts, ItemFact};
use boardlint::export::{self, Context, Reading, Refusal};
use boardlint::source::{Diagnostic, File, Mark, Sources};
use jiff::tz::TimeZone;

use crate::support::{Folder, boardlint, fixture};

/// A backup whose rows stand in no order: what is referred to comes last.
const BACKUP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!--
  Time Zone: Japan Standard Time
  user.timezone: Asia/Tokyo
-->
<entity-engine-xml date="1773684000000">
  <Action id="1" issue="100" author="ana" type="comment" body="&lt;b&gt; done?" created="2026-03-02 18:30:00.5"/>
  <Action id="2" issue="999" author="ana" type="comment" body="gone" created="2026-03-02 18:30:00.5"/>
  <Action id="3" issue="100" author="ana" type="worklog" body="no comment" created="2026-03-02 18:30:00.5"/>
  <ChangeItem id="11" group="50" fieldtype="jira" field="status" oldvalue="1" oldstring="Open" newvalue="2" newstring="Doing"/>
  <ChangeItem id="10" group="50" fieldtype="jira" field="Workflow" oldvalue="1" newvalue="2"/>
  <ChangeItem id="12" group="51" fieldtype="custom" field="Rank" oldvalue="" oldstring="" newvalue="" newstring="Ranked higher"/>
  <ChangeItem id="13" group="52" fieldtype="jira" field="assignee" oldvalue="JIRAUSER7" oldstring="Li &amp; Wei" newvalue="ana" newstring="Ana"/>
  <ChangeItem id="14" group="53" fieldtype="jira" field="description" oldstring="Old">
    <newstring><![CDATA[Line one
"a" < b & c]]></newstring>
  </ChangeItem>
  <ChangeItem id="15" group="54" fieldtype="jira" field="timeestimate" oldvalue="7200" newvalue="3600"/>
  <ChangeItem id="16" group="54" fieldtype="jira" field="timespent" newvalue="3600"/>
  <ChangeItem id="17" group="55" fieldtype="custom" field="Sprint" newvalue="7, 8" newstring="One, Two"/>
  <ChangeItem id="18" group="66" fieldtype="jira" field="status" newvalue="2" newstring="Doing"/>
  <ChangeGroup id="50" issue="100" author="JIRAUSER7" created="2026-03-02 18:00:00.12"/>
  <ChangeGroup id="51" issue="100" author="ana" created="2026-03-02 18:01:00.0"/>
  <ChangeGroup id="52" issue="100" author="ana" created="2026-03-02 18:02:00.0"/>
  <ChangeGroup id="53" issue="100" created="2026-03-02 18:03:00.0"/>
  <ChangeGroup id="54" issue="100" author="ana" created="2026-03-02 18:04:00.0"/>
  <ChangeGroup id="55" issue="100" author="ana" created="2026-03-02 18:05:00.0"/>
  <ChangeGroup id="56" issue="100" author="ana" created="last Monday"/>
  <Worklog id="1" issue="100" author="ana" created="2026-03-02 18:04:01.0" timeworked="3600"/>
  <Worklog id="2" issue="101" author="gone" created="2026-03-01 10:00:00.0" timeworked="60"/>
  <Issue id="100" number="1" project="900" creator="JIRAUSER7" reporter="ana" assignee="ana" type="1"
    summary="Pay &quot;by card&quot; &#x2713; &nbsp;&
now" status="2" created="2026-03-01 09:00:00.0" updated="2026-03-02 18:05:00.0" timeoriginalestimate="28800">
    <description>First
second &amp; third</description>
  </Issue>
  <Issue id="101" key="APP-2" number="2" project="900" creator="ana" type="2" summary="Part" description="" status="1" created="2026-03-01 09:10:00.0"/>
  <Issue id="102" key="APP-3" number="3" project="900" creator="ana" type="1" summary="Copy" status="1" created="2026-03-01 09:20:00.0"/>
  <Issue id="103" key="APP-4" number="4" project="900" type="3" summary="Epic" status="1" created="2026-03-01 09:30:00.0"/>
  <ApplicationUser id="1" userKey="JIRAUSER7" lowerUserName="lwei"/>
  <ApplicationUser id="2" userKey="ana" lowerUserName="ana"/>
  <User id="1" directoryId="1" userName="LWei" lowerUserName="lwei" displayName="Li &amp; Wei" emailAddress="li@example.com" credential="{PKCS5S2}HUSH"/>
  <User id="2" directoryId="2" userName="lwei" lowerUserName="lwei" displayName="Li Wei (old)" credential="{PKCS5S2}HUSH"/>
  <Project id="900" name="App" key="APP"/>
  <Status id="1" name="Open" statuscategory="2"/>
  <Status id="2" name="Doing" statuscategory="4"/>
  <Status id="3" name="Never used" statuscategory="3"/>
  <IssueType id="1" name="Story"/>
  <IssueType id="2" name="Sub-task" style="jira_subtask"/>
  <IssueType id="3" name="Epic"/>
  <CustomField id="20" name="Sprint" customfieldtypekey="com.pyxis.greenhopper.jira:gh-sprint"/>
  <CustomField id="21" name="Story Points" customfieldtypekey="com.atlassian.jira.plugin.system.customfieldtypes:float"/>
  <CustomField id="22" name="Flagged" customfieldtypekey="com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"/>
  <CustomField id="23" name="Team" customfieldtypekey="com.atlassian.jira.plugin.system.customfieldtypes:select"/>
  <CustomFieldOption id="70" customfield="23" value="Blue"/>
  <CustomFieldValue id="1" issue="100" customfield="20" stringvalue="7"/>
  <CustomFieldValue id="2" issue="100" customfield="20" stringvalue="8"/>
  <CustomFieldValue id="3" issue="100" customfield="21" numbervalue="5.0"/>
  <CustomFieldValue id="4" issue="100" customfield="22" stringvalue="71"/>
  <CustomFieldValue id="5" issue="100" customfield="23" stringvalue="70"/>
  <CustomFieldValue id="6" issue="100" customfield="24"><textvalue>Given
when</textvalue></CustomFieldValue>
  <Label id="1" issue="100" label="quick"/>
  <Label id="2" issue="100" fieldid="30" label="other field"/>
  <IssueLinkType id="1" linkname="jira_subtask_link" inward="in" outward="out" style="jira_subtask"/>
  <IssueLinkType id="2" linkname="Cloners" inward="wird geklont von" outward="klont"/>
  <IssueLinkType id="3" linkname="Epic-Story Link" inward="has Epic" outward="is Epic of"/>
  <IssueLink id="1" linktype="1" source="100" destination="101"/>
  <IssueLink id="2" linktype="2" source="102" destination="100"/>
  <IssueLink id="3" linktype="3" source="103" destination="100"/>
  <OSPropertyEntry id="5" entityName="jira.properties" propertyKey="jira.baseurl"/>
  <OSPropertyString id="4" value="HUSH"/>
  <OSPropertyString id="5" value="https://jira.example.com/"/>
</entity-engine-xml>
"#;

const SPRINTS: &str = r#"<?xml version='1.0' encoding='UTF-8'?>
<backup xmlns="http://www.atlassian.com/ao" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <database><meta key="database.name" value="H2"/></database>
  <data tableName="AO_60DB71_LEXORANK"><column name="ID"/><row><integer>1</integer></row></data>
  <data tableName="AO_60DB71_SPRINT">
    <column name="NAME"/><column name="ACTIVATED_DATE"/><column name="CLOSED"/><column name="GOAL"/><column name="ID"/>
    <column name="START_DATE"/><column name="STARTED"/><column name="RAPID_VIEW_ID"/>
    <row><string>One &amp; only</string><integer>1768210200000</integer><boolean>true</boolean><string xsi:nil="true"/>
      <integer>7</integer><integer>1768210100000</integer><boolean>true</boolean><integer>3</integer></row>
    <row><string>Two</string><integer xsi:nil="true"/><boolean>false</boolean><string>Pay</string>
      <integer>8</integer><integer>1768210100000</integer><boolean>true</boolean><integer>3</integer></row>
    <row><string>Three</string><integer xsi:nil="true"/><boolean>false</boolean><string/>
      <integer>9</integer><integer xsi:nil="true"/><boolean>false</boolean><integer>3</integer></row>
  </data>
  <data tableName="AO_60DB71_ESTIMATESTATISTIC">
    <column name="FIELD_ID"/><column name="TYPE_ID"/>
    <row><string>customfield_21</string><string>field</string></row>
    <row><string>timeoriginalestimate</string><string>field</string></row>
    <row><string xsi:nil="true"/><string>none</string></row>
  </data>
</backup>
"#;

const SEARCH: &str = r#"<!-- RSS generated by JIRA (8.6.1) at Tue May 26 14:39:54 CEST 2020 -->
<rss version="0.92"><channel>
  <link>https://jira.example.com/issues/?jql=project</link>
  <issue start="0" end="2" total="5"/>
  <item>
    <title>[APP-1] Caf&#233;</title>
    <link>https://jira.example.com/browse/APP-1</link>
    <description>&lt;p&gt;As a guest&#160;I want &lt;b&gt;coffee&lt;/b&gt; &amp;amp; cake&lt;/p&gt;

&lt;ul&gt;&lt;li&gt;a &amp;lt; b&lt;/li&gt;&lt;/ul&gt;</description>
    <key id="100">APP-1</key>
    <summary>Caf&#233; &amp; bar</summary>
    <type id="1">Story</type>
    <status id="3">In Arbeit</status>
    <statusCategory id="4" key="indeterminate" colorName="yellow"/>
    <assignee username="-1">Unassigned</assignee>
    <reporter username="sven.elm">Sven Elm</reporter>
    <labels><label>quick</label><label>ui</label></labels>
    <created>Tue, 26 May 2020 11:44:59 +0200</created>
    <updated>Tue, 26 May 2020 11:45:34 +0200</updated>
    <votes>0</votes>
    <timeoriginalestimate seconds="28800">1 day</timeoriginalestimate>
    <comments>
      <comment id="5" author="sven.elm" created="Wed, 20 May 2020 15:18:54 +0200">&lt;p&gt;ok&lt;/p&gt;</comment>
      <comment id="6" author="ana" created="yesterday">no time</comment>
    </comments>
    <subtasks><subtask id="101">APP-2</subtask></subtasks>
    <customfields>
      <customfield id="customfield_20" key="com.pyxis.greenhopper.jira:gh-sprint"><customfieldname>Sprint</customfieldname>
        <customfieldvalues><customfieldvalue id="7">One</customfieldvalue></customfieldvalues></customfield>
      <customfield id="customfield_21" key="com.atlassian.jira.plugin.system.customfieldtypes:float">
        <customfieldname>Story Points</customfieldname>
        <customfieldvalues> <customfieldvalue>5.0</customfieldvalue> </customfieldvalues></customfield>
      <customfield id="customfield_22" key="x:select"><customfieldname>Team</customfieldname>
        <customfieldvalues><customfieldvalue key="9"><![CDATA[To <Do>]]></customfieldvalue></customfieldvalues></customfield>
    </customfields>
  </item>
  <item>
    <link>https://jira.example.com/browse/APP-2</link><key id="101">APP-2</key><summary>Part</summary>
    <parent id="100">APP-1</parent><assignee accountid="5ecf">Li Wei</assignee>
  </item>
</channel></rss>
"#;

fn read<T>(
    text: impl AsRef<[u8]>,
    context: &Context,
    with: impl FnOnce(&File, Result<Reading<'_>, Refusal>) -> T,
) -> T {
    let mut sources = Sources::new();
    let id = sources.add("export.xml", text.as_ref().to_owned());
    let file = sources.get(id);
    with(file, export::read(file, context))
}

fn facts<T>(text: &str, with: impl FnOnce(&File, &Facts<'_>) -> T) -> T {
    read(text, &Context::default(), |file, reading| with(file, &reading.expect("an export").facts))
}

fn refusal(text: impl AsRef<[u8]>) -> (Diagnostic, usize) {
    read(text, &Context::default(), |_, reading| match reading.expect_err("a refusal") {
        Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic) => {
            let at = diagnostic.labels[0].mark.start;
            (diagnostic, at)
        }
    })
}

fn slice(file: &File, mark: Mark) -> &str {
    std::str::from_utf8(&file.bytes()[mark.start..mark.end()]).expect("UTF-8")
}

fn item<'f, 'a>(facts: &'f Facts<'a>, key: &str) -> &'f ItemFact<'a> {
    facts.items.iter().find(|item| item.key == key).expect(key)
}

#[test]
fn an_issue_of_a_backup_is_put_together_from_rows_in_any_order() {
    facts(BACKUP, |_, facts| {
        let one = item(facts, "APP-1");
        assert_eq!(one.title.decode(), "Pay \"by card\" \u{2713} &nbsp;&\nnow");
        assert_eq!(one.description.map(|text| text.decode().into_owned()).as_deref(), Some("First\nsecond & third"));
        assert_eq!((one.kind.as_deref(), &*one.state.name, one.flagged), (Some("Story"), "Doing", true));
        assert_eq!(
            (one.sprints.as_slice(), one.labels.as_slice()),
            (&["7".into(), "8".into()][..], &["quick".into()][..])
        );
        assert_eq!(
            (one.url.as_str(), &*facts.home),
            ("https://jira.example.com/browse/APP-1", "https://jira.example.com")
        );
        assert_eq!((one.history, one.truncated, facts.comments), (true, false, true));
        let fields: Vec<_> = one.fields.iter().map(|(id, value)| (&**id, value.decode().into_owned())).collect();
        let expected = [
            ("timeoriginalestimate", "28800"),
            ("customfield_21", "5.0"),
            ("customfield_23", "Blue"),
            ("customfield_24", "Given\nwhen"),
        ];
        assert_eq!(fields, expected.map(|(id, value)| (id, value.to_owned())));
        assert_eq!(one.created.map(|(at, _)| at.to_string()).as_deref(), Some("2026-03-01T00:00:00Z"), "read in Tokyo");
        let two = item(facts, "APP-2");
        assert_eq!((two.part, two.parent.as_deref(), two.description.is_none()), (true, Some("APP-1"), true));
        assert_eq!((item(facts, "APP-3").copied, one.copied), (true, false));
        assert_eq!(one.parent.as_deref(), Some("APP-4"), "the epic");
        let states: Vec<_> = facts.states.iter().map(|state| (&*state.name, state.category)).collect();
        assert_eq!(states, [("Open", Some(Category::New)), ("Doing", Some(Category::Doing))]);
    });
}

#[test]
fn the_history_of_a_backup_is_whole_and_each_mark_is_the_scalar() {
    facts(BACKUP, |file, facts| {
        let one = item(facts, "APP-1");
        let acts: Vec<_> = one.changes.iter().filter(|change| !matches!(change.act, Act::Workflow)).collect();
        let told: Vec<_> = acts.iter().map(|change| (&*change.id, change.part, slice(file, change.mark))).collect();
        let expected = [
            ("50", 1, "newstring=\"Doing\""),
            ("51", 0, "newstring=\"Ranked higher\""),
            ("52", 0, "newstring=\"Ana\""),
            ("53", 0, "Line one\n\"a\" < b & c"),
            ("54", 0, "newvalue=\"3600\""),
            ("54", 1, "newvalue=\"3600\""),
            ("55", 0, "newstring=\"One, Two\""),
            ("1", 0, "created=\"2026-03-02 18:30:00.5\""),
        ];
        assert_eq!(told, expected);
        assert_eq!(acts[0].at.to_string(), "2026-03-02T09:00:00.12Z");
        assert_eq!((acts[0].by.as_deref(), acts[3].by.as_deref()), (Some("JIRAUSER7"), None));
        assert!(matches!(acts[1].act, Act::Ranked { direction: Some(Direction::Higher), .. }));
        let Act::Assigned { from, from_mark, to } = &acts[2].act else { panic!("an assignment") };
        assert_eq!((from.as_deref(), to.as_deref()), (Some("JIRAUSER7"), Some("ana")));
        assert_eq!(from_mark.map(|mark| slice(file, mark)), Some("oldstring=\"Li &amp; Wei\""));
        let Act::Described { from: Some(from), to: Some(to) } = &acts[3].act else { panic!("a description") };
        assert_eq!((&*from.decode(), &*to.decode()), ("Old", "Line one\n\"a\" < b & c"));
        assert!(acts[4..6].iter().all(|change| matches!(change.act, Act::TimeLogged)), "no estimate was made");
        assert!(matches!(&acts[6].act, Act::Sprints { from, to } if from.is_empty() && to.len() == 2));
        assert_eq!(item(facts, "APP-2").changes.len(), 1, "a work log that no edit tells of");
        let (who, mark) = one.creator.clone().expect("a creator");
        assert_eq!((&*who, slice(file, mark)), ("JIRAUSER7", "creator=\"JIRAUSER7\""));
        assert_eq!(one.assignee_mark.map(|mark| slice(file, mark)), Some("assignee=\"ana\""));
        assert_eq!(slice(file, one.mark), "number=\"1\"");
        assert_eq!(slice(file, item(facts, "APP-2").mark), "key=\"APP-2\"");
    });
}

#[test]
fn keys_lead_to_users_and_nobody_is_lost_whose_user_is_gone() {
    facts(BACKUP, |_, facts| {
        let known = |id: &str| facts.accounts.iter().filter(|account| account.ids == [id]).collect::<Vec<_>>();
        let li: Vec<_> =
            known("JIRAUSER7").iter().map(|account| (account.login.as_deref(), account.display.as_deref())).collect();
        assert_eq!(li, [(Some("LWei"), Some("Li & Wei")), (Some("lwei"), Some("Li Wei (old)"))]);
        assert_eq!(known("ana").iter().map(|account| account.login.as_deref()).collect::<Vec<_>>(), [Some("ana")]);
        assert_eq!(known("gone").iter().map(|account| account.login.as_deref()).collect::<Vec<_>>(), [None]);
        assert!(!format!("{facts:?}").contains("HUSH"), "no password is ever read");
    });
}

#[test]
fn what_belongs_nowhere_and_what_has_no_time_is_told() {
    read(BACKUP, &Context::default(), |file, reading| {
        let reading = reading.expect("a backup");
        assert_eq!(reading.notes, ["left out because their issue is not in the file: 1 changes, 1 comments"]);
        let damaged: Vec<_> = reading.damaged.iter().map(|damage| slice(file, damage.labels[0].mark)).collect();
        assert_eq!(damaged, ["created=\"last Monday\""]);
    });
}

#[test]
fn a_backup_without_its_zone_is_read_in_the_charters_and_says_so() {
    let start = BACKUP.find("<!--").expect("a comment");
    let end = BACKUP.find("<entity").expect("a root");
    let text = format!("{}{}", &BACKUP[..start], &BACKUP[end..]);
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    read(text, &Context { timezone: zone, ..Context::default() }, |_, reading| {
        let reading = reading.expect("a backup");
        let created = item(&reading.facts, "APP-1").created.map(|(at, _)| at.to_string());
        assert_eq!(created.as_deref(), Some("2026-03-01T08:00:00Z"));
        let note = &reading.notes[0];
        assert!(note.contains("Europe/Berlin") && note.contains("--timezone") && note.contains("timezone ="), "{note}");
    });
}

#[test]
fn sprints_are_read_by_the_names_of_their_columns() {
    read(SPRINTS, &Context::default(), |file, reading| {
        let reading = reading.expect("sprints");
        let told: Vec<_> = reading
            .facts
            .sprints
            .iter()
            .map(|sprint| {
                (
                    &*sprint.id,
                    &*sprint.name,
                    &*sprint.state,
                    sprint.goal.as_deref(),
                    sprint.start.map(|at| at.as_second()),
                )
            })
            .collect();
        let expected = [
            ("7", "One & only", "closed", Some(""), Some(1_768_210_200)),
            ("8", "Two", "active", Some("Pay"), Some(1_768_210_100)),
            ("9", "Three", "future", Some(""), None),
        ];
        assert_eq!(told, expected);
        let mark = reading.facts.sprints[0].mark.expect("a mark");
        assert_eq!((slice(file, mark), &*reading.facts.sprints[0].board), ("One &amp; only", "3"));
        let estimates: Vec<_> = reading.facts.fields.iter().map(|field| (&*field.id, field.estimate)).collect();
        assert_eq!(estimates, [("customfield_21", true)], "points and hours do not add up");
        assert!(reading.notes[0].contains("story-points = \"timeoriginalestimate\""));
        assert!(reading.facts.items.is_empty());
    });
}

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
        let schemas: Vec<_> =
            facts.fields.iter().map(|field| (&*field.name, field.schema.rsplit(':').next())).collect();
        assert_eq!(schemas, [("Sprint", Some("gh-sprint")), ("Story Points", Some("float")), ("Team", Some("select"))]);
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

#[test]
fn no_password_and_no_address_of_a_backup_is_printed() {
    let folder = Folder::new();
    let charter = "[roles]\nproduct-owner = [\"LWei\"]\nscrum-master = [\"ana\"]\n";
    folder.write("boardlint.toml", charter);
    let backup = BACKUP
        .replace("2026-03-02 18:01:00.0", "2026-03-01 18:01:00.0")
        .replace("last Monday", "2026-03-03 10:00:00.0");
    folder.write("entities.xml", &backup);
    folder.write("activeobjects.xml", SPRINTS);
    for format in ["human", "short", "json", "jsonl"] {
        let run = boardlint(&["check", &folder.text(), "--format", format]);
        assert!(!run.out.contains("HUSH") && !run.err.contains("HUSH"), "{format}");
        assert!(!run.out.contains("li@example") && !run.err.contains("li@example"), "{format}");
    }
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    let ranked =
        run.findings().into_iter().find(|finding| finding["rule"] == "backlog-reordered-by-non-po").expect(&run.out);
    let place = &ranked["location"];
    let start = backup.find("newstring=\"Ranked higher\"").expect("a rank");
    assert_eq!((place["offset"].as_u64(), place["length"].as_u64()), (u64::try_from(start).ok(), Some(25)));
    assert_eq!(ranked["at"], "2026-03-01T09:01:00Z");
}

#[test]
fn a_backup_and_a_search_of_the_same_site_tell_each_change_once() {
    let changes = |with_search: bool| {
        let folder = Folder::new();
        folder.write("boardlint.toml", "");
        folder.write("entities.xml", BACKUP.replace("last Monday", "2026-03-03 10:00:00.0"));
        if with_search {
            folder.write("search.json", SAME_AS_JSON);
        }
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
        let summary = run.summary();
        (summary["items"].as_u64(), summary["changes"].as_u64(), summary["people"].as_u64())
    };
    assert_eq!(changes(true), changes(false));
}

/// What a search says of the first issue of the backup: its second value of edit 50, its rank, and its comment.
const SAME_AS_JSON: &str = r#"{"issues":[{"id":"100","key":"APP-1","self":"https://jira.example.com/rest/api/2/issue/100",
"fields":{"summary":"Pay","created":"2026-03-01T00:00:00.000+0000","updated":"2026-03-02T09:05:00.000+0000",
"creator":{"key":"JIRAUSER7","name":"LWei"},
"comment":{"comments":[{"id":"1","author":{"key":"ana","name":"ana"},"created":"2026-03-02T09:30:00.500+0000"}]}},
"changelog":{"startAt":0,"maxResults":2,"total":2,"histories":[
{"id":"50","author":{"key":"JIRAUSER7","name":"LWei"},"created":"2026-03-02T09:00:00.120+0000","items":[
 {"field":"Workflow","fieldtype":"jira","from":"1","to":"2"},
 {"field":"status","fieldtype":"jira","from":"1","fromString":"Open","to":"2","toString":"Doing"}]},
{"id":"51","author":{"key":"ana","name":"ana"},"created":"2026-03-02T09:01:00.000+0000","items":[
 {"field":"Rank","fieldtype":"custom","from":"","fromString":"","to":"","toString":"Ranked higher"}]}]}}]}"#;

#[test]
fn the_order_of_a_backup_stands_in_its_second_file() {
    let inspected = |names: &[&str]| {
        let folder = Folder::new();
        for name in names {
            folder.write(name, fixture(&format!("jira-backup/{name}")));
        }
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
        run.objects().into_iter().find(|told| told["rule"] == "over-refined-item").map(|told| told["missing"].clone())
    };
    assert_eq!(inspected(&["boardlint.toml", "entities.xml"]), Some("ranks".into()));
    assert_eq!(inspected(&["boardlint.toml", "entities.xml", "activeobjects.xml"]), None);
}

#[test]
fn ranks_of_issues_that_are_not_here_and_the_two_ends_of_the_order_are_no_issues() {
    let folder = Folder::new();
    let kept = |name: &str| fixture(&format!("jira-backup/{name}"));
    folder.write("boardlint.toml", kept("boardlint.toml"));
    folder.write("entities.xml", kept("entities.xml"));
    let ranks = kept("activeobjects.xml");
    let strange = ranks.replacen("<integer>14001</integer>", "<integer>999</integer>", 1);
    assert_ne!(ranks, strange);
    folder.write("activeobjects.xml", strange);
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    assert!(run.last_line().contains("in 32 items") || run.out.contains("\"items\":32"), "{}", run.out);
    let lost = run.objects().into_iter().find(|told| told["missing"] == "history");
    assert_eq!(lost, None);
}
