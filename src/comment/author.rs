//! Who wrote: a name that is shown, an address that never is, perhaps a website.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;
use validator::ValidateEmail as _;

use super::FieldError;
use super::text::{composed, is_visible};

/// The name under which a comment is published: 1 to 80 characters, no markup, no control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// The longest name, in Unicode scalar values.
    pub const MAX: usize = 80;

    /// Reads a name: trimmed, in NFC, runs of white space as one space.
    ///
    /// # Errors
    /// Nothing to be seen, too long, with control or direction-overriding characters, with markup, or with an email address,
    /// which would be published.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let raw = raw.trim();
        if !is_visible(raw) {
            return Err(FieldError::Required);
        }
        if raw.chars().any(|c| c.is_control() || overrides_direction(c)) {
            return Err(FieldError::ControlCharacter);
        }
        if MARKUP.is_match(raw) {
            return Err(FieldError::Markup);
        }
        if tells_an_email(raw) {
            return Err(FieldError::AnEmail);
        }
        let name: String = composed(raw.split_whitespace().collect::<Vec<_>>().join(" "));
        if name.chars().count() > Self::MAX {
            return Err(FieldError::TooLong { max: Self::MAX });
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an email address stands among these words, which everybody may read.
#[must_use]
pub fn tells_an_email(words: &str) -> bool {
    // Whoever reads `ada＠example．org` in wide letters reads an address.
    let words: String = words.nfkc().collect();
    let parts = words.split(|c: char| c.is_whitespace() || "()[]{}<>,;:\"".contains(c));
    parts.map(|part| part.trim_matches('.')).any(|part| EmailAddress::parse(part).is_ok())
}

/// Angle brackets, character entities, BBCode and Markdown links: none of them belongs to a name.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test run")]
    Regex::new(r"[<>]|&#?\w+;|\[/?\w+[=\]]|\]\(").expect("constant pattern")
});

/// Characters that reorder what follows them (UAX #9, explicit formatting): in a name only ever a disguise.
fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// An email address: kept as typed, compared case-folded.
///
/// It has no `Serialize` and prints as `…`, so that it cannot reach a public answer or a log line by mistake.
#[derive(Clone)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The longest address in octets (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
    pub const MAX: usize = 254;
    const LOCAL_PART_MAX: usize = 64;

    /// Reads an address.
    ///
    /// # Errors
    /// Empty, too long, or not `local@domain` as mail servers take it.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(FieldError::Required);
        }
        if raw.len() > Self::MAX {
            return Err(FieldError::TooLong { max: Self::MAX });
        }
        let Some((local, domain)) = raw.rsplit_once('@') else { return Err(FieldError::NotAnEmail) };
        let dots_misplaced = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if local.len() > Self::LOCAL_PART_MAX
            || dots_misplaced
            || !domain.contains('.')
            || domain.contains('[')
            || !raw.validate_email()
        {
            return Err(FieldError::NotAnEmail);
        }
        Ok(Self(raw.to_owned()))
    }

    /// An address as it was kept: what was once taken is not refused where it is read again.
    #[must_use]
    pub fn kept(raw: String) -> Self {
        Self(raw)
    }

    /// The address as typed: for the envelope of a mail, for nothing that is shown.
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.0
    }

    /// The form by which addresses are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// Its domain in lower case, as name servers know it (IDNA).
    #[must_use]
    pub fn domain(&self) -> String {
        let (_, domain) = self.0.rsplit_once('@').unwrap_or_default();
        url::Host::parse(domain).map_or_else(|_| domain.to_lowercase(), |host| host.to_string())
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

impl Eq for EmailAddress {}

/// An author's website: an absolute `http` or `https` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Website(String);

impl Website {
    /// The longest website address, in bytes.
    pub const MAX: usize = 500;

    /// Reads a website address; `example.org` is taken as `https://example.org/`. Blank is no website.
    ///
    /// # Errors
    /// Too long, another scheme, a name and password in it, or no host.
    pub fn parse(raw: &str) -> Result<Option<Self>, FieldError> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Ok(None);
        }
        if raw.len() > Self::MAX {
            return Err(FieldError::TooLong { max: Self::MAX });
        }
        let lower = raw.to_ascii_lowercase();
        let absolute = if lower.starts_with("http://") || lower.starts_with("https://") {
            raw.to_owned()
        } else {
            format!("https://{raw}")
        };
        let url = url::Url::parse(&absolute).map_err(|_| FieldError::NotAUrl)?;
        let is_address = |host: &str| host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        let named = url.host_str().is_some_and(is_address);
        if !named || !url.username().is_empty() || url.password().is_some() || raw.contains(char::is_whitespace) {
            return Err(FieldError::NotAUrl);
        }
        Ok(Some(Self(url.into())))
    }

    /// Reads the website of an author. It is published with the name, and so would be `?contact=ada@example.org`.
    ///
    /// # Errors
    /// What [`Website::parse`] refuses, and an email address behind the host.
    pub fn of_author(raw: &str) -> Result<Option<Self>, FieldError> {
        let website = Self::parse(raw)?;
        if website.as_ref().is_some_and(Self::tells_an_email) { Err(FieldError::AnEmail) } else { Ok(website) }
    }

    /// Whether an email address stands behind the host, as in a newsletter's links. `/@user@host` is a profile.
    #[must_use]
    pub fn tells_an_email(&self) -> bool {
        let behind_host = self.0.split_once("://").and_then(|(_, rest)| rest.split_once(['/', '?', '#']));
        let behind_host = behind_host.map_or_else(String::new, |(_, rest)| rest.replace("%40", "@"));
        behind_host.split(['/', '?', '&', '=', '#', ';', ',', ':']).any(|part| EmailAddress::parse(part).is_ok())
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_1_to_80_characters_after_trimming() {
        assert_eq!(PersonName::parse("  Ada   Lovelace ").as_ref().map(PersonName::as_str), Ok("Ada Lovelace"));
        assert_eq!(PersonName::parse(" "), Err(FieldError::Required));
        assert!(PersonName::parse(&"é".repeat(80)).is_ok());
        assert_eq!(PersonName::parse(&"é".repeat(81)), Err(FieldError::TooLong { max: 80 }));
    }

    #[test]
    fn a_name_has_no_markup_and_no_control_characters() {
        for raw in ["<b>Ada</b>", "Ada &lt;", "[url=x]Ada", "[Ada](x)", "&#60;"] {
            assert_eq!(PersonName::parse(raw), Err(FieldError::Markup), "{raw}");
        }
        for raw in ["Ada\u{0}B", "Ada\u{202E}B", "Ada\nB"] {
            assert_eq!(PersonName::parse(raw), Err(FieldError::ControlCharacter), "{raw:?}");
        }
        for raw in ["J. R. R. Tolkien", "O’Brien & Sons", "محمد", "李小龍", "Anne-Marie (Québec)"] {
            assert!(PersonName::parse(raw).is_ok(), "{raw}");
        }
    }

    #[test]
    fn a_name_has_no_email_address_in_it() {
        for raw in [
            "ada@example.org",
            "Ada (ada@example.org)",
            "Ada,ada@example.org.",
            "mailto:ada@example.org",
            "ada＠example．org",
            "Ａｄａ ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        ] {
            assert_eq!(PersonName::parse(raw), Err(FieldError::AnEmail), "{raw}");
        }
        for raw in ["Ada @ Lovelace", "@ada", "Ada@home", "Ａｄａ @ Paris"] {
            assert!(PersonName::parse(raw).is_ok(), "{raw}");
        }
    }

    #[test]
    fn an_address_is_kept_as_typed_and_compared_case_folded() {
        let typed = EmailAddress::parse(" Ada@Example.ORG ").expect("an address");
        assert_eq!(typed.as_typed(), "Ada@Example.ORG");
        assert_eq!(typed, EmailAddress::parse("ada@example.org").expect("an address"));
        assert_eq!(format!("{typed:?}"), "EmailAddress(…)");
    }

    #[test]
    fn an_address_keeps_the_limits_of_rfc_5321() {
        let at_the_limit = format!("{}@example.org", "a".repeat(64));
        assert!(EmailAddress::parse(&at_the_limit).is_ok());
        for raw in ["ada", "ada@", "@example.org", "ada@localhost", "a..b@example.org", "a b@example.org", "a@b@c.org"]
        {
            assert_eq!(EmailAddress::parse(raw), Err(FieldError::NotAnEmail), "{raw}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("a@{}.org", "b".repeat(250))).is_err());
    }

    #[test]
    fn a_website_is_http_or_nothing() {
        let website = |raw| Website::parse(raw).map(|site| site.map(|site| site.0));
        assert_eq!(website(" "), Ok(None));
        assert_eq!(website("example.org/a"), Ok(Some("https://example.org/a".into())));
        for raw in
            ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://", "https://u:p@example.org"]
        {
            assert_eq!(website(raw), Err(FieldError::NotAUrl), "{raw}");
        }
    }

    #[test]
    fn a_website_tells_no_email_address() {
        for raw in
            ["example.org/?e=ada@example.org", "https://example.org/#ada%40example.org", "example.org/ada@example.org"]
        {
            assert!(matches!(Website::of_author(raw), Err(FieldError::AnEmail)), "{raw}");
        }
        assert!(Website::of_author("https://social.example/@ada@example.org").is_ok_and(|site| site.is_some()));
        assert!(Website::of_author("https://video.example/@ada").is_ok_and(|site| site.is_some()));
    }
}
