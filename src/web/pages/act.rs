//! The page behind the link in a moderator's mail: opening it shows, its buttons act.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::card::Card;
use super::desk_actions::{fields, order};
use super::problems;
use super::words::Words;
use crate::comment::{Source, Timestamp};
use crate::seal::{Act, SealError};
use crate::store::moderators::{self, Moderator};
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

#[derive(Template)]
#[template(path = "pages/act.html")]
struct Page {
    words: Words,
    seal: String,
    c: Card,
    done: Option<String>,
    problem: Option<Problem>,
    /// What is wrong with the clause.
    refused_clause: Option<String>,
}

/// Shows the comment and the buttons; changes nothing.
pub async fn show(request: HttpRequest, seal: web::Path<String>, app: context::Shared) -> HttpResponse {
    let language = context::language(&request);
    let answer = async {
        let (act, moderator) = open(&app, &seal, &request).await?;
        page(&app, &seal, act, &moderator, None, None).await
    };
    answer.await.unwrap_or_else(|problem| problems::answer(&problem, language, None))
}

/// Decides, as the moderator to whom the mail was sent.
pub async fn act(
    request: HttpRequest,
    seal: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let language = context::language(&request);
    let answer = async {
        let (act, moderator) = open(&app, &seal, &request).await?;
        let fields = fields(&request, payload, moderator.language).await?;
        let from_decide = |error| Problem::from_decide(&error, moderator.language);
        let wanted = order(act.comment, &fields, moderator.id, Source::MailLink).map_err(from_decide)?;
        match app.service.desk.of(moderator.id, &moderator.access).decide(wanted).await {
            Ok(decided) => {
                let done = Words(moderator.language).say(&format!("flash-{}", decided.status));
                page(&app, &seal, act, &moderator, Some(done), None).await
            }
            Err(error) => page(&app, &seal, act, &moderator, None, Some(from_decide(error))).await,
        }
    };
    answer.await.unwrap_or_else(|problem| problems::answer(&problem, language, None))
}

/// What the link allows, while it is good and its moderator is one.
async fn open(app: &App, seal: &str, request: &HttpRequest) -> Result<(Act, Moderator), Problem> {
    let language = context::language(request);
    let act = app.service.seal.open_act(seal, Timestamp::now()).map_err(|error| match error {
        SealError::Invalid => Problem::new(Kind::NotFound, language),
        SealError::Expired => Problem::new(Kind::LinkExpired, language),
    })?;
    let found = app.service.store.read(move |connection| moderators::get(connection, act.moderator)).await;
    let moderator = found.map_err(|error| Problem::from_store(&error, language))?;
    Ok((act, moderator.ok_or_else(|| Problem::new(Kind::NotFound, language))?))
}

async fn page(
    app: &App,
    seal: &str,
    act: Act,
    moderator: &Moderator,
    done: Option<String>,
    problem: Option<Problem>,
) -> Result<HttpResponse, Problem> {
    let words = Words(moderator.language);
    let from_store = |error| Problem::from_store(&error, words.0);
    let item = app.service.desk.of(moderator.id, &moderator.access).one(act.comment).await.map_err(from_store)?;
    let item = item.ok_or_else(|| Problem::new(Kind::UnknownComment, words.0))?;
    let site = app.service.store.site_by_id(item.comment.site).await.map_err(from_store)?;
    let rules = site.as_ref().and_then(|site| app.service.rules.load().for_site(site.key.as_str(), &site.pack));
    let card = Card::new(&item, site.as_ref().map_or("", |site| &site.name), rules.as_deref(), words)
        .for_role(moderator.access.at(item.comment.site));
    let response = problem.as_ref().map_or_else(HttpResponse::Ok, |problem| headers::status(problem.kind()));
    let errors = problem.iter().flat_map(Problem::errors);
    let refused_clause = errors.filter(|error| error.field() == "clause").map(|error| error.detail.clone()).next();
    let page = Page { words, seal: seal.to_owned(), c: card, done, problem, refused_clause };
    Ok(headers::page(response, &Frames::None, words.0, &page))
}
