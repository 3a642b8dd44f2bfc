//! The diagnostics for mistakes in rule files and in their examples.

use snapbox::{assert_data_eq, str};

use super::rule_language::{MOVED, mistakes, rule};

#[test]
fn an_example_of_more_than_anybody_needs_is_a_mistake_at_its_place() {
    let own = |example: &str| {
        let head = rule("item", "{item}", "[when]\nitem.kind = \"story\"\n");
        mistakes(format!("{head}\n[[example]]\nname = \"x\"\n{example}\nfires = \"APP-1\"\n"))
    };
    for (example, place) in [
        ("items = [{ repeat = 4000000000 }]", "4000000000"),
        ("items = [{ repeat = 1000 }]", "1000"),
        ("items = [{ repeat = -1 }]", "-1"),
        ("items = [{ checklist = 1000 }]", "1000"),
        ("sprints = { closed = 1000 }", "1000"),
        ("sprints = { closed = [\"1000 items\"] }", "\"1000 items\""),
        ("changes = [{ by = \"developer\", ranked = \"higher\", repeat = 1000 }]", "1000"),
        (
            "changes = [{ by = \"developer\", ranked = \"higher\", item = \"APP-1..400000000\" }]",
            "\"APP-1..400000000\"",
        ),
        ("items = [{ key = \"APP-1..1000\" }]", "\"APP-1..1000\""),
    ] {
        let told = own(example);
        assert!(told.contains("999"), "{example}: {told}");
        let marked = told.lines().find(|line| line.contains('^')).unwrap_or_default();
        assert_eq!(marked.matches('^').count(), place.len(), "{example}: {told}");
    }
}

#[test]
fn misspelt_words_of_an_example_are_told_at_their_places() {
    let head = rule("change", "{item}", "[when]\nchange.kind = \"ranked\"\n");
    let example = r#"
[[example]]
name    = "a board in Trello"
tool    = "trelo"
profile = "strickt"
without = ["histroy", "colours"]
extra   = { UAT = "aceptance" }
changes = [{ by = "developer", ranked = "sideways" }, { ranked = "hihger" }]
fires   = "APP-1"
level   = "eror"
"#;
    assert_data_eq!(
        mistakes(format!("{head}{example}")),
        str![[r#"
error: `trelo` is no tool
   ┌─ [..]/broken.toml:19:11
   │
19 │ tool    = "trelo"
   │           ^^^^^^^ did you mean `trello`?

error: `strickt` is no profile
   ┌─ [..]/broken.toml:20:11
   │
20 │ profile = "strickt"
   │           ^^^^^^^^^ did you mean `strict`?

error: `histroy` is no evidence that an example can be without
   ┌─ [..]/broken.toml:21:12
   │
21 │ without = ["histroy", "colours"]
   │            ^^^^^^^^^ did you mean `history`?

error: `colours` is no evidence that an example can be without
   ┌─ [..]/broken.toml:21:23
   │
21 │ without = ["histroy", "colours"]
   │                       ^^^^^^^^^ expected one of history, comments, estimates, creators, ranks, sprint-cards, mapping, acceptance, impediments, retrospective

error: `aceptance` is no stage of work
   ┌─ [..]/broken.toml:22:19
   │
22 │ extra   = { UAT = "aceptance" }
   │                   ^^^^^^^^^^^ did you mean `acceptance`?

error: `sideways` is no direction
   ┌─ [..]/broken.toml:23:41
   │
23 │ changes = [{ by = "developer", ranked = "sideways" }, { ranked = "hihger" }]
   │                                         ^^^^^^^^^^ expected one of higher, lower

error: `hihger` is no direction
   ┌─ [..]/broken.toml:23:66
   │
23 │ … veloper", ranked = "sideways" }, { ranked = "hihger" }]
   │                                               ^^^^^^^^ did you mean `higher`?

error: `eror` is no level
   ┌─ [..]/broken.toml:25:11
   │
25 │ level   = "eror"
   │           ^^^^^^ did you mean `error`?


"#]]
    );
}

#[test]
fn what_an_example_says_in_vain_is_told() {
    let own = |example: &str| {
        let head = rule("change", "{item}", "[when]\nchange.kind = \"moved\"\n");
        mistakes(format!("{head}\n[[example]]\nname = \"x\"\n{example}\nfires = \"APP-1\"\n"))
    };
    let changes = |change: &str| own(&format!("changes = [{{ {change} }}]"));
    let undone = changes("by = \"developer\", moved = \"Done\", commented = false");
    assert!(undone.contains("what was not done is left out") && undone.contains("expected `true`"), "{undone}");
    let archived = changes("by = \"developer\", archived = \"no\"");
    assert!(archived.contains("expected true or false") && archived.contains("this is text"), "{archived}");
    assert!(!archived.contains("does not say what was done"), "said once: {archived}");
    let nobody = changes("moved = \"Done\"");
    assert!(nobody.contains("this change does not say who made it") && nobody.contains("add `by ="), "{nobody}");
    assert!(!nobody.contains("what was done"), "{nobody}");
    let nothing = changes("by = \"developer\", item = \"APP-1\"");
    assert!(nothing.contains("this change does not say what was done"), "{nothing}");
    assert!(!nothing.contains("who made it"), "{nothing}");
    let grouped =
        own("given = { itms = [{ status = \"Ready\" }] }\nchanges = [{ by = \"developer\", moved = \"Done\" }]");
    assert!(grouped.contains("unknown key `itms` in given") && grouped.contains("did you mean `items`?"), "{grouped}");
}

#[test]
fn numbers_that_cannot_be_meant_are_told_and_never_rounded() {
    let count = "[when]\ncount.own = { above = 1 }\n\n[count.own]\nof = \"board\"\n";
    let sprint = "[when]\nsprint.items.done = { below = 3 }\n\n";
    let change = "[when]\nchange.kind = \"moved\"\n\n[group]\nper = [\"actor\"]\nwithin = \"60s\"\n";
    let session = format!("{change}\n[group.session]\nper = [\"actor\"]\nspan = \"60m\"\n");
    for (judge, body, said, marked) in [
        ("sprint", format!("{sprint}[repeated]\nat-least = 2.7\nof-last = 3\n"), "from 1 to 100", "2.7"),
        ("sprint", format!("{sprint}[repeated]\nat-least = 2\nof-last = 500\n"), "from 1 to 100", "500"),
        ("sprint", format!("{sprint}[repeated]\nat-least = 0\nof-last = 3\n"), "from 1 to 100", "0"),
        ("sprint", format!("{sprint}[repeated]\nat-least = 4\nof-last = 3\n"), "`at-least` is more than `of-last`", ""),
        ("sprint", format!("{sprint}[repeated]\nat-least = 2\n"), "`of-last` is missing", ""),
        ("item", format!("{count}percentile = 900\nvalue = \"change.hour\"\n"), "from 1 to 100", "900"),
        ("item", format!("{count}percentile = 0.85\nvalue = \"change.hour\"\n"), "from 1 to 100", "0.85"),
        ("item", format!("{count}percentile = 85\n"), "`percentile` does not say of what", "85"),
        ("item", format!("{count}window = \"1e3d\"\n"), "this is no length of time", "\"1e3d\""),
        ("change", format!("{session}at-least = 1\n"), "from 2 to 10000", "1"),
        ("change", format!("{session}at-least-of-all = 2.5\n"), "from 2 to 10000", "2.5"),
        ("change", session.clone(), "needs either `at-least` or `at-least-of-all`", ""),
        ("change", format!("{session}at-least = 3\nat-least-of-all = 3\n"), "needs either `at-least` or", ""),
        ("change", change.replace("60s", "-60s"), "this is no length of time", "\"-60s\""),
        ("change", change.replace("60s", "infs"), "this is no length of time", "\"infs\""),
    ] {
        let told = mistakes(rule(judge, "x", &body));
        assert!(told.contains(said), "{body}: {told}");
        assert_eq!(told.matches("error: ").count(), 1, "{body}: {told}");
        let under = told.lines().find(|line| line.contains('^')).unwrap_or_default();
        assert!(marked.is_empty() || under.matches('^').count() == marked.len(), "{body}: {told}");
    }
}

#[test]
fn more_cannot_be_done_in_a_sprint_than_was_in_it() {
    let head = rule("sprint", "x", "[when]\nsprint.items.done = { below = 3 }\n");
    for amount in ["20 of 5", "-3", "nan", "inf of inf", "6 of 5 items", "2.5 items"] {
        let example = format!("\n[[example]]\nname = \"x\"\nsprints = {{ closed = [\"{amount}\"] }}\n");
        let told = mistakes(format!("{head}{example}"));
        assert!(told.contains("this is not how much was done in a sprint"), "{amount}: {told}");
    }
}

#[test]
fn what_a_finding_relates_to_is_told_by_the_nearest_name() {
    let related = |judge: &str, when: &str, named: &str, counts: &str| {
        let body = format!("[when]\n{when}\n{counts}");
        mistakes(rule(judge, "x", &body).replace("[report]\n", &format!("[report]\nrelated = \"{named}\"\n")))
    };
    let sprint = |named: &str| related("sprint", "sprint.items.done = { below = 3 }", named, "");
    let slip = sprint("sprint.scop");
    assert!(slip.contains("`sprint.scop` is no count of this rule, and no records of its sprint"), "{slip}");
    assert!(slip.contains("did you mean `sprint.scope`?"), "{slip}");
    let strange = sprint("everything");
    for word in ["sprint.scope", "sprint.committed", "sprint.carried-over", "sprint.reestimated"] {
        assert!(strange.contains(word), "{strange}");
    }
    let item = |named: &str, counts: &str| related("item", "item.done = false", named, counts);
    let other = item("sprint.scope", MOVED);
    assert!(
        other.contains("`sprint.scope` are records of the sprint that is judged, and this rule judges an item"),
        "{other}"
    );
    let slip = item("count.mooved", MOVED);
    assert!(slip.contains("`count.mooved` is no count of this rule"), "{slip}");
    assert!(slip.contains("did you mean `count.moved`?"), "{slip}");
    let none = item("count.moved", "");
    assert!(none.contains("`count.moved` is no count of this rule, which has none"), "{none}");
    assert!(none.contains("`[count.NAME]` would say what it counts"), "{none}");
    assert!(!none.contains("expected one of"), "{none}");
}

#[test]
fn what_cannot_be_meant_is_told_in_the_words_of_the_field() {
    let of = |judge: &str, body: &str| mistakes(rule(judge, "x", body));
    let days = of("item", "[when]\nitem.days-since.moved = { above = \"10d\" }\n");
    assert!(days.contains("`10d` is a length of time, and this field a number"), "{days}");
    let length = of("item", "[when]\nitem.since.created = { above = 10 }\n");
    assert!(length.contains("this is no length of time"), "{length}");
    let stay = of("item", "[when]\nstay.in = \"doing\"\n");
    assert!(stay.contains("a rule that judges an item cannot ask `stay`"), "{stay}");
    assert!(stay.contains("`stay.…` can be asked where `judge` is stay"), "{stay}");
    let one = of("item", "[when]\nitem.kind = \"bug\"\n\n[unless]\nname = \"x\"\nitem.done = true\n");
    assert!(one.contains("there can be several of these: write `[[unless]]`"), "{one}");
    let key = mistakes(rule("item", "{item.key}", "[when]\nitem.kind = \"bug\"\n"));
    assert!(key.contains("`{item}` names it"), "{key}");
    let person = rule("person", "x", "[when]\nperson.role = \"developer\"\n").replace("\"info\"", "\"warn\"");
    let person = mistakes(person);
    assert!(person.contains("a rule that judges a person has the level `info` or `off`"), "{person}");
}

#[test]
fn a_condition_that_never_holds_or_always_does_is_a_mistake_at_its_place() {
    for (body, said, marked) in [
        ("[when]\nitem.kind = []\n", "this list names nothing", "[]"),
        ("[when]\nitem.kind = { any-of = [] }\n", "this list names nothing", "[]"),
        ("[when]\nitem.kind = { none-of = [] }\n", "this list names nothing", "[]"),
        ("[when]\nitem.title = []\n", "this list names nothing", "[]"),
        ("[when]\nitem.kind = {}\n", "there is no condition here", "{}"),
        ("[when]\nitem = {}\n", "there is no condition here", "{}"),
        ("[when]\n", "there is no condition here", ""),
        ("[when]\nitem.estimate = { above = 3, below = 1 }\n", "no number is both", "{ above = 3, below = 1 }"),
        ("[when]\nitem.estimate = { at-least = 3, below = 3 }\n", "no number is both", ""),
        ("[when]\nitem.done = true\n[[unless]]\nname = \"x\"\n", "this excuse has no condition", ""),
        ("[when]\nitem.done = true\n[[case]]\nname = \"x\"\nitem.done = true\n", "this case changes nothing", ""),
        ("[when]\nitem.days-without = { role = \"qa\", above = 3 }\n", "`qa` is no role", "\"qa\""),
        ("[when]\nitem.estimate = { above = nan }\n", "this is none that can be compared", "nan"),
    ] {
        let told = mistakes(rule("item", "x", body));
        assert!(told.contains(said), "{body}: {told}");
        assert_eq!(told.matches("error: ").count(), 1, "{body}: {told}");
        let under = told.lines().find(|line| line.contains('^')).unwrap_or_default();
        assert!(marked.is_empty() || under.matches('^').count() == marked.len(), "{body}: {told}");
    }
}

#[test]
fn a_text_that_everybody_reads_says_something() {
    let whole = rule("item", "x", "[when]\nitem.done = true\n");
    for text in ["summary = \"something\"", "message = \"x\"", "why = \"x\"", "instead = \"x\"", "ask = \"x\""] {
        let (key, _) = text.split_once(" = ").unwrap_or_default();
        let told = mistakes(whole.replacen(text, &format!("{key} = \" \""), 1));
        assert!(told.contains("this text is empty"), "{text}: {told}");
        assert_eq!(told.matches("error: ").count(), 1, "{text}: {told}");
    }
}
