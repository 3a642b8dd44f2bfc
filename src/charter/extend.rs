//! A shared file for several teams: `extends = "../org.toml"`.
//!
//! There is only one level, so a setting comes from one of two files. The charter's own keys take precedence.

use std::path::{Path, PathBuf};

use super::Named;
use super::keys::TopKey;
use crate::source::toml::{Data, Key, Table, Value};
use crate::source::{Diagnostic, File, Mark, toml};
use crate::word::Word;

/// The value of `extends` in the charter `file`.
pub fn extends(file: &File) -> Option<Named> {
    let root = toml::parse(file).ok()?;
    let (_, value) = entry(&root)?;
    let mark = Mark::new(file.id(), value.span.clone());
    Some(Named { text: value.as_text()?.to_owned(), mark: Some(mark) })
}

/// The path of the file that the charter at `charter` extends.
pub fn extended(charter: &Path, extends: &str) -> PathBuf {
    let mut folder = charter.parent().unwrap_or(Path::new(""));
    let mut rest = extends;
    // Shortens the path for messages: `teams/org.toml` for `teams/checkout/../org.toml`.
    while let (Some(up), Some(above), Some(_)) = (rest.strip_prefix("../"), folder.parent(), folder.file_name()) {
        (rest, folder) = (up, above);
    }
    folder.join(rest)
}

fn entry(root: &Table) -> Option<&(Key, Value)> {
    root.iter().find(|(key, _)| key.name == TopKey::Extends.word())
}

/// The diagnostic if the extended file extends another one.
pub(super) fn chain(base: &File, below: &Table, file: &File, near: &Table) -> Option<Diagnostic> {
    let (_, further) = entry(below)?;
    if base.bytes() == file.bytes() {
        let itself = Diagnostic::error("this charter extends itself");
        return Some(itself.at(Mark::new(base.id(), further.span.clone()), "this is the file it stands in"));
    }
    let chain = Diagnostic::error("a charter that is extended extends another one: two files are the most")
        .at(Mark::new(base.id(), further.span.clone()), "this one goes further")
        .note("take this line out, and write into this file what the other one says");
    let here = entry(near).map(|(_, first)| Mark::new(file.id(), first.span.clone()));
    Some(chain.at_if(here, "it is extended here"))
}

/// `base` without the keys that `near` has; in a section, only the keys of the section are compared.
pub(super) fn without(base: Table, near: &Table) -> Table {
    let said = |table: &Table, name: &str| table.iter().position(|(key, _)| key.name == name);
    let left = |(key, value): (Key, Value)| {
        let Some(place) = said(near, &key.name) else { return Some((key, value)) };
        match (value.data, near[place].1.as_table()) {
            (Data::Table(mut below), Some(above)) => {
                below.retain(|(key, _)| said(above, &key.name).is_none());
                Some((key, Value { span: value.span, data: Data::Table(below) }))
            }
            _ => None,
        }
    };
    base.into_iter().filter(|(key, _)| key.name != TopKey::Extends.word()).filter_map(left).collect()
}
