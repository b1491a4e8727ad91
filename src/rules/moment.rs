//! Days and moments in a rule file: texts in YAML; in TOML texts too, or its own dates.

use std::fmt;

use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize as _, Deserializer, Error, MapAccess, Visitor};

/// A day or a moment as it is written.
///
/// # Errors
/// It is no text and no date.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(Written).map(Some)
}

/// A moment, RFC 3339.
///
/// # Errors
/// It is none; it has no offset from UTC.
pub fn of_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let written = deserializer.deserialize_any(Written)?;
    let moment = written.parse().map_err(|_| {
        D::Error::custom(format!("expected a moment such as `2026-11-28T08:00:00Z`, found `{written}`"))
    })?;
    Ok(Some(moment))
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a day such as `2026-11-28`, or a moment such as `2026-11-28T08:00:00Z`")
    }

    fn visit_str<E: Error>(self, written: &str) -> Result<String, E> {
        Ok(written.to_owned())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
        toml::value::Datetime::deserialize(MapAccessDeserializer::new(map)).map(|date| date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;

    #[test]
    fn dates_of_toml_are_read_as_texts_are() {
        let file = |since: &str, from: &str| {
            format!(
                "format = 1\npack = 'p'\nversion = '1'\n[[rules]]\nid = 'r'\nsince = {since}\nactive = {{from = {from}}}\nwhen = {{words = ['a']}}\n"
            )
        };
        let of = |since: &str, from: &str| {
            let pack = parse("p.toml", &file(since, from)).expect("a pack");
            let rule = pack.rules.into_iter().next().expect("a rule");
            (rule.since, rule.active.and_then(|active| active.from).map(|from| from.to_string()))
        };
        let expected = (Some("2026-11-20".to_owned()), Some("2026-11-20T00:00:00Z".to_owned()));
        assert_eq!(of("2026-11-20", "2026-11-20T00:00:00Z"), expected);
        assert_eq!(of("'2026-11-20'", "'2026-11-20T00:00:00Z'"), expected);
        let error = parse("p.toml", &file("2026-11-20", "2026-11-20")).expect_err("no moment").message;
        assert!(error.contains("expected a moment such as"), "{error}");
    }
}
