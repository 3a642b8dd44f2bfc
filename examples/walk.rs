//! Only parses a file: the lower bound for the running time of `boardlint check`. JSON is read as
//! `IgnoredAny`, a table (`.csv`) record by record, XML (`.xml`) event by event, each with the usual crate.
//!
//! The file is read in the same way as in boardlint, so the cost of reading is the same.

use std::error::Error;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: walk FILE")?;
    let path = Path::new(&path);
    let bytes = boardlint::command::files::read(path)?;
    match path.extension().and_then(|end| end.to_str()) {
        Some("csv") => {
            let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(&*bytes);
            let mut record = csv::ByteRecord::new();
            while table.read_byte_record(&mut record)? {}
        }
        Some("xml") => {
            let mut xml = quick_xml::Reader::from_reader(&*bytes);
            while !matches!(xml.read_event()?, quick_xml::events::Event::Eof) {}
        }
        _ => {
            let mut json = serde_json::Deserializer::from_slice(&bytes);
            IgnoredAny::deserialize(&mut json)?;
            json.end()?;
        }
    }
    Ok(())
}
