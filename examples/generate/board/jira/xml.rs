//! The two kinds of XML in a backup: entities with attributes, and tables with rows.

use std::io::{self, Write};

use super::super::records::present;

/// Name and optional value of an attribute.
pub(super) type Attribute<'a> = (&'a str, Option<String>);

/// An attribute that is always written.
pub(super) fn given(name: &str, value: impl ToString) -> Attribute<'_> {
    (name, Some(value.to_string()))
}

/// An attribute that is omitted if it is empty.
pub(super) fn filled<'a>(name: &'a str, value: &str) -> Attribute<'a> {
    (name, present(value).map(str::to_owned))
}

/// Writes one entity. Texts of several lines become child elements instead of attributes.
pub(super) fn entity(out: &mut dyn Write, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
    let told = || attributes.iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    write!(out, "    <{name}")?;
    for (name, value) in told().filter(|(_, value)| !value.contains('\n')) {
        write!(out, " {name}=\"{}\"", escaped(value))?;
    }
    let mut long = told().filter(|(_, value)| value.contains('\n')).peekable();
    if long.peek().is_none() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    for (name, value) in long {
        writeln!(out, "        <{name}><![CDATA[{value}]]></{name}>")?;
    }
    writeln!(out, "    </{name}>")
}

/// A cell of a table.
pub(super) enum Cell {
    Number(i64),
    Text(String),
    Flag(bool),
    Null,
}

/// Writes one table, with its columns in alphabetical order.
pub(super) fn table(out: &mut dyn Write, name: &str, columns: &[&str], rows: &[Vec<Cell>]) -> io::Result<()> {
    writeln!(out, "  <data tableName=\"{name}\">")?;
    for column in columns {
        writeln!(out, "    <column name=\"{column}\"/>")?;
    }
    for row in rows {
        writeln!(out, "    <row>")?;
        for cell in row {
            match cell {
                Cell::Number(number) => writeln!(out, "      <integer>{number}</integer>")?,
                Cell::Text(text) => writeln!(out, "      <string>{}</string>", escaped(text))?,
                Cell::Flag(flag) => writeln!(out, "      <boolean>{flag}</boolean>")?,
                Cell::Null => writeln!(out, "      <string xsi:nil=\"true\"/>")?,
            }
        }
        writeln!(out, "    </row>")?;
    }
    writeln!(out, "  </data>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
