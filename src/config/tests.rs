//! What the configuration promises.

use std::io::Write as _;

use super::super::{Config, KEYS, Key, Kind, Transport};

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
    for expected in [
        "line 4, column 1: unknown field `transprot`",
        "\n4 | transprot = \"smtp\"\n  | ^^^^^^^^^\n",
        "did you mean `mail.transport`?",
    ] {
        assert!(refused.contains(expected), "{expected} in {refused}");
    }
}

#[test]
fn a_misspelt_key_is_looked_for_in_its_table_first() {
    for (text, meant) in [
        ("[mial]\nfolder = \"x\"", "mail"),
        ("transport = \"smtp\"", "mail.transport"),
        ("[mail.smtp]\nhots = \"x\"", "mail.smtp.host"),
        ("smtp.port = 25", "mail.smtp"),
        ("database = { reader = 4 }", "database.readers"),
    ] {
        let refused = load(text, &[]).expect_err(text);
        assert!(refused.contains(&format!("did you mean `{meant}`?")), "{meant} in {refused}");
    }
    let refused = load("zebra = 1", &[]).expect_err("refused");
    assert!(!refused.contains("did you mean"), "{refused}");
}

#[test]
fn a_wrong_value_is_refused_with_its_line_and_what_was_expected() {
    for (text, place, expected) in [
        ("[database]\ndurability = \"sometimes\"\n", "line 2, column 14", "expected `full` or `relaxed`"),
        ("[mail.smtp]\nport = 99999", "line 2, column 8", "expected a whole number from 0 to 65535"),
        ("workers = -1", "line 1, column 11", "expected a whole number, not below 0"),
        ("listen = 8080", "line 1, column 10", "expected an address and a port"),
        ("listen = \"8080\"", "line 1, column 10", "expected an address and a port"),
        ("[comments]\n\npage_size = 500", "line 3, column 1", "must be between 1 and 100"),
        ("mail.smtp = { timeout_seconds = 0 }", "line 1, column 15", "must be between 1 and 600"),
        ("[log]\nlevel = \"verbose\"", "line 2, column 1", "must be error, warn, info"),
        ("listen = ", "line 1", "expected"),
    ] {
        let refused = load(text, &[]).expect_err(text);
        let line = text.lines().last().expect("a line");
        for expected in [place, expected, &format!("| {line}\n")] {
            assert!(refused.contains(expected), "{expected} in {refused}");
        }
    }
}

#[test]
fn a_refusal_never_shows_a_secret() {
    for text in [
        "[mail.smtp]\npassword = hunter2",
        "[mail.smtp]\npassword = 7777hunter2",
        "[mail.smtp]\npassword = 7777",
        "[mail.smtp]\npasword = \"hunter2\"",
        "mail.smtp = { user = 1, password = \"hunter2\" }",
        "mail.smtp = { password = \"hunter2\", user = 1 }",
        "\"security\".\"secret\" = \"hunter2\"",
        "[database]\nurl = \"mysql://placet:hunter2@localhost/placet\"",
        "[database]\nurl = postgres://placet:hunter2@localhost/placet",
    ] {
        let refused = load(text, &[]).expect_err(text);
        assert!(!refused.contains("hunter2") && !refused.contains("7777"), "{refused}");
        assert!(refused.contains("***") || text.contains("user = 1, "), "{refused}");
    }
    let variables = [("PLACET_DATABASE_URL", "mysql://placet:hunter2@localhost/placet")];
    let refused = load("", &variables).expect_err("refused");
    assert!(refused.starts_with("PLACET_DATABASE_URL") && !refused.contains("hunter2"), "{refused}");
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
fn values_that_do_not_fit_are_refused_by_whoever_set_them() {
    for (text, key) in [
        ("[mail]\ntransport = \"smtp\"\n", "mail.smtp.host"),
        ("[mail]\ntransport = \"folder\"\nfolder = \"\"\n", "mail.folder"),
        ("[mail.smtp]\nuser = \"placet\"\n", "mail.smtp.password"),
        ("[mail.smtp]\npassword = \"placet\"\n", "mail.smtp.user"),
        ("[comments]\nmin_length = 6000\n", "comments.max_length"),
    ] {
        let refused = load(text, &[]).expect_err(text);
        let last = text.lines().count();
        assert!(refused.contains(&format!("line {last}, column 1: `{key}` ")), "{key} in {refused}");
        assert!(refused.contains(&format!("`{key}`: ")), "what {key} means, in {refused}");
    }
    let refused = load("", &[("PLACET_MAIL_TRANSPORT", "smtp")]).expect_err("refused");
    assert!(refused.starts_with("PLACET_MAIL_TRANSPORT: `mail.smtp.host` is needed"), "{refused}");
    for (text, key) in [
        ("[database]\nurl = \"mysql://x\"\n", "database.url"),
        ("[database]\nurl = \"postgres://\"\n", "database.url"),
        ("[database]\nurl = \"postgres://host:99999/x\"\n", "database.url"),
        ("[database]\nurl = \"postgres://host/x?sslmode=require\"\n", "database.url"),
        ("[database]\nurl = \"sqlite::memory:\"\n", "database.url"),
        ("public_url = \"https://x.example/comments\"\n", "public_url"),
        ("public_url = \"ftp://x\"\n", "public_url"),
        ("public_url = \"https://x/?a=b\"\n", "public_url"),
        ("[comments]\nmin_length = 10\nmax_length = 5\n", "comments.max_length"),
        ("[security]\nsecret = \"short\"\n", "security.secret"),
        ("[mail.smtp]\nhost = \"mail example org\"\n", "mail.smtp.host"),
        ("[mail.smtp]\nhost = \"mail.example.org:25\"\n", "mail.smtp.host"),
        ("[mail.smtp]\nca_file = \"/nowhere/authority.pem\"\n", "mail.smtp.ca_file"),
        ("[mail.smtp]\nca_file = \"/dev/null\"\n", "mail.smtp.ca_file"),
        ("[rules]\ndirectory = \"/nowhere/rules\"\n", "rules.directory"),
        ("[log]\nlevel = \"a=b=c\"\n", "log.level"),
    ] {
        let refused = load(text, &[]).expect_err(text);
        assert!(refused.contains(&format!("`{key}` must")), "{key} in {refused}");
        let name = Key::at(key).expect("a key").variable();
        let value = text.trim_end().rsplit(" = ").next().expect("a value").trim_matches('"');
        let refused = load("comments.min_length = 10", &[(&name, value)]).expect_err(&name);
        assert!(refused.starts_with(&format!("{name}: must")), "{name} in {refused}");
    }
}

#[test]
fn a_key_is_not_set_by_two_variables() {
    let variables = [("PLACET_SECURITY_SECRET", "x"), ("PLACET_SECURITY_SECRET_FILE", "/dev/null")];
    let refused = load("", &variables).expect_err("refused");
    assert!(refused.contains("PLACET_SECURITY_SECRET_FILE: sets the same key as PLACET_SECURITY_SECRET"), "{refused}");
    let refused = load("", &[("PLACET_LISTEN_FILE", "/dev/null")]).expect_err("only secrets come from files");
    assert!(refused.contains("PLACET_LISTEN_FILE sets nothing"), "{refused}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = Config::load(Some(&folder.path().join("absent.toml")), []).expect_err("refused").to_string();
    assert!(refused.contains("absent.toml"), "{refused}");
}

#[test]
fn what_kubernetes_says_of_a_service_named_placet_sets_nothing() {
    let told = [
        ("PLACET_PORT", "tcp://10.0.0.1:80"),
        ("PLACET_SERVICE_HOST", "10.0.0.1"),
        ("PLACET_PORT_80_TCP", "x"),
        ("PLACET_DB_SERVICE_PORT_SQL", "5432"),
    ];
    load("", &told).expect("a configuration");
}

#[test]
fn the_public_address_has_no_slash_at_its_end() {
    let config = load("public_url = \"https://comments.example.org/\"", &[]).expect("a configuration");
    assert_eq!(config.public_url, "https://comments.example.org");
}

#[test]
fn every_key_is_in_the_documents_with_its_default() {
    let document = include_str!("../../docs/configuration.md");
    let rows = document.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, KEYS.len(), "no row for a key that is gone");
    let example = include_str!("../../placet.example.toml");
    for key in KEYS {
        let name = key.name();
        let (_, section) = document.split_once(&format!("`{}`", key.path)).expect(key.path);
        let row = section.lines().next().expect("a row");
        assert!(row.contains(&key.variable()), "{} names its variable", key.path);
        assert!(row.contains(key.meaning), "{} says what it means", key.path);
        assert!(key.default.is_empty() || row.contains(&format!("`{}`", key.default)), "{} its default", key.path);
        let line = if key.default.is_empty() { format!("# {name} = ") } else { format!("{name} = {}", key.default) };
        let said = format!("# {}\n{line}", key.meaning);
        assert!(example.contains(&said), "{said} in placet.example.toml");
    }
    let settable = |line: &&str| line.trim_start_matches("# ").split_once(" = ").is_some_and(|(name, _)| is_name(name));
    assert_eq!(example.lines().filter(settable).count(), KEYS.len(), "no line for a key that is gone");
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// What serde itself says a table takes, from its refusal of a key that nobody has.
fn fields(table: &str) -> Vec<String> {
    let refused =
        load(&format!("{table}{}zebra = 1", if table.is_empty() { "" } else { "." }), &[]).expect_err("refused");
    let (_, expected) = refused.lines().next().and_then(|line| line.split_once("expected ")).expect("a list");
    let names = expected.split('`').skip(1).step_by(2);
    names.map(|name| if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") }).collect()
}

#[test]
fn the_table_of_keys_is_all_that_can_be_set() {
    let tables = ["database", "comments", "rules", "limits", "mail", "mail.smtp", "security", "log"];
    let mut settable: Vec<String> = tables.iter().copied().chain([""]).flat_map(fields).collect();
    settable.retain(|path| !tables.contains(&path.as_str()));
    settable.sort();
    let mut known: Vec<&str> = KEYS.iter().map(|key| key.path).collect();
    known.sort_unstable();
    assert_eq!(settable, known);
}

#[test]
fn the_example_is_the_defaults() {
    let config = load(include_str!("../../placet.example.toml"), &[]).expect("a configuration");
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::default()));
}

#[test]
fn every_key_can_be_set_by_its_variable() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    let made = rcgen::generate_simple_self_signed(["mail.example.org".to_owned()]).expect("a certificate");
    std::fs::write(&file, made.cert.pem()).expect("written");
    let (rules, authority) = (folder.path().to_str().expect("a path"), file.to_str().expect("a path"));
    for key in KEYS {
        let value = match (key.kind, key.default, key.path) {
            (Kind::Number, "", _) => "2525",
            (_, "", "rules.directory") => rules,
            (_, "", "mail.smtp.ca_file") => authority,
            (_, "\"\"", _) => "mail.example.org",
            (_, "", _) => "somewhere@example.org-and-long-enough-to-be-a-secret",
            (_, default, _) => default.trim_matches('"'),
        };
        let variable = key.variable();
        let refused = load("", &[(&variable, value)]).err().unwrap_or_default();
        assert!(refused.is_empty() || refused.contains("is needed beside"), "{variable}: {refused}");
    }
}
