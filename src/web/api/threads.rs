//! Reading a thread, and announcing, closing and opening one.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::comment::{CommentId, FieldError, Language, Timestamp};
use crate::publish::{LARGEST_PAGE, ThreadPage, ThreadView};
use crate::review::DecideError;
use crate::store::threads::Article;
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Kind, Problem};
use crate::web::{body, context, cors, query};

/// Which page.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before.
    #[param(example = "188005752027773590")]
    after: Option<String>,
    /// First comments on the page.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 100, example = 50)]
    limit: Option<String>,
}

impl PageQuery {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// A problem: a value that is none.
    pub fn read(request: &HttpRequest, language: Language) -> Result<Self, Problem> {
        query::read(request.query_string(), &[], language)
    }

    /// After which comment, and how many.
    ///
    /// # Errors
    /// A problem: a value that is none.
    pub fn page(&self, usual: usize, language: Language) -> Result<(Option<CommentId>, usize), Problem> {
        let after = self.after.as_deref().map(str::parse).transpose();
        let after = after.map_err(|_| Problem::parameter("after", language))?;
        Ok((after, query::limit(self.limit.as_deref(), usual, LARGEST_PAGE, language)?))
    }
}

/// Read a thread's published comments.
///
/// Replies stand below the comments that they answer. Answers with 304 to `If-None-Match` while nothing changed.
#[utoipa::path(
    get, path = "/api/v1/sites/{site}/threads/{thread}/comments", tag = "readers",
    params(("site" = String, Path, description = "The site's key.", example = "courier"), ("thread" = String, Path, description = "The thread's key.", example = "river-ice"), PageQuery),
    responses(
        (status = 200, description = "A page of the thread, with an `ETag`.", body = ThreadPage),
        (status = 304, description = "The page is still the one of `If-None-Match`."),
        (status = "4XX", description = "No such site or thread.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn read(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (site, language) = app.site(&request, &path.0).await?;
    let thread = context::thread_key(&path.1, language)?;
    let (after, limit) = PageQuery::read(&request, language)?.page(app.service.page_size, language)?;
    let page = app
        .service
        .publisher
        .page(&site.key, &thread, after, limit)
        .await
        .map_err(|error| Problem::from_read(&error, language))?;
    let unchanged = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| matches_tag(tags, &page.etag));
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if let Ok(etag) = HeaderValue::from_str(&page.etag) {
        response.insert_header((header::ETAG, etag));
    }
    if unchanged {
        return Ok(response.finish());
    }
    Ok(response.content_type("application/json").body(page.json))
}

/// Whether an `If-None-Match` names this tag (RFC 9110, 13.1.2: weak comparison).
fn matches_tag(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// What a browser asks before a page may send a comment, a draft or a report.
pub async fn preflight(request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let (site, _) = app.site(&request, request.match_info().query("site")).await?;
    let mut response = HttpResponse::NoContent();
    for header in cors::preflight(&request, &site) {
        response.append_header(header);
    }
    Ok(response.finish())
}

/// What a newsroom says of an article and its thread.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ThreadBody {
    /// The article's title.
    title: Option<String>,
    /// The article's address.
    url: Option<String>,
    /// The article's language, a BCP 47 tag.
    language: Option<String>,
    /// The article's text, for the rules that compare a comment with it.
    text: Option<String>,
    /// The section of the paper in which it stands.
    section: Option<String>,
    /// Its tags.
    tags: Vec<String>,
    /// Names that may not stand under it: a court has forbidden them, or the paper has decided so.
    banned_names: Vec<String>,
    /// From when on the thread takes no more comments, RFC 3339; `null` keeps it open.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

/// Announce a thread, or change, close or open it.
#[utoipa::path(
    put, path = "/api/v1/sites/{site}/threads/{thread}", tag = "moderators",
    params(("site" = String, Path, description = "The site's key.", example = "courier"), ("thread" = String, Path, description = "The thread's key.", example = "river-ice")),
    request_body = ThreadBody,
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The thread as it is now.", body = ThreadView),
        (status = "4XX", description = "Not changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn put(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let (site, _) = app.site(&request, &path.0).await?;
    let key = context::thread_key(&path.1, language)?;
    let sent: ThreadBody = body::json(&request, payload, language).await?;
    let refused = |field: &str, error| Problem::fields(vec![FieldProblem::new(field, &error, language)], language);
    let closed_at = sent
        .closed_at
        .map(|text| text.parse::<jiff::Timestamp>())
        .transpose()
        .map_err(|_| refused("closed_at", FieldError::Unknown))?
        .map(|moment| Timestamp::from_micros(moment.as_microsecond()));
    let url = crate::comment::Website::parse(&sent.url.unwrap_or_default()).map_err(|error| refused("url", error))?;
    let article = Article {
        title: sent.title,
        url: url.map(|url| url.as_str().to_owned()),
        language: sent.language,
        text: sent.text,
        section: sent.section,
        tags: sent.tags,
        banned_names: sent.banned_names,
    };
    let thread = moderator.desk(&app).set_thread(site.id, key, article, closed_at).await;
    let thread = thread.map_err(|error| match error {
        DecideError::NotFound => Problem::new(Kind::UnknownSite, language),
        error => Problem::from_decide(&error, language),
    })?;
    Ok(HttpResponse::Ok().json(ThreadView {
        open: thread.is_open(Timestamp::now()),
        published: thread.published,
        title: thread.article.title,
        key: thread.key,
    }))
}
