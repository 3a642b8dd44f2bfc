//! The output is the same, byte for byte, for any order of the files and any number of threads.

use proptest::prelude::*;

use crate::support::{Folder, command, fixture};

/// The fixture's issues, one page each, in files named at random.
fn pages() -> Vec<String> {
    let text = fixture("jira-cloud/search.json");
    let page: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let issues = page["issues"].as_array().expect("issues");
    let pages = issues.chunks(3).map(|issues| {
        let mut part = page.clone();
        part["issues"] = issues.to_vec().into();
        part.to_string()
    });
    pages.collect()
}

fn output(folder: &Folder, files: &[String], threads: usize) -> Vec<u8> {
    let mut command = command();
    command.args(["check", "--charter", "fixtures/bakery/jira-cloud/boardlint.toml", "--format", "jsonl"]).args(files);
    command.env("RAYON_NUM_THREADS", threads.to_string());
    let output = command.output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.replace(&folder.text(), "").into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_files_and_the_number_of_threads_change_nothing(order in Just((0..11).collect::<Vec<usize>>()).prop_shuffle(), threads in 1..3_usize) {
        let pages = pages();
        let folder = Folder::new();
        let names: Vec<_> = pages.iter().enumerate().map(|(number, text)| folder.write(&format!("page-{number:02}.json"), text)).collect();
        let shuffled: Vec<_> = order.iter().filter_map(|place| names.get(*place).cloned()).collect();
        prop_assert_eq!(shuffled.len(), names.len());
        prop_assert_eq!(output(&folder, &shuffled, threads), output(&folder, &names, 1));
    }
}

#[test]
fn pages_give_what_the_one_file_gives() {
    let folder = Folder::new();
    let names: Vec<_> = pages()
        .iter()
        .enumerate()
        .map(|(number, text)| folder.write(&format!("page-{number:02}.json"), text))
        .collect();
    let prints = |bytes: Vec<u8>| -> Vec<String> {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let objects = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        objects.filter_map(|object| object["fingerprint"].as_str().map(str::to_owned)).collect()
    };
    let whole = output(&folder, &["fixtures/bakery/jira-cloud/search.json".to_owned()], 2);
    assert_eq!(prints(output(&folder, &names, 2)), prints(whole));
}
