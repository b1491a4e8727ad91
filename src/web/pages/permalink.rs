//! A published comment's own address: on to the page of its thread on which it stands.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::problems;
use super::thread::Typed;
use crate::comment::{CommentId, Language, ThreadKey};
use crate::store::sites::Site;
use crate::store::{StoreError, comments, threads};
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
    let found = find(app, site, &key, id).await.map_err(|error| Problem::from_store(&error, language))?;
    let from = found.ok_or_else(unknown)?;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(context::names_language(request).then(|| ("lang", language.tag().to_owned())));
    query.extend_pairs(from.map(|from| ("after", from.to_string())));
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("/sites/{}/threads/{key}{mark}{query}#comment-{id}", site.key))
}

/// After which comment the page begins; `Some(None)` where it is on the first, `None` where it is nowhere.
async fn find(app: &App, site: &Site, key: &ThreadKey, id: CommentId) -> Result<Option<Option<CommentId>>, StoreError> {
    let (site, key) = (site.id, key.clone());
    let page = i64::try_from(app.service.page_size).unwrap_or(i64::MAX);
    app.service
        .store
        .read(move |connection| {
            let Some(thread) = threads::find(connection, site, &key)? else { return Ok(None) };
            let comment = comments::get(connection, id)?;
            let Some(comment) = comment.filter(|comment| comment.thread == thread.id && comment.visible) else {
                return Ok(None);
            };
            let first = comments::shown_roots(connection, thread.id, None, page)?;
            let is_first = first.iter().any(|root| root.id == comment.root);
            Ok(Some((!is_first).then(|| CommentId::from_i64(comment.root.as_i64() - 1))))
        })
        .await
}
