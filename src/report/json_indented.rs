//! JSON with an indentation of two spaces, exactly as serde_json's own pretty formatter, but with fewer
//! writes: a line end and the indentation of the next line are written together.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The formatter.
#[derive(Debug, Default)]
pub(super) struct Indented {
    /// Number of open lists and objects.
    level: usize,
    /// Whether the current list or object has a value already.
    has_value: bool,
}

/// A comma, a line end, and the indentation of 32 levels.
const LINE: &[u8] = b",\n                                                                ";

impl Indented {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.has_value {
            self.line(out, true)?;
        }
        out.write_all(bracket)
    }

    /// Ends a line and indents the next. Unless it is the `first` line of its list or object, a comma comes
    /// before.
    fn line<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let indented = 2 * self.level;
        let most = LINE.len() - 2;
        out.write_all(&LINE[usize::from(first)..2 + indented.min(most)])?;
        for _ in 0..indented.saturating_sub(most) {
            out.write_all(b" ")?;
        }
        Ok(())
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize as _;
    use serde_json::{Value, json};

    #[test]
    fn it_lays_out_as_serde_json_does() {
        let deep = (0..50).fold(json!([]), |inside, _| json!({"a": [inside, 1], "b": {}}));
        for value in [json!([]), json!({}), json!("a"), json!({"a": [], "b": {"c": null}, "d": [[1, "x"], {}]}), deep] {
            assert_eq!(laid_out(&value), serde_json::to_string_pretty(&value).expect("JSON"));
        }
    }

    fn laid_out(value: &Value) -> String {
        let mut out = Vec::new();
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Indented::default())).expect("JSON");
        String::from_utf8(out).expect("UTF-8")
    }
}
