//! The words of trackers in many languages: names of statuses, kinds, fields, columns, priorities, months.
//!
//! The words are data: one TOML file for each subject beside this file. Each file has a table for each
//! meaning, with the words by language. To add a word, put it into the right file. The build fails if a word
//! has two meanings in one file. The build script folds the words and turns each file into a sorted table, so
//! that nothing is parsed at start, and its meanings into an enum.
//!
//! Names are compared by [`fold`]: without case, accents, emoji, decoration and punctuation.

mod fold;

use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// Folded words with their meanings, sorted by word.
type Table<M> = [(&'static str, M)];

/// Maximum number of words of a status name with additions. A longer text is a sentence.
const LONGEST_NAME: usize = 5;
/// Maximum number of letters of a word in a name.
const LONGEST_WORD: usize = 40;
/// What may follow a word for "blocked" before the reason or the person, in the languages with such words.
const BEFORE_REASONS: [&str; 15] = [
    " by ", " on ", ":", " - ", " – ", "(", " durch ", " wegen ", " von ", " par ", " por ", " pelo ", " pela ",
    " da ", " door ",
];
/// Brackets for an addition at either end of a name.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】')];
/// The first character of the East Asian scripts. Most of them put no spaces between words, so words are also
/// searched for inside runs of their letters. This includes Korean, whose compounds are often written as one
/// word.
const FIRST_EAST_ASIAN: char = '\u{2E80}';

/// The words of `name` in normalised form, separated by single spaces.
pub fn fold(name: &str) -> String {
    fold::words(name)
}

/// The meaning of a status or list with this name. The whole name must match ("Done by Friday" is not done).
/// Exceptions are a few phrases that decide the meaning of a longer name, and a remark after a done status
/// that it was cancelled ("Closed - Won't do").
pub fn status(name: &str) -> Option<Status> {
    let is_cancelled = |part: &str| find_name(STATUSES, part) == Some(Status::Cancelled);
    let compound = || is_cancelled_compound(name, is_cancelled).then_some(Status::Cancelled);
    find_name(STATUSES, name).or_else(compound).or_else(|| phrase(name))
}

/// Whether the whole `name` is that of a status; a phrase in it does not count.
pub fn is_status(name: &str) -> bool {
    find_name(STATUSES, name).is_some()
}

/// The meaning of the longest status name within `name`: "Done this week". It is only good enough for a
/// draft.
pub fn status_within(name: &str) -> Option<Status> {
    let words = fold(name);
    let short = words.split(' ').count() < LONGEST_NAME;
    longest(STATUSES, &words).filter(|meaning| short && *meaning != Status::DoneOrReady)
}

/// Whether a status or list with this name, which is taken for done, may also mean ready for work.
pub fn is_done_or_ready(name: &str) -> bool {
    find_name(STATUSES, name) == Some(Status::DoneOrReady)
}

/// Whether a list with this name contains work that was not begun. On a board with a backlog list, it may be
/// the list of the running sprint.
pub fn is_to_do(name: &str) -> bool {
    find_name(STATUSES, name) == Some(Status::ToDo)
}

/// Whether the name contains a word for a backlog.
pub fn is_backlog(name: &str) -> bool {
    runs(&fold(name)).iter().any(|run| find(STATUSES, run) == Some(Status::Backlog))
}

/// Whether a resolution with this name means that something will not be delivered, perhaps with who decided
/// it: "Canceled by customer".
pub fn is_cancelled_resolution(resolution: &str) -> bool {
    let is_cancelled = |part: &str| {
        let key = fold::key(part);
        [STATUSES, RESOLUTIONS].iter().any(|table| find(table, &key) == Some(Status::Cancelled))
    };
    let by_whom = || resolution.to_lowercase().split_once(" by ").is_some_and(|(before, _)| is_cancelled(before));
    is_cancelled(resolution) || by_whom() || is_cancelled_compound(resolution, is_cancelled)
}

/// Whether `name` joins names that all mean cancelled ("Duplicate / Invalid"), or has one after a done
/// status: "Closed (Won't fix)". "Done / Cancelled" may be either, so it does not count.
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

/// Whether a label with this name means that something blocks an item, perhaps with the reason: "Blocked",
/// "blocked by vendor", "Bloqueado: legal". Beside a scale of severities ([`is_scale`]) "Blocker" has another
/// meaning.
pub fn is_blocked(label: &str) -> bool {
    let says = |name: &str| find_name(STATUSES, name) == Some(Status::Blocked);
    let lower = label.to_lowercase();
    let before = BEFORE_REASONS.into_iter().filter_map(|end| lower.split_once(end));
    says(label) || before.into_iter().any(|(before, _)| says(before))
}

/// The kind of an issue type or label with this name. It may be a plural ("Bugs"), have a priority or a word
/// like "type" beside it ("Bug_Minor"), or an addition in brackets (`[System] Incident`).
pub fn kind(name: &str) -> Option<Kind> {
    whole_kind(&fold::key(name)).or_else(|| kind_beside_words(name)).or_else(|| {
        let (bare, aside) = without_aside(name)?;
        // With the names of two kinds, it may be either.
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

/// `name` without the brackets at one of its ends, and their contents.
fn without_aside(name: &str) -> Option<(&str, &str)> {
    let name = name.trim();
    let behind = |(open, close)| name.strip_prefix(open)?.split_once(close).map(|(aside, bare)| (bare, aside));
    let before = |(open, close)| name.strip_suffix(close)?.rsplit_once(open);
    BRACKETS.into_iter().find_map(|pair| behind(pair).or_else(|| before(pair)))
}

/// Whether a longer name ends with the name of a defect, as a separate word or as the end of its last word:
/// "Production incident", "Anwendungsfehler". Or it begins with one, followed by a mark: "Bug: UI". For other
/// kinds this does not hold: a "Design task" may be anything.
pub fn is_bug_of_something(name: &str) -> bool {
    /// Minimum length of such an ending, and minimum number of letters before it. Otherwise too many other
    /// words match: "debug", "restoring".
    const SHORTEST: usize = 6;
    const FEWEST: usize = 3;
    /// Words that negate a name: "Not a bug", "Won't fix".
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

/// Whether a folded name is that of a defect and has no other meaning in a longer name, unlike in "Customer
/// problem" and "Market failure".
fn is_bug(key: &str) -> bool {
    const OF_ANYTHING: &[&str] = &["problem", "failure", "fault", "fix", "storing", "проблем"];
    whole_kind(key) == Some(Kind::Bug) && !OF_ANYTHING.iter().any(|end| key.starts_with(end))
}

/// Whether `name` is that of a defect, a mark, and where or what it was: "Bug: UI", "Fehler - Prod", `[Bug]
/// Backend`. A hyphen or underscore without spaces is only a mark after "bug": "error-handling" is no defect.
/// If another kind follows, the name may be either.
fn begins_with_bug(name: &str) -> bool {
    const MARKS: [&str; 9] = [":", "/", "#", "&", "+", "|", " - ", " – ", " — "];
    const TIGHT: [char; 2] = ['-', '_'];
    const NAMES: [&str; 2] = ["bug", "баг"];
    /// Activities about bugs are no bugs: "Bug-bash", "Bugs: triage".
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

/// The kind of the longest name of a kind within `name`. It is only good enough for a draft.
pub fn kind_within(name: &str) -> Option<Kind> {
    longest(KINDS, &fold(name)).filter(|kind| *kind != Kind::Beside)
}

/// The rank of a priority or severity with this name, from 0 (the highest) to 4.
pub fn priority(name: &str) -> Option<usize> {
    Some(match find_name(PRIORITIES, name)? {
        Priority::Blocker | Priority::Highest => 0,
        Priority::Critical | Priority::High => 1,
        Priority::Major | Priority::Medium => 2,
        Priority::Minor | Priority::Low => 3,
        Priority::Trivial | Priority::Lowest => 4,
    })
}

/// Whether the name belongs to a scale of severities: blocker, critical, major, minor, trivial.
pub fn is_severity(name: &str) -> bool {
    use Priority::{Blocker, Critical, Major, Minor, Trivial};
    matches!(find_name(PRIORITIES, name), Some(Blocker | Critical | Major | Minor | Trivial))
}

/// Whether these labels contain a scale of severities. If so, the label "Blocker" belongs to it and is no
/// impediment.
pub fn is_scale<'l>(labels: impl IntoIterator<Item = &'l str>) -> bool {
    labels.into_iter().any(|label| is_severity(label) && find_name(PRIORITIES, label) != Some(Priority::Blocker))
}

/// The meaning of a field with this name.
pub fn field(name: &str) -> Option<Field> {
    find_name(FIELDS, name)
}

/// Whether a field or a heading with this name contains acceptance criteria.
pub fn is_acceptance_criteria(name: &str) -> bool {
    may_begin_acceptance_criteria(name.trim_start_matches(|letter: char| !letter.is_alphanumeric()))
        && field(name) == Some(Field::AcceptanceCriteria)
}

/// Whether a name for acceptance criteria may begin like `text`. This checks only the first two letters, if
/// they are ASCII, as folding does not change these. It is fast because it runs for every line of every
/// description.
pub fn may_begin_acceptance_criteria(text: &str) -> bool {
    /// For each first letter a bit set of the possible second letters.
    static BEGINNINGS: LazyLock<[u32; 26]> = LazyLock::new(|| {
        let mut seconds = [0; 26];
        let names = FIELDS.iter().filter(|(_, meaning)| *meaning == Field::AcceptanceCriteria);
        for (first, second) in names.filter_map(|(name, _)| places(name)) {
            seconds[first] |= 1 << second;
        }
        seconds
    });
    /// The indices of two ASCII letters in the alphabet.
    fn places(letters: &str) -> Option<(usize, usize)> {
        let place = |letter: &u8| letter.is_ascii_alphabetic().then(|| usize::from(letter.to_ascii_lowercase() - b'a'));
        let [first, second] = letters.as_bytes().first_chunk()?;
        place(first).zip(place(second))
    }
    places(text).is_none_or(|(first, second)| BEGINNINGS[first] & 1 << second != 0)
}

/// Whether the value is that of the field `flagged`: "Impediment".
pub fn is_flag(value: &str) -> bool {
    field(value) == Some(Field::Flag) || (kind(value) == Some(Kind::Impediment) && !is_severity(value))
}

/// The meaning of a column with this name in Jira's CSV.
pub fn header(name: &str) -> Option<Header> {
    find_name(HEADERS, name)
}

/// Whether a list with this name is that of one sprint: it contains a word for sprint and a number.
pub fn is_sprint(list: &str) -> bool {
    list.contains(|letter: char| letter.is_ascii_digit()) && is_sprints(list)
}

/// Whether a list with this name contains a word for sprint.
pub fn is_sprints(list: &str) -> bool {
    let speaks = |run: &String| matches!(find(FIELDS, run), Some(Field::Sprint | Field::Iteration));
    runs(&fold(list)).iter().any(speaks)
}

/// The month of a name, 1 to 12, by its beginning. `10月` and `10월` contain the number.
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
    // Fast path: a table has a million of these, and most are English.
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

/// Whether a word beside a time of day means after noon (`true`) or before noon (`false`); `None` for other
/// words.
pub fn is_after_noon(word: &str) -> Option<bool> {
    match find_name(DATES, word)? {
        Date::Am => Some(false),
        Date::Pm => Some(true),
        _ => None,
    }
}

/// Whether `text`, which a tool wrote into a history, contains this remark.
pub fn says(text: &str, remark: Remark) -> bool {
    let text = fold(text);
    TEXTS.iter().any(|(stem, means)| *means == remark && text.contains(stem))
}

/// The meaning of an account name that tools use: an app, an unknown person, or nobody.
pub fn account(name: &str) -> Option<Account> {
    find_name(ACCOUNTS, name)
}

/// Whether `name` is a placeholder for an unknown person: a deleted account, or somebody who was not logged
/// in.
pub fn is_nobody(name: &str) -> bool {
    account(name) == Some(Account::Nobody) || is_anonymised(name)
}

/// Whether `text` is a placeholder for an unknown or masked name, id or address: `None`, `****@***.com`.
pub fn is_blank(text: &str) -> bool {
    let is_masked = text.as_bytes().windows(2).any(|pair| pair == b"**");
    if is_masked || !text.contains(char::is_alphanumeric) {
        return true;
    }
    // Fast path: most texts are ids and addresses with characters that no placeholder contains.
    let may_be_words = !text.contains(|character: char| character.is_ascii_digit() || matches!(character, '@' | ':'));
    may_be_words && matches!(account(text), Some(Account::Nobody | Account::Unassigned))
}

/// Whether `name` is a placeholder for an empty assignee.
pub fn is_unassigned(name: &str) -> bool {
    account(name) == Some(Account::Unassigned)
}

/// Whether `name` is the name that Data Center gives to a person whose data were erased: `user-57ab3`, with
/// the login `jirauser10100`. Some write it in upper case like the key.
fn is_anonymised(name: &str) -> bool {
    if let Some(hash) = name.strip_prefix("user-") {
        return hash.len() == 5 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    }
    let number = ["jirauser", "JIRAUSER"].iter().find_map(|key| name.strip_prefix(key)).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a title is only about a meeting.
pub fn is_meeting_title(title: &str) -> bool {
    let (mut event, mut step, mut occasion) = (false, false, false);
    // The title is not folded as a whole: this would remove a leading number, or a number in brackets,
    // together with the text around it.
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

/// All known words and names, folded and without spaces. Of lists with beginnings of words, only those
/// beginnings that are words themselves (months, `higher` in a rank change).
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

/// The meaning of the whole `name` in `table`.
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

/// The kind of a whole name, in the singular or in a plural with -s.
fn whole_kind(key: &str) -> Option<Kind> {
    let singular = || ["s", "es"].iter().find_map(|ending| find(KINDS, key.strip_suffix(ending)?));
    let many = || find(KINDS, &[key.strip_suffix("ies")?, "y"].concat());
    find(KINDS, key).or_else(singular).or_else(many).filter(|kind| *kind != Kind::Beside)
}

/// The meaning of the longest word of `table` that occurs in `words`.
fn longest<M: Copy>(table: &Table<M>, words: &str) -> Option<M> {
    let found = runs(words).into_iter().filter_map(|run| Some((run.len(), find(table, &run)?)));
    found.max_by_key(|(length, _)| *length).map(|(_, meaning)| meaning)
}

/// All runs of words in folded `words`, as keys. In scripts without spaces, also all runs of characters.
fn runs(words: &str) -> Vec<String> {
    /// Maximum number of words or letters that are searched.
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
