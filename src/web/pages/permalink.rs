//! A published comment's own address: on to the page of its thread on which it stands.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::problems;
use super::thread::Typed;
use crate::comment::{CommentId, Language};
use crate::publish::{Place, find_place};
use crate::store::sites::Site;
use crate::web::context::{self, App};
use crate::web::headers::Frames;
use crate::web::problem::{Kind, Problem};

/// Sends whoever has the address on.
pub async fn follow(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: context::Shared,
) -> HttpResponse {
    let (site, language) = match app.site(&request, &path.0).await {
        Ok(found) => found,
        Err(problem) => return problems::answer(&problem, context::language(&request), None),
    };
    match place(&request, &path, &app, &site, language).await {
        Ok(place) => HttpResponse::SeeOther().insert_header((header::LOCATION, place)).finish(),
        Err(problem) => problems::within(&Frames::Site(&site), &problem, language, &Typed::default()),
    }
}

async fn place(
    request: &HttpRequest,
    path: &(String, String, String),
    app: &App,
    site: &Site,
    language: Language,
) -> Result<String, Problem> {
    let key = context::thread_key(&path.1, language)?;
    let unknown = || Problem::new(Kind::UnknownComment, language);
    let id: CommentId = path.2.parse().map_err(|_| unknown())?;
    let (asked, page_size) = (key.clone(), app.service.page_size);
    let site_id = site.id;
    let found = app.service.store.read(move |connection| find_place(connection, site_id, &asked, id, page_size)).await;
    let found = found.map_err(|error| Problem::from_store(&error, language))?.ok_or_else(unknown)?;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(context::names_language(request).then(|| ("lang", language.tag().to_owned())));
    if let Place::After(comment) = found {
        query.append_pair("after", &comment.to_string());
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("/sites/{}/threads/{key}{mark}{query}#comment-{id}", site.key))
}
