//! Exports in packages: a zip of several files, or one file under gzip.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Diagnostic;

/// Endings of files that may be exports; pictures and attachments beside them are not unpacked.
const ENDINGS: &[&str] = &["json", "jsonl", "ndjson", "csv", "tsv", "xml"];

/// An entry may be so many times as long as it is packed: exports stay far below, bombs lie far above.
const RATIO: u64 = 250;
/// Every entry may have this length, however well it packs.
const HARMLESS: u64 = 64 << 20;

/// What a package holds.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Name and text of each file that may be an export.
    pub(super) entries: Vec<(String, Vec<u8>)>,
    /// Why an entry, or the whole package, cannot be unpacked; the entry's name.
    pub(super) damaged: Vec<(Option<String>, Diagnostic)>,
    /// Why it is no package of exports, where it is none.
    pub(super) other: Option<Diagnostic>,
}

/// Unpacks `bytes` if they are a package.
pub(super) fn unpack(bytes: &[u8]) -> Option<Package> {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(unzip(bytes)),
        [0x1F, 0x8B, ..] => Some(gunzip(bytes)),
        _ => None,
    }
}

fn gunzip(bytes: &[u8]) -> Package {
    let mut package = Package::default();
    match read(MultiGzDecoder::new(bytes), bytes.len() as u64) {
        Ok(text) => package.entries.push((String::new(), text)),
        Err(error) => package.damaged.push((None, damaged("this gzip file", &error))),
    }
    package
}

fn unzip(bytes: &[u8]) -> Package {
    let mut package = Package::default();
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            package.damaged.push((None, damaged("this zip", &error.into())));
            return package;
        }
    };
    if archive.index_for_name("[Content_Types].xml").is_some() {
        package.other = Some(
            Diagnostic::error("this is an Office document, not an export")
                .note("export from Jira as CSV or JSON and give boardlint that file, before any spreadsheet saves it"),
        );
        return package;
    }
    let mut others = 0;
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).unwrap_or_default().to_owned();
        if !is_export(&name) {
            others += usize::from(!name.ends_with('/'));
            continue;
        }
        let text = archive.by_index(index).map_err(unsupported).and_then(|entry| {
            let packed = entry.compressed_size();
            read(entry, packed)
        });
        match text {
            Ok(text) => package.entries.push((name, text)),
            Err(error) => package.damaged.push((Some(name), damaged("this entry of the zip", &error))),
        }
    }
    if package.entries.is_empty() && package.damaged.is_empty() {
        let files = if others == 1 { "one file".to_owned() } else { format!("{others} files") };
        package.other = Some(
            Diagnostic::error(format!("this zip holds {files} and no export among them"))
                .note(format!("exports end in .{}", ENDINGS.join(", ."))),
        );
    }
    package
}

/// Whether a file of this name is worth unpacking.
fn is_export(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let hidden = file.starts_with('.') || name.starts_with("__MACOSX/");
    !hidden && file.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end.to_ascii_lowercase().as_str()))
}

/// All of `entry`, unless it grows beyond what an export can be.
fn read(entry: impl Read, packed: u64) -> io::Result<Vec<u8>> {
    let limit = packed.saturating_mul(RATIO).max(HARMLESS);
    let mut text = Vec::new();
    entry.take(limit + 1).read_to_end(&mut text)?;
    if text.len() as u64 > limit {
        let megabytes = limit >> 20;
        return Err(io::Error::other(format!("it unpacks to more than {megabytes} MB, as no export does")));
    }
    Ok(text)
}

fn unsupported(error: ZipError) -> io::Error {
    match error {
        ZipError::UnsupportedArchive(what) => io::Error::other(what),
        other => other.into(),
    }
}

fn damaged(what: &str, error: &io::Error) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends in the middle".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error(format!("{what} cannot be unpacked: {reason}"))
        .note("download it again and check that it arrives whole, or unpack it yourself and give boardlint the folder")
}
