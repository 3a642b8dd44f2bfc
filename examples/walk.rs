//! Walks a JSON file as `IgnoredAny` and does nothing else: the floor that `boardlint check` is measured against.
//!
//! The file is mapped, as boardlint maps it, so that both pay the same for the bytes.

use std::error::Error;

use serde::Deserialize;
use serde::de::IgnoredAny;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: walk FILE")?;
    let bytes = boardlint::command::files::read(path.as_ref())?;
    let mut json = serde_json::Deserializer::from_slice(&bytes);
    IgnoredAny::deserialize(&mut json)?;
    json.end()?;
    Ok(())
}
