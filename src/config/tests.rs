//! What the configuration promises.

use std::io::Write as _;

use super::super::{Config, KEYS, Kind, Transport};

fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some(file.path()), variables).map_err(|error| error.to_string())
}

#[test]
fn an_empty_file_is_the_defaults() {
    let config = load("", &[]).expect("a configuration");
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::default()));
}

#[test]
fn a_misspelt_key_is_refused_with_its_line_and_what_was_meant() {
    let refused = load("listen = \"127.0.0.1:1\"\n\n[mail]\ntransprot = \"smtp\"\n", &[]).expect_err("refused");
    for expected in ["line 4", "transprot = \"smtp\"", "unknown field `transprot`", "did you mean `mail.transport`?"] {
        assert!(refused.contains(expected), "{expected} in {refused}");
    }
}

#[test]
fn a_wrong_value_is_refused_with_its_line_and_what_was_expected() {
    let refused = load("[database]\ndurability = \"sometimes\"\n", &[]).expect_err("refused");
    for expected in ["line 2", "durability", "expected `full` or `relaxed`"] {
        assert!(refused.contains(expected), "{expected} in {refused}");
    }
}

#[test]
fn a_variable_stands_over_the_file() {
    let config =
        load("[mail]\ntransport = \"none\"\n", &[("PLACET_MAIL_TRANSPORT", "folder")]).expect("a configuration");
    assert_eq!(config.mail.transport, Transport::Folder);
    let config = load("", &[("PLACET_COMMENTS_PAGE_SIZE", "7")]).expect("a configuration");
    assert_eq!(config.comments.page_size, 7);
}

#[test]
fn a_wrong_variable_is_refused_by_its_name() {
    let refused = load("", &[("PLACET_COMMENTS_PAGE_SIZE", "many")]).expect_err("refused");
    assert!(refused.contains("PLACET_COMMENTS_PAGE_SIZE"), "{refused}");
    let refused = load("", &[("PLACET_LISTN", "x")]).expect_err("refused");
    assert!(refused.contains("PLACET_LISTN") && refused.contains("PLACET_LISTEN"), "{refused}");
    let refused = load("", &[("PLACET_MAIL_TRANSPORT", "pigeon")]).expect_err("refused");
    assert!(refused.contains("PLACET_MAIL_TRANSPORT") && refused.contains("smtp"), "{refused}");
}

#[test]
fn a_secret_can_come_from_a_file_and_never_prints() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    writeln!(file, "correct horse").expect("written");
    let path = file.path().to_str().expect("a path").to_owned();
    let variables = [("PLACET_MAIL_SMTP_PASSWORD_FILE", path.as_str()), ("PLACET_MAIL_SMTP_USER", "placet")];
    let config = load("", &variables).expect("a configuration");
    assert_eq!(config.mail.smtp.password.as_ref().map(super::super::Secret::expose), Some("correct horse"));
    assert!(!format!("{config:?}").contains("horse"));
}

#[test]
fn values_that_do_not_go_together_are_refused() {
    for (text, key) in [
        ("[mail]\ntransport = \"smtp\"\n", "mail.smtp.host"),
        ("[mail.smtp]\nuser = \"placet\"\n", "mail.smtp.password"),
        ("[database]\nurl = \"mysql://x\"\n", "database.url"),
        ("public_url = \"ftp://x\"\n", "public_url"),
        ("[comments]\nmin_length = 10\nmax_length = 5\n", "comments.max_length"),
        ("[security]\nsecret = \"short\"\n", "security.secret"),
        ("[log]\nlevel = \"a=b=c\"\n", "log.level"),
    ] {
        let refused = load(text, &[]).expect_err(text);
        assert!(refused.starts_with(key), "{key} in {refused}");
    }
}

#[test]
fn every_key_is_in_the_documents_with_its_default() {
    let document = include_str!("../../docs/configuration.md");
    let example = include_str!("../../placet.example.toml");
    for key in KEYS {
        let name = key.path.rsplit('.').next().expect("a name");
        let (_, section) = document.split_once(&format!("`{}`", key.path)).expect(key.path);
        let row = section.lines().next().expect("a row");
        assert!(row.contains(&key.variable()), "{} names its variable", key.path);
        assert!(row.contains(key.meaning), "{} says what it means", key.path);
        assert!(key.default.is_empty() || row.contains(&format!("`{}`", key.default)), "{} its default", key.path);
        let line = if key.default.is_empty() { format!("# {name} = ") } else { format!("{name} = {}", key.default) };
        assert!(example.contains(&line), "{line} in placet.example.toml");
    }
}

#[test]
fn the_example_is_the_defaults() {
    let config = load(include_str!("../../placet.example.toml"), &[]).expect("a configuration");
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::default()));
}

#[test]
fn every_key_can_be_set_by_its_variable() {
    for key in KEYS {
        let value = match (key.kind, key.default) {
            (Kind::Number, "") => "2525",
            (_, "") => "somewhere@example.org-and-long-enough-to-be-a-secret",
            (_, default) => default.trim_matches('"'),
        };
        let variable = key.variable();
        let refused = load("", &[(&variable, value)]).err().unwrap_or_default();
        assert!(refused.is_empty() || refused.contains("go together"), "{variable}: {refused}");
    }
}
