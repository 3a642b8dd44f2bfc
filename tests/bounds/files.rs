//! Anything may be at the path of an export, an output or a charter.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::packed::zipped;
use crate::support::{Folder, Run, boardlint, boardlint_in, boardlint_with_input};

/// A folder with a board on which one rule fires.
fn board() -> Folder {
    Folder::of(CHARTER, export("APP-1"))
}

fn export(key: &str) -> String {
    jira::page(vec![jira::issue(key, json!({}), vec![jira::drag("Sam")])])
}

fn check(folder: &Folder, more: &[&str]) -> Run {
    boardlint_in(folder.path(), &[&["check", "."], more].concat())
}

#[test]
fn a_second_run_beside_the_outputs_of_the_first_gives_the_same() {
    for format in ["jsonl", "json", "sarif", "junit", "html", "markdown", "gitlab", "short"] {
        let folder = board();
        let output = format!("{format}=findings.{format}");
        let first = check(&folder, &["--format", &output]);
        let written = folder.read(&format!("findings.{format}"));
        let second = check(&folder, &["--format", &output]);
        assert_eq!((first.status, second.status), (1, 1), "{format}: {}", second.err);
        // The second run finds one more file that is not an export: the output of the first.
        let strip =
            |text: &str| text.replace("\"skipped\":1", "\"skipped\":0").replace("\"skipped\": 1", "\"skipped\": 0");
        if matches!(format, "jsonl" | "sarif" | "junit" | "gitlab") {
            assert_eq!(strip(&folder.read(&format!("findings.{format}"))), strip(&written));
        }
    }
}

#[test]
fn an_export_that_was_met_in_a_folder_is_not_written_over() {
    let folder = board();
    let before = folder.read("board.json");
    let run = check(&folder, &["--format", "json=board.json"]);
    assert!(run.status == 2 && run.err.contains("does not write over what it reads"), "{}", run.err);
    let baseline = boardlint_in(folder.path(), &["baseline", ".", "-o", "board.json"]);
    assert!(baseline.status == 2 && baseline.err.contains("does not write over what it reads"), "{}", baseline.err);
    let init = boardlint_in(folder.path(), &["init", ".", "-o", "board.json", "--force"]);
    assert_eq!(init.status, 2, "{}", init.err);
    assert_eq!(folder.read("board.json"), before);
    assert_eq!(folder.names(), ["board.json", "boardlint.toml"], "nothing is left behind");
}

#[test]
fn nothing_is_written_over_by_a_path_through_a_folder_that_is_not_there() {
    let folder = board();
    let before = (folder.read("board.json"), folder.read("boardlint.toml"));
    for args in [
        &["check", ".", "--format", "json=none/../board.json"] as &[&str],
        &["report", ".", "-o", "none/../boardlint.toml", "--format", "html"],
        &["baseline", ".", "-o", "none/../board.json"],
        &["init", "board.json", "-o", "none/../boardlint.toml"],
    ] {
        let run = boardlint_in(folder.path(), args);
        assert!(
            run.status == 2 && run.err.contains("a folder before a `..` in it is not there"),
            "{args:?}: {}",
            run.err
        );
    }
    assert_eq!((folder.read("board.json"), folder.read("boardlint.toml")), before);
    assert_eq!(folder.names(), ["board.json", "boardlint.toml"], "nothing is left behind");
    // A missing folder is created.
    let run = check(&folder, &["--format", "json=made/here/findings.json"]);
    assert_eq!(run.status, 1, "{}", run.err);
}

#[cfg(unix)]
#[test]
fn an_export_is_not_written_over_by_whatever_path_it_was_found() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("real/boardlint.toml", CHARTER);
    folder.write("real/board.json", export("APP-1"));
    folder.write("other/readme.txt", "Where links lie.");
    symlink("real", folder.path().join("linked")).expect("a link to a folder");
    symlink("../real/board.json", folder.path().join("other/alias.json")).expect("a link to a file");
    let before = folder.read("real/board.json");
    for (found, target) in [
        ("linked", "real/board.json"),
        ("real", "linked/board.json"),
        ("other", "real/board.json"),
        ("other/alias.json", "linked/board.json"),
        ("real", "other/../real/./board.json"),
    ] {
        let run = boardlint_in(folder.path(), &["check", found, "--format", &format!("json={target}")]);
        assert!(run.status == 2 && run.err.contains("does not write over what it reads"), "{found}: {}", run.err);
    }
    assert_eq!(folder.read("real/board.json"), before);
    // A file that only has the same name as an export may be overwritten.
    let run = boardlint_in(folder.path(), &["check", "real", "--format", "json=other/board.json"]);
    assert_eq!(run.status, 1, "{}", run.err);
}

#[test]
fn two_runs_at_once_leave_one_whole_output() {
    let folder = board();
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..6).map(|_| scope.spawn(|| check(&folder, &["--format", "json=out.json"]).status)).collect();
        runs.into_iter().for_each(|run| assert_eq!(run.join().expect("it ends"), 1));
    });
    assert!(serde_json::from_str::<Value>(&folder.read("out.json")).is_ok());
    assert_eq!(folder.names(), ["board.json", "boardlint.toml", "out.json"]);
}

/// A zip whose directory lists the only entry of `zip` many times, under other names. The path of the entry
/// has six characters.
fn overlapping(zip: &[u8], times: u16) -> Vec<u8> {
    let end = zip.len() - 22;
    let start = u32::from_le_bytes(zip[end + 16..end + 20].try_into().expect("four bytes")) as usize;
    let (entry, mut bytes) = (&zip[start..end], zip[..start].to_vec());
    for number in 0..times {
        let mut entry = entry.to_vec();
        // The name is 46 bytes after the start of the entry; its extension is kept.
        entry[46] = b'a' + u8::try_from(number / 26).expect("few");
        entry[47] = b'a' + u8::try_from(number % 26).expect("few");
        bytes.extend(entry);
    }
    let length = u32::try_from(bytes.len() - start).expect("few");
    let mut last = zip[end..].to_vec();
    last[8..10].copy_from_slice(&times.to_le_bytes());
    last[10..12].copy_from_slice(&times.to_le_bytes());
    last[12..16].copy_from_slice(&length.to_le_bytes());
    bytes.extend(last);
    bytes
}

#[test]
fn a_zip_whose_entries_lie_over_one_another_is_told_and_nothing_of_it_is_unpacked() {
    let folder = board();
    let spaces = " ".repeat(1 << 20);
    folder.write("x.zip", overlapping(&zipped(&[("aa.json", spaces.as_str())]), 500));
    let run = check(&folder, &["--format", "jsonl"]);
    assert_eq!(run.status, 3);
    assert!(run.fires("backlog-reordered-by-non-po"), "the rest is judged");
    let told: Vec<_> = run.objects().into_iter().filter(|it| it["type"] == "unreadable").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0]["message"].as_str().is_some_and(|it| it.contains("lie over one another")), "{told:?}");
}

#[test]
fn a_package_that_unpacks_to_more_than_a_run_may_is_told_and_the_rest_is_judged() {
    let folder = board();
    let large = format!("[{}]", " ".repeat(3 << 20));
    folder.write(
        "many.zip",
        zipped(&[("a.json", export("APP-2").as_str()), ("b.json", large.as_str()), ("c.json", "[]")]),
    );
    let run = check(&folder, &["--unpack-limit", "2", "--format", "jsonl"]);
    assert_eq!(run.status, 3, "{}", run.err);
    let unreadable: Vec<_> = run.objects().into_iter().filter(|object| object["type"] == "unreadable").collect();
    assert_eq!(unreadable.len(), 1);
    let said = unreadable[0].to_string();
    assert!(
        said.contains("many.zip!b.json") && said.contains("more than 2 MB") && said.contains("--unpack-limit"),
        "{said}"
    );
    assert_eq!((run.summary()["items"].as_u64(), run.fires("backlog-reordered-by-non-po")), (Some(2), true));
    assert_eq!(check(&folder, &["--unpack-limit", "20"]).status, 1);
}

#[test]
fn an_argument_makes_no_line_of_its_own() {
    let run = boardlint(&["check", "--no-such\n##[error]forged\u{1b}[31m"]);
    assert_eq!(run.status, 2);
    assert!(!run.err.contains("##[") && !run.err.contains('\u{1b}') && run.err.contains("--no-such"), "{}", run.err);
    assert!(run.err.lines().all(|line| !line.starts_with("forged")));
}

#[test]
fn standard_input_is_read_and_nothing_is_waited_for() {
    let run = boardlint_with_input(&["check", "-", "--po", "Maria", "--sm", "Sam"], export("APP-1").as_bytes());
    assert_eq!(run.status, 1, "{}", run.err);
}

/// Tests of what only Unix has.
#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn pipes_and_sockets_that_are_named_are_told_and_those_in_a_folder_passed_over() {
        let folder = board();
        let pipe = folder.path().join("pipe.json");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let _socket = UnixListener::bind(folder.path().join("socket.json")).expect("a socket");
        assert_eq!(check(&folder, &[]).status, 1);
        for (name, said) in [("pipe.json", "it is a pipe"), ("socket.json", "it is a socket")] {
            let run = boardlint_in(folder.path(), &["check", "board.json", name]);
            assert!(run.status == 3 && run.err.contains(said) | run.out.contains(said), "{}{}", run.out, run.err);
        }
        let rules = boardlint_in(folder.path(), &["check", "board.json", "--charter", "pipe.json"]);
        assert!(rules.status == 2 && rules.err.contains("it is a pipe"), "{}", rules.err);
        let device = boardlint(&["check", "/dev/zero"]);
        assert!(device.status == 3 && (device.out + &device.err).contains("it is a device"));
    }

    #[test]
    fn folders_that_lead_back_to_themselves_end() {
        let folder = board();
        symlink(folder.path(), folder.path().join("loop")).expect("a link");
        symlink("itself", folder.path().join("itself")).expect("a link");
        assert_eq!(check(&folder, &[]).status, 1);
    }

    #[test]
    fn names_that_are_no_utf_8_are_read() {
        let folder = board();
        folder.remove("board.json");
        for name in [b"a\xff.json", b"a\xfe.json"] {
            let key = format!("APP-{}", name[1]);
            std::fs::write(folder.path().join(OsStr::from_bytes(name)), export(&key)).expect("a file");
        }
        let run = check(&folder, &["--format", "jsonl"]);
        assert_eq!((run.status, run.summary()["items"].as_u64()), (1, Some(2)), "{}", run.err);
    }

    /// The file is copied, or mapped under a lease; in both cases the bytes that were read do not change.
    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_read_stays_whole_when_somebody_cuts_the_file_short() {
        use std::fs::OpenOptions;
        use std::os::unix::fs::OpenOptionsExt as _;
        /// From the kernel's fcntl.h: opening returns an error instead of waiting.
        const O_NONBLOCK: i32 = 0o4000;
        let folder = Folder::new();
        let text = "a line of an export\n".repeat(200_000);
        folder.write("board.json", &text);
        let path = folder.path().join("board.json");
        let cut = |flags: i32| OpenOptions::new().write(true).truncate(true).custom_flags(flags).open(&path);
        let bytes = boardlint::command::files::read(&path).expect("a file");
        if let Err(error) = cut(O_NONBLOCK) {
            assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
        }
        assert!(*bytes == *text.as_bytes());
        drop(bytes);
        cut(0).expect("nobody reads it any more");
        assert!(boardlint::command::files::read(&path).expect("a file").is_empty());
    }

    #[test]
    fn an_output_keeps_its_permissions() {
        let folder = board();
        let output = folder.write("out.json", "old");
        std::fs::set_permissions(&output, std::fs::Permissions::from_mode(0o600)).expect("it is ours");
        assert_eq!(check(&folder, &["--format", "json=out.json"]).status, 1);
        assert_eq!(std::fs::metadata(&output).expect("out.json").permissions().mode() & 0o777, 0o600);
        assert_ne!(folder.read("out.json"), "old");
    }

    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let (folder, elsewhere) = (board(), Folder::new());
        let secret = elsewhere.write("secret", "kept");
        symlink(&secret, folder.path().join("out.json")).expect("a link");
        symlink(elsewhere.path().join("nothing"), folder.path().join("dangling.json")).expect("a link");
        for (name, said) in [("out.json", "a link to a file in another folder"), ("dangling.json", "leads nowhere")] {
            let run = check(&folder, &["--format", &format!("json={name}")]);
            assert!(run.status == 2 && run.err.contains(said), "{}", run.err);
            assert!(folder.path().join(name).is_symlink());
        }
        assert_eq!(std::fs::read_to_string(secret).expect("the file"), "kept");
        assert_eq!(elsewhere.names(), ["secret"]);
    }

    #[test]
    fn a_full_disk_costs_no_older_output() {
        let folder = board();
        let output = folder.write("out.json", "an older run");
        // No file may grow beyond one block of 512 bytes, as on a full disk.
        let shell = format!(
            "trap '' XFSZ; ulimit -f 1; exec '{}' check . --format json=out.json",
            env!("CARGO_BIN_EXE_boardlint")
        );
        let run = Command::new("sh").args(["-c", &shell]).current_dir(folder.path()).output().expect("a shell");
        assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(std::fs::read_to_string(output).expect("out.json"), "an older run");
        assert_eq!(folder.names(), ["board.json", "boardlint.toml", "out.json"]);
    }
}
