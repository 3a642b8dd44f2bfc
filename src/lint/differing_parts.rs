//! The parts in which paths differ that mean different boards of one name.

/// For each of `paths`, the part in which it differs from the others: without the folders that all of them begin with, and without
/// those that all of them end in. A dot where nothing is left of one.
pub fn differing_parts(paths: &[String]) -> Vec<String> {
    let parts: Vec<Vec<&str>> =
        paths.iter().map(|path| path.split('/').filter(|part| *part != ".").collect()).collect();
    let shortest = parts.iter().map(Vec::len).min().unwrap_or(0);
    let same = |part: &dyn Fn(&Vec<&str>) -> String| {
        let mut all = parts.iter().map(part);
        let first = all.next();
        all.all(|other| Some(other) == first)
    };
    let front = (0..shortest).take_while(|at| same(&|path| path[*at].to_owned())).count();
    let back = (0..shortest - front).take_while(|at| same(&|path| path[path.len() - 1 - at].to_owned())).count();
    let differing = parts.iter().map(|path| path[front..path.len() - back].join("/"));
    differing.map(|part| if part.is_empty() { ".".to_owned() } else { part }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_left() {
        let of = |paths: &[&str]| differing_parts(&paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["teams/a/jira/boardlint.toml", "teams/b/jira/boardlint.toml"]), ["a", "b"]);
        assert_eq!(of(&["a/x.json", "a/y.json"]), ["x.json", "y.json"]);
        assert_eq!(of(&["boardlint.toml", "a/boardlint.toml", "a/b/boardlint.toml"]), [".", "a", "a/b"]);
        assert_eq!(of(&["a/x.json", "a/x.json"]), [".", "."]);
    }
}
