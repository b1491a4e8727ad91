//! Rules about rules: a flat expression over rule ids with `and`, `or`, `not` and parentheses.

use super::assessment::Past;

/// Symbols that are no rules: what the store knows of the author.
pub const SYMBOLS: &[&str] = &["author.first_comment", "author.trusted", "author.refused_before"];

/// What a symbol says; `None` for a rule's id.
pub fn symbol(name: &str, past: &Past) -> Option<bool> {
    match name {
        "author.first_comment" => Some(past.is_first_comment()),
        "author.trusted" => Some(past.is_author_trusted()),
        "author.refused_before" => Some(past.author.is_some_and(|author| author.refused > 0)),
        _ => None,
    }
}

/// A parsed expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A rule that hit, or a symbol that holds.
    Rule(String),
    /// Both.
    And(Box<Expression>, Box<Expression>),
    /// One of them.
    Or(Box<Expression>, Box<Expression>),
    /// Not this.
    Not(Box<Expression>),
}

impl Expression {
    /// Reads an expression; `not` binds most, `or` least.
    ///
    /// # Errors
    /// What was expected instead, in a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let mut words = spaced.split_whitespace().peekable();
        let expression = either(&mut words, 0)?;
        match words.next() {
            None => Ok(expression),
            Some(word) => Err(format!("expected `and`, `or` or the end, found `{word}`")),
        }
    }

    /// Whether it holds when exactly the rules for which `hit` says so have hit.
    pub fn holds(&self, hit: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Rule(id) => hit(id),
            Self::And(left, right) => left.holds(hit) && right.holds(hit),
            Self::Or(left, right) => left.holds(hit) || right.holds(hit),
            Self::Not(inner) => !inner.holds(hit),
        }
    }

    /// The rules it names.
    pub fn rules(&self) -> Vec<&str> {
        match self {
            Self::Rule(id) => vec![id],
            Self::And(left, right) | Self::Or(left, right) => [left.rules(), right.rules()].concat(),
            Self::Not(inner) => inner.rules(),
        }
    }
}

type Words<'t, I> = std::iter::Peekable<I>;

/// Deeper than this is no expression that a person reads.
const DEEPEST: usize = 32;

fn either<'t, I: Iterator<Item = &'t str>>(words: &mut Words<'t, I>, depth: usize) -> Result<Expression, String> {
    let mut left = both(words, depth)?;
    while words.next_if_eq(&"or").is_some() {
        left = Expression::Or(Box::new(left), Box::new(both(words, depth)?));
    }
    Ok(left)
}

fn both<'t, I: Iterator<Item = &'t str>>(words: &mut Words<'t, I>, depth: usize) -> Result<Expression, String> {
    let mut left = one(words, depth)?;
    while words.next_if_eq(&"and").is_some() {
        left = Expression::And(Box::new(left), Box::new(one(words, depth)?));
    }
    Ok(left)
}

fn one<'t, I: Iterator<Item = &'t str>>(words: &mut Words<'t, I>, depth: usize) -> Result<Expression, String> {
    if depth > DEEPEST {
        return Err("the expression is nested too deeply".to_owned());
    }
    match words.next() {
        Some("not") => Ok(Expression::Not(Box::new(one(words, depth + 1)?))),
        Some("(") => {
            let inner = either(words, depth + 1)?;
            words.next_if_eq(&")").map(|_| inner).ok_or_else(|| "expected `)`".to_owned())
        }
        Some(word @ ("and" | "or" | ")")) => Err(format!("expected a rule's id, found `{word}`")),
        Some(id) => Ok(Expression::Rule(id.to_owned())),
        None => Err("expected a rule's id, found the end".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Expression;

    #[test]
    fn not_binds_more_than_and_and_and_more_than_or() {
        let expression = Expression::parse("a or b and not (c or d)").unwrap();
        let with = |rules: &[&str]| expression.holds(&|id: &str| rules.contains(&id));
        assert!(with(&["a", "c"]));
        assert!(with(&["b"]));
        assert!(!with(&["b", "d"]));
        assert_eq!(expression.rules(), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_broken_expression_says_what_was_expected() {
        assert_eq!(Expression::parse("a and").unwrap_err(), "expected a rule's id, found the end");
        assert_eq!(Expression::parse("(a").unwrap_err(), "expected `)`");
        assert_eq!(Expression::parse("a b").unwrap_err(), "expected `and`, `or` or the end, found `b`");
    }
}
