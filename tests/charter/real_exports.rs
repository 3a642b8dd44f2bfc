//! Drafts of charters for real exports.

use super::draft::{copied, passes};
use crate::support::{Folder, boardlint, real_exports};

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn every_draft_of_a_real_export_passes_too() {
    let exports = real_exports();
    for part in ["jira-json", "jira-csv", "jira-xml", "trello-json"] {
        for entry in
            std::fs::read_dir(exports.join(part)).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            let folder = if entry.is_dir() { copied(&entry) } else { Folder::new() };
            if entry.is_file() {
                let name = entry.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
                folder.write(&name, std::fs::read(&entry).expect("a file"));
            }
            let run = boardlint(&["init", &folder.text(), "-o", "-"]);
            assert!([0, 3].contains(&run.status), "{}: {}", entry.display(), run.err);
            // Companion files alone are not an export, so there is no charter for them.
            if run.status == 0 {
                passes(&folder);
            }
        }
    }
}
