//! Whole examples in the API's description: each body that is sent or answered, put together of what its fields say.

use serde_json::{Map, Value, json};

use crate::comment::{Language, Role};
use crate::web::problem::{Kind, Problem};

/// Schemas within schemas, at most: a description may contain itself.
const DEEPEST: usize = 12;

/// Gives each body of the description an example.
pub fn add(described: &mut Value) {
    let schemas = described.pointer("/components/schemas").cloned().unwrap_or_default();
    let operations =
        described.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(|paths| paths.values_mut());
    let operations = operations.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut());
    for operation in operations.filter_map(Value::as_object_mut) {
        if let Some(content) = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")) {
            complete(content, &schemas);
        }
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            let Some(content) = response.get_mut("content") else { continue };
            if let (Some(told), Some(problem)) = (content.get_mut("application/problem+json"), problem(status)) {
                told.as_object_mut().map(|told| told.insert("example".to_owned(), problem));
            }
            complete(content, &schemas);
        }
    }
}

/// A problem that comes with this status; of wrong fields there is an example at the schema.
fn problem(status: &str) -> Option<Value> {
    let kind = match status {
        "400" => Kind::MalformedBody,
        "401" => Kind::NotLoggedIn,
        "403" => return serde_json::to_value(Problem::not_allowed(Role::Moderator, Language::En)).ok(),
        "404" => Kind::NotFound,
        "409" => Kind::AlreadyDecided,
        "413" => Kind::BodyTooLarge,
        "415" => Kind::WrongContentType,
        "429" => Kind::TooManyChecks,
        "500" => Kind::Internal,
        "503" => Kind::Busy,
        _ => return None,
    };
    serde_json::to_value(Problem::new(kind, Language::En)).ok()
}

/// Gives each media type of a body an example, where its schema has one.
fn complete(content: &mut Value, schemas: &Value) {
    for media in content.as_object_mut().into_iter().flat_map(|content| content.values_mut()) {
        let of_schema = media.get("schema").and_then(|schema| of(schema, schemas, 0));
        if let (Some(media), Some(example)) = (media.as_object_mut(), of_schema) {
            media.entry("example").or_insert(example);
        }
    }
}

/// An example of what fits a schema.
fn of(schema: &Value, schemas: &Value, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return of(schemas.get(name)?, schemas, depth + 1);
    }
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return Some(example.clone());
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts =
            parts.iter().filter_map(|part| of(part, schemas, depth + 1)).filter_map(|part| part.as_object().cloned());
        return Some(Value::Object(parts.flatten().collect::<Map<_, _>>()));
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return choices
            .iter()
            .filter(|choice| choice["type"] != "null")
            .find_map(|choice| of(choice, schemas, depth + 1));
    }
    if let Some(first) = schema["enum"].get(0) {
        return Some(first.clone());
    }
    let kind = schema["type"]
        .as_str()
        .or_else(|| schema["type"].as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"));
    match kind? {
        "object" => Some(object(schema, schemas, depth)),
        "array" => Some(json!(of(&schema["items"], schemas, depth + 1).into_iter().collect::<Vec<_>>())),
        "string" if schema["format"] == "date-time" => Some(json!("2026-11-28T09:30:00Z")),
        "string" => Some(json!("text")),
        "integer" => Some(json!(1)),
        "number" => Some(json!(1.5)),
        "boolean" => Some(json!(false)),
        _ => None,
    }
}

fn object(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let mut fields = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(example) = of(field, schemas, depth + 1) {
            fields.insert(name.clone(), example);
        }
    }
    Value::Object(fields)
}
