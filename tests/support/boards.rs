//! Runs with different kinds of results; each of them is tested in every format.

use serde_json::json;

use super::jira::{self, CHARTER};
use super::packed::zipped;
use super::{Folder, boardlint_in};

/// A run of `check` that writes the output of a format to a file.
pub struct Board {
    pub name: &'static str,
    pub folder: Option<Folder>,
    pub args: Vec<String>,
}

/// Hostile text for a title.
pub const HOSTILE: &str = "<script>alert(1)</script> ::error::no ##[add-path]x =HYPERLINK(\"x\") \u{1b}[31mred \u{9b}32m \
                           \u{202e}txet\u{2066} ]]> --> | `x` [a](javascript:x) &lt; \u{0}\u{ffff} 100%0A::error::x";

impl Board {
    fn fixture(name: &'static str, path: &str, more: &[&str]) -> Self {
        let path = format!("fixtures/bakery/{path}");
        let args = std::iter::once(path.as_str()).chain(more.iter().copied()).map(str::to_owned).collect();
        Self { name, folder: None, args }
    }

    /// The output of one run in each of `formats`.
    pub fn outputs(&self, formats: &[&str]) -> Vec<String> {
        let target = Folder::new();
        let path = |format: &str| target.path().join(format);
        let outputs: Vec<_> = formats.iter().map(|format| format!("{format}={}", path(format).display())).collect();
        let mut args = vec!["check"];
        args.extend(outputs.iter().flat_map(|output| ["--format", output]));
        args.extend(self.args.iter().map(String::as_str));
        let here = self.folder.as_ref().map_or(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), Folder::path);
        let run = boardlint_in(here, &args);
        let read = |format: &&str| {
            std::fs::read_to_string(path(format)).unwrap_or_else(|_| panic!("{}: {format}: {}", self.name, run.err))
        };
        formats.iter().map(read).collect()
    }
}

/// A board with a violation of the charter, with `title` wherever a title may occur.
pub fn titled(title: &str) -> Folder {
    Folder::of(CHARTER, titled_export(title))
}

fn titled_export(title: &str) -> String {
    let histories = vec![jira::drag("Sam"), jira::history(2, "Sam", "2026-02-03T09:00:00.000+0000", jira::ranked())];
    jira::page(vec![jira::issue("APP-1", json!({ "summary": title }), histories)])
}

/// All boards.
pub fn boards() -> Vec<Board> {
    let here = |name, folder: Folder, args: &[&str]| Board {
        name,
        folder: Some(folder),
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
    };
    let damaged = titled("a plain title");
    damaged.write("cut.json", &titled_export("cut off")[..200]);
    let ignored = titled("what the team lives with");
    let rule = "[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\nreason = \"agreed | on <b>Monday</b>\"\n";
    ignored.write("boardlint.toml", format!("{CHARTER}\n{rule}"));
    let packed = titled("in a package: \u{1F600} Straße");
    packed.write("back up.zip", zipped(&[("a folder/board.json", titled_export("in a package: \u{1F600}"))]));
    packed.remove("board.json");
    let wide = titled("x");
    let text: Vec<u8> =
        titled_export("in UTF-16: \u{1F600} Straße").encode_utf16().flat_map(u16::to_le_bytes).collect();
    wide.write("board.json", [vec![0xFF, 0xFE], text].concat());
    let marked = titled("x");
    marked.write("board.json", format!("\u{feff}{}", titled_export("after a byte order mark: Straße")));
    let bare = titled("x");
    bare.remove("boardlint.toml");
    vec![
        Board::fixture("Jira Cloud", "jira-cloud", &[]),
        Board::fixture("Jira Cloud, people by role", "jira-cloud", &["--pseudonyms"]),
        Board::fixture("Jira Cloud, errors alone", "jira-cloud", &["--min-level", "error"]),
        Board::fixture("Jira backup", "jira-backup", &[]),
        Board::fixture("Trello", "trello", &[]),
        Board::fixture("a CSV, of which little can be judged", "jira-csv", &[]),
        Board::fixture("by the book", "by-the-book/jira-cloud", &[]),
        Board::fixture("several boards", "", &[]),
        Board::fixture("one rule alone", "jira-cloud", &["--select", "po-absent"]),
        here("a hostile title", titled(HOSTILE), &["board.json"]),
        here("a file that is cut off", damaged, &["."]),
        here("something ignored", ignored, &["board.json"]),
        here("a zip", packed, &["."]),
        here("UTF-16", wide, &["board.json"]),
        here("a byte order mark", marked, &["board.json"]),
        here("roles on the command line", bare, &["board.json", "--po", "Sam", "--sm", "Sam"]),
        here("nothing to read", Folder::new(), &["."]),
    ]
}
