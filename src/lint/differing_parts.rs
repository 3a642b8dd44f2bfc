//! Distinguishes boards of the same name by parts of their paths.

use foldhash::HashMap;

/// For each board of `names`, the part of its `path` that distinguishes it from boards of the same name;
/// `None` if its name is unique.
pub fn places_of_namesakes(names: &[&str], path: impl Fn(usize) -> String) -> Vec<Option<String>> {
    let mut shared: HashMap<&str, Vec<usize>> = HashMap::default();
    names.iter().enumerate().for_each(|(place, name)| shared.entry(name).or_default().push(place));
    let mut parts = vec![None; names.len()];
    for places in shared.into_values().filter(|places| places.len() > 1) {
        let paths: Vec<String> = places.iter().map(|place| path(*place)).collect();
        places.into_iter().zip(differing_parts(&paths)).for_each(|(place, part)| parts[place] = Some(part));
    }
    parts
}

/// For each of `paths`, the part in which it differs from the others, without the folders that all of them
/// begin or end with. A dot if nothing is left.
fn differing_parts(paths: &[String]) -> Vec<String> {
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
    fn boards_of_one_name_are_told_apart_and_others_are_not() {
        let paths = ["teams/a/boardlint.toml", "shop.json", "teams/b/boardlint.toml"];
        let places = places_of_namesakes(&["Bakery", "Shop", "Bakery"], |place| paths[place].to_owned());
        assert_eq!(places, [Some("a".to_owned()), None, Some("b".to_owned())]);
    }

    #[test]
    fn only_what_differs_is_left() {
        let of = |paths: &[&str]| differing_parts(&paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["teams/a/jira/boardlint.toml", "teams/b/jira/boardlint.toml"]), ["a", "b"]);
        assert_eq!(of(&["a/x.json", "a/y.json"]), ["x.json", "y.json"]);
        assert_eq!(of(&["boardlint.toml", "a/boardlint.toml", "a/b/boardlint.toml"]), [".", "a", "a/b"]);
        assert_eq!(of(&["a/x.json", "a/x.json"]), [".", "."]);
    }
}
