//! Why a field was refused: the one vocabulary that forms, the API and the command line share.

/// A refused field value. The code is stable and names the message in `locales/` (`field-<code>`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing but white space was given.
    #[error("must not be empty")]
    Required,
    /// Fewer Unicode scalar values than the minimum, after trimming.
    #[error("needs at least {min} characters")]
    TooShort {
        /// The least number of Unicode scalar values.
        min: usize,
    },
    /// More Unicode scalar values than the maximum, after trimming.
    #[error("has more than {max} characters")]
    TooLong {
        /// The greatest number of Unicode scalar values.
        max: usize,
    },
    /// A control or direction-overriding character stands in it.
    #[error("contains a control character")]
    ControlCharacter,
    /// HTML, BBCode or a character entity stands in it.
    #[error("contains markup")]
    Markup,
    /// Not an address that mail can be sent to (RFC 5321, 4.1.2 and 4.5.3.1).
    #[error("is not an email address")]
    NotAnEmail,
    /// An email address stands where everybody would read it.
    #[error("contains an email address, and would be published")]
    AnEmail,
    /// Not an absolute `http` or `https` address.
    #[error("is not a web address")]
    NotAUrl,
    /// A key has characters other than those it may have.
    #[error("may only have letters, digits and -._~")]
    NotAKey,
    /// A word that is not one of the known ones.
    #[error("is not one of the known values")]
    Unknown,
    /// A number where a text belongs, and the like.
    #[error("is of another type than belongs here")]
    WrongType,
    /// The comment that is answered is not published in this thread.
    #[error("answers a comment that is not published here")]
    NotPublished,
    /// Not the domain of a mail address.
    #[error("is not a domain")]
    NotADomain,
    /// Neither an IP address nor a range of them (RFC 4632, RFC 4291).
    #[error("is neither an IP address nor a range")]
    NotARange,
    /// Neither a day nor a moment (RFC 3339).
    #[error("is not a date")]
    NotADate,
    /// Not what proves who one is: the password in force, the code of now.
    #[error("is not right")]
    Wrong,
    /// A moment that is over.
    #[error("is over already")]
    Past,
}

impl FieldError {
    /// The stable code: kebab case, part of the API's contract.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::ControlCharacter => "control-character",
            Self::Markup => "markup",
            Self::NotAnEmail => "not-an-email",
            Self::AnEmail => "an-email",
            Self::NotAUrl => "not-a-url",
            Self::NotAKey => "not-a-key",
            Self::Unknown => "unknown",
            Self::WrongType => "wrong-type",
            Self::NotPublished => "not-published",
            Self::NotADomain => "not-a-domain",
            Self::NotARange => "not-a-range",
            Self::NotADate => "not-a-date",
            Self::Wrong => "wrong",
            Self::Past => "past",
        }
    }

    /// The limit that was passed, for the message, where there is one.
    #[must_use]
    pub fn limit(&self) -> Option<usize> {
        match self {
            Self::TooShort { min } => Some(*min),
            Self::TooLong { max } => Some(*max),
            _ => None,
        }
    }
}
