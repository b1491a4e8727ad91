//! A problem, told to a person; and the page behind a problem's type.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use askama::Template;

use super::thread::Typed;
use super::words::Words;
use crate::comment::Language;
use crate::web::context;
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct Page<'a> {
    words: Words,
    title: &'a str,
    detail: &'a str,
    typed: &'a Typed,
    way_out: Option<(String, &'a str)>,
}

/// Tells a problem on a page, with the text that was typed, if any was.
pub fn answer(problem: &Problem, language: Language, text: Option<&str>) -> HttpResponse {
    returning(problem, language, &Typed { text: text.unwrap_or_default().to_owned(), ..Typed::default() })
}

/// The same to a moderator, with the way back to the desk.
pub fn at_desk(problem: &Problem, language: Language, text: Option<&str>) -> HttpResponse {
    let typed = Typed { text: text.unwrap_or_default().to_owned(), ..Typed::default() };
    let way_out = match problem.kind() {
        Kind::NotLoggedIn | Kind::ForgedRequest => None,
        _ => Some((Words(language).say("problem-to-desk"), "/desk")),
    };
    page(headers::status(problem.kind()), (&Frames::None, way_out), problem, language, &typed)
}

/// Tells a problem on a page, with all that was typed into the form of a comment.
pub fn returning(problem: &Problem, language: Language, typed: &Typed) -> HttpResponse {
    within(&Frames::None, problem, language, typed)
}

/// The same, where the site's own pages may frame it: a reader's form stands in one, and what becomes of it does too.
pub fn within(frames: &Frames<'_>, problem: &Problem, language: Language, typed: &Typed) -> HttpResponse {
    page(headers::status(problem.kind()), (frames, None), problem, language, typed)
}

/// Tells somebody whose session has ended, with what they had typed and the way back.
pub fn logged_out(problem: &Problem, language: Language, text: String, log_in: &str) -> HttpResponse {
    let typed = Typed { text, ..Typed::default() };
    let way_out = Some((Words(language).say("login-title"), log_in));
    page(headers::status(problem.kind()), (&Frames::None, way_out), problem, language, &typed)
}

/// The page behind a problem's type.
pub async fn explain(request: HttpRequest, path: web::Path<String>) -> HttpResponse {
    let language = context::language(&request);
    match Kind::ALL.iter().find(|kind| kind.code() == path.as_str()) {
        Some(kind) => {
            let problem = Problem::new(*kind, language);
            page(HttpResponse::Ok(), (&Frames::None, None), &problem, language, &Typed::default())
        }
        None => answer(&Problem::new(Kind::NotFound, language), language, None),
    }
}

fn page(
    response: HttpResponseBuilder,
    (frames, way_out): (&Frames<'_>, Option<(String, &str)>),
    problem: &Problem,
    language: Language,
    typed: &Typed,
) -> HttpResponse {
    let words = Words(language);
    let way_out = way_out.or_else(|| match problem.kind() {
        Kind::NotLoggedIn | Kind::ForgedRequest => Some((words.say("login-title"), "/desk/login")),
        _ => None,
    });
    let page = Page { words, title: problem.title(), detail: problem.detail(), typed, way_out };
    headers::page(response, frames, language, &page)
}
