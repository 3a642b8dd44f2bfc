//! Information about boardlint itself: its version, rules, words and formats.

use boardlint::charter::{Kind, Profile, Role, Stage};
use boardlint::lint::Inputs;
use boardlint::report::{FORMATS, NOT_CHECKED};
use boardlint::rule::{Definition, needs};
use boardlint::word::Word;
use serde_json::{Value, json};

use crate::judge::RETRO_MARKDOWN;

/// Version, rules, words and formats.
pub(crate) fn about() -> Value {
    let inputs = Inputs::new([]);
    let formats = FORMATS.iter().map(|format| format.name).chain([RETRO_MARKDOWN]);
    let role = |role: &Role| Some(json!({ "word": role.word(), "title": role.title(), "key": role.key()? }));
    json!({
        "version": boardlint::VERSION,
        "rules": inputs.rules().iter().map(rule).collect::<Vec<_>>(),
        "notChecked": NOT_CHECKED,
        "formats": formats.collect::<Vec<_>>(),
        "roles": Role::ALL.iter().filter_map(role).collect::<Vec<_>>(),
        "stages": words::<Stage>(),
        "kinds": words::<Kind>(),
    })
}

fn words<W: Word>() -> Vec<Value> {
    W::ALL.iter().map(|word| json!({ "word": word.word(), "meaning": word.meaning() })).collect()
}

fn rule(rule: &Definition) -> Value {
    let advice = &rule.advice;
    json!({
        "rule": rule.name,
        "category": rule.category,
        "level": rule.level_under(Profile::Strict).word(),
        "levelScrumGuide": rule.level_under(Profile::ScrumGuide).word(),
        "confidence": rule.confidence.word(),
        "judge": rule.judge.word(),
        "summary": rule.summary,
        "why": advice.why,
        "instead": advice.instead,
        "ask": advice.ask,
        "fine": advice.fine,
        "source": advice.source,
        "needs": needs(rule),
    })
}
