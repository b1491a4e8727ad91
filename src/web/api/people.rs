//! `/api/v1/people` and `/api/v1/invitations`: who may do what, and where; for owners.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::comment::{
    Access, EmailAddress, FieldError, InvitationId, Language, ModeratorId, Role, SiteId, SiteKey, Timestamp,
};
use crate::people::People;
use crate::store::audit::Actor;
use crate::store::moderators;
use crate::web::auth::Moderator;
use crate::web::body;
use crate::web::context::{self, App};
use crate::web::problem::{FieldProblem, Kind, Problem};

/// What somebody may do: `viewer`, `moderator`, `editor` or `owner`, each what those before it may.
#[derive(Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AccessBody {
    /// On every site that is not named; `null` is nothing.
    #[schema(example = "moderator")]
    everywhere: Option<String>,
    /// By the key of a site, in the place of the role on all.
    sites: BTreeMap<String, String>,
}

/// A moderator.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PersonView {
    #[schema(value_type = String, example = "188005752027773590")]
    id: ModeratorId,
    #[schema(example = "Ada, editor")]
    name: String,
    /// The address with which they log in.
    #[schema(example = "ada@courier.example")]
    email: String,
    /// The language of their desk.
    #[schema(example = "en")]
    language: String,
    /// What they may do.
    access: AccessBody,
    /// Whether logging in asks for a second factor.
    second_factor: bool,
}

/// The moderators.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PeopleAnswer {
    people: Vec<PersonView>,
}

/// An invitation to become a moderator.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationBody {
    /// To whom; they get a mail.
    #[schema(example = "bea@courier.example")]
    email: String,
    /// The language of the mail and of their desk: `en` or `fr`.
    #[schema(example = "en")]
    language: Option<String>,
    /// What they may do then.
    #[schema(example = "moderator")]
    role: String,
    /// The keys of the sites on which; left out, on all.
    #[schema(example = json!(["courier"]))]
    sites: Option<Vec<String>>,
}

/// An invitation that can still be accepted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationView {
    #[schema(value_type = String, example = "188005752027773590")]
    id: InvitationId,
    /// To whom.
    #[schema(example = "bea@courier.example")]
    email: String,
    /// What they may do then.
    access: AccessBody,
    /// Who invites.
    #[schema(example = "Ada, editor")]
    by: String,
    /// Until when, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// The invitations that can still be accepted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct InvitationsAnswer {
    invitations: Vec<InvitationView>,
}

/// The id of what was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct InvitedAnswer {
    #[schema(value_type = String, example = "188005752027773590")]
    id: InvitationId,
}

/// List the moderators; an owner of some sites is shown the people of those, and what they may do there.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "moderators", security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Everybody.", body = PeopleAnswer),
        (status = "4XX", description = "Not an owner, or not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    moderator.must_somewhere(Role::Owner)?;
    let (language, own) = (moderator.0.language, &moderator.0.access);
    let all = app.service.people.all().await.map_err(|error| Problem::from_people(&error, language))?;
    let keys = owned(&moderator, keys(&app, language).await?);
    let people = all
        .into_iter()
        .filter(|person| own.owns_some_of(&person.access))
        .map(|person| person_view(person, &keys))
        .collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(PeopleAnswer { people }))
}

/// Say what a moderator may do from now on.
///
/// It stands in the place of all that they could do before. Nothing at all is for whoever leaves: they are logged out,
/// their tokens do nothing, what they have decided stays. An owner of some sites names those alone: what is done on others stays.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/access", tag = "moderators", request_body = AccessBody,
    params(("id" = String, Path, description = "The moderator's id.", example = "188005752027773590")), security(("token" = []), ("session" = [])),
    responses(
        (status = 204, description = "So it is from now on."),
        (status = 409, description = "Nobody would be an owner of every site any more.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Nothing was changed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn set_access(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    moderator.must_somewhere(Role::Owner)?;
    let id: ModeratorId = path.parse().map_err(|_| Problem::new(Kind::UnknownPerson, language))?;
    let sent: AccessBody = body::json(&request, payload, language).await?;
    let keys = keys(&app, language).await?;
    let everywhere = sent.everywhere.as_deref().map(|word| role(word, "everywhere", language)).transpose()?;
    let mut access = Access { everywhere, ..Access::default() };
    for (key, word) in &sent.sites {
        access.sites.insert(site(key, &keys, language)?, role(word, "sites", language)?);
    }
    let set = app.service.people.by(Actor::Moderator(moderator.0.id)).set_access(&moderator.0.access, id, access).await;
    set.map_err(|error| Problem::from_people(&error, language))?;
    Ok(HttpResponse::NoContent().finish())
}

/// Invite somebody to become a moderator.
#[utoipa::path(
    post, path = "/api/v1/invitations", tag = "moderators", request_body = InvitationBody,
    security(("token" = []), ("session" = [])),
    responses(
        (status = 201, description = "A mail is on its way.", body = InvitedAnswer),
        (status = 409, description = "They are a moderator already, or somebody else has invited them to more than one may give.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Nobody was invited.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invite(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let sent: InvitationBody = body::json(&request, payload, language).await?;
    let field = |name, error| Problem::fields(vec![FieldProblem::new(name, &error, language)], language);
    let email = EmailAddress::parse(&sent.email).map_err(|error| field("email", error))?;
    let theirs = match &sent.language {
        Some(tag) => Language::from_tag(tag).ok_or_else(|| field("language", FieldError::Unknown))?,
        None => language,
    };
    let role = role(&sent.role, "role", language)?;
    let keys = keys(&app, language).await?;
    let sites = match &sent.sites {
        Some(sites) => Some(sites.iter().map(|key| site(key, &keys, language)).collect::<Result<Vec<_>, _>>()?),
        None => None,
    };
    if sites.as_ref().is_some_and(Vec::is_empty) {
        return Err(field("sites", FieldError::Required));
    }
    let given = match &sites {
        None => Access::everywhere(role),
        Some(sites) => Access { everywhere: None, sites: sites.iter().map(|site| (*site, role)).collect() },
    };
    if !People::may_give(&moderator.0.access, &given) {
        return Err(Problem::not_allowed(Role::Owner, language));
    }
    let made = app.service.people.invite((moderator.0.id, &moderator.0.access), email, theirs, role, sites).await;
    let id = made.map_err(|error| Problem::from_people(&error, language))?;
    Ok(HttpResponse::Created().json(InvitedAnswer { id }))
}

/// List the invitations that can still be accepted.
#[utoipa::path(
    get, path = "/api/v1/invitations", tag = "moderators", security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Those that are open.", body = InvitationsAnswer),
        (status = "4XX", description = "Not an owner, or not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invitations(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    moderator.must_somewhere(Role::Owner)?;
    let language = moderator.0.language;
    let open = app
        .service
        .people
        .invitations(&moderator.0.access)
        .await
        .map_err(|error| Problem::from_people(&error, language))?;
    let keys = keys(&app, language).await?;
    let invitations = open
        .into_iter()
        .map(|open| InvitationView {
            id: open.id,
            access: access_view(&open.says.access(), &keys),
            email: open.says.email.as_typed().to_owned(),
            by: open.inviter,
            expires_at: open.says.expires_at,
        })
        .collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(InvitationsAnswer { invitations }))
}

/// Take an invitation back.
#[utoipa::path(
    delete, path = "/api/v1/invitations/{id}", tag = "moderators",
    params(("id" = String, Path, description = "The invitation's id.", example = "188005752027773590")), security(("token" = []), ("session" = [])),
    responses(
        (status = 204, description = "Its link opens nothing any more."),
        (status = "4XX", description = "There is none that is open.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn revoke_invitation(
    moderator: Moderator,
    path: web::Path<String>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    moderator.must_somewhere(Role::Owner)?;
    let language = moderator.0.language;
    let unknown = || Problem::new(Kind::NotFound, language);
    let id = path.parse().map_err(|_| unknown())?;
    let revoked =
        app.service.people.by(Actor::Moderator(moderator.0.id)).revoke_invitation(&moderator.0.access, id).await;
    if revoked.map_err(|error| Problem::from_people(&error, language))? {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(unknown())
}

/// Those of these sites that are a moderator's own.
fn owned(moderator: &Moderator, keys: BTreeMap<SiteId, SiteKey>) -> BTreeMap<SiteId, SiteKey> {
    keys.into_iter().filter(|(site, _)| moderator.0.access.allows(Role::Owner, *site)).collect()
}

/// The keys of the sites, by id.
///
/// # Errors
/// The database did not answer.
pub(super) async fn keys(app: &App, language: Language) -> Result<BTreeMap<SiteId, SiteKey>, Problem> {
    let sites = app.service.store.sites().await.map_err(|error| Problem::from_store(&error, language))?;
    Ok(sites.values().map(|site| (site.id, site.key.clone())).collect())
}

pub(super) fn role(word: &str, field: &str, language: Language) -> Result<Role, Problem> {
    let unknown = || Problem::fields(vec![FieldProblem::new(field, &FieldError::Unknown, language)], language);
    Role::from_word(word).ok_or_else(unknown)
}

pub(super) fn site(key: &str, keys: &BTreeMap<SiteId, SiteKey>, language: Language) -> Result<SiteId, Problem> {
    let unknown = || Problem::fields(vec![FieldProblem::new("sites", &FieldError::Unknown, language)], language);
    keys.iter().find(|(_, known)| known.as_str() == key).map(|(id, _)| *id).ok_or_else(unknown)
}

fn access_view(access: &Access, keys: &BTreeMap<SiteId, SiteKey>) -> AccessBody {
    let sites = access.sites.iter().filter_map(|(id, role)| Some((keys.get(id)?.to_string(), role.to_string())));
    AccessBody { everywhere: access.everywhere.map(|role| role.to_string()), sites: sites.collect() }
}

/// A moderator as the API shows them.
pub(super) fn person_view(person: moderators::Moderator, keys: &BTreeMap<SiteId, SiteKey>) -> PersonView {
    PersonView {
        id: person.id,
        access: access_view(&person.access, keys),
        name: person.name,
        email: person.email.as_typed().to_owned(),
        language: person.language.to_string(),
        second_factor: person.has_second_factor,
    }
}
