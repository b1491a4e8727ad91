//! The query of an address: read by its names, refused by its names, and written again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::{Kind, Problem};
use crate::comment::Language;

/// Reads a query, the names of `others` left out, and what was left empty in a form.
///
/// # Errors
/// A problem that names what `T` does not know.
pub fn read<T: DeserializeOwned>(query: &str, others: &[&str], language: Language) -> Result<T, Problem> {
    let known = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| !others.contains(&&**name) && !value.is_empty());
    let known: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish();
    actix_web::web::Query::from_query(&known).map(actix_web::web::Query::into_inner).map_err(|error| {
        // Serde tells the name in its message only.
        let message = error.to_string();
        match message.split('`').nth(1) {
            Some(name) => Problem::parameter(name, language),
            None => Problem::new(Kind::MalformedParameter, language),
        }
    })
}

/// All that is asked for, with its name.
pub fn pairs(query: &impl Serialize) -> Vec<(String, String)> {
    let fields = serde_json::to_value(query).ok();
    let pairs = fields.as_ref().and_then(serde_json::Value::as_object).into_iter().flatten();
    pairs.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// The same as the query of an address.
pub fn address(query: &impl Serialize) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs(query)).finish()
}

/// How many: `usual` unless something else is asked for.
///
/// # Errors
/// A problem that names `limit` where it is no number from 1 to `largest`.
pub fn limit(given: Option<&str>, usual: usize, largest: usize, language: Language) -> Result<usize, Problem> {
    let Some(given) = given else { return Ok(usual) };
    let number = given.parse().ok().filter(|number| (1..=largest).contains(number));
    number.ok_or_else(|| Problem::parameter("limit", language))
}
