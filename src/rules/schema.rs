//! The JSON Schema of rule files, made from the types that read them: for editors that complete and check.

use super::file::PackFile;

/// The schema of a pack (JSON Schema, draft 2020-12).
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(PackFile).to_value()
}
