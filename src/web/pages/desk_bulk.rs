//! A decision on several comments at once, and its undoing: each is decided for itself, and each answer is counted.

use actix_web::{HttpRequest, HttpResponse, web};

use super::desk_actions::{is_of_desk, own_form};
use super::desk_flash::Left;
use super::problems;
use crate::comment::{CommentId, Source, Verdict};
use crate::review::{LONGEST_NOTE, MOST_AT_ONCE, Order};
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
        return problems::at_desk(&Problem::new(Kind::MalformedBody, language), language, None);
    };
    let back = value("back").filter(|back| is_of_desk(back)).unwrap_or("/desk");
    let clause = value("clause").map(str::to_owned).filter(|clause| !clause.is_empty());
    let note = value("note").map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    let chosen = chosen(&fields);
    let mistake = if chosen.is_empty() {
        Some("nothing-chosen")
    } else if verdict == Verdict::Refuse && clause.is_none() {
        Some("clause-needed")
    } else {
        note.as_ref().filter(|note| note.chars().count() > LONGEST_NOTE).map(|_| "note-too-long")
    };
    if let Some(mistake) = mistake {
        // What was chosen and typed comes back.
        let ids: Vec<String> = chosen.iter().map(|(comment, _)| comment.to_string()).collect();
        let word = note.unwrap_or_default();
        let word = url::form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>();
        return to(back, &format!("done={mistake}&chosen={}&word={word}", ids.join("-")));
    }
    let orders: Vec<Order> = chosen
        .into_iter()
        .map(|(comment, version)| Order {
            comment,
            version,
            verdict,
            clause: clause.clone(),
            redact: false,
            last_report: None,
            note: note.clone(),
            moderator: Some(at_desk.moderator.id),
            source: Source::Moderator,
        })
        .collect();
    let results = at_desk.desk(&app).decide_many(orders).await;
    let taken: Vec<String> = results
        .iter()
        .filter_map(|(comment, result)| Some(format!("{comment}.{}", result.as_ref().ok()?.version)))
        .collect();
    let left: Vec<String> = results
        .iter()
        .filter_map(|(comment, result)| Some(format!("{comment}.{}", Left::reason(result.as_ref().err()?))))
        .collect();
    let (count, failed) = (taken.len(), left.len());
    let said = format!("done=several&count={count}&failed={failed}&taken={}&left={}", taken.join("-"), left.join("-"));
    to(back, &said)
}

/// Takes back what was decided on several comments.
pub async fn undo(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Vec<(String, String)>>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let back = fields.iter().find(|(name, back)| name == "back" && is_of_desk(back));
    let back = back.map_or("/desk", |(_, back)| back.as_str());
    let desk = at_desk.desk(&app);
    let moderator = Some(at_desk.moderator.id);
    let undone = chosen(&fields).into_iter().map(|(comment, version)| desk.undo(comment, version, moderator));
    let undone = futures_util::future::join_all(undone).await;
    let count = undone.iter().filter(|result| result.is_ok()).count();
    to(back, &format!("done=several-undone&count={count}&failed={}", undone.len() - count))
}

/// The comments that a form names, each with the version that was seen: `ID.VERSION`.
fn chosen(fields: &[(String, String)]) -> Vec<(CommentId, i64)> {
    let chosen = fields.iter().filter(|(name, _)| name == "chosen");
    chosen.filter_map(|(_, one)| comment_and_version(one)).take(MOST_AT_ONCE).collect()
}

/// Reads `ID.VERSION`.
pub(super) fn comment_and_version(text: &str) -> Option<(CommentId, i64)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// Leads back to a page of the desk, which says what has happened.
pub(super) fn to(back: &str, said: &str) -> HttpResponse {
    let mark = if back.contains('?') { '&' } else { '?' };
    HttpResponse::SeeOther().insert_header(("location", format!("{back}{mark}{said}"))).finish()
}
