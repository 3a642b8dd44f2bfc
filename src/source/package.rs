//! Exports in packages: a zip of several files, or one file under gzip.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Diagnostic;
use super::budget::{Budget, MAX_UNPACKED_RATIO, Over};

/// File name extensions of exports. Pictures and attachments are not unpacked.
pub const EXPORT_ENDINGS: [&str; 6] = ["json", "jsonl", "ndjson", "csv", "tsv", "xml"];

/// Lower bound of the limit for one entry in bytes, however small its packed size is.
const ALWAYS_ALLOWED_BYTES: u64 = 64 << 20;
/// Number of bytes that are unpacked between two checks of the budget.
const PIECE_BYTES: u64 = 1 << 20;

/// The contents of a package.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Name and text of each file that may be an export.
    pub(super) entries: Vec<(String, Vec<u8>)>,
    /// Entries that cannot be unpacked, by name, and why. `None` stands for the whole package.
    pub(super) damaged: Vec<(Option<String>, Diagnostic)>,
    /// Set if the package contains no exports: the reason.
    pub(super) other: Option<Diagnostic>,
    /// Whether unpacking exceeded the budget of the run.
    pub(super) is_over_budget: bool,
}

/// Why an entry is not unpacked.
enum Refused {
    Damaged(io::Error),
    Over(Over),
}

impl Package {
    fn refuse(&mut self, name: Option<String>, what: &str, refused: Refused) {
        let diagnostic = match refused {
            Refused::Damaged(error) => damaged(what, &error),
            Refused::Over(over) => {
                self.is_over_budget = true;
                let limit = match over {
                    Over::Bytes(bytes) => format!("{} MB", bytes >> 20),
                    Over::Entries(entries) => format!("{entries} files"),
                };
                Diagnostic::error(format!("{what} is not unpacked: this run would unpack more than {limit}"))
                    .note("unpack what you trust yourself and give boardlint the folder, or set --unpack-limit")
            }
        };
        self.damaged.push((name, diagnostic));
    }
}

/// Whether `bytes` are a package.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [0x1F, 0x8B, ..])
}

/// Unpacks `bytes` if they are a package.
pub(super) fn unpack(bytes: &[u8], budget: &Budget) -> Option<Package> {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(unzip(bytes, budget)),
        [0x1F, 0x8B, ..] => Some(gunzip(bytes, budget)),
        _ => None,
    }
}

fn gunzip(bytes: &[u8], budget: &Budget) -> Package {
    let mut package = Package::default();
    match read(MultiGzDecoder::new(bytes), bytes.len() as u64, budget) {
        Ok(text) => package.entries.push((String::new(), text)),
        Err(refused) => package.refuse(None, "this gzip file", refused),
    }
    package
}

fn unzip(bytes: &[u8], budget: &Budget) -> Package {
    let mut package = Package::default();
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            package.refuse(None, "this zip", Refused::Damaged(error.into()));
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
    // In a zip bomb, many entries share the same few bytes.
    let sizes = (0..archive.len()).filter_map(|index| archive.by_index_raw(index).ok().map(|it| it.compressed_size()));
    if sizes.fold(0, u64::saturating_add) > bytes.len() as u64 {
        let overlap = io::Error::other("its entries lie over one another, as those of no export do");
        package.refuse(None, "this zip", Refused::Damaged(overlap));
        return package;
    }
    let mut others = 0;
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).unwrap_or_default().to_owned();
        if !is_export(&name) {
            others += usize::from(!name.ends_with('/'));
            continue;
        }
        let text = archive.by_index(index).map_err(|error| Refused::Damaged(unsupported(error))).and_then(|entry| {
            let packed = entry.compressed_size();
            read(entry, packed, budget)
        });
        match text {
            Ok(text) => package.entries.push((name, text)),
            Err(refused) => package.refuse(Some(name), "this entry of the zip", refused),
        }
        // One message says that the budget is exceeded; the following entries would only repeat it.
        if package.is_over_budget {
            break;
        }
    }
    if package.entries.is_empty() && package.damaged.is_empty() {
        let files = if others == 1 { "one file".to_owned() } else { format!("{others} files") };
        package.other = Some(
            Diagnostic::error(format!("this zip holds {files} and no export among them"))
                .note(format!("exports end in .{}", EXPORT_ENDINGS.join(", ."))),
        );
    }
    package
}

/// Whether a file of this name may be an export.
fn is_export(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let hidden = file.starts_with('.') || name.starts_with("__MACOSX/");
    !hidden && file.rsplit_once('.').is_some_and(|(_, end)| EXPORT_ENDINGS.contains(&end.to_ascii_lowercase().as_str()))
}

/// Reads all of `entry`, unless it exceeds a limit.
fn read(mut entry: impl Read, packed: u64, budget: &Budget) -> Result<Vec<u8>, Refused> {
    budget.take_entry().map_err(Refused::Over)?;
    let limit =
        if budget.is_chosen() { u64::MAX } else { packed.saturating_mul(MAX_UNPACKED_RATIO).max(ALWAYS_ALLOWED_BYTES) };
    let mut text = Vec::new();
    loop {
        let read = entry.by_ref().take(PIECE_BYTES).read_to_end(&mut text).map_err(Refused::Damaged)?;
        if read == 0 {
            return Ok(text);
        }
        if text.len() as u64 > limit {
            let megabytes = limit >> 20;
            let bomb = format!("it unpacks to more than {megabytes} MB, as no export does");
            return Err(Refused::Damaged(io::Error::other(bomb)));
        }
        budget.take(read).map_err(Refused::Over)?;
    }
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
