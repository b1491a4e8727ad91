//! A thread's page: its published comments, and the form under them. It can be linked to, framed, or copied.

use std::sync::Arc;

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::marks::{self, Part};
use super::problems;
use super::words::Words;
use crate::comment::{CommentId, Language, Status, ThreadKey};
use crate::locale;
use crate::publish::{PublishedComment, ThreadPage, read_page};
use crate::store::sites::Site;
use crate::store::threads::{self, Thread};
use crate::store::{StoreError, comments};
use crate::web::api::threads::PageQuery;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{FieldProblem, Problem};
use crate::web::view::HitView;

/// What a reader has typed: it comes back whatever happens.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The comment.
    pub text: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The website.
    pub website: String,
    /// Whether a receipt was asked for.
    pub receipt: bool,
    /// The comment that is answered.
    pub parent: String,
    /// The article's title, as the embedding page gave it.
    pub article_title: String,
    /// The article's address, as the embedding page gave it.
    pub article_url: String,
}

impl Typed {
    /// What the reader said of themselves, under the names of its fields: to be copied where there is no form to return to.
    pub(super) fn of_the_author(&self) -> [(&'static str, &str); 3] {
        [("form-name", &self.name), ("form-email", &self.email), ("form-website", &self.website)]
    }

    /// What the address of this page says besides its language: what is answered, and what the embedding page named.
    fn query(&self) -> String {
        let said = [("parent", &self.parent), ("title", &self.article_title), ("url", &self.article_url)];
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
        if query.is_empty() { query } else { query + "&" }
    }
}

/// What went wrong with a form, to be told beside it.
#[derive(Default)]
pub struct Trouble {
    /// The problem.
    pub problem: Option<Problem>,
    /// What a rule marked, if a rule refused.
    pub hits: Vec<HitView>,
}

/// The comment that is answered.
struct Answered {
    id: CommentId,
    name: String,
}

/// The demonstration's article.
struct Story {
    language: String,
    paragraphs: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/thread.html")]
struct ThreadPageView<'a> {
    words: Words,
    site: &'a Site,
    title: String,
    article_url: Option<String>,
    article: Option<Story>,
    page: ThreadPage,
    problem: Option<&'a Problem>,
    errors: &'a [FieldProblem],
    marked: Vec<Part>,
    reasons: Vec<String>,
    note: String,
    action: String,
    answered: Option<Answered>,
    typed: Typed,
    /// The language, where the reader has chosen it: links keep to it.
    chosen: Option<Language>,
    /// Whether comments stand before those of this page.
    is_later: bool,
    /// Whether a form came back: another language is then asked for with all that was typed.
    returned: bool,
}

/// A published comment with those below it.
#[derive(Template)]
#[template(path = "pages/comment.html")]
struct CommentHtml<'a> {
    c: &'a PublishedComment,
    words: Words,
    /// The thread's address.
    thread: &'a str,
    /// Where a reply is written; `None` where the thread is closed.
    replies_to: Option<&'a str>,
    chosen: Option<Language>,
}

impl CommentHtml<'_> {
    fn below(&self, reply: &PublishedComment) -> String {
        CommentHtml { c: reply, ..*self }.render().unwrap_or_default()
    }
}

impl ThreadPageView<'_> {
    fn comment_html(&self, comment: &PublishedComment) -> String {
        let replies_to = self.page.thread.open.then_some(self.action.as_str());
        CommentHtml { c: comment, words: self.words, thread: &self.action, replies_to, chosen: self.chosen }
            .render()
            .unwrap_or_default()
    }
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: context::Shared,
) -> Result<HttpResponse, actix_web::Error> {
    let (site, language) = match app.site(&request, &path.0).await {
        Ok(found) => found,
        Err(problem) => return Ok(problems::answer(&problem, context::language(&request), None)),
    };
    let key = match context::thread_key(&path.1, language) {
        Ok(key) => key,
        Err(problem) => return Ok(problems::answer(&problem, language, None)),
    };
    let mut typed = Typed::default();
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        match &*name {
            "parent" => typed.parent = value.into_owned(),
            // A page that frames this one names its article.
            "title" => typed.article_title = value.into_owned(),
            "url" => typed.article_url = value.into_owned(),
            _ => {}
        }
    }
    let status = StatusCode::OK;
    Ok(render(&app, &request, &site, &key, language, typed, Trouble::default(), status).await)
}

/// What the page needs from the database.
struct Found {
    thread: Option<Thread>,
    page: ThreadPage,
    answered: Option<Answered>,
}

/// Renders the page, with what was typed and what is wrong with it.
#[expect(clippy::too_many_arguments, reason = "one page, for looking and for mending")]
pub async fn render(
    app: &App,
    request: &HttpRequest,
    site: &Arc<Site>,
    key: &ThreadKey,
    language: Language,
    typed: Typed,
    trouble: Trouble,
    status: StatusCode,
) -> HttpResponse {
    let query = PageQuery::read(request, language).and_then(|query| query.page(app.service.page_size, language));
    let (after, limit) = query.unwrap_or((None, app.service.page_size));
    let found = match find(app, site, key, after, limit, &typed.parent).await {
        Ok(found) => found,
        // The form still comes back with all that was typed.
        Err(_) if trouble.problem.is_some() => {
            Found { thread: None, page: ThreadPage::empty(key.clone()), answered: None }
        }
        Err(error) => {
            let problem = Problem::from_store(&error, language);
            return problems::within(&Frames::Site(site), &problem, language, &typed);
        }
    };
    if found.thread.is_none() && !site.opens_threads && trouble.problem.is_none() {
        let problem = Problem::new(crate::web::problem::Kind::UnknownThread, language);
        return problems::within(&Frames::Site(site), &problem, language, &typed);
    }
    let article = found.thread.as_ref().map(|thread| thread.article.clone()).unwrap_or_default();
    let known = found.thread.as_ref().and_then(Thread::public_title).map(str::to_owned);
    let title = known.or_else(|| Some(typed.article_title.clone()).filter(|title| !title.is_empty()));
    let words = Words(language);
    let view = ThreadPageView {
        words,
        site,
        title: title.unwrap_or_else(|| key.to_string()),
        article_url: article.url,
        article: article.text.filter(|_| app.demo.is_some()).map(|text| Story {
            language: article.language.unwrap_or_else(|| site.language.tag().to_owned()),
            paragraphs: text.split("\n\n").map(str::to_owned).collect(),
        }),
        page: found.page,
        errors: trouble.problem.as_ref().map_or(&[], Problem::errors),
        problem: trouble.problem.as_ref(),
        marked: if trouble.hits.is_empty() { Vec::new() } else { marks::parts(&typed.text, &trouble.hits) },
        reasons: marks::reasons(&trouble.hits, language),
        note: note(site, language),
        action: format!("/sites/{}/threads/{key}", site.key),
        answered: found.answered,
        typed,
        is_later: after.is_some(),
        returned: request.method() == Method::POST,
        chosen: (request.method() == Method::POST || context::names_language(request)).then_some(language),
    };
    let mut response = HttpResponse::build(status);
    if let Some(problem) = &trouble.problem {
        crate::web::problem::retry_after(problem.kind(), &mut response);
    }
    headers::page(response, &Frames::Site(site), language, &view)
}

async fn find(
    app: &App,
    site: &Site,
    key: &ThreadKey,
    after: Option<CommentId>,
    limit: usize,
    parent: &str,
) -> Result<Found, StoreError> {
    let (site, key, parent) = (site.id, key.clone(), parent.parse().ok());
    let shows_article = app.demo.is_some();
    app.service
        .store
        .read(move |connection| {
            let thread = if shows_article {
                threads::find(connection, site, &key)?
            } else {
                let id = threads::find_id(connection, site, &key)?;
                threads::headings(connection, id.as_slice())?.pop()
            };
            let Some(thread) = thread else {
                return Ok(Found { thread: None, page: ThreadPage::empty(key), answered: None });
            };
            let page = read_page(connection, &thread, after, limit)?;
            let answered = match parent {
                Some(parent) => comments::get(connection, parent)?
                    .filter(|comment| comment.thread == thread.id && comment.status == Status::Approved)
                    .map(|comment| Answered { id: comment.id, name: comment.author_name }),
                None => None,
            };
            Ok(Found { thread: Some(thread), page, answered })
        })
        .await
}

/// The note above the form: the site's own in this language, or Placet's.
fn note(site: &Site, language: Language) -> String {
    site.note
        .get(language.tag())
        .cloned()
        .unwrap_or_else(|| locale::say_with(language, "form-note", &[("site", site.name.clone())]))
}
