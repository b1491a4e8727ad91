//! What an editor does at the desk: each action is a form that leads back with what happened.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};

use super::desk::{log_in_address, to_log_in};
use super::desk_bulk::to;
use super::desk_one;
use super::problems;
use crate::comment::{CommentId, Language, Source, ThreadId, Verdict};
use crate::review::{DecideError, Decided, LONGEST_REMARK, Order};
use crate::web::auth::{AtDesk, is_same_origin};
use crate::web::body;
use crate::web::context::{self, App};
use crate::web::problem::{Kind, Problem};

/// The fields of a form.
pub type Fields = HashMap<String, String>;

/// Reads a form.
///
/// # Errors
/// Another media type, or too large.
pub async fn fields(request: &HttpRequest, payload: web::Payload, language: Language) -> Result<Fields, Problem> {
    Ok(pairs(request, payload, language).await?.into_iter().collect())
}

/// Reads a form of which several fields may have one name.
async fn pairs(
    request: &HttpRequest,
    payload: web::Payload,
    language: Language,
) -> Result<Vec<(String, String)>, Problem> {
    if !body::has_type(request, "application/x-www-form-urlencoded") {
        return Err(Problem::new(Kind::WrongContentType, language));
    }
    let body = body::read(payload, body::LARGEST, language).await?;
    Ok(url::form_urlencoded::parse(&body).into_owned().collect())
}

/// Who sent a form of the desk, and its fields; or the answer to whoever may not.
///
/// # Errors
/// The way to log in, or a page that tells the problem.
pub(super) async fn own_form<F: FromIterator<(String, String)>>(
    at_desk: Result<AtDesk, Problem>,
    request: &HttpRequest,
    payload: web::Payload,
    app: &App,
) -> Result<(AtDesk, F), HttpResponse> {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return Err(logged_out(&problem, request, payload).await),
    };
    let language = at_desk.moderator.language;
    let told = |problem: &Problem| problems::at_desk(problem, language, None);
    let sent = pairs(request, payload, language).await.map_err(|problem| told(&problem))?;
    let token = sent.iter().find(|(name, _)| name == "token").map(|(_, token)| token.as_str()).unwrap_or_default();
    // A form that was not made for this session is refused.
    if is_same_origin(request) && app.service.seal.is_form_token(&at_desk.session, token) {
        Ok((at_desk, sent.into_iter().collect()))
    } else {
        let typed = typed(sent).filter(|_| is_same_origin(request));
        Err(problems::at_desk(&Problem::new(Kind::ForgedRequest, language), language, typed.as_deref()))
    }
}

/// All that somebody wrote in a form of the desk.
fn typed(sent: Vec<(String, String)>) -> Option<String> {
    let is_text = |(name, text): &(String, String)| {
        ["note", "text", "reason"].contains(&name.as_str()) && !text.trim().is_empty()
    };
    let texts: Vec<String> = sent.into_iter().filter(is_text).map(|(_, text)| text).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// The way to log in; where something was written, with it.
async fn logged_out(problem: &Problem, request: &HttpRequest, payload: web::Payload) -> HttpResponse {
    let language = context::language(request);
    let sent = pairs(request, payload, language).await.unwrap_or_default();
    // What another site's form says is nobody's note.
    let text = typed(sent).filter(|_| is_same_origin(request));
    match text {
        Some(text) if problem.kind() == Kind::NotLoggedIn => {
            problems::logged_out(problem, language, text, &log_in_address(request))
        }
        Some(text) => problems::at_desk(problem, language, Some(&text)),
        None => to_log_in(problem, request),
    }
}

/// Approves, refuses or calls spam.
pub async fn decide(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    act(at_desk, &request, payload, &app, async |at_desk, fields| {
        let comment = path.parse().map_err(|_| DecideError::NotFound)?;
        let remark = fields.get("text").map(|text| text.trim()).filter(|text| !text.is_empty());
        if remark.is_some_and(|text| text.chars().count() > LONGEST_REMARK) {
            return Err(DecideError::NoteTooLong { max: LONGEST_REMARK });
        }
        let desk = at_desk.desk(&app);
        let decided = desk.decide(order(comment, fields, at_desk.moderator.id, Source::Moderator)?).await?;
        // A note for colleagues that was begun beside it is kept with the decision.
        if let Some(text) = remark {
            desk.note(comment, at_desk.moderator.id, text).await?;
        }
        Ok(decided)
    })
    .await
}

/// Takes a comment over that somebody else is reading.
pub async fn take_over(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let Ok(comment) = path.parse::<CommentId>() else {
        return problems::at_desk(&Problem::new(Kind::UnknownComment, language), language, None);
    };
    match at_desk.desk(&app).claim(at_desk.moderator.id, vec![comment], true).await {
        Ok(_) => {
            let there = desk_one::own_page(&path, &fields);
            HttpResponse::SeeOther().insert_header(("location", there)).finish()
        }
        Err(error) => problems::at_desk(&Problem::from_store(&error, language), language, None),
    }
}

/// Takes the last decision back.
pub async fn undo(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    act(at_desk, &request, payload, &app, async |at_desk, fields| {
        let comment = path.parse().map_err(|_| DecideError::NotFound)?;
        at_desk.desk(&app).undo(comment, version(fields), Some(at_desk.moderator.id)).await
    })
    .await
}

/// Notes something for colleagues.
pub async fn note(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let text = fields.get("text").map(String::as_str).unwrap_or_default();
    let said = match path.parse::<CommentId>() {
        Ok(comment) => at_desk.desk(&app).note(comment, at_desk.moderator.id, text).await,
        Err(_) => Err(DecideError::NotFound),
    };
    let said = match said {
        Ok(_) => "noted",
        Err(DecideError::NoteEmpty) => "note-empty",
        Err(error) => return problems::at_desk(&Problem::from_decide(&error, language), language, Some(text)),
    };
    // A word to the reader may have been begun beside it.
    let word = fields.get("note").map(|word| word.trim()).filter(|word| !word.is_empty());
    let word = word.map(|word| url::form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>());
    let word = word.map(|word| format!("&word={word}")).unwrap_or_default();
    to(&desk_one::own_page(&path, &fields), &format!("done={said}{word}"))
}

/// Closes a thread, or opens it again.
pub async fn close_thread(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let told = |problem: &Problem| problems::at_desk(problem, language, None);
    let unknown = Problem::new(Kind::UnknownThread, language);
    let Ok(thread) = path.parse::<ThreadId>() else { return told(&unknown) };
    let closes = fields.get("closes").is_some_and(|value| value == "yes");
    match at_desk.desk(&app).close_thread(thread, closes).await {
        Ok(()) => {
            let said = if closes { "thread-closed" } else { "thread-opened" };
            let back = fields.get("back").filter(|back| is_of_desk(back)).map_or("/desk", String::as_str);
            to(back, &format!("done={said}"))
        }
        Err(DecideError::NotFound) => told(&unknown),
        Err(error) => told(&Problem::from_decide(&error, language)),
    }
}

/// What a form orders.
///
/// # Errors
/// It names no verdict.
pub fn order(
    comment: CommentId,
    fields: &Fields,
    moderator: crate::comment::ModeratorId,
    source: Source,
) -> Result<Order, DecideError> {
    let (verdict, redact) = wanted(fields).ok_or(DecideError::UnknownVerdict)?;
    let given = |name: &str| fields.get(name).cloned().filter(|value| !value.trim().is_empty());
    Ok(Order {
        comment,
        version: version(fields),
        verdict,
        clause: given("clause"),
        note: given("note"),
        redact,
        last_report: fields.get("last_report").and_then(|id| id.parse().ok()),
        moderator: Some(moderator),
        source,
    })
}

/// The verdict of a form, and whether what is approved is redacted.
pub(super) fn wanted(fields: &Fields) -> Option<(Verdict, bool)> {
    match fields.get("verdict")?.as_str() {
        "redact" => Some((Verdict::Approve, true)),
        word => Some((Verdict::from_word(word)?, false)),
    }
}

fn version(fields: &Fields) -> i64 {
    fields.get("version").and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Does what a form of the desk asks for, and leads back.
async fn act(
    at_desk: Result<AtDesk, Problem>,
    request: &HttpRequest,
    payload: web::Payload,
    app: &App,
    action: impl AsyncFnOnce(&AtDesk, &Fields) -> Result<Decided, DecideError>,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, request, payload, app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let undoing = request.path().ends_with("/undo");
    let comment = request.match_info().get("id").unwrap_or_default();
    let done = action(&at_desk, &fields).await;
    if let Err(error) = &done
        && ["note", "text"].iter().any(|name| fields.get(*name).is_some_and(|typed| !typed.trim().is_empty()))
    {
        // The word to the reader was typed by somebody: it comes back beside what is wrong.
        let problem = Problem::from_decide(error, language);
        return desk_one::returned(&at_desk, request, comment, app, fields, problem).await;
    }
    let said = match done {
        Ok(Decided { comment, version, .. }) if undoing => format!("done=undone&comment={comment}&version={version}"),
        Ok(Decided { comment, version, kept: true, .. }) => format!("done=kept&comment={comment}&version={version}"),
        Ok(Decided { comment, version, status, .. }) => format!("done={status}&comment={comment}&version={version}"),
        Err(DecideError::Conflict { .. }) => {
            // There stands what the other has decided.
            return to(&desk_one::own_page(comment, &fields), "done=already-decided");
        }
        Err(DecideError::Claimed { .. }) => {
            return to(&desk_one::own_page(comment, &fields), "done=claimed");
        }
        Err(DecideError::NothingToUndo) => "done=nothing-to-undo".into(),
        Err(DecideError::ClauseNeeded | DecideError::UnknownClause) => "done=clause-needed".into(),
        Err(DecideError::NoteTooLong { .. }) => "done=note-too-long".into(),
        Err(DecideError::NoteEmpty) => "done=note-empty".into(),
        Err(DecideError::NothingToRedact) => "done=nothing-to-redact".into(),
        Err(DecideError::NotFound) => "done=not-found".into(),
        Err(error @ (DecideError::Store(_) | DecideError::NotAllowed { .. } | DecideError::UnknownVerdict)) => {
            return problems::at_desk(&Problem::from_decide(&error, language), language, None);
        }
    };
    let back = fields.get("back").filter(|back| is_of_desk(back)).map_or("/desk", String::as_str);
    to(back, &said)
}

/// Whether an address leads to a page of the desk and nowhere else.
pub fn is_of_desk(address: &str) -> bool {
    let rest = address.strip_prefix("/desk");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '/']))
        && address.chars().all(|c| c.is_ascii_graphic() && c != '\\' && c != '#')
}

#[cfg(test)]
mod tests {
    use super::is_of_desk;

    #[test]
    fn a_form_leads_back_to_the_desk_and_nowhere_else() {
        for address in ["/desk", "/desk?status=pending&order=risk", "/desk/comments/12"] {
            assert!(is_of_desk(address), "{address}");
        }
        for address in ["//evil.example", "https://evil.example", "/desk\r\nx: y", "/desks", "/desk\\..", ""] {
            assert!(!is_of_desk(address), "{address}");
        }
    }
}
