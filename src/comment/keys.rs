//! The names by which the outside calls a site, a thread and a clause.

use std::fmt;

use super::FieldError;

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident up to $max:literal with $extra:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(String);

        impl $name {
            /// The longest key, in characters.
            pub const MAX: usize = $max;

            /// Reads a key: ASCII letters and digits and a few marks that need no escaping in a URL.
            ///
            /// # Errors
            /// Empty, too long, or with a character that a key may not have.
            pub fn parse(raw: &str) -> Result<Self, FieldError> {
                if raw.is_empty() {
                    return Err(FieldError::Required);
                }
                if raw.len() > Self::MAX {
                    return Err(FieldError::TooLong { max: Self::MAX });
                }
                let allowed = |c: char| c.is_ascii_alphanumeric() || $extra.contains(c);
                // "." and ".." would be folded away by every URL parser on the way.
                if !raw.chars().all(allowed) || raw.chars().all(|c| c == '.') {
                    return Err(FieldError::NotAKey);
                }
                Ok(Self(raw.to_owned()))
            }

            /// The key as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    )+};
}

keys! {
    /// A site's key in URLs and configuration: `rci`.
    SiteKey up to 60 with "-_",
    /// A thread's key within its site: the article's slug or number, `2026-11-23-river-ice`.
    ThreadKey up to 200 with "-._~",
    /// A clause of a netiquette: `capitals`.
    ClauseId up to 60 with "-_.",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_a_url_unchanged() {
        assert!(ThreadKey::parse("2026-11-23_river.ice~1").is_ok());
        for raw in ["a/b", "a b", "é", "..", ".", "a?b", "a#b", "a%2fb"] {
            assert_eq!(ThreadKey::parse(raw), Err(FieldError::NotAKey), "{raw}");
        }
        assert_eq!(SiteKey::parse(""), Err(FieldError::Required));
        assert_eq!(SiteKey::parse(&"a".repeat(61)), Err(FieldError::TooLong { max: 60 }));
    }
}
