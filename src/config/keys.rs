//! The table of keys: what each is called, what it is by default, what it means.

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Text that must not be shown; its variable may also name a file (`…_FILE`).
    Secret,
    /// A whole number.
    Number,
}

/// A key of `placet.toml`.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its path: `mail.smtp.host`.
    pub path: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Its default as TOML; empty where there is none.
    pub default: &'static str,
    /// What it means, in a line.
    pub meaning: &'static str,
}

impl Key {
    /// The variable that sets it: `PLACET_MAIL_SMTP_HOST`.
    pub fn variable(&self) -> String {
        format!("PLACET_{}", self.path.to_uppercase().replace('.', "_"))
    }

    /// Its name within its table: `host`.
    pub fn name(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// The key with this path.
    pub fn at(path: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.path == path)
    }
}

const fn key(path: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Key {
    Key { path, kind, default, meaning }
}

/// Every key, in the order of the documents.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("listen", Kind::Text, "\"127.0.0.1:8080\"", "Address and port on which the server listens."),
    key("public_url", Kind::Text, "\"http://127.0.0.1:8080\"", "Where readers and editors reach Placet: links in mails begin with it. With https, cookies are only sent over TLS."),
    key("workers", Kind::Number, "0", "HTTP worker threads, at most 1024; 0 is one per core."),
    key("database.url", Kind::Secret, "\"sqlite:placet.db\"", "`sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/NAME`."),
    key("database.durability", Kind::Text, "\"full\"", "`full`: an answered comment survives a power cut. `relaxed`: faster on slow disks; a power cut may lose the last moments, a crash of Placet nothing."),
    key("database.readers", Kind::Number, "4", "Connections that read, 1 to 100."),
    key("database.queue", Kind::Number, "1024", "Writes that may wait for the disk; one more is answered with 503 and `Retry-After`. 1 to 100000."),
    key("comments.min_length", Kind::Number, "2", "The least number of characters in a comment, at least 1."),
    key("comments.max_length", Kind::Number, "5000", "The greatest number of characters in a comment, at most 20000."),
    key("comments.page_size", Kind::Number, "50", "First comments on a page of a thread, 1 to 100; their replies come with them."),
    key("comments.cache_mebibytes", Kind::Number, "16", "Memory for published pages kept ready, in MiB, at most 65536."),
    key("rules.directory", Kind::Text, "", "The folder of rule files. Without it, the packs that ship with Placet are used. A change in it is put in force when every file loads."),
    key("limits.checks_per_minute", Kind::Number, "30", "Drafts that one address may have checked in a minute before they are sent; 0 is without end."),
    key("limits.reports_per_minute", Kind::Number, "10", "Published comments that one address may report in a minute; 0 is without end."),
    key("limits.trusted_proxies", Kind::Number, "0", "Proxies before Placet that name the client in `X-Forwarded-For`, 0 to 10; 0 takes the address of the connection."),
    key("mail.transport", Kind::Text, "\"none\"", "`none`: nobody is written to. `folder`: one .eml file a mail. `smtp`: a mail server."),
    key("mail.from", Kind::Text, "\"Placet <placet@localhost.localdomain>\"", "The sender of every mail."),
    key("mail.reply_to", Kind::Text, "", "Where answers to mails go; readers are told that they may answer when it is set."),
    key("mail.folder", Kind::Text, "\"mail\"", "The folder for `transport = \"folder\"`."),
    key("mail.delay_seconds", Kind::Number, "30", "Seconds that a mail about a decision waits, so that an undo unsends it; 0 to 3600."),
    key("mail.smtp.host", Kind::Text, "\"\"", "The mail server's name, which its certificate must bear; needed for `transport = \"smtp\"`."),
    key("mail.smtp.port", Kind::Number, "", "The mail server's port. By default 587 with starttls, 465 with tls, 25 with none."),
    key("mail.smtp.security", Kind::Text, "\"starttls\"", "`starttls` (demanded), `tls` (from the first byte), or `none` (a server on the same machine)."),
    key("mail.smtp.user", Kind::Text, "", "The user to log in as; without one, nobody logs in."),
    key("mail.smtp.password", Kind::Secret, "", "The password."),
    key("mail.smtp.timeout_seconds", Kind::Number, "30", "The longest that one mail may take, from connecting to the server's last word; 1 to 600."),
    key("mail.smtp.ca_file", Kind::Text, "", "Certificates in PEM that are trusted beside the machine's own."),
    key("security.session_hours", Kind::Number, "12", "How long a session at the desk lasts, 1 to 720."),
    key("security.mail_link_days", Kind::Number, "14", "How long the link in a moderator's mail is good for, 1 to 90."),
    key("security.secret", Kind::Secret, "", "At least 32 bytes that sign links. Without it, one is made at the first start and kept in the database."),
    key("log.format", Kind::Text, "\"text\"", "`text` for people, `json` for programs."),
    key("log.level", Kind::Text, "\"info\"", "`off`, `error`, `warn`, `info`, `debug`, `trace`, or a list such as `info,placet=debug`."),
];
