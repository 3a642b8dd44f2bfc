//! One search, cut into pages, like the output of a script that requests a few issues at a time.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Search<'a> {
    #[serde(borrow)]
    issues: Vec<&'a RawValue>,
    #[serde(borrow)]
    names: &'a RawValue,
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
}

/// The issues of `search` in order, on `count` pages of similar size.
pub fn pages(search: &str, count: usize) -> Vec<String> {
    let search: Search<'_> = serde_json::from_str(search).expect("a search");
    let total = search.issues.len();
    let size = total.div_ceil(count);
    let chunks = (0..).step_by(size).zip(search.issues.chunks(size));
    let pages = chunks.map(|(start, issues)| {
        let issues: Vec<_> = issues.iter().map(|issue| issue.get()).collect();
        let schema = search.schema.map_or(String::new(), |schema| format!(",\"schema\":{}", schema.get()));
        format!(
            "{{\"expand\":\"schema,names\",\"startAt\":{start},\"maxResults\":{size},\"total\":{total},\
             \"issues\":[{}],\"names\":{}{schema}}}",
            issues.join(","),
            search.names.get()
        )
    });
    pages.collect()
}
