//! Runs every command of the guide in order. Each page has its own folder, which contains `fixtures`.

use std::path::Path;
use std::process::{Command, Stdio};

use snapbox::filter::NormalizeToExpected;
use snapbox::{Assert, Data};

use super::page::{Block, Page, Remark, guide};
use super::support::Folder;

/// Languages of blocks that contain commands.
const COMMANDS: [&str; 3] = ["console", "sh", "bash"];

#[test]
fn every_command_prints_what_the_guide_says() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let pages = guide();
    let said: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = pages.iter().map(|page| scope.spawn(|| follow(page))).collect();
        threads.into_iter().map(|thread| thread.join().expect("the page can be followed")).collect()
    });
    for (page, said) in pages.iter().zip(said) {
        let kept = Data::read_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join(&page.path), None).raw();
        assert.eq(Data::text(said).raw(), kept);
    }
}

/// The page with the current output of its commands.
fn follow(page: &Page) -> String {
    let folder = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::os::unix::fs::symlink(root.join("fixtures"), folder.path().join("fixtures")).expect("a link");
    for (to, from) in &page.given {
        folder.write(to, std::fs::read(root.join(from)).expect(from));
    }
    let (mut said, mut at) = (String::new(), 0);
    for block in &page.blocks {
        said.push_str(&page.text[at..block.text.start]);
        at = block.text.end;
        said.push_str(&done(page, block, &folder));
    }
    said.push_str(&page.text[at..]);
    said
}

/// The block with the current output of its commands.
fn done(page: &Page, block: &Block, folder: &Folder) -> String {
    let text = page.of(block);
    match &block.remark {
        Some(Remark::NotRun(_)) => return text.to_owned(),
        Some(Remark::OutputOf(command)) => return matched(&run(command, folder), text),
        Some(Remark::File(path)) => {
            folder.write(path, text);
            return text.to_owned();
        }
        None => {}
    }
    match block.language.as_str() {
        "console" => text
            .split_inclusive('\n')
            .fold(Vec::<(String, String)>::new(), |mut steps, line| {
                match (line.strip_prefix("$ "), steps.last_mut()) {
                    (Some(command), _) => steps.push((command.to_owned(), String::new())),
                    (None, Some((_, output))) => output.push_str(line),
                    (None, None) => panic!("{}: output before a command: {line}", page.path.display()),
                }
                steps
            })
            .into_iter()
            .map(|(command, expected)| format!("$ {command}{}", matched(&run(&command, folder), &expected)))
            .collect(),
        // The quick start compiles the program, so `.ci/run` tests it.
        "sh" if text.starts_with("cargo ") => text.to_owned(),
        language => {
            let path = page.path.display();
            assert!(!COMMANDS.contains(&language), "{path}: commands stand in console, or it says why not:\n{text}");
            text.to_owned()
        }
    }
}

/// Standard output and standard error of `command` together, as on a terminal.
fn run(command: &str, folder: &Folder) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_boardlint")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let (mut reader, writer) = std::io::pipe().expect("a pipe");
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder.path()).env("PATH", path).env("NO_COLOR", "1").stdin(Stdio::null());
    shell.stdout(writer.try_clone().expect("a pipe")).stderr(writer);
    let mut child = shell.spawn().expect("a shell");
    // It keeps one end of the pipe open.
    drop(shell);
    let mut said = Vec::new();
    std::io::Read::read_to_end(&mut reader, &mut said).expect("output");
    let status = child.wait().expect("it ends").code();
    assert!(matches!(status, Some(0..=3)), "{command}: {status:?}");
    String::from_utf8(said).expect("UTF-8").replace(&folder.text(), "FOLDER")
}

/// The output, with `...` where the page omits lines.
fn matched(said: &str, expected: &str) -> String {
    let normal = NormalizeToExpected::new().redact();
    normal.normalize(Data::text(said.to_owned()), &Data::text(expected.to_owned())).to_string()
}

#[test]
fn the_scripts_of_the_guide_are_bash() {
    let Ok(version) = Command::new("bash").arg("--version").output() else { return };
    assert!(version.status.success());
    for page in guide() {
        for block in page.blocks.iter().filter(|block| block.language == "bash") {
            let folder = Folder::new();
            let script = folder.write("script.sh", page.of(block));
            let checked = Command::new("bash").args(["-n", &script]).output().expect("bash");
            assert!(checked.status.success(), "{}: {checked:?}", page.path.display());
        }
    }
}
