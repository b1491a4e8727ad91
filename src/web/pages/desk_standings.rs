//! Whom editors trust, hold and block: the list, the form that adds to it, and the way to lift.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::desk::{Tray, to_log_in, trays};
use super::desk_actions::{Fields, is_of_desk, own_form};
use super::desk_bulk::to;
use super::desk_filter::{Choice, choice};
use super::desk_flash::{Flash, OF_FLASH, flash};
use super::problems;
use super::words::Words;
use crate::comment::{Access, EmailAddress, Role, StandingId, StandingKind, Subject, Timestamp};
use crate::locale;
use crate::review::{Standing, StandingState};
use crate::web::api::standings::PAGE;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{FieldProblem, Kind, Problem};
use crate::web::standing_input::{StandingBody, StandingQuery};

/// A standing, ready to be shown.
pub struct StandingRow {
    pub id: StandingId,
    pub kind: &'static str,
    pub kind_label: String,
    pub subject: String,
    pub place: String,
    pub reason: String,
    pub until: String,
    pub state: &'static str,
    pub state_label: String,
    pub created_at: Timestamp,
    pub by: Option<String>,
    pub lifted: Option<String>,
    /// How often it was met, and when last.
    pub met: Option<String>,
    pub may_lift: bool,
}

/// What the form holds.
struct Form {
    sent: StandingBody,
    /// The page to which it leads back.
    back: String,
    kinds: Vec<Choice>,
    subjects: Vec<Choice>,
    sites: Vec<Choice>,
    /// Whether it may be for every site.
    everywhere: bool,
    problem: Option<Problem>,
}

impl Form {
    fn errors(&self) -> &[FieldProblem] {
        self.problem.as_ref().map_or(&[], Problem::errors)
    }

    /// Whether it needs to be confirmed.
    fn is_doubtful(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.kind() == Kind::ConfirmationNeeded)
    }
}

#[derive(Template)]
#[template(path = "pages/desk_standings.html")]
struct Page {
    words: Words,
    token: String,
    moderator: String,
    trays: Vec<Tray>,
    flash: Option<Flash>,
    rows: Vec<StandingRow>,
    filters: [(&'static str, String, Vec<Choice>); 4],
    /// The form, for those who may add.
    form: Option<Form>,
    back: String,
    next: Option<String>,
}

/// The list.
pub async fn show(at_desk: Result<AtDesk, Problem>, request: HttpRequest, app: context::Shared) -> HttpResponse {
    let at_desk = match at_desk {
        Ok(at_desk) => at_desk,
        Err(problem) => return to_log_in(&problem, &request),
    };
    answer(&at_desk, &request, &app, StandingBody::default(), String::new(), None).await
}

/// Adds a standing; or shows what is wrong, with all that was typed.
pub async fn set(
    at_desk: Result<AtDesk, Problem>,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let (at_desk, fields) = match own_form::<Fields>(at_desk, &request, payload, &app).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let language = at_desk.moderator.language;
    let (sent, back) = (read(&fields), fields.get("back").cloned().unwrap_or_default());
    let set = match sent.parse(&app, language).await {
        Ok(wanted) => at_desk
            .desk(&app)
            .set_standing(wanted, at_desk.moderator.id)
            .await
            .map_err(|error| Problem::from_standing(&error, language)),
        Err(problem) => Err(problem),
    };
    match set {
        Ok(_) => led_back(&back, "standing-set"),
        Err(problem) => answer(&at_desk, &request, &app, sent, back, Some(problem)).await,
    }
}

/// Lifts a standing.
pub async fn lift(
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
    let lifted = match path.parse() {
        Ok(id) => at_desk
            .desk(&app)
            .lift_standing(id, at_desk.moderator.id)
            .await
            .map_err(|error| Problem::from_standing(&error, language)),
        Err(_) => Err(Problem::new(Kind::UnknownStanding, language)),
    };
    match lifted {
        Ok(()) => led_back(fields.get("back").map_or("", String::as_str), "standing-lifted"),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

fn led_back(back: &str, said: &str) -> HttpResponse {
    let back = if is_of_desk(back) { back } else { "/desk/standings" };
    to(back, &format!("done={said}"))
}

/// The fields of the form: the one beside a comment names what is done and with whom in one choice, of its author.
fn read(fields: &Fields) -> StandingBody {
    let given = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let mut sent = StandingBody {
        kind: given("kind"),
        subject: given("subject"),
        value: given("value"),
        site: Some(given("site")),
        reason: given("reason"),
        until: Some(given("until")),
        confirm: fields.get("confirm").is_some_and(|value| value == "yes"),
    };
    if let Some((kind, subject)) = fields.get("what").and_then(|what| what.split_once('.')) {
        let email = given("email");
        sent.value = match EmailAddress::parse(&email) {
            Ok(email) if subject == "domain" => email.domain(),
            _ => email,
        };
        (sent.kind, sent.subject) = (kind.to_owned(), subject.to_owned());
    }
    sent
}

async fn answer(
    at_desk: &AtDesk,
    request: &HttpRequest,
    app: &App,
    sent: StandingBody,
    back: String,
    problem: Option<Problem>,
) -> HttpResponse {
    let language = at_desk.moderator.language;
    let response = match &problem {
        Some(problem) => headers::status(problem.kind()),
        None => HttpResponse::Ok(),
    };
    match page(at_desk, request, app, sent, back, problem).await {
        Ok(page) => headers::page(response, &Frames::None, language, &page),
        Err(problem) => problems::at_desk(&problem, language, None),
    }
}

async fn page(
    at_desk: &AtDesk,
    request: &HttpRequest,
    app: &App,
    sent: StandingBody,
    back: String,
    problem: Option<Problem>,
) -> Result<Page, Problem> {
    let words = Words(at_desk.moderator.language);
    let access = &at_desk.moderator.access;
    let from_store = |error| Problem::from_store(&error, words.0);
    let asked = StandingQuery::read(request.query_string(), &OF_FLASH, words.0)?;
    let wanted = asked.wanted(app, words.0).await?;
    let found = at_desk.desk(app).standings(wanted, PAGE).await;
    let found = found.map_err(|error| Problem::from_standing(&error, words.0))?;
    let sites = app.service.store.sites().await.map_err(from_store)?;
    let mut known: Vec<_> = sites.values().filter(|site| access.allows(Role::Moderator, site.id)).collect();
    known.sort_by(|left, right| left.name.cmp(&right.name));
    let of = |site: &&std::sync::Arc<crate::store::sites::Site>, chosen: Option<&String>| {
        choice(site.key.as_str(), &site.name, chosen)
    };
    let kinds = |chosen: Option<&String>| {
        StandingKind::ALL.map(|kind| choice(kind.as_str(), &words.say(&format!("standing-{}", kind.as_str())), chosen))
    };
    let subjects = |chosen: Option<&String>| {
        Subject::KINDS.map(|kind| choice(kind, &words.say(&format!("standing-subject-{kind}")), chosen))
    };
    let states = StandingState::ALL.map(|state| {
        choice(state.as_str(), &words.say(&format!("standing-state-{}", state.as_str())), asked.state.as_ref())
    });
    let filters = [
        ("kind", words.say("standing-kind"), kinds(asked.kind.as_ref()).into()),
        ("subject", words.say("standing-subject"), subjects(asked.subject.as_ref()).into()),
        ("site", words.say("filter-site"), known.iter().map(|site| of(site, asked.site.as_ref())).collect()),
        ("state", words.say("standing-state"), states.into()),
    ];
    let editable = known.iter().filter(|site| access.allows(Role::Editor, site.id));
    let form = access.allows_somewhere(Role::Editor).then(|| Form {
        kinds: kinds(Some(&sent.kind)).into(),
        subjects: subjects(Some(&sent.subject)).into(),
        sites: editable.map(|site| of(site, sent.site.as_ref())).collect(),
        everywhere: access.allows_everywhere(Role::Editor),
        back,
        sent,
        problem,
    });
    Ok(Page {
        words,
        token: app.service.seal.form_token(&at_desk.session),
        moderator: at_desk.moderator.name.clone(),
        trays: trays(at_desk, app, None, words).await.map_err(from_store)?,
        flash: flash(request, words),
        rows: rows(found.standings, access, app, words).await?,
        filters,
        form,
        back: format!("/desk/standings?{}", asked.address()),
        next: found.next.map(|next| StandingQuery { after: Some(next.to_string()), ..asked }.address()),
    })
}

/// Standings as they are shown to somebody with this access.
///
/// # Errors
/// The database did not answer.
pub async fn rows(
    standings: Vec<Standing>,
    access: &Access,
    app: &App,
    words: Words,
) -> Result<Vec<StandingRow>, Problem> {
    let now = Timestamp::now();
    let mut rows = Vec::with_capacity(standings.len());
    for standing in standings {
        let (place, may_lift) = match standing.site {
            Some(site) => {
                let found = app.service.store.site_by_id(site).await;
                let found = found.map_err(|error| Problem::from_store(&error, words.0))?;
                (found.map(|site| site.name.clone()).unwrap_or_default(), access.allows(Role::Editor, site))
            }
            None => (words.say("standing-everywhere"), access.allows_everywhere(Role::Editor)),
        };
        let state = standing.state(now);
        let with = |key: &str, name: &str, value: String| locale::say_with(words.0, key, &[(name, value)]);
        rows.push(StandingRow {
            id: standing.id,
            kind: standing.kind.as_str(),
            kind_label: words.say(&format!("standing-{}", standing.kind.as_str())),
            subject: standing.subject.folded(),
            place,
            until: match standing.until {
                Some(until) => with("standing-ends", "until", until.to_minute()),
                None => words.say("standing-for-good"),
            },
            state: state.as_str(),
            state_label: words.say(&format!("standing-state-{}", state.as_str())),
            lifted: standing.lifted_at.map(|at| {
                let who = standing.lifted_by.clone().unwrap_or_default();
                format!("{who}, {} UTC", at.to_minute())
            }),
            met: (standing.kind == StandingKind::Block).then(|| match standing.met_at {
                Some(at) => format!("{} · {} UTC", words.count("standing-met", &standing.met), at.to_minute()),
                None => words.say("standing-never-met"),
            }),
            may_lift: may_lift && state != StandingState::Lifted,
            created_at: standing.created_at,
            by: standing.created_by,
            reason: standing.reason,
        });
    }
    Ok(rows)
}
