//! The words of a page: what templates say, in the language of whoever looks.

use crate::comment::Language;
use crate::locale;
use crate::web::problem::FieldProblem;

/// Speaks one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl Words {
    /// A message.
    pub fn say(&self, key: &str) -> String {
        locale::say(self.0, key)
    }

    /// A message with a number in it, in the right plural.
    pub fn count(&self, key: &str, count: &i64) -> String {
        locale::say_with(self.0, key, &[("count", count.to_string())])
    }

    /// The label of a field.
    pub fn say_field(&self, field: &str) -> String {
        locale::say(self.0, &format!("form-{field}"))
    }

    /// The language's tag.
    pub fn tag(&self) -> &'static str {
        self.0.tag()
    }

    /// The languages in which the page can be had instead.
    pub fn others(&self) -> Vec<Language> {
        Language::ALL.into_iter().filter(|language| *language != self.0).collect()
    }

    /// Why a field was refused, if it was.
    #[expect(clippy::unused_self, reason = "templates have it at hand")]
    pub fn refused<'e>(&self, errors: &'e [FieldProblem], field: &str) -> Option<&'e str> {
        errors.iter().find(|error| error.field() == field).map(|error| error.detail.as_str())
    }
}
