//! The schema of `--format json` and of the lines of `--format jsonl`, generated from the types that are
//! written.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use crate::report::record::Output;

/// The schema of `--format json` and of the lines of `--format jsonl`.
pub(super) fn schema() -> Value {
    let settings = SchemaSettings::draft07().for_serialize().with_transform(RecursiveTransform(without_width));
    settings.into_generator().into_root_schema_for::<Output<'_>>().to_value()
}

/// Removes the width of integers (`"format": "uint"`), which does not concern readers.
fn without_width(schema: &mut Schema) {
    if schema.get("format").and_then(Value::as_str) == Some("uint") {
        schema.remove("format");
    }
}
