//! Sending a comment: one set of field checks for the JSON API and for the form.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::{Validate, ValidateArgs as _, ValidationError};

use crate::comment::{
    CommentId, CommentText, EmailAddress, FieldError, Language, PersonName, SiteKey, Status, TextLimits, ThreadKey,
    Website,
};
use crate::intake::{NamedArticle, Submission};
use crate::web::problem::{FieldProblem, Problem};
use crate::web::{body, client, context};

/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 255;

/// The longest title or address that a page may give its article.
const LONGEST_ARTICLE_FIELD: usize = 500;

/// A comment as it is sent.
#[derive(Debug, Clone, Default, Deserialize, Validate, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[validate(context = TextLimits)]
pub struct SubmissionBody {
    /// The author's name: 1 to 80 characters, no markup.
    #[validate(custom(function = "check_name"))]
    #[schema(min_length = 1, max_length = 80, required = true, example = "Ada Lovelace")]
    pub name: String,
    /// The author's address: required, never published.
    #[validate(custom(function = "check_email"))]
    #[schema(max_length = 254, required = true, format = Email, example = "ada@example.org")]
    pub email: String,
    /// The author's website.
    #[validate(custom(function = "check_website"))]
    #[schema(max_length = 500, example = "https://example.org")]
    pub website: Option<String>,
    /// What it says: 2 to 5,000 characters unless this server is set otherwise.
    #[validate(custom(function = "check_text", use_context))]
    #[schema(min_length = 2, required = true, example = "A careful piece, thank you.")]
    pub text: String,
    /// The id of the published comment that it answers.
    #[validate(custom(function = "check_parent"))]
    pub parent: Option<String>,
    /// The language in which the reader is to be answered: `en` or `fr`. The site's own if none is given.
    #[validate(custom(function = "check_language"))]
    #[schema(example = "en")]
    pub language: Option<String>,
    /// Whether to send a receipt by mail.
    pub receipt: bool,
    /// The article's title, should the thread not be known yet; readers are told it once a comment is published below it.
    #[validate(custom(function = "check_title"))]
    pub article_title: Option<String>,
    /// The article's address, should the thread not be known yet; one on a host that is none of the site's is left out.
    #[validate(custom(function = "check_article_url"))]
    pub article_url: Option<String>,
}

/// What became of it.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct SubmissionAnswer {
    /// The comment's id.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: CommentId,
    /// Where it stands, as its status page says: `pending` at first, for a retry what has become of it.
    #[schema(value_type = String, example = "pending")]
    pub status: Status,
    /// Its private address: whoever has it can see what became of the comment.
    #[schema(example = "https://comments.courier.example/status/…")]
    pub status_url: String,
}

fn refused(error: &FieldError) -> ValidationError {
    let mut refused = ValidationError::new(error.code());
    if let Some(limit) = error.limit() {
        refused.add_param("limit".into(), &limit);
    }
    refused
}

fn check_name(raw: &str) -> Result<(), ValidationError> {
    PersonName::parse(raw).map(drop).map_err(|error| refused(&error))
}

fn check_email(raw: &str) -> Result<(), ValidationError> {
    EmailAddress::parse(raw).map(drop).map_err(|error| refused(&error))
}

fn check_website(raw: &str) -> Result<(), ValidationError> {
    Website::of_author(raw).map(drop).map_err(|error| refused(&error))
}

fn check_article_url(raw: &str) -> Result<(), ValidationError> {
    Website::parse(raw).map(drop).map_err(|error| refused(&error))
}

fn check_text(raw: &str, limits: &TextLimits) -> Result<(), ValidationError> {
    CommentText::parse(raw, *limits).map(drop).map_err(|error| refused(&error))
}

fn check_parent(raw: &str) -> Result<(), ValidationError> {
    raw.parse::<CommentId>().map(drop).map_err(|_| refused(&FieldError::NotPublished))
}

fn check_language(raw: &str) -> Result<(), ValidationError> {
    Language::from_tag(raw).map(drop).ok_or_else(|| refused(&FieldError::Unknown))
}

/// Whether an article can have this title.
pub fn is_title(raw: &str) -> bool {
    raw.chars().count() <= LONGEST_ARTICLE_FIELD
}

fn check_title(raw: &str) -> Result<(), ValidationError> {
    is_title(raw).then_some(()).ok_or_else(|| refused(&FieldError::TooLong { max: LONGEST_ARTICLE_FIELD }))
}

impl SubmissionBody {
    /// The language in which the reader is spoken to: the one in the body, else `otherwise`.
    pub fn language(&self, otherwise: Language) -> Language {
        self.language.as_deref().and_then(Language::from_tag).unwrap_or(otherwise)
    }

    /// Parses every field.
    ///
    /// # Errors
    /// Every field that was refused, all together, told in `language`.
    pub fn parse(
        self,
        site: SiteKey,
        thread: ThreadKey,
        limits: TextLimits,
        language: Language,
        idempotency_key: Option<String>,
    ) -> Result<Submission, Vec<FieldProblem>> {
        self.validate_with_args(&limits).map_err(|errors| field_problems(&errors, language))?;
        // What the checks above have passed parses; should they ever part ways, the field is still named.
        let bad = |field: &str, error: FieldError| vec![FieldProblem::new(field, &error, language)];
        let article_url = Website::parse(&self.article_url.unwrap_or_default()).map_err(|e| bad("article_url", e))?;
        let website = Website::of_author(&self.website.unwrap_or_default()).map_err(|error| bad("website", error))?;
        Ok(Submission {
            site,
            thread,
            article: NamedArticle { title: self.article_title, url: article_url },
            name: PersonName::parse(&self.name).map_err(|error| bad("name", error))?,
            email: EmailAddress::parse(&self.email).map_err(|error| bad("email", error))?,
            website,
            text: CommentText::parse(&self.text, limits).map_err(|error| bad("text", error))?,
            parent: self
                .parent
                .map(|raw| raw.parse().map_err(|_| bad("parent", FieldError::NotPublished)))
                .transpose()?,
            language,
            wants_receipt: self.receipt,
            idempotency_key,
            ip: None,
        })
    }
}

/// The refused fields, in the order of the form. The submitted values that validator keeps beside them stay here.
fn field_problems(errors: &validator::ValidationErrors, language: Language) -> Vec<FieldProblem> {
    const ORDER: [&str; 8] = ["text", "name", "email", "website", "parent", "language", "article_title", "article_url"];
    let refused = errors.field_errors();
    ORDER
        .into_iter()
        .filter_map(|field| {
            let first = refused.get(field)?.first()?;
            let limit = first.params.get("limit").and_then(serde_json::Value::as_u64).unwrap_or_default();
            Some(FieldProblem {
                pointer: format!("/{field}"),
                code: first.code.to_string(),
                detail: crate::locale::say_with(
                    language,
                    &format!("field-{}", first.code),
                    &[("limit", limit.to_string())],
                ),
            })
        })
        .collect()
}

/// The client's own name for a submission.
fn idempotency_key(request: &HttpRequest, language: Language) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    value
        .to_str()
        .ok()
        .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| Problem::parameter("Idempotency-Key", language))
}

/// Send a comment.
///
/// It waits in the pre-moderation queue. The same `Idempotency-Key`, or the identical body within two minutes,
/// gives the comment that is there, with 200.
#[utoipa::path(
    post, path = "/api/v1/sites/{site}/threads/{thread}/comments", tag = "readers",
    params(
        ("site" = String, Path, description = "The site's key.", example = "courier"),
        ("thread" = String, Path, description = "The thread's key.", example = "river-ice"),
        ("Idempotency-Key" = Option<String>, Header, description = "The client's own name for this submission, up to 255 characters.", example = "7f1c2d9e-form-3"),
    ),
    request_body = SubmissionBody,
    responses(
        (status = 201, description = "Kept, and durable.", body = SubmissionAnswer),
        (status = 200, description = "It was there already.", body = SubmissionAnswer),
        (status = "4XX", description = "Not kept; the body says why and what to do.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many are waiting; try again after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn submit(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (site, language) = app.site(&request, &path.0).await?;
    let thread = context::thread_key(&path.1, language)?;
    let key = idempotency_key(&request, language)?;
    let sent: SubmissionBody = body::json(&request, payload, language).await?;
    let language = sent.language(language);
    let mut submission = sent
        .parse(site.key.clone(), thread, app.service.limits, language, key)
        .map_err(|errors| Problem::fields(errors, language))?;
    submission.ip = client::address(&request, app.trusted_proxies);
    let accepted =
        app.service.intake.submit(submission).await.map_err(|error| Problem::from_submit(&error, language))?;
    let status = if accepted.created {
        Status::Pending
    } else {
        let known = app.service.for_its_reader(accepted.comment).await;
        let known = known.map_err(|error| Problem::from_store(&error, language))?;
        known.map_or(Status::Pending, |item| item.told_status())
    };
    let status_url = format!("{}/status/{}", app.service.public_url, app.service.seal.status(accepted.comment));
    let mut response = if accepted.created { HttpResponse::Created() } else { HttpResponse::Ok() };
    response.insert_header((header::LOCATION, status_url.as_str())).insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.json(SubmissionAnswer { id: accepted.comment, status, status_url }))
}
