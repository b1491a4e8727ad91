//! A decision on several comments at once: each is decided for itself, and each answer is counted.

use actix_web::{HttpRequest, HttpResponse, web};

use super::desk_actions::{is_of_desk, own_form};
use super::problems;
use crate::comment::{CommentId, Source, Verdict};
use crate::review::{MOST_AT_ONCE, Order};
use crate::web::auth::AtDesk;
use crate::web::context;
use crate::web::problem::{Kind, Problem};

/// Decides on every chosen comment.
pub async fn decide(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Vec<(String, String)>>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let Some(verdict) = value("verdict").and_then(Verdict::from_word) else {
        return problems::answer(&Problem::new(Kind::MalformedBody, language), language, None);
    };
    let orders: Vec<Order> = fields
        .iter()
        .filter(|(name, _)| name == "chosen")
        .filter_map(|(_, chosen)| chosen.split_once('.'))
        .filter_map(|(id, version)| Some((id.parse::<CommentId>().ok()?, version.parse().ok()?)))
        .take(MOST_AT_ONCE)
        .map(|(comment, version)| Order {
            comment,
            version,
            verdict,
            clause: value("clause").map(str::to_owned).filter(|clause| !clause.is_empty()),
            redact: false,
            last_report: None,
            note: None,
            moderator: Some(at_desk.moderator.id),
            source: Source::Moderator,
        })
        .collect();
    let results = at_desk.desk(&app).decide_many(orders).await;
    let done = results.iter().filter(|(_, result)| result.is_ok()).count();
    let back = value("back").filter(|back| is_of_desk(back)).unwrap_or("/desk");
    let mark = if back.contains('?') { '&' } else { '?' };
    let location = format!("{back}{mark}done=several&count={done}&failed={}", results.len() - done);
    HttpResponse::SeeOther().insert_header(("location", location)).finish()
}
