//! `/api/v1/account`: who one is, and what proves it: habits, password, second factor. What changes them opens to the
//! desk's session alone, so that a token can not take its owner's place.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::people::{PersonView, keys, person_view};
use crate::comment::{FieldError, Language};
use crate::people::Offer;
use crate::store::moderators;
use crate::web::auth::{Moderator, session_cookie};
use crate::web::problem::{FieldProblem, Problem};
use crate::web::queue_query::QueueQuery;
use crate::web::{body, client, context};

/// Who one is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountAnswer {
    #[serde(flatten)]
    person: PersonView,
    /// Whether a mail comes when a comment waits.
    wants_mail: bool,
    /// The queue as the desk opens with it: a query of `GET /api/v1/queue`; empty for the usual one.
    view: String,
    /// How many recovery codes are left, where there is a second factor.
    recovery_codes_left: i64,
}

/// What one wants otherwise; what is left out stays as it is.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HabitsBody {
    /// The language of the desk: `en` or `fr`.
    #[schema(example = "fr")]
    language: Option<String>,
    /// Whether a mail comes when a comment waits.
    #[schema(example = true)]
    wants_mail: Option<bool>,
    /// The queue as the desk opens with it: a query of `GET /api/v1/queue`; empty for the usual one.
    #[schema(example = "order=oldest&status=pending")]
    view: Option<String>,
}

/// A new password.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The one in force.
    #[schema(example = "a password of before")]
    old: String,
    /// The new one: 10 characters or more.
    #[schema(example = "correct horse battery staple")]
    password: String,
}

/// A second factor that is offered. It is in force once a code of it was sent back.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OfferAnswer {
    /// The secret, in base32 (RFC 4648), for an authenticator (RFC 6238).
    #[schema(example = "JBSWY3DPEHPK3PXP")]
    secret: String,
    /// The same as an `otpauth:` address.
    #[schema(example = "otpauth://totp/Placet:ada@courier.example?secret=JBSWY3DPEHPK3PXP&issuer=Placet")]
    address: String,
}

/// The second factor to put in force.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorBody {
    /// The secret that was offered.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The authenticator's code for it now.
    #[schema(example = "287082")]
    code: String,
}

/// Recovery codes, shown this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecoveryAnswer {
    /// Each opens the desk once, in the place of an authenticator's code.
    recovery_codes: Vec<String>,
}

/// One's own password.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownBody {
    /// The one in force.
    #[schema(example = "correct horse battery staple")]
    password: String,
}

/// Read who one is.
#[utoipa::path(
    get, path = "/api/v1/account", tag = "moderators", security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Whose token or session it is.", body = AccountAnswer),
        (status = "4XX", description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn read(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    let own = moderator.0;
    let language = own.language;
    let left = app.service.people.codes_left(own.id).await;
    let answer = AccountAnswer {
        wants_mail: own.wants_mail,
        view: own.view.clone().unwrap_or_default(),
        recovery_codes_left: left.map_err(|error| Problem::from_people(&error, language))?,
        person: person_view(own, &keys(&app, language).await?),
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// Change one's language, mails and usual view of the queue.
#[utoipa::path(
    patch, path = "/api/v1/account", tag = "moderators", request_body = HabitsBody, security(("session" = [])),
    responses(
        (status = 204, description = "So it is from now on."),
        (status = "4XX", description = "Nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (own, sent): (_, HabitsBody) = sent(&moderator, &request, payload).await?;
    let language = match &sent.language {
        Some(tag) => Language::from_tag(tag).ok_or_else(|| wrong("language", FieldError::Unknown, own.language))?,
        None => own.language,
    };
    let view = match &sent.view {
        Some(view) => {
            let unknown = |_| wrong("view", FieldError::Unknown, own.language);
            let query = QueueQuery::read(view, &[], own.language).map_err(unknown)?;
            // What cannot be asked for is no view.
            query.request(&app, own, 1).await.map_err(unknown)?;
            Some(query.address())
        }
        None => None,
    };
    let people = &app.service.people;
    let failed = |error| Problem::from_people(&error, own.language);
    if sent.language.is_some() || sent.wants_mail.is_some() {
        let wants_mail = sent.wants_mail.unwrap_or(own.wants_mail);
        people.set_habits(own.id, language, wants_mail).await.map_err(failed)?;
    }
    if let Some(view) = view {
        people.keep_view(own.id, view).await.map_err(failed)?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Change one's password.
///
/// Every session ends; the one that asks goes on as a new one, with a new cookie.
#[utoipa::path(
    put, path = "/api/v1/account/password", tag = "moderators", request_body = PasswordBody, security(("session" = [])),
    responses(
        (status = 204, description = "It is in force; all other sessions have ended."),
        (status = "4XX", description = "The old one stays.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_password(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (own, sent): (_, PasswordBody) = sent(&moderator, &request, payload).await?;
    let failed = |error| Problem::from_people(&error, own.language);
    let people = &app.service.people;
    if !people.change_password(own.id, &sent.old, &sent.password).await.map_err(failed)? {
        return Err(wrong("old", FieldError::Wrong, own.language));
    }
    let session = people.open_session(own.id, client::name(&request)).await.map_err(failed)?;
    Ok(HttpResponse::NoContent().cookie(session_cookie(&app, session)).finish())
}

/// Ask for a second factor: a secret for one's authenticator.
///
/// Nothing is kept of it: it is in force once it is sent back with a code.
#[utoipa::path(
    post, path = "/api/v1/account/second-factor", tag = "moderators", security(("session" = [])),
    responses(
        (status = 200, description = "Shown this once.", body = OfferAnswer),
        (status = "4XX", description = "None is offered.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn offer_second_factor(moderator: Moderator) -> Result<HttpResponse, Problem> {
    moderator.own_session()?;
    let own = &moderator.0;
    let offer = Offer::new(&own.email).map_err(|error| Problem::from_people(&error, own.language))?;
    let answer = OfferAnswer { secret: offer.secret, address: offer.address };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// Put a second factor in force that was offered.
#[utoipa::path(
    put, path = "/api/v1/account/second-factor", tag = "moderators", request_body = SecondFactorBody, security(("session" = [])),
    responses(
        (status = 200, description = "Logging in asks for a code from now on.", body = RecoveryAnswer),
        (status = 409, description = "One is in force already: take it away first.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "None was put in force.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_second_factor(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (own, sent): (_, SecondFactorBody) = sent(&moderator, &request, payload).await?;
    if Offer::again(sent.secret.clone(), &own.email).is_err() {
        return Err(wrong("secret", FieldError::Unknown, own.language));
    }
    let set = app.service.people.set_second_factor(own.id, &sent.secret, &sent.code).await;
    let codes = set.map_err(|error| Problem::from_people(&error, own.language))?;
    let recovery_codes = codes.ok_or_else(|| wrong("code", FieldError::Wrong, own.language))?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(RecoveryAnswer { recovery_codes }))
}

/// Take one's second factor away, with its recovery codes.
#[utoipa::path(
    delete, path = "/api/v1/account/second-factor", tag = "moderators", request_body = KnownBody, security(("session" = [])),
    responses(
        (status = 204, description = "There is none."),
        (status = "4XX", description = "It stays.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn drop_second_factor(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (own, sent): (_, KnownBody) = sent(&moderator, &request, payload).await?;
    let dropped = app.service.people.drop_second_factor(own.id, &sent.password).await;
    if dropped.map_err(|error| Problem::from_people(&error, own.language))? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(wrong("password", FieldError::Wrong, own.language))
}

/// Who changes something of their own, by the desk's session, and what they sent.
async fn sent<'a, T: serde::de::DeserializeOwned>(
    moderator: &'a Moderator,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<(&'a moderators::Moderator, T), Problem> {
    moderator.own_session()?;
    Ok((&moderator.0, body::json(request, payload, moderator.0.language).await?))
}

fn wrong(field: &'static str, error: FieldError, language: Language) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, &error, language)], language)
}
