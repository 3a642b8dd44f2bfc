//! Jira's XML: the RSS of a search, and the full backup with its sprints.

mod backup;
mod damaged;
mod rss;

use boardlint::board::facts::{Act, Category, Direction, Facts, FieldSchema, ItemFact};
use boardlint::export::{self, Context, Reading, Refusal};
use boardlint::source::{Diagnostic, File, Mark, Sources};
use jiff::tz::TimeZone;

use crate::support::{Folder, boardlint, fixture};

/// A backup with rows in unusual order: rows come before those that they refer to.
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
  <ChangeItem id="19" group="56" fieldtype="jira" field="environment" newstring="Test"/>
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
