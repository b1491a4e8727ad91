//! Which days and sites the numbers are asked for, in the words of an address: the same at the desk and in the API.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::context::App;
use super::problem::{Kind, Problem};
use super::query;
use crate::comment::{Language, SiteKey, Timestamp};
use crate::review::numbers::{DAY, MOST_DAYS, Period};

/// The days that are shown unless others are asked for.
pub const USUAL_DAYS: u32 = 30;

/// Which days, and which site.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NumbersQuery {
    /// So many days up to today, 1 to 366; 30 unless something else is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = 30)]
    pub days: Option<String>,
    /// In the place of `days`: from this day on (`2026-11-01`, in UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "2026-11-01")]
    pub from: Option<String>,
    /// With `from`: up to this day, itself included; today unless it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "2026-11-28")]
    pub to: Option<String>,
    /// The key of a site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "courier")]
    pub site: Option<String>,
}

impl NumbersQuery {
    /// Reads the query of an address, without what was left empty in a form.
    ///
    /// # Errors
    /// A name that is none.
    pub fn read(query: &str, language: Language) -> Result<Self, Problem> {
        query::read(query, &[], language)
    }

    /// The same as the query of an address.
    pub fn address(&self) -> String {
        query::address(self)
    }

    /// What it asks for.
    ///
    /// # Errors
    /// A value that is none, a period that is empty or too long, a site that is not known.
    pub async fn period(&self, app: &App, language: Language) -> Result<Period, Problem> {
        let site = match &self.site {
            Some(key) => {
                let unknown = || Problem::new(Kind::UnknownSite, language);
                let key = SiteKey::parse(key).map_err(|_| unknown())?;
                let site = app.service.store.site(&key).await;
                Some(site.map_err(|error| Problem::from_store(&error, language))?.ok_or_else(unknown)?.id)
            }
            None => None,
        };
        let (from, to) = self.moments(Timestamp::now()).map_err(|name| Problem::parameter(name, language))?;
        Ok(Period { from, to, site })
    }

    /// The beginning of the first day and the end of the last; the parameter to mend where that is no period.
    fn moments(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), &'static str> {
        let day = |text: &String| Timestamp::parse(text).filter(|day| day.to_day() == *text);
        let last = self.to.as_ref().map_or_else(|| Timestamp::parse(&now.to_day()), day).ok_or("to")?;
        let to = last.plus(DAY);
        let from = match (&self.from, &self.days) {
            (Some(_), Some(_)) => return Err("days"),
            (Some(from), None) => day(from).ok_or("from")?,
            (None, days) => {
                let days = days.as_ref().map_or(Ok(USUAL_DAYS), |text| text.parse()).map_err(|_| "days")?;
                to.minus(Duration::from_secs(u64::from(days) * DAY.as_secs()))
            }
        };
        let longest = DAY.saturating_mul(u32::try_from(MOST_DAYS).unwrap_or(u32::MAX));
        let is_short = to <= from.plus(longest);
        let asked = if self.from.is_some() { "from" } else { "days" };
        if from < to && is_short { Ok((from, to)) } else { Err(asked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(query: &str) -> Result<(String, String), &'static str> {
        let query = NumbersQuery::read(query, Language::En).expect("a query");
        let now = Timestamp::parse("2026-11-26T13:00:00Z").expect("a moment");
        query.moments(now).map(|(from, to)| (from.to_day(), to.to_day()))
    }

    #[test]
    fn a_period_ends_with_the_whole_of_its_last_day() {
        let days = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        assert_eq!(moments(""), days("2026-10-28", "2026-11-27"));
        assert_eq!(moments("days=1"), days("2026-11-26", "2026-11-27"));
        assert_eq!(moments("from=2026-11-01&to=2026-11-07"), days("2026-11-01", "2026-11-08"));
        assert_eq!(moments("from=2026-11-01"), days("2026-11-01", "2026-11-27"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for (wrong, name) in [
            ("days=0", "days"),
            ("days=367", "days"),
            ("days=x", "days"),
            ("days=7&from=2026-11-01", "days"),
            ("from=2026-11-08&to=2026-11-07", "from"),
            ("from=today", "from"),
            ("to=today", "to"),
        ] {
            assert_eq!(moments(wrong), Err(name), "{wrong}");
        }
    }
}
