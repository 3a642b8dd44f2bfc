//! Many files, and large files of every format.

use super::*;

pub(super) fn lines(n: usize) -> String {
    plain(n).iter().map(|issue| format!("{issue}\n")).collect()
}

pub(super) fn pages(n: usize) -> String {
    plain(n).into_iter().map(|issue| jira::page(vec![issue]) + "\n").collect()
}

pub(super) fn projects(n: usize) -> Vec<Value> {
    (0..n).map(|place| jira::issue(&format!("P{place}-1"), json!({}), vec![])).collect()
}

pub(super) fn each_in_a_file(issues: Vec<Value>, charter: Option<&str>) -> Files {
    let file = |(place, issue)| (format!("{place}.json"), jira::page(vec![issue]).into_bytes());
    let charter = charter.map(|text| ("boardlint.toml".to_owned(), text.into()));
    charter.into_iter().chain(issues.into_iter().enumerate().map(file)).collect()
}

/// One issue in `n` files, each time with only its newest move.
pub(super) fn one_issue_in_files(n: usize) -> Files {
    let name = |place: usize| format!("Status {}", place % 3);
    let after = |place: usize| {
        let step = history(place, "Li", place * 7200, jira::moved(&name(place), &name(place + 1)));
        let fields = json!({"status": jira::status(&name(place + 1), "indeterminate"), "updated": at(place * 7200)});
        story(0, fields, vec![step])
    };
    each_in_a_file((0..n).map(after).collect(), Some(CHARTER))
}

/// `n` projects with a sprint each, and `n` lists of one sprint.
pub(super) fn lists_of_projects(n: usize) -> Files {
    let sprint = |place: usize| {
        let mut sprint = closed_sprint(place % 20);
        sprint["id"] = json!(place + 1);
        sprint
    };
    let issue =
        |place: usize| jira::issue(&format!("P{place}-1"), json!({"customfield_10020": [sprint(place)]}), vec![]);
    let list = |place: usize| {
        let list = json!({"maxResults": 50, "startAt": 0, "isLast": true, "values": [sprint(place)]});
        (format!("sprints-{place}.json"), list.to_string().into_bytes())
    };
    each_in_a_file((0..n).map(issue).collect(), None).into_iter().chain((0..n).map(list)).collect()
}

pub(super) fn rows(n: usize) -> String {
    let row = |place: usize| format!("Story {place},APP-{place},1{place},Story,Backlog,05/Jan/26 9:00 AM,Maria\n");
    format!("Summary,Issue key,Issue id,Issue Type,Status,Created,Creator\n{}", (0..n).map(row).collect::<String>())
}

pub(super) fn columns(n: usize) -> String {
    let names: String = (0..n).map(|place| format!(",Custom field (F{place})")).collect();
    format!("Summary,Issue key,Issue id{names}\na,APP-1,1{}\n", ",x".repeat(n))
}

/// A header of `n` columns above `n` rows, only one of which has a key.
pub(super) fn short_rows(n: usize) -> String {
    let names: String = (0..n).map(|place| format!(",Custom field (F{place})")).collect();
    format!("Summary,Issue key,Issue id{names}\na,APP-1,1\n{}", "a\n".repeat(n))
}

pub(super) fn comment_columns(n: usize) -> String {
    let cells = ",05/Jan/26 9:00 AM;Sam;seen".repeat(n);
    format!("Summary,Issue key,Issue id,Created{}\na,APP-1,1,05/Jan/26 9:00 AM{cells}\n", ",Comment".repeat(n))
}

pub(super) fn rss(n: usize) -> String {
    let item = |place: usize| {
        format!(
            "<item><title>[APP-{place}] a</title><link>https://bakery.example/browse/APP-{place}</link>\
                 <project id=\"1\" key=\"APP\">App</project><key id=\"1{place}\">APP-{place}</key><summary>a</summary><type id=\"1\">Story</type>\
                 <status id=\"1\">Backlog</status><created>Mon, 5 Jan 2026 09:00:00 +0000</created><updated>Mon, 5 Jan 2026 09:00:00 +0000</updated></item>\n"
        )
    };
    format!(
        "<rss version=\"0.92\"><channel><title>Jira</title><link>https://bakery.example</link>{}</channel></rss>",
        (0..n).map(item).collect::<String>()
    )
}

/// A backup with this number of changes and issues.
pub(super) fn backup(changes: usize, issues: usize) -> String {
    let when = |seconds: usize| at(seconds).replace('T', " ").replace("000+0000", "0");
    let issue = |place: usize| {
        let created = when(0);
        format!(
            "<Issue id=\"1{place}\" number=\"{place}\" project=\"900\" creator=\"ana\" reporter=\"ana\" type=\"1\" summary=\"a\" \
             status=\"1\" created=\"{created}\" updated=\"{created}\"/>\n"
        )
    };
    let change = |place: usize| {
        format!(
            "<ChangeItem id=\"2{place}\" group=\"3{place}\" fieldtype=\"jira\" field=\"status\" oldvalue=\"1\" oldstring=\"Open\" \
             newvalue=\"2\" newstring=\"Doing\"/>\n<ChangeGroup id=\"3{place}\" issue=\"1{}\" author=\"ana\" created=\"{}\"/>\n",
            place % issues,
            when(place * 60)
        )
    };
    format!(
        "<entity-engine-xml>\n<Project id=\"900\" key=\"APP\" name=\"App\"/>\n<Status id=\"1\" name=\"Open\"/>\n<Status id=\"2\" \
         name=\"Doing\"/>\n<User id=\"1\" userName=\"ana\" displayName=\"Ana\"/>\n<IssueType id=\"1\" name=\"Story\"/>\n{}{}</entity-engine-xml>",
        (0..changes).map(change).collect::<String>(),
        (0..issues).map(issue).collect::<String>()
    )
}

pub(super) fn pipeline(n: usize) -> String {
    let row = |place: usize| {
        format!("https://b.example,{place},,1,APP,App,APP-{place},Story,a {place},Backlog,2026-01-05T09:00:00Z\n")
    };
    format!(
        "instance_url,issue_id,issue_url,project_id,project_key,project_name,issue_key,issue_type,summary,issue_status,created_date\n{}",
        (0..n).map(row).collect::<String>()
    )
}

pub(super) fn entities(n: usize) -> String {
    rss(1).replace("<summary>a", &format!("<summary>{}", "&lt;b&gt;".repeat(n)))
}

/// A card that is moved between two lists of work in each of `n` sprints.
pub(super) fn moved_through_sprints(n: usize) -> Files {
    let mut files = trello(60 * n, 1, 2, 1);
    let sprint = |place: usize| {
        let day = |number: usize| at(number * 86400)[..10].to_owned();
        let (start, end) = (day(place), day(place + 1));
        format!("[[sprints]]\nname = \"Sprint {place}\"\nlist = \"Sprint\"\nstart = {start}\nend = {end}\n")
    };
    let sprints: String = (0..n).map(sprint).collect();
    let workflow = "[workflow]\ndoing = [\"List 0\", \"List 1\"]\n";
    files[0].1 = format!("[roles]\nproduct-owner = [\"Dev 0\"]\n{workflow}{sprints}").into_bytes();
    files
}

/// A board with this number of moves, cards, lists and members.
pub(super) fn trello(actions: usize, cards: usize, lists: usize, members: usize) -> Files {
    let id = |kind: &str, place: usize| format!("5f0000000000{kind}{place:010x}");
    let member =
        |place: usize| json!({"id": id("aa", place), "fullName": name(place), "username": format!("dev{place}")});
    let list =
        |place: usize| json!({"id": id("bb", place), "name": format!("List {place}"), "closed": false, "pos": place});
    let card = |place: usize| {
        json!({"id": id("cc", place), "name": format!("Card {place}"), "idList": id("bb", 0), "idShort": place, "shortLink": format!("card{place}"),
               "idMembers": [], "idLabels": [], "labels": [], "closed": false, "pos": place, "desc": ""})
    };
    let action = |place: usize| {
        let (from, to) = (list(place % lists), list((place + 1) % lists));
        let card = json!({"id": id("cc", place % cards), "name": "Card", "idShort": place % cards, "shortLink": format!("card{}", place % cards), "idList": to["id"]});
        json!({"id": id("dd", place), "type": "updateCard", "date": at(place * 60).replace("+0000", "Z"), "idMemberCreator": id("aa", place % members),
               "memberCreator": member(place % members), "data": {"card": card, "listBefore": from, "listAfter": to, "old": {"idList": from["id"]}}})
    };
    let all = |count: usize, of: &dyn Fn(usize) -> Value| (0..count).map(of).collect::<Vec<_>>();
    let board = json!({"id": "5f00000000000000000000ff", "name": "App", "shortLink": "AppBoard", "url": "https://trello.com/b/AppBoard/app", "closed": false,
                       "actions": all(actions, &action), "cards": all(cards, &card), "lists": all(lists, &list),
                       "members": all(members, &member), "checklists": [], "labels": []});
    vec![
        ("boardlint.toml".to_owned(), "[roles]\nproduct-owner = [\"Dev 0\"]\n".into()),
        ("board.json".to_owned(), board.to_string().into_bytes()),
    ]
}
