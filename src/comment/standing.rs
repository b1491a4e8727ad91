//! What editors think of somebody before they have read the comment: trusted, always held, or blocked at the door.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{EmailAddress, FieldError};

/// What is done with the comments of a subject. In the order of strength: where several are in force, the last one acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandingKind {
    /// They wait like all others, but last, unless a rule holds them.
    Trust,
    /// They wait among those that are held, whatever the rules say.
    Hold,
    /// They are not taken.
    Block,
}

impl StandingKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Trust, Self::Hold, Self::Block];

    /// The word that the database and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Hold => "hold",
            Self::Block => "block",
        }
    }

    /// The kind of a word that [`StandingKind::as_str`] gave.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Whom a standing concerns. Only an author, by their address, can be trusted or held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An author.
    Email(EmailAddress),
    /// A mail domain with its subdomains, in lower case, as name servers know it (IDNA).
    Domain(String),
    /// A range of IP addresses.
    Range(IpNet),
}

impl Subject {
    /// The words for the three kinds, as the database and the API use them.
    pub const KINDS: [&'static str; 3] = ["email", "domain", "ip"];

    /// Reads a subject of a kind: an address of mail, a domain, or an IP address or range (`203.0.113.0/24`).
    ///
    /// # Errors
    /// An unknown kind ([`FieldError::Unknown`]), or a value that is none of its kind.
    pub fn parse(kind: &str, raw: &str) -> Result<Self, FieldError> {
        let raw = raw.trim();
        match kind {
            "email" => EmailAddress::parse(raw).map(Self::Email),
            "domain" | "ip" if raw.is_empty() => Err(FieldError::Required),
            "domain" => domain(raw).map(Self::Domain).ok_or(FieldError::NotADomain),
            "ip" => range(raw).map(Self::Range).ok_or(FieldError::NotARange),
            _ => Err(FieldError::Unknown),
        }
    }

    /// The word for its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Domain(_) => "domain",
            Self::Range(_) => "ip",
        }
    }

    /// The form by which it is kept and found again: for moderators only.
    #[must_use]
    pub fn folded(&self) -> String {
        match self {
            Self::Email(email) => email.folded(),
            Self::Domain(domain) => domain.clone(),
            Self::Range(range) => range.to_string(),
        }
    }
}

/// A domain as name servers know it; `@example.org` and `*.example.org` are meant so too.
fn domain(raw: &str) -> Option<String> {
    let raw = raw.trim_start_matches('@').trim_start_matches("*.").trim_end_matches('.');
    match url::Host::parse(raw).ok()? {
        url::Host::Domain(domain) if domain.contains('.') && !domain.starts_with('.') => Some(domain),
        _ => None,
    }
}

fn range(raw: &str) -> Option<IpNet> {
    let parsed = raw.parse::<IpNet>().ok().or_else(|| raw.parse::<IpAddr>().ok().map(IpNet::from))?;
    // An IPv4 address written as an IPv6 one is the IPv4 one.
    let canonical = match parsed.addr().to_canonical() {
        IpAddr::V4(address) if parsed.max_prefix_len() == 128 && parsed.prefix_len() >= 96 => {
            IpNet::new(IpAddr::V4(address), parsed.prefix_len() - 96).ok()?
        }
        _ => parsed,
    };
    Some(canonical.trunc())
}

/// A domain and those above it, from the narrowest on: `news.example.org`, `example.org`, `org`.
pub fn domain_and_above(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, above)| above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(kind: &str, raw: &str) -> Result<String, FieldError> {
        Subject::parse(kind, raw).map(|subject| subject.folded())
    }

    #[test]
    fn a_subject_is_kept_in_one_form_however_it_is_typed() {
        assert_eq!(folded("email", " Ann@Example.ORG "), Ok("ann@example.org".into()));
        assert_eq!(folded("domain", "@Example.ORG."), Ok("example.org".into()));
        assert_eq!(folded("domain", "*.bücher.example"), Ok("xn--bcher-kva.example".into()));
        assert_eq!(folded("ip", "203.0.113.77/24"), Ok("203.0.113.0/24".into()));
        assert_eq!(folded("ip", "203.0.113.7"), Ok("203.0.113.7/32".into()));
        assert_eq!(folded("ip", "::ffff:203.0.113.7"), Ok("203.0.113.7/32".into()));
        assert_eq!(folded("ip", "2001:DB8::1/32"), Ok("2001:db8::/32".into()));
    }

    #[test]
    fn what_is_no_subject_is_refused_by_what_it_should_be() {
        assert_eq!(folded("email", "ann"), Err(FieldError::NotAnEmail));
        for nonsense in ["org", "203.0.113.7", "two words.org", "a@b.org", "https://example.org/"] {
            assert_eq!(folded("domain", nonsense), Err(FieldError::NotADomain), "{nonsense}");
        }
        for nonsense in ["203.0.113", "203.0.113.0/33", "example.org"] {
            assert_eq!(folded("ip", nonsense), Err(FieldError::NotARange), "{nonsense}");
        }
        assert_eq!(folded("ip", " "), Err(FieldError::Required));
        assert_eq!(folded("name", "Ann"), Err(FieldError::Unknown));
    }

    #[test]
    fn a_domain_stands_below_others() {
        let all: Vec<&str> = domain_and_above("news.example.org").collect();
        assert_eq!(all, ["news.example.org", "example.org", "org"]);
    }
}
