//! The form that sifts a tray, and the view that a moderator keeps.

use actix_web::{HttpRequest, HttpResponse, web};

use super::desk_actions::{Fields, own_form};
use super::problems;
use super::words::Words;
use crate::comment::{Access, Role};
use crate::rules::Outcome;
use crate::web::auth::AtDesk;
use crate::web::context::{self, App};
use crate::web::problem::{Kind, Problem};
use crate::web::queue_query::QueueQuery;

/// The languages that the form offers: those in which the shipped rules read.
const LANGUAGES: [&str; 9] = ["en", "fr", "es", "pt", "ar", "zh", "ru", "de", "it"];

/// A choice of the form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The form, filled with what is asked for.
#[expect(clippy::struct_excessive_bools, reason = "one for each box of the form")]
pub struct Filter {
    pub sites: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub clauses: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub rules: Vec<String>,
    pub asked: QueueQuery,
    /// Whether only comments with links are asked for.
    pub with_links: bool,
    /// Whether only first comments are.
    pub first_only: bool,
    /// Whether only those of trusted authors are.
    pub trusted_only: bool,
    /// Whether those that others are reading are shown too.
    pub with_held: bool,
    /// Whether anything is sifted out.
    pub is_on: bool,
    /// The query of the page without its place in it, to be kept as the moderator's view.
    pub view: String,
    /// What of it cannot be asked for.
    pub wrong: Vec<Wrong>,
}

/// A field of the form that cannot be what it is.
pub struct Wrong {
    field: &'static str,
    why: String,
}

impl Wrong {
    /// The field of which a problem is; `None` where it is of none that the form has.
    pub fn of(problem: &Problem, words: Words) -> Option<Self> {
        let name = match problem.kind() {
            Kind::UnknownSite => "site",
            Kind::UnknownThread => "thread",
            _ => problem.parameter_name()?,
        };
        let field = ["q", "site", "thread", "author", "score"].into_iter().find(|field| *field == name)?;
        Some(Self { field, why: words.say(&format!("filter-wrong-{field}")) })
    }

    /// Leaves the field out of what is asked.
    pub fn leave_out(&self, asked: &mut QueueQuery) {
        let field = match self.field {
            "q" => &mut asked.q,
            "site" => {
                // Without its site there is no thread to ask for.
                asked.thread = None;
                &mut asked.site
            }
            "thread" => &mut asked.thread,
            "author" => &mut asked.author,
            _ => &mut asked.score,
        };
        *field = None;
    }
}

impl Filter {
    /// The form for what is asked for.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn new(app: &App, access: &Access, asked: &QueueQuery, words: Words) -> Result<Self, Problem> {
        let sites = app.service.store.sites().await.map_err(|error| Problem::from_store(&error, words.0))?;
        let seen = sites.values().filter(|site| access.allows(Role::Viewer, site.id));
        let mut sites: Vec<Choice> =
            seen.map(|site| choice(site.key.as_str(), &site.name, asked.site.as_ref())).collect();
        sites.sort_by(|left, right| left.label.cmp(&right.label));
        let library = app.service.rules.load();
        let (mut clauses, mut rules): (Vec<Choice>, Vec<String>) = (Vec::new(), Vec::new());
        for (_, set) in library.sets() {
            for clause in set.clauses() {
                if !clauses.iter().any(|known| known.value == clause.id) {
                    clauses.push(choice(&clause.id, clause.title.get(words.0), asked.clause.as_ref()));
                }
            }
            rules.extend(set.summaries().into_iter().map(|rule| rule.id));
        }
        rules.sort();
        rules.dedup();
        let outcomes = [Outcome::Hint, Outcome::Warn, Outcome::Hold].map(|outcome| {
            let word = outcome.as_str();
            choice(word, &words.say(&format!("outcome-{word}")), asked.outcome.as_ref())
        });
        let languages = LANGUAGES.map(|tag| choice(tag, &words.say(&format!("tongue-{tag}")), asked.language.as_ref()));
        Ok(Self {
            sites,
            languages: languages.into(),
            clauses,
            outcomes: outcomes.into(),
            rules,
            with_links: asked.links.as_deref() == Some("yes"),
            first_only: asked.first.as_deref() == Some("yes"),
            trusted_only: asked.trusted.as_deref() == Some("yes"),
            with_held: asked.free.as_deref() == Some("no"),
            is_on: asked.sifts(),
            view: QueueQuery { after: None, ..asked.clone() }.address(),
            asked: asked.clone(),
            wrong: Vec::new(),
        })
    }

    /// What is asked for, each in the words of the form: what it is called, and what was chosen; nothing where that says all.
    pub fn told(&self, words: Words) -> Vec<(String, String)> {
        let chosen = |choices: &[Choice], asked: &Option<String>| {
            let label = choices.iter().find(|choice| choice.chosen).map(|choice| choice.label.clone());
            label.or_else(|| asked.clone())
        };
        let asked = &self.asked;
        let written = [
            ("filter-search", asked.q.clone()),
            ("filter-site", chosen(&self.sites, &asked.site)),
            ("filter-thread", asked.thread.clone()),
            ("filter-language", chosen(&self.languages, &asked.language)),
            ("filter-outcome", chosen(&self.outcomes, &asked.outcome)),
            ("rules-clause", chosen(&self.clauses, &asked.clause)),
            ("rules-rule", asked.rule.clone()),
            ("filter-author", asked.author.clone()),
            ("filter-score", asked.score.clone()),
        ];
        let ticked = [
            ("filter-links", &asked.links),
            ("filter-first", &asked.first),
            ("filter-trusted", &asked.trusted),
            (
                "filter-held",
                &asked.free.as_ref().map(|free| if free == "no" { "yes".to_owned() } else { String::new() }),
            ),
        ]
        .map(|(key, asked)| match asked.as_deref() {
            Some("yes") => Some((words.say(key), String::new())),
            Some("no") => Some((words.say(key), words.say("filter-not"))),
            _ => None,
        });
        let written = written.into_iter().filter_map(|(key, value)| Some((words.say(key), value?)));
        written.chain(ticked.into_iter().flatten()).collect()
    }

    /// Whether no rule that is in force has the name that is asked for.
    pub fn is_of_no_rule(&self) -> bool {
        self.asked.rule.as_ref().is_some_and(|rule| !self.rules.contains(rule))
    }

    /// Why this field cannot be what it is.
    pub fn refused(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.why.as_str())
    }
}

pub(super) fn choice(value: &str, label: &str, asked: Option<&String>) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen: asked.is_some_and(|asked| asked == value) }
}

/// Keeps a view of the queue: the desk opens with it from now on. An empty one is the usual one again.
pub async fn keep_view(
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
    let view = fields.get("view").map(String::as_str).unwrap_or_default();
    let address = match QueueQuery::read(view, &[], language) {
        Ok(view) => view.address(),
        Err(problem) => return problems::at_desk(&problem, language, None),
    };
    if app.service.people.keep_view(at_desk.moderator.id, address.clone()).await.is_err() {
        return problems::at_desk(&Problem::new(Kind::Busy, language), language, None);
    }
    let before = if address.is_empty() { address } else { format!("{address}&") };
    HttpResponse::SeeOther().insert_header(("location", format!("/desk?{before}done=view-kept"))).finish()
}
