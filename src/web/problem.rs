//! What went wrong, told to a program: `application/problem+json` (RFC 9457). One table of kinds.
//!
//! A problem has an outside message for whoever asked, in their language; what happened inside goes to the log.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};

use crate::comment::{FieldError, Language, Role, Timestamp};
use crate::intake::{ReportError, SubmitError};
use crate::locale;
use crate::people::{LEAST_PASSWORD, LONGEST_PASSWORD, PasswordError, PeopleError};
use crate::publish::ReadError;
use crate::review::{BulkError, DecideError, StandingError};
use crate::store::{Seldom, StoreError};

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:ident;)+) => {
        /// A kind of problem: its code names its type, `/problems/<code>`, and its words in `locales/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = $code] $name,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }
        }
    };
}

kinds! {
    MalformedBody = "malformed-body", BAD_REQUEST;
    MalformedParameter = "malformed-parameter", BAD_REQUEST;
    NotLoggedIn = "not-logged-in", UNAUTHORIZED;
    ForgedRequest = "forged-request", FORBIDDEN;
    NotAllowed = "not-allowed", FORBIDDEN;
    SessionNeeded = "session-needed", FORBIDDEN;
    Blocked = "blocked", FORBIDDEN;
    ThreadClosed = "thread-closed", FORBIDDEN;
    NotFound = "not-found", NOT_FOUND;
    UnknownSite = "unknown-site", NOT_FOUND;
    UnknownThread = "unknown-thread", NOT_FOUND;
    UnknownComment = "unknown-comment", NOT_FOUND;
    UnknownPerson = "unknown-person", NOT_FOUND;
    UnknownStanding = "unknown-standing", NOT_FOUND;
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED;
    AlreadyDecided = "already-decided", CONFLICT;
    Claimed = "claimed", CONFLICT;
    AlreadyModerator = "already-moderator", CONFLICT;
    AlreadyInvited = "already-invited", CONFLICT;
    LastOwner = "last-owner", CONFLICT;
    SecondFactorInForce = "second-factor-in-force", CONFLICT;
    CountChanged = "count-changed", CONFLICT;
    ConfirmationNeeded = "confirmation-needed", CONFLICT;
    NothingToUndo = "nothing-to-undo", CONFLICT;
    LinkExpired = "link-expired", GONE;
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE;
    WrongContentType = "wrong-content-type", UNSUPPORTED_MEDIA_TYPE;
    InvalidFields = "invalid-fields", UNPROCESSABLE_ENTITY;
    RefusedByRule = "refused-by-rule", UNPROCESSABLE_ENTITY;
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY;
    RulesNotLoaded = "rules-not-loaded", UNPROCESSABLE_ENTITY;
    TooManyStreams = "too-many-streams", TOO_MANY_REQUESTS;
    TooManyChecks = "too-many-checks", TOO_MANY_REQUESTS;
    TooManyReports = "too-many-reports", TOO_MANY_REQUESTS;
    Internal = "internal", INTERNAL_SERVER_ERROR;
    Busy = "busy", SERVICE_UNAVAILABLE;
}

/// A field that was refused.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// A JSON pointer to the field (RFC 6901): `/name`; empty for the body as a whole.
    #[schema(example = "/email")]
    pub pointer: String,
    /// The stable code of what is wrong: `too-long`.
    #[schema(example = "not-an-email")]
    pub code: String,
    /// The same in the reader's language, with the way out.
    #[schema(example = "This is not an email address. Write one such as jane@example.org.")]
    pub detail: String,
}

impl FieldProblem {
    /// A refused field, told in `language`; an empty one is the body as a whole.
    pub fn new(field: &str, error: &FieldError, language: Language) -> Self {
        Self {
            pointer: if field.is_empty() { String::new() } else { format!("/{field}") },
            code: error.code().to_owned(),
            detail: locale::say_with(
                language,
                &format!("field-{}", error.code()),
                &[("limit", error.limit().unwrap_or_default().to_string())],
            ),
        }
    }

    /// The name of the field at the top of the body.
    pub fn field(&self) -> &str {
        self.pointer.trim_start_matches('/')
    }
}

/// A problem, as its body says it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(skip)]
    kind: Kind,
    /// A reference to the kind of problem, relative to this server: `/problems/thread-closed`.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "/problems/invalid-fields")]
    type_uri: String,
    /// The kind in a few words.
    #[schema(example = "Some fields are not right")]
    title: String,
    /// The HTTP status.
    status: u16,
    /// What it means and what to do about it.
    #[schema(example = "This is not an email address. Write one such as jane@example.org.")]
    detail: String,
    /// The fields that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// For a conflict: the decision that stands. For a refusal by a rule: what it marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    current: Option<serde_json::Value>,
    /// The parameter of the address that cannot be what it is.
    #[serde(skip)]
    parameter: Option<String>,
}

impl Problem {
    /// A problem of this kind, told in `language`.
    pub fn new(kind: Kind, language: Language) -> Self {
        Self {
            kind,
            type_uri: format!("/problems/{}", kind.code()),
            title: locale::say(language, &format!("problem-{}", kind.code())),
            status: kind.status().as_u16(),
            detail: locale::say(language, &format!("problem-{}-detail", kind.code())),
            errors: Vec::new(),
            current: None,
            parameter: None,
        }
    }

    /// Refused fields, all together.
    pub fn fields(errors: Vec<FieldProblem>, language: Language) -> Self {
        Self { errors, ..Self::new(Kind::InvalidFields, language) }
    }

    /// A parameter of the address, or a header, has a value that it cannot have.
    pub fn parameter(name: &str, language: Language) -> Self {
        Self {
            detail: locale::say_with(language, "problem-malformed-parameter-named", &[("name", name.to_owned())]),
            parameter: Some(name.to_owned()),
            ..Self::new(Kind::MalformedParameter, language)
        }
    }

    /// An invitation that opens nothing any more: it was accepted, taken back, or waited too long.
    pub fn expired_invitation(language: Language) -> Self {
        Self {
            detail: locale::say(language, "problem-link-expired-invitation"),
            ..Self::new(Kind::LinkExpired, language)
        }
    }

    /// What the moderator wanted takes another role.
    pub fn not_allowed(needed: Role, language: Language) -> Self {
        Self {
            detail: locale::say_with(
                language,
                "problem-not-allowed-role",
                &[("role", locale::say(language, &format!("role-{needed}")))],
            ),
            ..Self::new(Kind::NotAllowed, language)
        }
    }

    /// Comments from here are not taken; it does not say by which of their addresses somebody was known.
    fn blocked(until: Option<Timestamp>, contact: Option<&str>, language: Language) -> Self {
        let told = Self::new(Kind::Blocked, language);
        let mut detail = match until {
            Some(until) => locale::say_with(language, "problem-blocked-until", &[("until", until.to_minute())]),
            None => told.detail.clone(),
        };
        if let Some(contact) = contact {
            detail.push(' ');
            detail.push_str(&locale::say_with(language, "problem-blocked-contact", &[("contact", contact.to_owned())]));
        }
        Self { detail, ..told }.with_current(serde_json::json!({ "until": until }))
    }

    /// Why a standing was not set or lifted.
    pub fn from_standing(error: &StandingError, language: Language) -> Self {
        match error {
            StandingError::NotFound => Self::new(Kind::UnknownStanding, language),
            StandingError::NotAllowed { needed } => Self::not_allowed(*needed, language),
            StandingError::Field { field, error } => {
                Self::fields(vec![FieldProblem::new(field, error, language)], language)
            }
            StandingError::Doubtful(caution) => Self {
                detail: locale::say_with(
                    language,
                    if caution.is_wide { "problem-confirmation-wide" } else { "problem-confirmation-people" },
                    &[("authors", caution.authors.to_string()), ("moderators", caution.moderators.to_string())],
                ),
                ..Self::new(Kind::ConfirmationNeeded, language)
            }
            .with_current(serde_json::json!({ "authors": caution.authors, "moderators": caution.moderators })),
            StandingError::Store(error) => Self::from_store(error, language),
        }
    }

    /// The same with a fact about how things stand.
    #[must_use]
    pub fn with_current(self, current: serde_json::Value) -> Self {
        Self { current: Some(current), ..self }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The parameter of the address that cannot be what it is, where it is one.
    pub fn parameter_name(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// The kind in a few words.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it means and what to do about it.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The fields that were refused.
    pub fn errors(&self) -> &[FieldProblem] {
        &self.errors
    }

    /// A failed read or write: the cause goes to the log, the outside learns whether to try again.
    pub fn from_store(error: &StoreError, language: Language) -> Self {
        match error {
            StoreError::Full
            | StoreError::Closed
            | StoreError::Pool(_)
            | StoreError::Connect(_)
            | StoreError::Disk(_) => {
                static NOT_TO_BE_HAD: Seldom = Seldom::new();
                if let Some(requests) = NOT_TO_BE_HAD.count(Timestamp::now()) {
                    tracing::warn!(%error, requests, "the database is not to be had");
                }
                Self::new(Kind::Busy, language)
            }
            _ => {
                tracing::error!(%error, "a request failed");
                Self::new(Kind::Internal, language)
            }
        }
    }

    /// Why a submission was not kept.
    pub fn from_submit(error: &SubmitError, language: Language) -> Self {
        match error {
            SubmitError::UnknownSite => Self::new(Kind::UnknownSite, language),
            SubmitError::UnknownThread => Self::new(Kind::UnknownThread, language),
            SubmitError::Closed => Self::new(Kind::ThreadClosed, language),
            SubmitError::ParentNotPublished => {
                Self::fields(vec![FieldProblem::new("parent", &FieldError::NotPublished, language)], language)
            }
            SubmitError::Blocked { until, contact } => Self::blocked(*until, contact.as_deref(), language),
            SubmitError::KeyReused => Self::new(Kind::IdempotencyKeyReused, language),
            SubmitError::Refused(assessment) => Self::new(Kind::RefusedByRule, language)
                .with_current(serde_json::json!({ "hits": super::view::hits(assessment, None, "", language) })),
            SubmitError::NoRules => {
                tracing::error!("a site names a pack of rules that is not loaded");
                Self::new(Kind::Busy, language)
            }
            SubmitError::Store(error) => Self::from_store(error, language),
        }
    }

    /// Why a report was not kept.
    pub fn from_report(error: &ReportError, language: Language) -> Self {
        let field = |name, error| Self::fields(vec![FieldProblem::new(name, &error, language)], language);
        match error {
            ReportError::UnknownSite => Self::new(Kind::UnknownSite, language),
            ReportError::NotPublished => Self::new(Kind::UnknownComment, language),
            ReportError::UnknownClause => field("clause", FieldError::Unknown),
            ReportError::WordTooLong { max } => field("word", FieldError::TooLong { max: *max }),
            ReportError::Store(error) => Self::from_store(error, language),
        }
    }

    /// Why a thread could not be read.
    pub fn from_read(error: &ReadError, language: Language) -> Self {
        match error {
            ReadError::UnknownSite => Self::new(Kind::UnknownSite, language),
            ReadError::UnknownThread => Self::new(Kind::UnknownThread, language),
            ReadError::Store(error) => Self::from_store(error, language),
        }
    }

    /// Why nothing was done with people. What a password lacks is said of the field `password`.
    pub fn from_people(error: &PeopleError, language: Language) -> Self {
        let password = |error| Self::fields(vec![FieldProblem::new("password", &error, language)], language);
        match error {
            PeopleError::Taken => Self::new(Kind::AlreadyModerator, language),
            PeopleError::NotAllowed => Self::not_allowed(crate::comment::Role::Owner, language),
            PeopleError::Invited => Self::new(Kind::AlreadyInvited, language),
            PeopleError::LastOwner => Self::new(Kind::LastOwner, language),
            PeopleError::Unknown => Self::new(Kind::UnknownPerson, language),
            PeopleError::Password(PasswordError::TooShort) => password(FieldError::TooShort { min: LEAST_PASSWORD }),
            PeopleError::Password(PasswordError::TooLong) => password(FieldError::TooLong { max: LONGEST_PASSWORD }),
            PeopleError::Password(PasswordError::Failed) => Self::new(Kind::Busy, language),
            PeopleError::SecondFactor => Self::new(Kind::MalformedBody, language),
            PeopleError::SecondFactorInForce => Self::new(Kind::SecondFactorInForce, language),
            PeopleError::Store(error) => Self::from_store(error, language),
        }
    }

    /// Why nothing was decided of all that a filter finds.
    pub fn from_bulk(error: &BulkError, language: Language) -> Self {
        match error {
            BulkError::Grown { found, confirmed } => Self::new(Kind::CountChanged, language)
                .with_current(serde_json::json!({ "count": found, "confirmed": confirmed })),
            BulkError::Store(error) => Self::from_store(error, language),
        }
    }

    /// Why nothing was decided.
    pub fn from_decide(error: &DecideError, language: Language) -> Self {
        let field = |name, error| Self::fields(vec![FieldProblem::new(name, &error, language)], language);
        match error {
            DecideError::NotFound => Self::new(Kind::UnknownComment, language),
            DecideError::NotAllowed { needed } => Self::not_allowed(*needed, language),
            DecideError::Conflict { status, version, decision } => Self::new(Kind::AlreadyDecided, language)
                .with_current(serde_json::json!({
                    "status": status,
                    "version": version,
                    "decision": decision.as_deref().map(super::view::DecisionView::from),
                })),
            DecideError::Claimed { held } => Self::new(Kind::Claimed, language)
                .with_current(serde_json::json!({ "by": held.by, "until": held.until })),
            DecideError::UnknownVerdict => field("verdict", FieldError::Unknown),
            DecideError::ClauseNeeded => field("clause", FieldError::Required),
            DecideError::UnknownClause => field("clause", FieldError::Unknown),
            DecideError::NoteTooLong { max } => field("note", FieldError::TooLong { max: *max }),
            DecideError::NoteEmpty => field("text", FieldError::Required),
            DecideError::NothingToRedact => field("redact", FieldError::Unknown),
            DecideError::NothingToUndo => Self::new(Kind::NothingToUndo, language),
            DecideError::Store(error) => Self::from_store(error, language),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.title)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/problem+json").insert_header((header::CACHE_CONTROL, "no-store"));
        retry_after(self.kind, &mut response);
        if self.kind == Kind::NotLoggedIn {
            response.insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"placet\"")));
        }
        response.json(self)
    }
}

/// Tells a client that should come back when to.
pub(super) fn retry_after(kind: Kind, response: &mut actix_web::HttpResponseBuilder) {
    let seconds = match kind {
        Kind::Busy => "1",
        Kind::TooManyStreams => "30",
        _ => return,
    };
    response.insert_header((header::RETRY_AFTER, HeaderValue::from_static(seconds)));
}
