//! The words of trackers in many languages: names of statuses, kinds, fields, columns, priorities, months.
//!
//! The words are data: one TOML file a subject beside this file, each with a table a meaning and in it the words by language.
//! To teach boardlint a word, add it to the file where it belongs; a word that already means something else there stops the
//! build. The build script folds the words and turns each file into a sorted table, so that nothing is parsed at start, and its
//! meanings into an enum.
//!
//! Names are compared by [`fold`]: without case, accents, emoji, decoration and punctuation.

mod fold;

use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// Folded words and what they mean, in the order of the words.
type Table<M> = [(&'static str, M)];

/// A longer name is no name of a status with something beside it, but a sentence.
const LONGEST_NAME: usize = 5;
/// A longer word is no name, in letters.
const LONGEST_WORD: usize = 40;
/// What stands between a word for what is blocked and by whom or what it is, in languages of which such words are known.
const BEFORE_REASONS: [&str; 15] = [
    " by ", " on ", ":", " - ", " – ", "(", " durch ", " wegen ", " von ", " par ", " por ", " pelo ", " pela ",
    " da ", " door ",
];
/// What stands in brackets of these at either end of a name says something beside it.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】')];
/// From this character on lie the scripts of East Asia. Most put no spaces between words, so that words are also looked for inside
/// runs of their letters; in Korean too, whose compounds are often written as one word.
const FIRST_EAST_ASIAN: char = '\u{2E80}';

/// The words of `name` in the form in which names are compared, with single spaces between them.
pub fn fold(name: &str) -> String {
    fold::words(name)
}

/// What a status or list of this name means. The whole name counts ("Done by Friday" is not done), a few phrases that settle
/// the meaning of a longer one, and that something was given up behind a name of what is done ("Closed - Won't do").
pub fn status(name: &str) -> Option<Status> {
    let is_cancelled = |part: &str| find_name(STATUSES, part) == Some(Status::Cancelled);
    let compound = || is_cancelled_compound(name, is_cancelled).then_some(Status::Cancelled);
    find_name(STATUSES, name).or_else(compound).or_else(|| phrase(name))
}

/// Whether `name` as a whole is one of a status, and not only holds a phrase that settles its meaning.
pub fn is_status(name: &str) -> bool {
    find_name(STATUSES, name).is_some()
}

/// What the longest name of a status within `name` means, which only a draft may go by: "Done this week".
pub fn status_within(name: &str) -> Option<Status> {
    let words = fold(name);
    let short = words.split(' ').count() < LONGEST_NAME;
    longest(STATUSES, &words).filter(|meaning| short && *meaning != Status::DoneOrReady)
}

/// Whether a status or list of this name, which is taken for done, may be that of what is ready to be begun.
pub fn is_done_or_ready(name: &str) -> bool {
    find_name(STATUSES, name) == Some(Status::DoneOrReady)
}

/// Whether a list of this name holds work that is not begun. Beside a list called a backlog it may be the running sprint's.
pub fn is_to_do(name: &str) -> bool {
    find_name(STATUSES, name) == Some(Status::ToDo)
}

/// Whether the name speaks of a backlog.
pub fn is_backlog(name: &str) -> bool {
    runs(&fold(name)).iter().any(|run| find(STATUSES, run) == Some(Status::Backlog))
}

/// Whether a resolution of this name means that something will not be delivered, alone or with who gave it up: "Canceled by customer".
pub fn is_cancelled_resolution(resolution: &str) -> bool {
    let is_cancelled = |part: &str| {
        let key = fold::key(part);
        [STATUSES, RESOLUTIONS].iter().any(|table| find(table, &key) == Some(Status::Cancelled))
    };
    let by_whom = || resolution.to_lowercase().split_once(" by ").is_some_and(|(before, _)| is_cancelled(before));
    is_cancelled(resolution) || by_whom() || is_cancelled_compound(resolution, is_cancelled)
}

/// Whether `name` joins names that all mean that something was given up ("Duplicate / Invalid"), or has one behind the name of what is
/// done: "Closed (Won't fix)". What is done or given up ("Done / Cancelled") may be either.
fn is_cancelled_compound(name: &str, is_cancelled: impl Fn(&str) -> bool) -> bool {
    const JOINTS: [char; 4] = ['/', ',', '&', '|'];
    const REMARKS: [&str; 7] = [" - ", " – ", " — ", ":", "(", "[", " as "];
    let lower = name.to_lowercase();
    let are_cancelled = |parts: &str| parts.split(JOINTS).all(&is_cancelled);
    let remark = REMARKS.iter().find_map(|mark| lower.split_once(mark));
    let is_done = |part: &str| matches!(find_name(STATUSES, part), Some(Status::Done | Status::DoneOrReady));
    match remark {
        Some((before, remark)) => (is_done(before) || are_cancelled(before)) && are_cancelled(remark),
        None => lower.contains(JOINTS) && are_cancelled(&lower),
    }
}

/// Whether a label of this name says that something is in an item's way, alone or with what it is: "Blocked", "blocked by vendor",
/// "Bloqueado: legal". Beside a scale of severities ([`is_scale`]) a "Blocker" says something else.
pub fn is_blocked(label: &str) -> bool {
    let says = |name: &str| find_name(STATUSES, name) == Some(Status::Blocked);
    let lower = label.to_lowercase();
    let before = BEFORE_REASONS.into_iter().filter_map(|end| lower.split_once(end));
    says(label) || before.into_iter().any(|(before, _)| says(before))
}

/// The kind that an issue type or label of this name means: also in the plural ("Bugs"), with a priority or a word like
/// "type" beside it ("Bug_Minor"), and with something in brackets (`[System] Incident`).
pub fn kind(name: &str) -> Option<Kind> {
    whole_kind(&fold::key(name)).or_else(|| kind_beside_words(name)).or_else(|| {
        let (bare, aside) = without_aside(name)?;
        // What is called by two kinds may be either.
        if kind(aside).is_some() { None } else { whole_kind(&fold::key(bare)).or_else(|| kind_beside_words(bare)) }
    })
}

/// The kind of a name with a priority or a word like "type" beside it.
fn kind_beside_words(name: &str) -> Option<Kind> {
    let words = fold(name);
    if !words.contains(' ') {
        return None;
    }
    let weighs = |word: &str| find(PRIORITIES, word).is_some();
    let aside = |word: &&str| {
        weighs(word) || word.strip_suffix('s').is_some_and(weighs) || find(KINDS, word) == Some(Kind::Beside)
    };
    let rest: Vec<&str> = words.split(' ').filter(|word| !aside(word)).collect();
    whole_kind(&rest.concat())
}

/// `name` without what stands in brackets at one of its ends, and that.
fn without_aside(name: &str) -> Option<(&str, &str)> {
    let name = name.trim();
    let behind = |(open, close)| name.strip_prefix(open)?.split_once(close).map(|(aside, bare)| (bare, aside));
    let before = |(open, close)| name.strip_suffix(close)?.rsplit_once(open);
    BRACKETS.into_iter().find_map(|pair| behind(pair).or_else(|| before(pair)))
}

/// Whether a longer name ends with the name of something that went wrong, as a word of its own or as the end of its last:
/// "Production incident", "Anwendungsfehler"; or begins with it, before a mark: "Bug: UI". Not so of other kinds: a "Design task" may
/// be anything.
pub fn is_bug_of_something(name: &str) -> bool {
    /// Shorter names end too many words, and so do those behind fewer letters: "debug", "restoring".
    const SHORTEST: usize = 6;
    const FEWEST: usize = 3;
    /// Words beside which a name says that it is none: "Not a bug", "Won't fix".
    const DENIALS: &[&str] =
        &["not", "no", "non", "won", "kein", "keine", "nicht", "geen", "niet", "pas", "sin", "sem", "не"];
    let whole = name;
    let name = without_aside(name).map_or(name, |(bare, _)| bare);
    let words = fold(name);
    let list: Vec<&str> = words.split(' ').collect();
    if list.len() > LONGEST_NAME || list.iter().any(|word| DENIALS.contains(word)) {
        return false;
    }
    let of_words = || (1..list.len()).any(|start| is_bug(&list[start..].concat()));
    let ends_with = |word: &str| {
        let is_east_asian = word.starts_with(|letter| letter >= FIRST_EAST_ASIAN);
        let letters: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let (fewest, shortest) = if is_east_asian { (1, 2) } else { (FEWEST, SHORTEST) };
        let last = letters.len().checked_sub(shortest).filter(|last| *last >= fewest && letters.len() <= LONGEST_WORD);
        last.is_some_and(|last| letters[fewest..=last].iter().any(|at| is_bug(&word[*at..])))
    };
    of_words() || list.last().is_some_and(|word| *word != "zerstorung" && ends_with(word)) || begins_with_bug(whole)
}

/// Whether a folded name is that of something that went wrong and speaks of nothing else in a longer one: "Customer problem" and
/// "Market failure" do.
fn is_bug(key: &str) -> bool {
    const OF_ANYTHING: &[&str] = &["problem", "failure", "fault", "fix", "storing", "проблем"];
    whole_kind(key) == Some(Kind::Bug) && !OF_ANYTHING.iter().any(|end| key.starts_with(end))
}

/// Whether `name` is that of something that went wrong, a mark, and where or what it was: "Bug: UI", "Fehler - Prod", `[Bug] Backend`.
/// Behind a hyphen or an underscore without spaces that goes for bugs alone: "error-handling" is none. What is called by another
/// kind, too, may be either.
fn begins_with_bug(name: &str) -> bool {
    const MARKS: [&str; 9] = [":", "/", "#", "&", "+", "|", " - ", " – ", " — "];
    const TIGHT: [char; 2] = ['-', '_'];
    const NAMES: [&str; 2] = ["bug", "баг"];
    /// What is done about bugs is none: "Bug-bash", "Bugs: triage".
    const DONE_ABOUT: [&str; 8] = ["bash", "hunt", "hunting", "triage", "tracker", "tracking", "review", "free"];
    let of_mark = MARKS.iter().filter_map(|mark| name.split_once(mark)).min_by_key(|(first, _)| first.len());
    let is_of_bug = |first: &str| NAMES.iter().any(|name| fold::key(first).starts_with(name));
    let tight = || name.split_once(TIGHT).filter(|(first, _)| is_of_bug(first));
    let in_brackets = || without_aside(name).map(|(bare, aside)| (aside, bare));
    let Some((first, rest)) = of_mark.or_else(tight).or_else(in_brackets) else { return false };
    let is_other = || kind(rest).is_some_and(|kind| kind != Kind::Bug);
    let is_about = || fold(rest).split(' ').any(|word| DONE_ABOUT.contains(&word));
    is_bug(&fold::key(first)) && !is_other() && !is_about()
}

/// The kind that the longest name of a kind within `name` means, and only a draft may go by.
pub fn kind_within(name: &str) -> Option<Kind> {
    longest(KINDS, &fold(name)).filter(|kind| *kind != Kind::Beside)
}

/// The weight of a priority or severity of this name, from 0 (the weightiest) to 4.
pub fn priority(name: &str) -> Option<usize> {
    Some(match find_name(PRIORITIES, name)? {
        Priority::Blocker | Priority::Highest => 0,
        Priority::Critical | Priority::High => 1,
        Priority::Major | Priority::Medium => 2,
        Priority::Minor | Priority::Low => 3,
        Priority::Trivial | Priority::Lowest => 4,
    })
}

/// Whether the name is one of a scale of severities: blocker, critical, major, minor, trivial.
pub fn is_severity(name: &str) -> bool {
    use Priority::{Blocker, Critical, Major, Minor, Trivial};
    matches!(find_name(PRIORITIES, name), Some(Blocker | Critical | Major | Minor | Trivial))
}

/// Whether these labels hold a scale of severities. Then the label "Blocker" is a part of it, and no impediment.
pub fn is_scale<'l>(labels: impl IntoIterator<Item = &'l str>) -> bool {
    labels.into_iter().any(|label| is_severity(label) && find_name(PRIORITIES, label) != Some(Priority::Blocker))
}

/// What a field of this name holds.
pub fn field(name: &str) -> Option<Field> {
    find_name(FIELDS, name)
}

/// Whether a field or a heading of this name holds acceptance criteria.
pub fn is_acceptance_criteria(name: &str) -> bool {
    may_begin_acceptance_criteria(name.trim_start_matches(|letter: char| !letter.is_alphanumeric()))
        && field(name) == Some(Field::AcceptanceCriteria)
}

/// Whether a name of the acceptance criteria may begin like `text`, by its first two letters where they are plain: those stay
/// what they are in every spelling. Every line of every description is asked about.
pub fn may_begin_acceptance_criteria(text: &str) -> bool {
    /// For each first letter the second ones, a bit each.
    static BEGINNINGS: LazyLock<[u32; 26]> = LazyLock::new(|| {
        let mut seconds = [0; 26];
        let names = FIELDS.iter().filter(|(_, meaning)| *meaning == Field::AcceptanceCriteria);
        for (first, second) in names.filter_map(|(name, _)| places(name)) {
            seconds[first] |= 1 << second;
        }
        seconds
    });
    /// The places of two plain letters in the alphabet.
    fn places(letters: &str) -> Option<(usize, usize)> {
        let place = |letter: &u8| letter.is_ascii_alphabetic().then(|| usize::from(letter.to_ascii_lowercase() - b'a'));
        let [first, second] = letters.as_bytes().first_chunk()?;
        place(first).zip(place(second))
    }
    places(text).is_none_or(|(first, second)| BEGINNINGS[first] & 1 << second != 0)
}

/// Whether the value is the one that the field `flagged` has: "Impediment".
pub fn is_flag(value: &str) -> bool {
    field(value) == Some(Field::Flag) || (kind(value) == Some(Kind::Impediment) && !is_severity(value))
}

/// What a column of Jira's CSV of this name holds.
pub fn header(name: &str) -> Option<Header> {
    find_name(HEADERS, name)
}

/// Whether a list of this name is one of a certain sprint: it speaks of a sprint and has a number.
pub fn is_sprint(list: &str) -> bool {
    list.contains(|letter: char| letter.is_ascii_digit()) && is_sprints(list)
}

/// Whether a list of this name speaks of sprints.
pub fn is_sprints(list: &str) -> bool {
    let speaks = |run: &String| matches!(find(FIELDS, run), Some(Field::Sprint | Field::Iteration));
    runs(&fold(list)).iter().any(speaks)
}

/// The month that a name means, 1 to 12, by how it begins; `10月` and `10월` say it themselves.
pub fn month(name: &str) -> Option<i8> {
    const MONTHS: [Date; 12] = [
        Date::January,
        Date::February,
        Date::March,
        Date::April,
        Date::May,
        Date::June,
        Date::July,
        Date::August,
        Date::September,
        Date::October,
        Date::November,
        Date::December,
    ];
    // A table holds a million of these, and most of them are English.
    if let Some(number) = name.as_bytes().try_into().ok().and_then(english_month) {
        return Some(number);
    }
    if let Some(number) = name.trim().strip_suffix(['月', '월']).and_then(|digits| digits.parse().ok()) {
        return (1..=12).contains(&number).then_some(number);
    }
    let key = fold::key(name);
    let begins = DATES.iter().filter(|(stem, _)| key.starts_with(stem));
    let fits = begins.filter_map(|(stem, meaning)| {
        let month = (1..).zip(MONTHS).find(|(_, name)| name == meaning)?.0;
        Some((stem.len(), month))
    });
    fits.max().map(|(_, month)| month)
}

/// The month whose English name begins with these letters, 1 to 12.
fn english_month(letters: [u8; 3]) -> Option<i8> {
    Some(match &letters.map(|letter| letter.to_ascii_lowercase()) {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    })
}

/// Whether a word beside a time of day means that it is after noon; none where it says nothing of noon.
pub fn is_after_noon(word: &str) -> Option<bool> {
    match find_name(DATES, word)? {
        Date::Am => Some(false),
        Date::Pm => Some(true),
        _ => None,
    }
}

/// Whether `text`, which a tool wrote into a history, says so.
pub fn says(text: &str, remark: Remark) -> bool {
    let text = fold(text);
    TEXTS.iter().any(|(stem, means)| *means == remark && text.contains(stem))
}

/// What an account of this name is, where tools have given the name: an app, nobody that can be known, or nobody at all.
pub fn account(name: &str) -> Option<Account> {
    find_name(ACCOUNTS, name)
}

/// Whether `name` is a placeholder for a person who is not known: an account that was deleted, somebody not logged in.
pub fn is_nobody(name: &str) -> bool {
    account(name) == Some(Account::Nobody) || is_anonymised(name)
}

/// Whether `text` stands in place of a name, an id or an address that is not known or was masked: `None`, `****@***.com`.
pub fn is_blank(text: &str) -> bool {
    let is_masked = text.as_bytes().windows(2).any(|pair| pair == b"**");
    if is_masked || !text.contains(char::is_alphanumeric) {
        return true;
    }
    // Most texts are ids and addresses, which are looked up nowhere: no words for nobody hold such characters.
    let may_be_words = !text.contains(|character: char| character.is_ascii_digit() || matches!(character, '@' | ':'));
    may_be_words && matches!(account(text), Some(Account::Nobody | Account::Unassigned))
}

/// Whether `name` stands in place of an assignee where nobody works on something.
pub fn is_unassigned(name: &str) -> bool {
    account(name) == Some(Account::Unassigned)
}

/// Whether `name` is what Data Center calls somebody whose data were erased: `user-57ab3`, and `jirauser10100` to log in, which some
/// write as large as the key.
fn is_anonymised(name: &str) -> bool {
    if let Some(hash) = name.strip_prefix("user-") {
        return hash.len() == 5 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    }
    let number = ["jirauser", "JIRAUSER"].iter().find_map(|key| name.strip_prefix(key)).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a title speaks of a meeting and of nothing else.
pub fn is_meeting_title(title: &str) -> bool {
    let (mut event, mut step, mut occasion) = (false, false, false);
    // Not folded as a whole: a number in front or in brackets would be lost with what stands around it.
    for word in title.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        match find_name(MEETINGS, word) {
            Some(Meeting::Event) => event = true,
            Some(Meeting::Step) => step = true,
            Some(Meeting::Occasion) => occasion = true,
            Some(Meeting::Beside) => {}
            None => return false,
        }
    }
    event || (step && occasion) || title.to_lowercase().contains("stand-up")
}

/// Every word and name that is known, folded and without spaces. Of those of which only the beginning counts, the beginnings
/// that are words by themselves (months, `higher` of a change of rank).
pub fn words() -> impl Iterator<Item = &'static str> {
    fn of<M>(table: &'static Table<M>) -> impl Iterator<Item = &'static str> {
        table.iter().map(|(word, _)| *word)
    }
    let of_statuses = [STATUSES, PHRASES, RESOLUTIONS].into_iter().flat_map(of);
    let of_fields = of(FIELDS).chain(of(HEADERS)).chain(of(PRIORITIES));
    of_statuses
        .chain(of(KINDS))
        .chain(of_fields)
        .chain(of(DATES))
        .chain(of(ACCOUNTS))
        .chain(of(MEETINGS))
        .chain(of(TEXTS))
}

/// What the whole `name` means by `table`.
fn find_name<M: Copy>(table: &Table<M>, name: &str) -> Option<M> {
    match fold::plain_letters(name) {
        Some(letters) => {
            let place = table.binary_search_by(|(word, _)| word.bytes().cmp(letters.clone())).ok()?;
            Some(table[place].1)
        }
        None => find(table, &fold::key(name)),
    }
}

fn find<M: Copy>(table: &Table<M>, key: &str) -> Option<M> {
    table.binary_search_by(|(word, _)| (*word).cmp(key)).ok().and_then(|at| table.get(at)).map(|(_, meaning)| *meaning)
}

fn phrase(name: &str) -> Option<Status> {
    let words = fold(name);
    (words.split(' ').count() <= LONGEST_NAME).then(|| longest(PHRASES, &words)).flatten()
}

/// The kind of a whole name, in the singular or in a plural in -s.
fn whole_kind(key: &str) -> Option<Kind> {
    let singular = || ["s", "es"].iter().find_map(|ending| find(KINDS, key.strip_suffix(ending)?));
    let many = || find(KINDS, &[key.strip_suffix("ies")?, "y"].concat());
    find(KINDS, key).or_else(singular).or_else(many).filter(|kind| *kind != Kind::Beside)
}

/// The meaning of the longest word of `table` that stands in `words`.
fn longest<M: Copy>(table: &Table<M>, words: &str) -> Option<M> {
    let found = runs(words).into_iter().filter_map(|run| Some((run.len(), find(table, &run)?)));
    found.max_by_key(|(length, _)| *length).map(|(_, meaning)| meaning)
}

/// Every run of words in folded `words`, as keys; where a script has no spaces, every run of characters, too.
fn runs(words: &str) -> Vec<String> {
    /// Longer names are not looked through.
    const MOST: usize = 64;
    let list: Vec<&str> = words.split(' ').take(MOST).collect();
    let mut runs = Vec::new();
    for start in 0..list.len() {
        for end in start + 1..=list.len().min(start + LONGEST_NAME) {
            runs.push(list[start..end].concat());
        }
    }
    let letters: Vec<char> = words.chars().filter(|letter| *letter >= FIRST_EAST_ASIAN).take(MOST).collect();
    for start in 0..letters.len() {
        for end in start + 2..=letters.len().min(start + 2 * LONGEST_NAME) {
            runs.push(letters[start..end].iter().collect());
        }
    }
    runs
}

#[cfg(test)]
mod tests;
