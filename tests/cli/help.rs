//! The command line's own documentation: help, completions, manual pages.

use std::io::Write as _;
use std::process::{Command, Stdio};

use boardlint::cli::Cli;
use clap::CommandFactory;

use crate::support::boardlint;

/// Every command that people type.
fn commands() -> Vec<String> {
    let named = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect::<Vec<_>>();
    assert!(named.len() >= 13, "{named:?}");
    named
}

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_explains_itself_with_an_example() {
    for command in commands() {
        let help = boardlint(&[&command, "--help"]);
        assert_eq!(help.status, 0);
        let example = format!("  boardlint {command}");
        assert!(help.out.contains("Example") && help.out.contains(&example), "{command}: {}", help.out);
    }
}

#[test]
fn the_options_of_check_stand_in_groups() {
    let help = boardlint(&["check", "--help"]).out;
    let groups = ["Input:", "Window:", "Rules:", "Output:"].map(|group| help.find(&format!("\n{group}\n")));
    assert!(groups.iter().all(Option::is_some), "{help}");
    assert!(groups.is_sorted(), "{groups:?}");
}

#[test]
fn completions_name_every_command_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = boardlint(&["completions", shell]);
        assert_eq!(script.status, 0);
        for command in commands() {
            assert!(script.out.contains(&command), "{shell}: {command}");
        }
    }
}

#[test]
fn bash_takes_its_completions() {
    let script = boardlint(&["completions", "bash"]).out;
    let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().expect("bash");
    bash.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("bash reads");
    assert!(bash.wait().expect("bash ends").success());
}

#[test]
fn there_is_a_manual_page_of_the_program_and_of_every_command() {
    let page = boardlint(&["man"]).out;
    assert!(page.contains(".TH boardlint 1") && page.contains("boardlint\\-check"), "{page}");
    for command in commands() {
        let page = boardlint(&["man", &command]).out;
        assert!(page.contains(".SH SYNOPSIS") && page.contains("Example"), "{command}: {page}");
    }
    // The pages of subcommands have the names that the page of their command lists.
    assert!(boardlint(&["man", "rules"]).out.contains("boardlint\\-rules\\-new"));
    assert!(boardlint(&["man", "rules-new"]).out.contains(".TH boardlint-rules-new 1"));
    let unknown = boardlint(&["man", "chek"]);
    assert_eq!((unknown.status, unknown.err.contains("there is no command `chek`")), (2, true));
}
