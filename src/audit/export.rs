//! An entry as a line of JSON, from which its hash can be made again.

use crate::store::audit::Entry;
use crate::store::audit::chain::hexadecimal;

/// An entry as one line of JSON, without its end.
///
/// The facts stand in it as they were hashed: to make the hash again, take them byte by byte, or write the object anew
/// without spaces, in its order.
pub fn line(entry: &Entry) -> String {
    let id = |id: Option<i64>| id.map(|id| id.to_string());
    let told = serde_json::json!({
        "number": entry.number,
        "at": entry.at,
        "at_micros": entry.at.as_micros(),
        "kind": entry.kind,
        "actor": entry.actor,
        "moderator": id(entry.moderator.map(crate::comment::ModeratorId::as_i64)),
        "site": id(entry.site.map(crate::comment::SiteId::as_i64)),
        "comment": id(entry.comment.map(crate::comment::CommentId::as_i64)),
        "previous": hexadecimal(&entry.previous),
        "hash": hexadecimal(&entry.hash),
    });
    let mut line = told.to_string();
    // What is no JSON object any more was tampered with: a text of it stands in its place.
    let facts = match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&entry.facts) {
        Ok(_) if !entry.facts.contains('\n') => entry.facts.clone(),
        _ => serde_json::Value::String(entry.facts.clone()).to_string(),
    };
    line.pop();
    line.push_str(",\"facts\":");
    line.push_str(&facts);
    line.push('}');
    line
}

/// A hash of its hexadecimal digits.
pub fn read_hash(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    (digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit))
        .then(|| digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>())
        .flatten()
}
