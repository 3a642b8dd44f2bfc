//! The schema of `--format json` and of the lines of `--format jsonl`, made of the types that are written.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use crate::report::record::Output;

/// What `--format json` and the lines of `--format jsonl` are.
pub(super) fn schema() -> Value {
    let settings = SchemaSettings::draft07().for_serialize().with_transform(RecursiveTransform(without_width));
    settings.into_generator().into_root_schema_for::<Output<'_>>().to_value()
}

/// The width of integers (`"format": "uint"`) is no business of who reads them.
fn without_width(schema: &mut Schema) {
    if schema.get("format").and_then(Value::as_str) == Some("uint") {
        schema.remove("format");
    }
}
