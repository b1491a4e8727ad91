//! A moderator's own page: language and mails, password, second factor, sessions, tokens.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{Tray, to_log_in, trays};
use super::desk_actions::{Fields, own_form};
use super::problems;
use super::words::Words;
use crate::comment::{Language, Role, SiteKey, Timestamp};
use crate::locale;
use crate::people::{Offer, PasswordError, PeopleError, Scope};
use crate::store::audit::Actor;
use crate::store::sessions::Session;
use crate::store::tokens::Token;
use crate::web::api::own::LONGEST_TOKEN_NAME;
use crate::web::auth::{AtDesk, session_cookie};
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};

/// What has just happened on this page, and what is shown once because of it.
#[derive(Default)]
struct Happened {
    /// What is said, and whether it went well.
    said: Option<(bool, String)>,
    /// A token that was made.
    token: Option<String>,
    /// Recovery codes that were made.
    codes: Vec<String>,
    /// A second factor that is offered, with its picture.
    offer: Option<(Offer, String)>,
    /// What was typed for a token.
    token_name: String,
}

struct SiteChoice {
    key: SiteKey,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    email: String,
    language: Language,
    languages: [Language; 2],
    wants_mail: bool,
    is_owner: bool,
    has_second_factor: bool,
    codes_left: i64,
    sessions: Vec<(Session, bool)>,
    tokens: Vec<(Token, String)>,
    sites: Vec<SiteChoice>,
    roles: [Role; 4],
    happened: Happened,
}

/// Shows it.
pub async fn show(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    match at_desk {
        Ok(at_desk) => answer(&at_desk, &app, HttpResponse::Ok(), Happened::default()).await,
        Err(problem) => to_log_in(&problem, &request),
    }
}

/// Does what one of its forms asks for, and shows it again.
pub async fn act(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (mut at_desk, fields) = match own_form::<Vec<(String, String)>>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let sites: Vec<String> = fields.iter().filter(|(name, _)| name == "site").map(|(_, value)| value.clone()).collect();
    let fields: Fields = fields.into_iter().collect();
    let done = match path.as_str() {
        "habits" => habits(&mut at_desk, &app, &fields).await,
        "password" => match password(&at_desk, &app, &fields, crate::web::client::name(&request)).await {
            Ok(Ok(answer)) => return answer,
            Ok(Err(happened)) => Ok(happened),
            Err(error) => Err(error),
        },
        "sessions" => sessions(&at_desk, &app, &fields).await,
        "tokens" => create_token(&at_desk, &app, &fields, &sites).await,
        "tokens-revoke" => revoke_token(&at_desk, &app, &fields).await,
        "second-factor" => second_factor(&mut at_desk, &app, &fields).await,
        _ => return problems::at_desk(&Problem::new(Kind::NotFound, language), language, None),
    };
    match done {
        Ok(happened) => {
            let went_well = happened.said.as_ref().is_none_or(|(well, _)| *well);
            let response = if went_well { HttpResponse::Ok() } else { HttpResponse::UnprocessableEntity() };
            answer(&at_desk, &app, response, happened).await
        }
        Err(error) => problems::at_desk(&Problem::from_people(&error, language), language, None),
    }
}

fn said(language: Language, well: bool, key: &str) -> Happened {
    Happened { said: Some((well, locale::say(language, &format!("account-{key}")))), ..Happened::default() }
}

async fn habits(at_desk: &mut AtDesk, app: &App, fields: &Fields) -> Result<Happened, PeopleError> {
    let own = &mut at_desk.moderator;
    let language = fields.get("language").and_then(|tag| Language::from_tag(tag)).unwrap_or(own.language);
    let wants_mail = fields.get("mail").is_some_and(|value| value == "yes");
    app.service.people.set_habits(own.id, language, wants_mail).await?;
    (own.language, own.wants_mail) = (language, wants_mail);
    Ok(said(language, true, "kept"))
}

/// Sets a new password: every session ends, this one goes on as a new one.
async fn password(
    at_desk: &AtDesk,
    app: &App,
    fields: &Fields,
    client: &str,
) -> Result<Result<HttpResponse, Happened>, PeopleError> {
    let language = at_desk.moderator.language;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    if field("new") != field("again") {
        return Ok(Err(said(language, false, "passwords-differ")));
    }
    match app.service.people.change_password(at_desk.moderator.id, field("old"), field("new")).await {
        Ok(true) => {}
        Ok(false) => return Ok(Err(said(language, false, "password-wrong"))),
        Err(error @ PeopleError::Password(PasswordError::TooShort | PasswordError::TooLong)) => {
            let problem = Problem::from_people(&error, language);
            let detail = problem.errors().first().map(|error| error.detail.clone()).unwrap_or_default();
            return Ok(Err(Happened { said: Some((false, detail)), ..Happened::default() }));
        }
        Err(error) => return Err(error),
    }
    let session = app.service.people.open_session(at_desk.moderator.id, client).await?;
    let answer = HttpResponse::SeeOther()
        .cookie(session_cookie(app, session))
        .insert_header(("location", "/desk/account"))
        .finish();
    Ok(Ok(answer))
}

async fn sessions(at_desk: &AtDesk, app: &App, fields: &Fields) -> Result<Happened, PeopleError> {
    let own = &at_desk.moderator;
    match fields.get("session").and_then(|id| id.parse().ok()) {
        Some(id) => app.service.people.end_session(own.id, id).await.map(drop)?,
        None => app.service.people.end_other_sessions(own.id, at_desk.session_id).await.map(drop)?,
    }
    Ok(said(own.language, true, "sessions-ended"))
}

async fn create_token(
    at_desk: &AtDesk,
    app: &App,
    fields: &Fields,
    chosen: &[String],
) -> Result<Happened, PeopleError> {
    let language = at_desk.moderator.language;
    let field = |name: &str| fields.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
    let name = field("name");
    let role = Role::from_word(&field("role")).unwrap_or(Role::Viewer);
    let days: Option<u32> = match field("days").as_str() {
        "" => None,
        days => days.parse().ok().filter(|days| (1..=36_500).contains(days)).or(Some(0)),
    };
    if name.is_empty() || name.chars().count() > LONGEST_TOKEN_NAME || days == Some(0) {
        return Ok(Happened { token_name: name, ..said(language, false, "token-fields") });
    }
    let known = app.service.store.sites().await?;
    let sites: Vec<_> =
        known.values().filter(|site| chosen.iter().any(|key| key == site.key.as_str())).map(|site| site.id).collect();
    let scope = Scope {
        role,
        sites: (!sites.is_empty()).then_some(sites),
        expires_at: days.map(|days| Timestamp::now().plus(Duration::from_secs(u64::from(days) * 86_400))),
    };
    let (_, token) = app
        .service
        .people
        .by(Actor::Moderator(at_desk.moderator.id))
        .create_own_token(at_desk.moderator.id, name, scope)
        .await?;
    Ok(Happened { token: Some(token), ..said(language, true, "token-made") })
}

async fn revoke_token(at_desk: &AtDesk, app: &App, fields: &Fields) -> Result<Happened, PeopleError> {
    let revoked = match fields.get("id").and_then(|id| id.parse().ok()) {
        Some(id) => app.service.people.revoke_token(id, Some(at_desk.moderator.id)).await?,
        None => false,
    };
    Ok(said(at_desk.moderator.language, revoked, if revoked { "token-revoked" } else { "token-unknown" }))
}

/// Offers a second factor, puts it in force once a code of it is typed, or takes it away for whoever knows the password.
async fn second_factor(at_desk: &mut AtDesk, app: &App, fields: &Fields) -> Result<Happened, PeopleError> {
    let own = &mut at_desk.moderator;
    let field = |name: &str| fields.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
    let people = &app.service.people;
    if own.has_second_factor {
        let dropped = people.drop_second_factor(own.id, &field("password")).await?;
        own.has_second_factor = !dropped;
        return Ok(said(own.language, dropped, if dropped { "factor-dropped" } else { "password-wrong" }));
    }
    let secret = field("secret");
    if secret.is_empty() {
        let offer = Offer::new(&own.email)?;
        let picture = picture(&offer);
        return Ok(Happened { offer: Some((offer, picture)), ..Happened::default() });
    }
    match people.set_second_factor(own.id, &secret, &field("code")).await? {
        Some(codes) => {
            own.has_second_factor = true;
            Ok(Happened { codes, ..said(own.language, true, "factor-set") })
        }
        None => {
            let offer = Offer::again(secret, &own.email)?;
            let picture = picture(&offer);
            Ok(Happened { offer: Some((offer, picture)), ..said(own.language, false, "code-wrong") })
        }
    }
}

/// The address of an offer as a picture (ISO/IEC 18004), dark on light whatever the page's colours are.
fn picture(offer: &Offer) -> String {
    let code = qrcode::QrCode::new(offer.address.as_bytes());
    let drawn = code.map(|code| code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(200, 200).build());
    // Within a page an SVG element needs no declaration.
    drawn.ok().and_then(|svg| Some(svg.get(svg.find("<svg")?..)?.to_owned())).unwrap_or_default()
}

async fn answer(
    at_desk: &AtDesk,
    app: &App,
    response: actix_web::HttpResponseBuilder,
    happened: Happened,
) -> HttpResponse {
    let language = at_desk.moderator.language;
    match page(at_desk, app, happened).await {
        Ok(page) => headers::page(response, &Frames::None, language, &page),
        Err(error) => problems::at_desk(&Problem::from_people(&error, language), language, None),
    }
}

async fn page(at_desk: &AtDesk, app: &App, happened: Happened) -> Result<Page, PeopleError> {
    let own = &at_desk.moderator;
    let words = Words(own.language);
    let known = app.service.store.sites().await?;
    let people = &app.service.people;
    let named = |token: Token| {
        let sites = token.scope.sites.as_ref().map(|ids| {
            let keys = known.values().filter(|site| ids.contains(&site.id)).map(|site| site.key.to_string());
            keys.collect::<Vec<_>>().join(", ")
        });
        (token, sites.unwrap_or_else(|| words.say("people-all-sites")))
    };
    let mut sites: Vec<SiteChoice> = known
        .values()
        .filter(|site| own.access.allows(Role::Viewer, site.id))
        .map(|site| SiteChoice { key: site.key.clone(), name: site.name.clone() })
        .collect();
    sites.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: own.name.clone(),
        trays: trays(at_desk, app, None, words).await?,
        email: own.email.as_typed().to_owned(),
        language: own.language,
        languages: Language::ALL,
        wants_mail: own.wants_mail,
        is_owner: own.access.allows_somewhere(Role::Owner),
        has_second_factor: own.has_second_factor,
        codes_left: if own.has_second_factor { people.codes_left(own.id).await? } else { 0 },
        sessions: people
            .sessions(own.id)
            .await?
            .into_iter()
            .map(|session| {
                let is_this = session.id == at_desk.session_id;
                (session, is_this)
            })
            .collect(),
        tokens: people.tokens(own.id).await?.into_iter().map(named).collect(),
        sites,
        roles: Role::ALL,
        happened,
    })
}
