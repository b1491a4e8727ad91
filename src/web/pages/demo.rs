//! What only the demonstration has: a way from its first page to the article, and the mails that were sent.

use std::sync::PoisonError;

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::problems;
use super::words::Words;
use crate::web::context;
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

/// A stretch of a mail's text; an address where it is one.
struct Stretch {
    text: String,
    address: Option<String>,
}

struct Mail {
    subject: String,
    to: String,
    text: Vec<Stretch>,
}

#[derive(Template)]
#[template(path = "pages/mails.html")]
struct Page {
    words: Words,
    mails: Vec<Mail>,
}

/// Leads from the first page to the article.
pub async fn start(app: context::Shared) -> HttpResponse {
    let article = app.demo.as_ref().map_or("/desk", |demo| demo.article.as_str());
    HttpResponse::SeeOther().insert_header(("location", article)).finish()
}

/// Shows the mails that the demonstration has sent, the newest first.
pub async fn mails(request: HttpRequest, app: context::Shared) -> HttpResponse {
    let language = context::language(&request);
    let Some(demo) = &app.demo else {
        return problems::answer(&Problem::new(Kind::NotFound, language), language, None);
    };
    let mails = demo.mails.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let page = Page {
        words: Words(language),
        mails: mails
            .into_iter()
            .rev()
            .map(|mail| Mail { subject: mail.subject, to: mail.to, text: stretches(&mail.text) })
            .collect(),
    };
    headers::page(HttpResponse::Ok(), &Frames::None, language, &page)
}

fn stretches(text: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut rest = 0;
    for (start, found) in text.match_indices("http") {
        let Some(tail) = text.get(start..).filter(|_| start >= rest) else { continue };
        let end = tail.find(char::is_whitespace).unwrap_or(tail.len());
        let Some(address) =
            tail.get(..end).filter(|address| address.starts_with("http://") || address.starts_with("https://"))
        else {
            continue;
        };
        stretches.push(Stretch { text: text.get(rest..start).unwrap_or_default().to_owned(), address: None });
        stretches.push(Stretch { text: address.to_owned(), address: Some(address.to_owned()) });
        rest = start + end.max(found.len());
    }
    stretches.push(Stretch { text: text.get(rest..).unwrap_or_default().to_owned(), address: None });
    stretches
}
