//! The JSON pointer of a record, found again from its offset.
//!
//! Readers do not carry paths around: a pointer is wanted only for the few records that are printed, and the text knows
//! it. A file's anchors (the starts of its issues or actions) let the walk begin near the record.

/// The RFC 6901 pointer `up` steps above the value (or its key) that starts at `target`, walking from the value at
/// `start`, whose own pointer is `prefix`. `None` when no value starts there.
pub(super) fn pointer(bytes: &[u8], start: usize, prefix: &str, target: usize, up: u8) -> Option<String> {
    let mut walk = Walk { bytes, at: start, target };
    let mut path = Vec::new();
    walk.find(&mut path).then(|| {
        path.truncate(path.len().saturating_sub(usize::from(up)));
        let mut out = prefix.to_owned();
        for step in path {
            out.push('/');
            match step {
                Step::Index(index) => out.push_str(&index.to_string()),
                Step::Key(key) => out.push_str(&escape(&key)),
            }
        }
        out
    })
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

enum Step {
    Index(usize),
    Key(String),
}

struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
    target: usize,
}

impl Walk<'_> {
    /// Follows containers down to the target, keeping its own stack: exports may be nested deeper than a thread's.
    fn find(&mut self, path: &mut Vec<Step>) -> bool {
        let mut depth: Vec<bool> = Vec::new(); // true: an object
        loop {
            self.space();
            if self.at == self.target {
                return true;
            }
            let Some(byte) = self.peek() else { return false };
            if self.at > self.target {
                return false;
            }
            match byte {
                b'{' | b'[' => {
                    self.at += 1;
                    self.space();
                    let object = byte == b'{';
                    if self.peek() == Some(if object { b'}' } else { b']' }) {
                        self.at += 1;
                    } else {
                        depth.push(object);
                        if object {
                            let here = self.at == self.target;
                            let Some(key) = self.key() else { return false };
                            path.push(Step::Key(key));
                            if here {
                                return true;
                            }
                        } else {
                            path.push(Step::Index(0));
                        }
                        continue;
                    }
                }
                b'"' => self.string(),
                _ => self.literal(),
            }
            match self.next_sibling(&mut depth, path) {
                Some(true) => return true,
                Some(false) => {}
                None => return false,
            }
        }
    }

    /// After a value: the next value of the innermost open container, closing those that end here. True when its key is
    /// the target.
    fn next_sibling(&mut self, depth: &mut Vec<bool>, path: &mut Vec<Step>) -> Option<bool> {
        loop {
            self.space();
            match (self.peek(), depth.last()) {
                (Some(b','), Some(object)) => {
                    self.at += 1;
                    self.space();
                    let here = *object && self.at == self.target;
                    if *object {
                        path.pop();
                        path.push(Step::Key(self.key()?));
                    } else if let Some(Step::Index(index)) = path.last_mut() {
                        *index += 1;
                    }
                    return Some(here);
                }
                (Some(b'}' | b']'), Some(_)) => {
                    self.at += 1;
                    depth.pop();
                    path.pop();
                }
                _ => return None,
            }
        }
    }

    fn key(&mut self) -> Option<String> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        self.string();
        let key = serde_json::from_slice(self.bytes.get(start..self.at)?).ok()?;
        self.space();
        self.at += 1; // the colon
        Some(key)
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn literal(&mut self) {
        while self.peek().is_some_and(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, needle: &str) -> Option<String> {
        pointer(text.as_bytes(), 0, "", text.find(needle)?, 0)
    }

    #[test]
    fn a_record_deep_inside_is_named() {
        let text = r#"{"a":[], "issues": [{"key":"A, \"1\"]"}, {"x/y":{"items":[{"f":1},{"f":2}]}}]}"#;
        assert_eq!(at(text, r#"{"f":2}"#).as_deref(), Some("/issues/1/x~1y/items/1"));
        assert_eq!(pointer(text.as_bytes(), 0, "", text.len() - 11, 1).as_deref(), Some("/issues/1/x~1y/items/1"));
        assert_eq!(at(text, r#"{"key""#).as_deref(), Some("/issues/0"));
    }

    #[test]
    fn an_offset_inside_a_value_has_no_pointer() {
        assert_eq!(at(r#"{"a":"bcd"}"#, "cd"), None);
        assert_eq!(pointer(b"[1", 0, "", 9, 0), None);
    }

    #[test]
    fn nesting_of_a_hundred_thousand_is_walked_without_a_deep_stack() {
        let text = "[".repeat(100_000) + "7";
        let found = pointer(text.as_bytes(), 0, "", 100_000, 0);
        assert_eq!(found.map(|path| path.len()), Some(200_000));
    }
}
