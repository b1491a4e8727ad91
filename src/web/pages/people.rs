//! Who may do what, and where: a page for owners, and the one on which an invitation is accepted.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{Tray, to_log_in, trays};
use super::desk_actions::{Fields, fields, own_form};
use super::login::enter;
use super::problems;
use super::words::Words;
use crate::comment::{Access, EmailAddress, InvitationId, Language, ModeratorId, PersonName, Role, SiteId, Timestamp};
use crate::people::{People, PeopleError};
use crate::seal::SealError;
use crate::store::audit::Actor;
use crate::store::invitations::Invitation;
use crate::store::moderators::Moderator;
use crate::web::auth::{AtDesk, is_same_origin};
use crate::web::client;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{FieldProblem, Kind, Problem};

struct Site {
    id: SiteId,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    people: Vec<Moderator>,
    /// Whether one may say what is done on every site.
    owns_all: bool,
    invitations: Vec<(Invitation, String)>,
    sites: Vec<Site>,
    roles: [Role; 4],
    languages: [Language; 2],
    said: Option<(bool, String)>,
    typed: String,
}

impl Page {
    /// Whether somebody has this role on every site that is not named.
    #[expect(clippy::unused_self, reason = "templates have it at hand")]
    fn has_everywhere(&self, person: &Moderator, role: &Role) -> bool {
        person.access.everywhere == Some(*role)
    }

    /// Whether somebody has this role on this site by name.
    #[expect(clippy::unused_self, reason = "templates have it at hand")]
    fn has(&self, person: &Moderator, site: &Site, role: &Role) -> bool {
        person.access.sites.get(&site.id) == Some(role)
    }
}

#[derive(Template)]
#[template(path = "pages/invitation.html")]
struct AcceptPage {
    words: Words,
    seal: String,
    email: String,
    inviter: String,
    role: String,
    name: String,
    errors: Vec<FieldProblem>,
}

/// Shows everybody.
pub async fn show(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    match at_desk {
        Ok(at_desk) => answer(&at_desk, &app, None, String::new()).await,
        Err(problem) => to_log_in(&problem, &request),
    }
}

/// Invites somebody, takes an invitation back, or says what somebody may do.
pub async fn act(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, sent) = match own_form::<Vec<(String, String)>>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    if let Err(problem) = at_desk.must_somewhere(Role::Owner) {
        return problems::at_desk(&problem, language, None);
    }
    let done = match path.as_str() {
        "invite" => invite(&at_desk, &app, &sent).await,
        "revoke" => revoke(&at_desk, &app, &sent).await,
        "access" => set_access(&at_desk, &app, &sent).await,
        _ => return problems::at_desk(&Problem::new(Kind::NotFound, language), language, None),
    };
    let typed = value(&sent, "email").to_owned();
    let said = |well, key: &str| Some((well, Words(language).say(&format!("people-{key}"))));
    match done {
        Ok(key) => answer(&at_desk, &app, said(true, key), String::new()).await,
        Err(PeopleError::Taken) => answer(&at_desk, &app, said(false, "taken"), typed).await,
        Err(PeopleError::Invited) => answer(&at_desk, &app, said(false, "already-invited"), typed).await,
        Err(PeopleError::LastOwner) => answer(&at_desk, &app, said(false, "last-owner"), typed).await,
        Err(PeopleError::Unknown) => answer(&at_desk, &app, said(false, "unknown"), typed).await,
        Err(error) => problems::at_desk(&Problem::from_people(&error, language), language, None),
    }
}

fn value<'f>(sent: &'f [(String, String)], wanted: &str) -> &'f str {
    sent.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).unwrap_or_default()
}

async fn invite(at_desk: &AtDesk, app: &App, sent: &[(String, String)]) -> Result<&'static str, PeopleError> {
    let email = EmailAddress::parse(value(sent, "email")).map_err(|_| PeopleError::Unknown)?;
    let role = Role::from_word(value(sent, "role")).unwrap_or(Role::Moderator);
    let language = Language::from_tag(value(sent, "language")).unwrap_or(at_desk.moderator.language);
    let sites: Vec<SiteId> =
        sent.iter().filter(|(name, _)| name == "site").filter_map(|(_, id)| id.parse().ok()).collect();
    let own = &at_desk.moderator.access;
    let given = Access { everywhere: None, sites: sites.iter().map(|site| (*site, role)).collect() };
    let (sites, given) = if sites.is_empty() { (None, Access::everywhere(role)) } else { (Some(sites), given) };
    if !People::may_give(own, &given) {
        return Err(PeopleError::NotAllowed);
    }
    app.service.people.invite((at_desk.moderator.id, own), email, language, role, sites).await?;
    Ok("invited")
}

async fn revoke(at_desk: &AtDesk, app: &App, sent: &[(String, String)]) -> Result<&'static str, PeopleError> {
    let id: InvitationId = value(sent, "id").parse().map_err(|_| PeopleError::Unknown)?;
    app.service
        .people
        .by(Actor::Moderator(at_desk.moderator.id))
        .revoke_invitation(&at_desk.moderator.access, id)
        .await?;
    Ok("invitation-revoked")
}

async fn set_access(at_desk: &AtDesk, app: &App, sent: &[(String, String)]) -> Result<&'static str, PeopleError> {
    let id: ModeratorId = value(sent, "id").parse().map_err(|_| PeopleError::Unknown)?;
    let mut access = Access { everywhere: Role::from_word(value(sent, "everywhere")), ..Access::default() };
    for (name, word) in sent {
        let site = name.strip_prefix("site-").and_then(|id| id.parse::<SiteId>().ok());
        if let (Some(site), Some(role)) = (site, Role::from_word(word)) {
            access.sites.insert(site, role);
        }
    }
    app.service
        .people
        .by(Actor::Moderator(at_desk.moderator.id))
        .set_access(&at_desk.moderator.access, id, access)
        .await?;
    Ok("access-set")
}

async fn answer(at_desk: &AtDesk, app: &App, said: Option<(bool, String)>, typed: String) -> HttpResponse {
    let language = at_desk.moderator.language;
    let well = said.as_ref().is_none_or(|(well, _)| *well);
    let response = if well { HttpResponse::Ok() } else { HttpResponse::UnprocessableEntity() };
    match page(at_desk, app, said, typed).await {
        Ok(page) => headers::page(response, &Frames::None, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

async fn page(at_desk: &AtDesk, app: &App, said: Option<(bool, String)>, typed: String) -> Result<Page, Problem> {
    let words = Words(at_desk.moderator.language);
    at_desk.must_somewhere(Role::Owner)?;
    let own = &at_desk.moderator.access;
    let from_store = |error| Problem::from_store(&error, words.0);
    let from_people = |error| Problem::from_people(&error, words.0);
    let known = app.service.store.sites().await.map_err(from_store)?;
    let mut sites: Vec<Site> = known
        .values()
        .filter(|site| own.allows(Role::Owner, site.id))
        .map(|site| Site { id: site.id, name: site.name.clone() })
        .collect();
    sites.sort_by(|left, right| left.name.cmp(&right.name));
    let invitations = app.service.people.invitations(own).await.map_err(from_people)?;
    let named = |invitation: Invitation| {
        let names = invitation.says.sites.as_ref().map(|ids| {
            let names = sites.iter().filter(|site| ids.contains(&site.id)).map(|site| site.name.clone());
            names.collect::<Vec<_>>().join(", ")
        });
        (invitation, names.unwrap_or_else(|| words.say("people-all-sites")))
    };
    let mut people = app.service.people.all().await.map_err(from_people)?;
    people.retain(|person| own.owns_some_of(&person.access));
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: trays(at_desk, app, None, words).await.map_err(from_store)?,
        people,
        owns_all: own.allows_everywhere(Role::Owner),
        invitations: invitations.into_iter().map(named).collect(),
        sites,
        roles: Role::ALL,
        languages: Language::ALL,
        said,
        typed,
    })
}

/// Shows what an invitation asks for; changes nothing.
pub async fn invitation(request: HttpRequest, seal: web::Path<String>, app: context::Shared) -> HttpResponse {
    let asked = context::language(&request);
    match open(&app, &seal, asked).await {
        Ok(found) => accept_page(&found, &seal, HttpResponse::Ok(), String::new(), Vec::new()),
        Err(problem) => problems::at_desk(&problem, asked, None),
    }
}

/// Makes a moderator of whoever accepts, and opens their desk.
pub async fn accept(
    request: HttpRequest,
    seal: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let asked = context::language(&request);
    let found = match open(&app, &seal, asked).await {
        Ok(found) => found,
        Err(problem) => return problems::at_desk(&problem, asked, None),
    };
    let language = found.says.language;
    let sent: Fields = match fields(&request, payload, language).await {
        Ok(sent) if is_same_origin(&request) => sent,
        Ok(_) => return problems::at_desk(&Problem::new(Kind::ForgedRequest, language), language, None),
        Err(problem) => return problems::at_desk(&problem, language, None),
    };
    let field = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let name = match PersonName::parse(&field("name")) {
        Ok(name) => name.as_str().to_owned(),
        Err(error) => {
            let errors = vec![FieldProblem::new("name", &error, language)];
            return accept_page(&found, &seal, HttpResponse::UnprocessableEntity(), field("name"), errors);
        }
    };
    let made = async {
        let moderator = app.service.people.accept(found.id, name, &field("password")).await?;
        app.service.people.open_session(moderator, client::name(&request)).await
    };
    match made.await {
        Ok(session) => enter(&app, session, "/desk"),
        Err(PeopleError::Unknown) => problems::at_desk(&Problem::expired_invitation(language), language, None),
        Err(error) => {
            let problem = Problem::from_people(&error, language);
            if problem.errors().is_empty() {
                return problems::at_desk(&problem, language, None);
            }
            let errors = problem.errors().to_vec();
            accept_page(&found, &seal, HttpResponse::UnprocessableEntity(), field("name"), errors)
        }
    }
}

/// The invitation of a link, while it can be accepted.
async fn open(app: &App, seal: &str, language: Language) -> Result<Invitation, Problem> {
    let id = app.service.seal.open_invitation(seal, Timestamp::now()).map_err(|error| match error {
        SealError::Invalid => Problem::new(Kind::NotFound, language),
        SealError::Expired => Problem::expired_invitation(language),
    })?;
    let found = app.service.people.invitation(id).await.map_err(|error| Problem::from_people(&error, language))?;
    found.ok_or_else(|| Problem::expired_invitation(language))
}

fn accept_page(
    found: &Invitation,
    seal: &str,
    response: actix_web::HttpResponseBuilder,
    name: String,
    errors: Vec<FieldProblem>,
) -> HttpResponse {
    let words = Words(found.says.language);
    let page = AcceptPage {
        words,
        seal: seal.to_owned(),
        email: found.says.email.as_typed().to_owned(),
        inviter: found.inviter.clone(),
        role: words.say(&format!("role-{}", found.says.role)),
        name,
        errors,
    };
    headers::page(response, &Frames::None, words.0, &page)
}
