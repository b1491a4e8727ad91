//! The netiquette, as the active rules' clauses say it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::problems;
use super::words::Words;
use crate::store::sites::Site;
use crate::web::context;
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

/// A clause in one language.
pub struct ClauseText {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
}

#[derive(Template)]
#[template(path = "pages/netiquette.html")]
struct Page<'a> {
    words: Words,
    site: &'a Site,
    clauses: Vec<ClauseText>,
    version: String,
}

/// Shows it.
pub async fn show(request: HttpRequest, path: web::Path<String>, app: context::Shared) -> HttpResponse {
    let (site, language) = match app.site(&request, &path).await {
        Ok(found) => found,
        Err(problem) => return problems::answer(&problem, context::language(&request), None),
    };
    let Some(rules) = app.service.rules.load().for_site(site.key.as_str(), &site.pack) else {
        return problems::answer(&Problem::new(Kind::Busy, language), language, None);
    };
    let clauses = rules.clauses().iter().map(|clause| ClauseText {
        id: clause.id.clone(),
        title: clause.title.get(language).to_owned(),
        text: clause.text.get(language).to_owned(),
    });
    let page = Page {
        words: Words(language),
        site: &site,
        clauses: clauses.collect(),
        version: format!("{} {}", rules.pack(), rules.version()),
    };
    headers::page(HttpResponse::Ok(), &Frames::Site(&site), language, &page)
}
