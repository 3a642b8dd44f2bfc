//! Makes a board of any size in the shape of a real export, so that speed and memory can be
//! measured on files that nobody has to share. A small team writes, orders, estimates, plans,
//! pulls, reviews, accepts and carries over, with a slip of roles in a few of a hundred items; the
//! same seed gives the same bytes. Left out: epics, sub-tasks, logged work, attachments,
//! checklists, changes to the board itself, the far end of a link, cut histories, and whatever
//! else real exports are there to test.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum, value_parser};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Write a made-up board of any size.
#[derive(Parser)]
struct Args {
    /// How many issues or cards
    #[arg(long, value_parser = value_parser!(i64).range(1..=1_000_000))]
    issues: i64,
    #[arg(long, value_enum)]
    format: Format,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the matching boardlint.toml here
    #[arg(long)]
    charter: Option<PathBuf>,
    /// Where the board goes, `-` for standard output
    out: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    JiraCloud,
    JiraDc,
    Trello,
}
use Format::{JiraCloud, JiraDc, Trello};

// Time is counted in working minutes of eight-hour days and five-day weeks, so that nobody works
// at night. The export is made on the second Tuesday of the last sprint but one.
const SPRINT: i64 = 10 * 480;
const START: i64 = 30;
const END: i64 = 9 * 480 + 360;
const CLOSE: i64 = END + 2;
const ACTIVE: Timestamp = Timestamp::constant(1_773_043_200, 0);
const NOW: Timestamp = Timestamp::constant(1_773_043_200 + 8 * 86_400 + 6 * 3600, 0);

const PO: usize = 0;
const SM: usize = 1;
const BOSS: usize = 8;
const APP: usize = 9;
/// In a plan: the developer who pulls the item, and a colleague.
const DEV: usize = 10;
const PEER: usize = 11;
#[rustfmt::skip]
const PEOPLE: [[&str; 2]; 10] = [
    ["Maria Gómez", "mgomez"], ["Sam Lee", "slee"], ["Li Wei", "lwei"], ["Omar Haddad", "ohaddad"],
    ["Nina Berg", "nberg"], ["Tom Ward", "tward"], ["Zoë Lindqvist", "zlindqvist"],
    ["Ravi Iyer", "riyer"], ["Carla Stone", "cstone"], ["Board Automation", "bautomation"],
];
#[rustfmt::skip]
const STATUSES: [&str; 6] = ["Backlog", "To Do", "In Progress", "Review", "Acceptance", "Done"];
const PRIORITIES: [&str; 3] = ["High", "Medium", "Low"];
#[rustfmt::skip]
const LISTS: [&str; 7] =
    ["Product Backlog", "Ready", "In Progress", "Review", "Acceptance", "Blocked", "Done"];
const BOARD: &str = "5e0be1000000000000000000";
const KINDS: [&str; 3] = ["Story", "Bug", "Task"];
const LABELS: [&str; 4] = ["ui", "legal", "speed", "größe"];
const VERBS: [&str; 5] = ["Export", "Rename", "Print", "Filter", "Show"];
const THINGS: [&str; 3] = ["coupons 🎟️", "the \"quick order\" form", "C:\\returns"];
const CRITERIA: &str = "- Given a signed-in customer\r\n- Then only their own are listed";
const SENTENCES: [&str; 7] = [
    "Customers ask support about this every week; with it they can look after it themselves.",
    "Today the page answers with \"500 – internal error\" when the name holds a quote (\").",
    "See the [sketch|https://wiki.shop.example/display/APP/Sketch+12?focus=a&b=c] for the layout.",
    "{code:java}if (name.matches(\"^[\\\\w.-]+\\\\$\")) { log.info(\"ok\\t{}\", name); }{code}",
    "Größen, naïve façades and ‘curly’ quotes must survive the export – 数据也一样, Ελλάδα too.",
    "Nice to have: a confetti 🎉 when the last parcel has left 🚚, but only once a day.",
    "||field||type||required||\r\n|sku|text|yes|\r\n|price|decimal(10,2)|yes|\r\n|note|text|no|",
];

type Field = &'static str;
type Change = fn(&mut Item<'_>) -> String;

/// How likely a step is in percent, how many minutes pass before it (at least, at most), whose it
/// is, the field that it sets, and to what. A step that changes nothing leaves no record; where one
/// that nearly every item takes is not taken, the item goes no further.
#[rustfmt::skip]
const LIFE: [(i64, i64, i64, usize, Field, Change); 29] = [
    (55, 5, 120, PO, "description", |i| i.now("description").to_owned() + &i.rng.text(2)),
    (60, 30, 900, PO, "Rank", |i| i.ranked(&[-3000, -800, -90, 400])),
    (40, 30, 900, PO, "Rank", |i| i.ranked(&[-3000, -800, -90, 400])),
    (2, 30, 200, PEER, "Rank", |i| i.ranked(&[-70])), // a slip: the order is the Product Owner's
    (20, 10, 600, PO, "priority", |i| i.rng.pick(&PRIORITIES).into()),
    (8, 10, 300, PO, "summary", |i| i.rng.title()),
    (14, 5, 200, PO, "Link", |i| format!("APP-{}", i.number.max(2) - 1)),
    (35, 5, 200, APP, "labels", |i| i.rng.pick(&LABELS).into()),
    (20, 5, 400, BOSS, "comment", |i| i.rng.text(1)),
    (94, 600, 2400, DEV, "Story Points", |i| i.rng.pick(&["1", "2", "3", "5", "8"]).into()),
    (10, 5, 300, PEER, "Story Points", |i| i.rng.pick(&["2", "3", "5"]).into()),
    (100, 1, 60, DEV, "status", |_| "To Do".into()),
    (98, 0, 1, PEER, "Sprint", enter),
    (2, 45, 1500, PO, "assignee", |i| i.people[0].to_string()), // a slip: developers pull work
    (5, 45, 1500, PEER, "assignee", |i| i.people[0].to_string()),
    (100, 45, 2400, DEV, "assignee", |i| i.people[0].to_string()),
    (100, 1, 4, DEV, "status", |_| "In Progress".into()),
    (2, 5, 600, PO, "description", |i| i.rng.text(4)), // a slip: the work has begun
    (6, 5, 200, DEV, "Flagged", |_| "Impediment".into()),
    (30, 20, 200, SM, "comment", |i| i.rng.text(1)),
    (100, 30, 400, SM, "Flagged", |_| String::new()),
    (5, 1500, 6000, DEV, "comment", |i| i.rng.text(2)), // stuck, and carried over
    (100, 60, 900, DEV, "status", |_| "Review".into()),
    (12, 20, 300, PEER, "status", |_| "In Progress".into()),
    (100, 60, 400, DEV, "status", |_| "Review".into()),
    (100, 30, 300, PEER, "status", |_| "Acceptance".into()),
    (30, 10, 200, PO, "comment", |i| i.rng.text(1)),
    (100, 30, 600, PO, "status", |_| "Done".into()),
    (20, 5, 90, APP, "comment", |i| i.rng.text(1)),
];

/// splitmix64: short, and the same on every machine.
struct Rng(u64);

impl Rng {
    fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        low + ((z ^ (z >> 31)) >> 1).cast_signed() % (high - low)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.between(0, 1 << 31)).unwrap_or_default() % from.len()]
    }

    fn text(&mut self, sentences: i64) -> String {
        let bullets = ["", "", "", "* ", "* ", "# ", "h3. ", "\r\n"];
        let mut line = || self.pick(&bullets).to_owned() + self.pick(&SENTENCES) + "\r\n";
        (0..sentences).map(|_| line()).collect()
    }

    fn title(&mut self) -> String {
        let (verb, thing) = (self.pick(&VERBS), self.pick(&THINGS));
        format!("{verb} {thing} in the shop ({:03})", self.between(0, 1000))
    }
}

impl Args {
    /// Boards run side by side, so that sprints stay a dozen items long and the years few; Trello
    /// knows one board only, and its sprints grow instead.
    fn boards(&self) -> i64 {
        1 + i64::from(self.format != Trello) * (self.issues / (12 * 52))
    }

    fn sprints(&self) -> i64 {
        (self.issues / (12 * self.boards())).clamp(4, 78)
    }

    fn sprint(&self, item: i64, sprint: i64) -> (i64, String) {
        let (board, number) = (item % self.boards() + 1, sprint + 1);
        let team = (self.boards() > 1).then(|| format!("Team {board} "));
        let name = format!("{}Sprint {number}", team.unwrap_or_default());
        (sprint * self.boards() + board, name)
    }

    fn clock(&self, minute: i64) -> Timestamp {
        let (day, rest) = (minute.div_euclid(480), minute.rem_euclid(480));
        let days = day.div_euclid(5) * 7 + day.rem_euclid(5) - (self.sprints() - 2) * 14;
        ACTIVE + SignedDuration::from_mins(days * 24 * 60 + rest)
    }

    fn base(&self) -> &'static str {
        let bases = ["https://jira.shop.example", "https://shop.atlassian.net"];
        bases[usize::from(self.format == JiraCloud)]
    }

    fn id(&self, who: usize) -> String {
        match self.format {
            JiraCloud => format!("712020:{who:08x}-7c1e-4a5b-9d3f-{:012x}", who * 12_015),
            JiraDc => format!("JIRAUSER{}", who + 10_101),
            Trello => format!("5f0{who:x}a1b2c3d4e5f6a7b80000"),
        }
    }

    /// What an export tells of a person wherever it names one.
    #[rustfmt::skip]
    fn person(&self, who: usize) -> Value {
        let ([name, login], id, base) = (PEOPLE[who], self.id(who), self.base());
        let avatars = |address: &str| json!({
            "48x48": format!("{address}48"), "24x24": format!("{address}24"),
            "16x16": format!("{address}16"), "32x32": format!("{address}32"),
        });
        match self.format {
            JiraCloud => json!({
                "self": format!("{base}/rest/api/2/user?accountId={id}"), "accountId": id,
                "avatarUrls": avatars(&format!("https://avatar-management--avatars.us-west-2.prod.\
                    public.atl-paas.net/initials/{login}-{who}.png?size=")), "displayName": name,
                "accountType": if who == APP { "app" } else { "atlassian" }, "active": true,
                "timeZone": "Europe/Berlin",
            }),
            JiraDc => json!({
                "self": format!("{base}/rest/api/2/user?username={login}"), "key": id,
                "avatarUrls": avatars(&format!("{base}/secure/useravatar?avatarId={who}&size=")),
                "name": login, "emailAddress": format!("{login}@shop.example"),
                "displayName": name, "active": true, "timeZone": "Europe/Berlin",
            }),
            Trello => json!({
                "id": id, "username": login, "fullName": name, "activityBlocked": false,
                "avatarHash": null, "avatarUrl": null, "initials": login[..2].to_uppercase(),
                "idMemberReferrer": null, "nonPublic": {}, "nonPublicAvailable": true,
            }),
        }
    }
}

/// One field set by one person at one moment; and the card's name and list after it.
struct Step {
    at: Timestamp,
    by: usize,
    field: Field,
    from: String,
    to: String,
    card: [String; 2],
}

/// An item on its way through the sprints. Each has a generator of its own, so that it comes out
/// the same whichever is written first.
struct Item<'a> {
    args: &'a Args,
    rng: Rng,
    number: i64,
    people: [usize; 2],
    /// The sprint that it is meant for, and those that it was in.
    home: i64,
    sprints: Vec<i64>,
    minute: i64,
    now: BTreeMap<Field, String>,
    /// The first is the creation.
    steps: Vec<Step>,
}

impl<'a> Item<'a> {
    /// Each item is created four to six weeks before the sprint that it is meant for; the newest
    /// are meant for sprints that nobody has planned yet.
    #[rustfmt::skip]
    fn live(args: &'a Args, number: i64) -> Self {
        let path = (2 * args.sprints() + 3) * SPRINT / 2 * number / args.issues;
        let mut rng = Rng(args.seed.wrapping_add(number.cast_unsigned() << 24));
        let people = [(); 2].map(|()| rng.pick(&[2, 3, 4, 5, 6, 7]));
        let kind = KINDS[rng.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2])];
        let creator = match (kind, rng.between(0, 100)) {
            ("Story", 0..2) => SM, // a slip: stories are the Product Owner's and the developers'
            ("Story", 2..90) => PO,
            ("Bug", 0..20) => BOSS,
            _ => people[0],
        };
        let (few, more, most) = ((1, 6), (6, 30), (30, 110));
        let (low, high) = rng.pick(&[(0, 1), few, few, few, more, more, more, most]);
        let length = rng.between(low, high);
        let now = BTreeMap::from([
            ("kind", kind.into()), ("status", STATUSES[0].into()),
            ("priority", PRIORITIES[1].into()), ("description", rng.text(length)),
            ("Rank", (9000 + number * 16).to_string()),
        ]);
        let (home, minute) = (path / SPRINT, path - 3 * SPRINT);
        let (sprints, steps) = (Vec::new(), Vec::new());
        let mut item = Self { args, rng, number, people, home, sprints, minute, now, steps };
        item.step(args.clock(minute), 1000, creator, "summary", |i| i.rng.title());
        item.follow();
        item
    }

    fn now(&self, field: &str) -> &str {
        self.now.get(field).map_or("", String::as_str)
    }

    fn ranked(&mut self, distances: &[i64]) -> String {
        (number(self.now("Rank")) + self.rng.pick(distances)).to_string()
    }

    /// What the card is called, and the Trello list that it stands in.
    fn card(&self) -> [String; 2] {
        let (title, points) = (self.now("summary"), self.now("Story Points"));
        let name = present(points).map_or(title.into(), |points| format!("({points}) {title}"));
        let list = match (self.now("Flagged"), self.now("status"), self.sprints.last()) {
            ("Impediment", ..) => "Blocked".into(),
            (_, "Backlog", _) => "Product Backlog".into(),
            (_, "To Do", None) => "Ready".into(),
            (_, "To Do", Some(&sprint)) => self.args.sprint(0, sprint).1,
            (_, status, _) => status.into(),
        };
        [name, list]
    }

    fn follow(&mut self) {
        for (chance, low, high, who, field, to) in LIFE {
            if self.rng.between(0, 100) < chance {
                self.wait(low, high);
                if field == "Sprint" {
                    // Two thirds are planned on the sprint's first morning, the others before.
                    let (low, high) = self.rng.pick(&[(0, START), (0, START), (-3000, 0)]);
                    let minute = self.home * SPRINT + self.rng.between(low, high);
                    self.minute = self.minute.max(minute);
                }
                let by = [who, self.people[who % 2]][usize::from(who >= DEV)];
                self.step(self.args.clock(self.minute), 59_000, by, field, to);
            } else if chance > 90 {
                break;
            }
        }
    }

    /// Lets working time pass. A sprint that ends meanwhile carries the open item over, when the
    /// Scrum Master closes it in the third minute after its end.
    fn wait(&mut self, low: i64, high: i64) {
        if let Some(sprint) = self.sprints.last() {
            self.minute = self.minute.max(sprint * SPRINT + START);
        }
        self.minute += self.rng.between(low, high);
        while let Some(&sprint) = self.sprints.last()
            && self.minute >= sprint * SPRINT + CLOSE
            && self.now("status") != "Done"
            && self.step(self.args.clock(sprint * SPRINT + CLOSE), 160, SM, "Sprint", enter)
        {
            self.minute = self.minute.max((sprint + 1) * SPRINT + START);
        }
    }

    /// Sets a field within so many milliseconds; says whether that was before the export.
    #[rustfmt::skip]
    fn step(&mut self, at: Timestamp, within: i64, by: usize, field: Field, to: Change) -> bool {
        let at = at + SignedDuration::from_millis(self.rng.between(0, within));
        if at > NOW {
            return false;
        }
        let ([_, list], to) = (self.card(), to(self));
        if to == self.now(field) {
            return true;
        }
        let from = self.now.insert(field, to.clone()).unwrap_or_default();
        let card = self.card();
        let moved = card[1] != list;
        self.steps.push(Step { at, by, field, from, to, card });
        // One movement of the hand leaves two records: Jira ranks what is dragged into a sprint,
        // Trello gives a card its place in the new list.
        let dragged = if self.args.format == Trello { moved } else { field == "Sprint" };
        if dragged && self.rng.between(0, 100) < 80 {
            let later = at + SignedDuration::from_millis(60);
            self.step(later, 50, by, "Rank", |i| i.ranked(&[-9, -5, 3, 7]));
        }
        true
    }
}

const CUSTOM: [[&str; 4]; 5] = [
    ["customfield_10016", "Story Points", "number", "com.atlassian.jira.plugin.system.customfieldtypes:float"],
    ["customfield_10019", "Rank", "any", "com.pyxis.greenhopper.jira:gh-lexo-rank"],
    ["customfield_10020", "Sprint", "array", "com.pyxis.greenhopper.jira:gh-sprint"],
    ["customfield_10021", "Flagged", "array", "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"],
    [
        "customfield_10040",
        "Acceptance criteria",
        "string",
        "com.atlassian.jira.plugin.system.customfieldtypes:textarea",
    ],
];

/// What either tool writes; the records are laid out by hand.
struct Export {
    args: Args,
    people: Vec<Value>,
}

#[rustfmt::skip]
impl Export {
    /// One page of a search, newest issue first.
    fn write_jira(&self, out: &mut Out) -> io::Result<()> {
        let (total, base) = (self.args.issues, self.args.base());
        out.put(r#"{"expand":"schema,names","startAt":0,"#)?;
        out.put(&format!(r#""maxResults":{total},"total":{total},"issues":"#))?;
        out.list((1..=total).rev().map(|number| {
            let item = Item::live(&self.args, number);
            let (id, [histories, comments]) = (10_000 + number, self.told(&item));
            let fields = self.fields(&item, &comments);
            let changelog = page("histories", &histories);
            format!(
                "{{\"expand\":\"operations,changelog\",\"id\":\"{id}\",\
                 \"self\":\"{base}/rest/api/2/issue/{id}\",\"key\":\"APP-{number}\",\
                 \"fields\":{fields},\"changelog\":{changelog}}}"
            )
        }))?;
        let names: Value = CUSTOM.iter().map(|[id, name, ..]| (*id, *name)).collect();
        let schema = CUSTOM.iter().map(|[id, _, kind, custom]| {
            (*id, json!({"type": kind, "custom": custom, "customId": number(&id[12..])}))
        });
        let schema: Value = schema.collect();
        out.put(&format!(r#","names":{names},"schema":{schema}}}"#))
    }

    fn fields(&self, item: &Item<'_>, comments: &[Value]) -> Value {
        let (first, last) = (&item.steps[0], &item.steps[item.steps.len() - 1]);
        let done = item.steps.iter().find(|step| step.to == "Done");
        let sprints = item.sprints.iter().map(|&sprint| self.sprint(item, sprint));
        let sprints: Vec<_> = sprints.collect();
        let link = |key| json!({
            "id": item.number.to_string(), "outwardIssue": {"key": key},
            "type": {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
        });
        let mut fields = json!({
            "summary": item.now("summary"), "description": present(item.now("description")),
            "issuetype": self.named("issuetype", item.now("kind")), "workratio": -1,
            "project": {"id": "10000", "key": "APP", "name": "Shop app", "simplified": false},
            "status": self.named("status", item.now("status")),
            "priority": self.named("priority", item.now("priority")),
            "resolution": done.map(|_| self.named("resolution", "Done")),
            "resolutiondate": done.map(|step| local(step.at)),
            "created": local(first.at), "updated": local(last.at),
            "creator": self.people[first.by], "reporter": self.people[first.by],
            "assignee": present(item.now("assignee")).map(|_| &self.people[item.people[0]]),
            "labels": Vec::from_iter(present(item.now("labels"))),
            "issuelinks": Vec::from_iter(present(item.now("Link")).map(link)),
            "customfield_10016": item.now("Story Points").parse::<f64>().ok(),
            "customfield_10019": format!("0|i{:0>6}:", item.now("Rank")),
            "customfield_10020": (!sprints.is_empty()).then_some(sprints),
            "customfield_10021": present(item.now("Flagged")).map(|flag| [json!({"value": flag})]),
            "customfield_10040": (item.now("kind") == "Story").then_some(CRITERIA),
            "comment": page("comments", comments), "worklog": page("worklogs", &[]),
            "watches": {"watchCount": 1, "isWatching": false}, "attachment": [], "components": [],
            "fixVersions": [], "subtasks": [], "versions": [], "timeoriginalestimate": null,
            "timeestimate": null, "timespent": null, "duedate": null, "environment": null,
        });
        fields["status"]["statusCategory"] = match item.now("status") {
            "Backlog" | "To Do" => json!({"id": 2, "key": "new", "name": "To Do"}),
            "Done" => json!({"id": 3, "key": "done", "name": "Done"}),
            _ => json!({"id": 4, "key": "indeterminate", "name": "In Progress"}),
        };
        // Most of a real issue's custom fields hold nothing.
        for field in 10_050..10_110 {
            fields[format!("customfield_{field}")] = Value::Null;
        }
        fields
    }

    fn named(&self, kind: &str, name: &str) -> Value {
        let (id, base) = (id_of(name), self.args.base());
        json!({
            "self": format!("{base}/rest/api/2/{kind}/{id}"), "id": id, "name": name,
            "description": "", "iconUrl": format!("{base}/images/icons/{kind}/{id}.svg"),
        })
    }

    fn sprint(&self, item: &Item<'_>, sprint: i64) -> Value {
        let (id, name) = self.args.sprint(item.number, sprint);
        let board = item.number % self.args.boards() + 1;
        // The comma and the brackets are a trap inside Data Center's strings.
        let goal = format!("Checkout, faster [step={sprint}], on phones");
        let later = sprint - (self.args.sprints() - 2);
        let state = match later { ..0 => "closed", 0 => "active", _ => "future" };
        let dates = [(START, 1), (END, 1), (CLOSE, 0)].map(|(minute, until)| {
            (later < until).then(|| utc(self.args.clock(sprint * SPRINT + minute)))
        });
        if self.args.format == JiraCloud {
            let [start, end, completed] = dates;
            return filled(json!({
                "id": id, "name": name, "state": state, "boardId": board, "goal": goal,
                "startDate": start, "endDate": end, "completeDate": completed,
            }));
        }
        let [start, end, completed] = dates.map(|date| date.unwrap_or("<null>".into()));
        json!(format!(
            "com.atlassian.greenhopper.service.sprint.Sprint@5d21{id:04x}[id={id},\
             rapidViewId={board},state={},name={name},startDate={start},endDate={end},\
             completeDate={completed},sequence={id},goal={goal}]", state.to_uppercase()
        ))
    }

    /// The history of an item, and what was said about it.
    fn told(&self, item: &Item<'_>) -> [Vec<Value>; 2] {
        let (mut histories, mut comments) = (Vec::new(), Vec::new());
        for (step, id) in item.steps.iter().zip(item.number * 100..).skip(1) {
            let (id, at, by) = (id.to_string(), local(step.at), &self.people[step.by]);
            if step.field == "comment" {
                comments.push(json!({"id": id, "author": by, "updateAuthor": by, "body": step.to,
                                     "created": at, "updated": at, "jsdPublic": true}));
                continue;
            }
            let mut items = vec![self.change(item, step.field, [&step.from, &step.to])];
            if step.to == "Done" {
                items.push(self.change(item, "resolution", ["", "Done"]));
            }
            histories.push(json!({"id": id, "author": by, "created": at, "items": items}));
        }
        // Cloud gives the newest first, Data Center the oldest.
        if self.args.format == JiraCloud {
            histories.reverse();
        }
        [histories, comments]
    }

    fn change(&self, item: &Item<'_>, field: &str, texts: [&str; 2]) -> Value {
        let [[from, from_string], [to, to_string]] = texts.map(|text| self.fact(item, field, text));
        let custom = CUSTOM.iter().find(|[_, name, ..]| *name == field);
        let mut change = json!({
            "field": field, "fieldtype": if custom.is_some() { "custom" } else { "jira" },
            "from": from, "fromString": from_string, "to": to, "toString": to_string,
        });
        // Data Center writes no field ids, and Cloud has none for links.
        if self.args.format == JiraCloud && field != "Link" {
            change["fieldId"] = json!(custom.map_or(field, |[id, ..]| id));
        }
        if field == "Rank" {
            let higher = number(texts[1]) < number(texts[0]);
            change["toString"] = json!(if higher { "Ranked higher" } else { "Ranked lower" });
        }
        change
    }

    /// A field as Jira's history has it: an id and its text.
    fn fact(&self, item: &Item<'_>, field: &str, text: &str) -> [Value; 2] {
        match field {
            "Rank" => [json!(""), json!("")],
            "Flagged" => [json!(present(text).map_or("", |_| "[10019]")), json!(text)],
            "labels" => [Value::Null, json!(text)],
            "Sprint" if self.args.format == JiraCloud || !text.is_empty() => {
                let sprints = text.split_whitespace().map(|sprint| {
                    let (id, name) = self.args.sprint(item.number, number(sprint));
                    (id.to_string(), name)
                });
                let (ids, names): (Vec<_>, Vec<_>) = sprints.unzip();
                [json!(ids.join(", ")), json!(names.join(", "))]
            }
            _ if text.is_empty() => [Value::Null, Value::Null],
            "assignee" => [json!(self.args.id(item.people[0])), json!(PEOPLE[item.people[0]][0])],
            "Link" => [json!(text), json!(format!("This issue blocks {text}"))],
            "status" | "priority" | "resolution" => [json!(id_of(text)), json!(text)],
            _ => [Value::Null, json!(text)],
        }
    }

    /// A whole board with all its actions: Trello would stop at the newest 1000, but speed is to be
    /// measured on many. They go by time, so that all cards are lived before the first is written.
    fn write_trello(&self, out: &mut Out) -> io::Result<()> {
        let items = (1..=self.args.issues).map(|number| Item::live(&self.args, number));
        let items: Vec<_> = items.collect();
        let steps_of = |item: &Item<'_>| 0..item.steps.len();
        let steps = items.iter().flat_map(|item| steps_of(item).map(move |step| (item, step)));
        let mut steps: Vec<_> = steps.collect();
        steps.sort_by_key(|(item, step)| Reverse((item.steps[*step].at, item.number, *step)));
        out.put(&format!(r#"{{"id":"{BOARD}","name":"Shop app","desc":"","closed":false,"#))?;
        out.put(r#""actions":"#)?;
        out.list(steps.into_iter().filter_map(|(item, step)| self.action(item, step)))?;
        out.put(r#","cards":"#)?;
        out.list(items.iter().map(|item| self.card(item)))?;
        let mut names = Vec::from(LISTS.map(str::to_owned));
        names.splice(2..2, (0..self.args.sprints()).map(|sprint| self.args.sprint(0, sprint).1));
        let lists = names.iter().zip(1..).map(|(name, place)| {
            let closed = name.starts_with("Sprint") && place <= self.args.sprints();
            json!({"id": list(name)["id"], "name": name, "closed": closed, "pos": place * 65_536})
        });
        let member = |member: &Value| json!({"idMember": member["id"], "memberType": "normal"});
        let rest = json!({
            "lists": lists.collect::<Vec<_>>(), "labels": KINDS.map(label), "checklists": [],
            "memberships": self.people.iter().map(member).collect::<Vec<_>>(),
            "members": self.people, "customFields": [],
        });
        out.put(&format!(",{}", &rest.to_string()[1..]))
    }

    /// What a card is called wherever it is named.
    fn short(item: &Item<'_>, name: &str) -> Value {
        let id = object_id(item.steps[0].at, 4, item.number);
        let link = format!("c{:07}", item.number);
        json!({"id": id, "name": name, "idShort": item.number, "shortLink": link})
    }

    fn card(&self, item: &Item<'_>) -> Value {
        let (last, label) = (&item.steps[item.steps.len() - 1], label(item.now("kind")));
        let puller = present(item.now("assignee")).map(|_| self.args.id(item.people[0]));
        let rest = json!({
            "desc": item.now("description"), "closed": false, "idBoard": BOARD, "due": null,
            "idList": list(&last.card[1])["id"], "pos": number(item.now("Rank")) * 1024,
            "idMembers": Vec::from_iter(puller), "idLabels": [label["id"]], "labels": [label],
            "dateLastActivity": utc(last.at), "dueComplete": false, "start": null,
            "idChecklists": [], "attachments": [], "customFieldItems": [], "subscribed": false,
            "badges": {"votes": 0, "comments": 0, "attachments": 0, "checkItems": 0},
            "cover": {"idAttachment": null, "color": null, "size": "normal"}, "email": null,
            "shortUrl": format!("https://trello.com/c/c{:07}", item.number),
        });
        merged(Self::short(item, &last.card[0]), rest)
    }

    /// The action that a step left, if it is one that Trello writes down.
    fn action(&self, item: &Item<'_>, index: usize) -> Option<Value> {
        let (step, before) = (&item.steps[index], &item.steps[index.saturating_sub(1)]);
        let ([name, stands], [old_name, stood]) = (&step.card, &before.card);
        let card = Self::short(item, name);
        let update = |key: &str, old: Value, new: Value| {
            let card = merged(card.clone(), json!({key: new}));
            ("updateCard", json!({"old": {key: old}, "card": card}))
        };
        let pos = |rank: &str| json!(number(rank) * 1024);
        let member = &self.people[item.people[0]];
        let (kind, own) = match step.field {
            _ if index == 0 => ("createCard", json!({})),
            "comment" => ("commentCard", json!({"text": step.to})),
            "assignee" => ("addMemberToCard", json!({"idMember": member["id"]})),
            "description" => update("desc", json!(step.from), json!(step.to)),
            "Rank" => update("pos", pos(&step.from), pos(&step.to)),
            _ if name != old_name => update("name", json!(old_name), json!(name)),
            _ if stands != stood => {
                let (from, to) = (list(stood), list(stands));
                let (kind, own) = update("idList", from["id"].clone(), to["id"].clone());
                (kind, merged(own, json!({"listBefore": from, "listAfter": to})))
            }
            _ => return None,
        };
        let place = if own["listAfter"].is_null() { list(stands) } else { Value::Null };
        let board = json!({"id": BOARD, "name": "Shop app", "shortLink": "aB3dE5gH"});
        let data = merged(json!({"board": board, "card": card, "list": place}), own);
        Some(filled(json!({
            "id": object_id(step.at, 16 + item.number, i64::try_from(index).ok()?), "type": kind,
            "idMemberCreator": self.people[step.by]["id"], "data": filled(data),
            "date": utc(step.at), "limits": {}, "memberCreator": self.people[step.by],
            "member": (kind == "addMemberToCard").then_some(member),
        })))
    }
}

/// Puts an item into the sprint that it is meant for, or into the next one.
fn enter(item: &mut Item<'_>) -> String {
    let sprint = item.sprints.last().map_or(item.home, |sprint| sprint + 1);
    item.sprints.push(sprint);
    format!("{} {sprint}", item.now("Sprint"))
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

fn present(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Leaves out what is null.
fn filled(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}

/// The members of both, the second's where both have one.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

fn page(name: &str, values: &[Value]) -> Value {
    json!({"startAt": 0, "maxResults": values.len(), "total": values.len(), name: values})
}

/// A name always has the same id, and any will do.
fn id_of(name: &str) -> String {
    let mut names = STATUSES.iter().chain(&PRIORITIES).chain(&KINDS);
    (10_000 + names.position(|known| *known == name).unwrap_or_default()).to_string()
}

/// Jira gives the time of the one who exports, an hour ahead.
fn local(at: Timestamp) -> String {
    let ahead = at + SignedDuration::from_hours(1);
    ahead.strftime("%Y-%m-%dT%H:%M:%S%.3f+0100").to_string()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Trello makes an id of a time, and of a number that is nobody else's.
fn object_id(at: Timestamp, kind: i64, number: i64) -> String {
    format!("{:08x}{kind:08x}{number:08x}", at.as_second())
}

fn list(name: &str) -> Value {
    let place = match name.strip_prefix("Sprint ") {
        Some(sprint) => 100 + number(sprint),
        None => (0..).zip(LISTS).find(|(_, list)| *list == name).map_or(0, |(place, _)| place),
    };
    json!({"id": format!("5e0be10000000001{place:08x}"), "name": name})
}

fn label(kind: &str) -> Value {
    json!({"id": format!("5e0be10000000002000{}", id_of(kind)), "name": kind, "color": "sky"})
}

fn charter(args: &Args) -> String {
    let names = PEOPLE.map(|[name, _]| name);
    let [po, sm, developers, stakeholders, apps] =
        [0..1, 1..2, 2..8, 8..9, 9..10].map(|who| format!("{:?}", &names[who]));
    let mut charter = format!(
        "timezone = \"Europe/Berlin\"\n\n[roles]\nproduct-owner = {po}\nscrum-master = {sm}\n\
         developers = {developers}\nstakeholders = {stakeholders}\napps = {apps}\n\n[workflow]\n\
         doing = [\"In Progress\", \"Review\"]\nacceptance = [\"Acceptance\"]\ndone = [\"Done\"]\n"
    );
    if args.format != Trello {
        return charter + JIRA_CHARTER;
    }
    charter += TRELLO_CHARTER;
    charter.extend((0..args.sprints()).map(|sprint| {
        let day = |minute| args.clock(sprint * SPRINT + minute).strftime("%F").to_string();
        let (name, start, end) = (args.sprint(0, sprint).1, day(START), day(END));
        format!("\n[[sprints]]\nname = \"{name}\"\nstart = {start}\nend = {end}\ngoal = \"Speed\"\n")
    }));
    charter
}

const JIRA_CHARTER: &str = r#"backlog = ["Backlog"]
ready = ["To Do"]

[fields]
story-points = "Story Points"
acceptance-criteria = "Acceptance criteria"
"#;
const TRELLO_CHARTER: &str = r#"backlog = ["Product Backlog"]
ready = ["Ready"]
impediments = ["Blocked"]

[kinds]
bug = ["Bug"]
task = ["Task"]
"#;

/// Where the board goes, a record at a time, and how much went there.
struct Out {
    to: BufWriter<Box<dyn Write>>,
    bytes: usize,
}

impl Out {
    fn put(&mut self, text: &str) -> io::Result<()> {
        self.bytes += text.len();
        self.to.write_all(text.as_bytes())
    }

    fn list<T: ToString>(&mut self, records: impl Iterator<Item = T>) -> io::Result<()> {
        for (record, before) in records.zip(std::iter::once("[").chain(std::iter::repeat(","))) {
            self.put(before)?;
            self.put(&record.to_string())?;
        }
        self.put("]")
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    if let Some(path) = &args.charter {
        fs::write(path, charter(&args))?;
    }
    let to: Box<dyn Write> =
        if args.out == Path::new("-") { Box::new(io::stdout().lock()) } else { Box::new(File::create(&args.out)?) };
    let (to, bytes) = (BufWriter::new(to), 0);
    let mut out = Out { to, bytes };
    let people = (0..PEOPLE.len()).map(|who| args.person(who)).collect();
    let export = Export { args, people };
    if export.args.format == Trello {
        export.write_trello(&mut out)?;
    } else {
        export.write_jira(&mut out)?;
    }
    out.to.flush()?;
    let (issues, bytes) = (export.args.issues, out.bytes);
    writeln!(io::stderr(), "{issues} issues, {bytes} bytes")?;
    Ok(())
}
