//! A comment at the desk: the words marked, the reasons, the clauses to choose from.

use super::marks::{self, Part};
use super::words::Words;
use crate::comment::{CommentId, ReportId, Role, Timestamp};
use crate::review::{Item, Piece};
use crate::rules::RuleSet;
use crate::store::claims::Held;
use crate::web::view::ReviewView;

/// A comment, ready to be shown.
pub struct Card {
    pub id: CommentId,
    pub version: i64,
    pub status: String,
    pub status_label: String,
    pub outcome: String,
    pub outcome_label: String,
    pub score: f64,
    pub author: String,
    pub email: String,
    pub website: Option<String>,
    pub site: String,
    pub thread_title: String,
    pub thread_url: Option<String>,
    pub created_at: Timestamp,
    pub is_reply: bool,
    pub parts: Vec<Part>,
    pub reasons: Vec<String>,
    pub fault: Option<String>,
    pub clauses: Vec<ClauseChoice>,
    pub note: String,
    /// The note for colleagues, as far as it was typed.
    pub remark: String,
    /// Where rules offer to redact it, and what would be put there.
    pub redaction: Vec<Piece>,
    /// What is published in the place of the text.
    pub redacted: Option<String>,
    /// Who else is reading it.
    pub holder: Option<Held>,
    /// What editors thought of its author when it came in.
    pub standing: Option<StandingMark>,
    /// What readers report of it.
    pub reports: Vec<ReportLine>,
    /// How many more reports there are.
    pub more_reports: i64,
    /// What whoever looks may do with it.
    pub role: Role,
    /// Whether it is chosen for a decision on several.
    pub chosen: bool,
}

/// What a reader reports.
pub struct ReportLine {
    pub id: ReportId,
    pub at: Timestamp,
    pub clause: String,
    pub word: Option<String>,
    pub is_open: bool,
}

/// What editors thought of an author.
pub struct StandingMark {
    pub kind: &'static str,
    pub label: String,
    /// Why, and who says so.
    pub reason: String,
}

/// A clause that a refusal can name.
pub struct ClauseChoice {
    pub id: String,
    pub title: String,
    /// Whether the rules found this clause broken, first of all.
    pub suggested: bool,
}

impl Card {
    /// The last report that is shown.
    pub fn last_report(&self) -> Option<ReportId> {
        self.reports.last().map(|report| report.id)
    }

    /// Whether readers have reported what an editor has not decided on since.
    pub fn is_reported(&self) -> bool {
        self.reports.iter().any(|report| report.is_open)
    }

    /// The card of a comment, in the words of its site's rules.
    pub fn new(item: &Item, site: &str, rules: Option<&RuleSet>, words: Words) -> Self {
        let view = ReviewView::new(item, site, rules, words.0);
        let hits = view.assessment.as_ref().map(|found| found.hits.as_slice()).unwrap_or_default();
        let suggested =
            hits.iter().filter(|hit| hit.mode == "enforce").find_map(|hit| hit.clause.clone()).unwrap_or_default();
        let clauses = rules.map(RuleSet::clauses).unwrap_or_default();
        let outcome = view.assessment.as_ref().map_or("none", |found| found.outcome.as_str()).to_owned();
        Self {
            id: view.id,
            version: view.version,
            status: view.status.to_string(),
            status_label: words.say(&format!("is-{}", view.status)),
            outcome_label: words.say(&format!("outcome-{outcome}")),
            outcome,
            score: view.assessment.as_ref().map_or(0.0, |found| found.score),
            parts: marks::parts_at_desk(&view.text, hits),
            reasons: marks::reasons(hits, words.0),
            fault: view.assessment.as_ref().and_then(|found| found.fault.clone()),
            clauses: clauses
                .iter()
                .map(|clause| ClauseChoice {
                    id: clause.id.clone(),
                    title: clause.title.get(words.0).to_owned(),
                    suggested: clause.id == suggested,
                })
                .collect(),
            author: view.author.name,
            email: view.author.email,
            website: view.author.website,
            site: view.site,
            thread_title: view.thread.title,
            thread_url: view.thread.url,
            created_at: view.created_at,
            is_reply: view.parent.is_some(),
            note: String::new(),
            remark: String::new(),
            redaction: rules.and_then(|rules| item.redaction(rules)).unwrap_or_default(),
            redacted: item.comment.redacted.clone(),
            holder: None,
            standing: item.standing.as_ref().map(|standing| StandingMark {
                kind: standing.kind.as_str(),
                label: words.say(&format!("standing-is-{}", standing.kind.as_str())),
                reason: match &standing.created_by {
                    Some(who) => format!("{} ({who})", standing.reason),
                    None => standing.reason.clone(),
                },
            }),
            more_reports: view.report_count - i64::try_from(view.reports.len()).unwrap_or_default(),
            reports: view
                .reports
                .into_iter()
                .map(|report| ReportLine {
                    id: report.id,
                    at: report.created_at,
                    clause: report.clause_title.or(report.clause).unwrap_or_else(|| words.say("report-other")),
                    word: report.word,
                    is_open: report.settled_by.is_none(),
                })
                .collect(),
            role: Role::Viewer,
            chosen: false,
        }
    }

    /// The same with this clause chosen, if it is one of the site's.
    pub fn with_clause(mut self, chosen: Option<&String>) -> Self {
        if let Some(chosen) = chosen {
            for clause in &mut self.clauses {
                clause.suggested = clause.id == *chosen;
            }
        }
        self
    }

    /// The same for somebody with this role.
    pub fn for_role(self, role: Option<Role>) -> Self {
        Self { role: role.unwrap_or(Role::Viewer), ..self }
    }

    /// Whether whoever looks may decide on it.
    pub fn may_decide(&self) -> bool {
        self.role >= Role::Moderator
    }

    /// Whether whoever looks may close its thread, and keep it as a test.
    pub fn may_edit(&self) -> bool {
        self.role >= Role::Editor
    }

    /// The score to one decimal.
    pub fn score_text(&self) -> String {
        let hundredths = format!("{:.2}", self.score);
        hundredths.strip_suffix('0').unwrap_or(&hundredths).to_owned()
    }
}
