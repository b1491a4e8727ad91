//! `placet migrate`, `user`, `token`, `site`: short work on the database, beside a server that may be running.

use std::io::{BufRead as _, IsTerminal as _};
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;

use super::{Failure, run};
use crate::comment::{
    Access, EmailAddress, FieldError, Language, ModeratorId, PersonName, Role, SiteId, SiteKey, Timestamp, TokenId,
    Website,
};
use crate::config::Config;
use crate::people::{People, PeopleError, Scope};
use crate::rules::Library;
use crate::store::Store;
use crate::store::audit::{self, Actor, Event, Kind};
use crate::store::sites::{self, Site};

/// What can be done with moderators.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a moderator; asks for a password, or reads it from standard input.
    Add {
        /// The address with which they log in.
        email: String,
        /// The name shown beside their decisions.
        #[arg(long)]
        name: String,
        /// The language of their desk and mails: en or fr.
        #[arg(long, default_value = "en")]
        language: String,
        /// Send them no mail when a comment waits.
        #[arg(long)]
        no_mail: bool,
        #[command(flatten)]
        may: May,
    },
    /// Say what a moderator may do from now on, and where, in the place of what they could do before.
    Role {
        /// The address with which they log in.
        email: String,
        #[command(flatten)]
        may: May,
    },
    /// Take everything from a moderator who leaves: they are logged out, and their tokens do nothing any more. What they
    /// have decided stays under their name.
    Remove {
        /// The address with which they log in.
        email: String,
    },
    /// List the moderators.
    List,
    /// Set a new password; asks for it, or reads it from standard input. Ends every session of the old one.
    Password {
        /// The address with which they log in.
        email: String,
    },
}

/// What somebody may do, and where.
#[derive(Debug, clap::Args)]
pub(super) struct May {
    /// viewer, moderator, editor or owner; each may do what those before it may. The first person is an owner, others
    /// moderators, a token whatever its moderator is, unless this says otherwise.
    #[arg(long)]
    role: Option<String>,
    /// The key of a site, if the role is for some sites only; may be given several times.
    #[arg(long = "site")]
    sites: Vec<String>,
}

/// What can be done with API tokens.
#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make a token that acts for a moderator; it is shown this once.
    Create {
        /// The moderator's address.
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do; never more than its moderator.
        #[command(flatten)]
        may: May,
        /// After how many days it expires; it never does unless this is given.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        days: Option<u32>,
    },
    /// Revoke a token.
    Revoke {
        /// The id that `create` showed.
        id: String,
    },
}

/// What can be done with sites.
#[derive(Debug, Subcommand)]
pub(super) enum SiteCommand {
    /// Add a site.
    Add {
        /// Its key in addresses: letters, digits, - and _.
        key: String,
        /// Its name, as readers know it.
        #[arg(long)]
        name: String,
        /// Its address.
        #[arg(long)]
        url: Option<String>,
        /// The language of its articles: en or fr.
        #[arg(long, default_value = "en")]
        language: String,
        /// The pack of rules it uses.
        #[arg(long, default_value = "rci")]
        pack: String,
        /// A host of its own, whose pages may frame and call Placet; may be given several times.
        #[arg(long = "host")]
        hosts: Vec<String>,
        /// The note above the form, as LANGUAGE=TEXT; may be given several times.
        #[arg(long = "note")]
        notes: Vec<String>,
        /// Take comments only on threads that were announced by the API.
        #[arg(long)]
        announced_only: bool,
    },
    /// List the sites.
    List,
}

pub(super) fn migrate(config: &Config) -> Result<(), Failure> {
    let options = run::store_options(config)?;
    run::block_on(async { tokio::task::spawn_blocking(move || Store::open_for_command(options)).await })??;
    println!("the database is up to date");
    Ok(())
}

pub(super) fn user(config: &Config, command: UserCommand) -> Result<(), Failure> {
    run::with_store(config, async |store| {
        let people = People::new(Arc::clone(&store), Duration::from_secs(3600)).by(Actor::CommandLine);
        match command {
            UserCommand::Add { email, name, language, no_mail, may } => {
                let email = address(&email)?;
                let name = PersonName::parse(&name).map_err(|error| format!("--name {error}"))?;
                let language = read_language(&language)?;
                let is_first = people.all().await?.is_empty();
                let access = may.access(&store, if is_first { Role::Owner } else { Role::Moderator }).await?;
                let password = ask_password()?;
                people.add(email, name.as_str().to_owned(), language, !no_mail, &password, access).await?;
                println!("added; the desk is at {}/desk", config.public_url);
            }
            UserCommand::List => {
                let sites = store.sites().await?;
                for moderator in people.all().await? {
                    let mail = if moderator.wants_mail { "mail" } else { "no mail" };
                    let everywhere = moderator.access.everywhere.map(|role| role.to_string());
                    let on_sites = moderator.access.sites.iter().map(|(id, role)| {
                        let site = sites.values().find(|site| site.id == *id);
                        format!("{role} on {}", site.map_or("a site that is gone", |site| site.key.as_str()))
                    });
                    let roles: Vec<String> = everywhere.into_iter().chain(on_sites).collect();
                    let roles = if roles.is_empty() { "nothing".to_owned() } else { roles.join(", ") };
                    let (email, name, language) = (moderator.email.as_typed(), moderator.name, moderator.language);
                    println!("{email}\t{name}\t{language}\t{mail}\t{roles}");
                }
            }
            UserCommand::Role { email, may } => {
                let access = may.access(&store, Role::Moderator).await?;
                people.set_access(&Access::everywhere(Role::Owner), person(&people, &email).await?, access).await?;
                println!("changed");
            }
            UserCommand::Remove { email } => {
                people
                    .set_access(&Access::everywhere(Role::Owner), person(&people, &email).await?, Access::default())
                    .await?;
                println!("removed; what they have decided stays");
            }
            UserCommand::Password { email } => {
                people.set_password(address(&email)?, &ask_password()?).await?;
                println!("changed; every session of the old password has ended");
            }
        }
        Ok(())
    })
}

pub(super) fn token(config: &Config, command: TokenCommand) -> Result<(), Failure> {
    run::with_store(config, async |store| {
        let people = People::new(Arc::clone(&store), Duration::from_secs(3600)).by(Actor::CommandLine);
        match command {
            TokenCommand::Create { email, name, may, days } => {
                let name = PersonName::parse(&name).map_err(|error| format!("--name {error}"))?.as_str().to_owned();
                let sites = may.access(&store, Role::Owner).await?.only_sites();
                let expires_at = days.map(|days| Timestamp::now().plus(Duration::from_secs(u64::from(days) * 86_400)));
                let scope = Scope { role: may.role(Role::Owner)?, sites, expires_at };
                let (id, token) = people.create_token(address(&email)?, name, scope).await?;
                println!("{token}");
                eprintln!("shown this once; revoke it with: placet token revoke {id}");
            }
            TokenCommand::Revoke { id } => {
                let id: i64 = id.parse().map_err(|_| "an id is a number")?;
                if !people.revoke_token(TokenId::from_i64(id), None).await? {
                    return Err("there is no token in force with this id".into());
                }
                println!("revoked");
            }
        }
        Ok(())
    })
}

pub(super) fn site(config: &Config, command: SiteCommand) -> Result<(), Failure> {
    match command {
        SiteCommand::Add { key, name, url, language, pack, hosts, notes, announced_only } => {
            let library = match &config.rules.directory {
                Some(directory) => Library::from_directory(directory)?,
                None => Library::shipped()?,
            };
            if library.pack(&pack).is_none() {
                let known: Vec<&str> = library.names().collect();
                return Err(format!("there is no pack {pack}; there are: {}", known.join(", ")).into());
            }
            let site = Site {
                id: SiteId::from_i64(0),
                key: SiteKey::parse(&key).map_err(|error| match error {
                    FieldError::NotAKey => "KEY may only have letters, digits, - and _".to_owned(),
                    error => format!("KEY {error}"),
                })?,
                name: PersonName::parse(&name).map_err(|error| format!("--name {error}"))?.as_str().to_owned(),
                url: Website::parse(&url.unwrap_or_default())
                    .map_err(|error| format!("--url {error}"))?
                    .map(|url| url.as_str().to_owned()),
                language: read_language(&language)?,
                note: notes.iter().map(|note| read_note(note)).collect::<Result<_, _>>()?,
                pack,
                hosts: hosts.iter().map(|host| read_host(host)).collect::<Result<_, _>>()?,
                opens_threads: !announced_only,
            };
            run::with_store(config, async |store| {
                store
                    .write(move |transaction| {
                        let added = sites::insert(transaction, &site)?;
                        if let Some(id) = added {
                            let event = Event::new(Kind::SiteAdd, Actor::CommandLine).site(id);
                            let event = event.fact("key", &site.key).fact("pack", &site.pack);
                            audit::record(transaction, event.fact("hosts", &site.hosts));
                        }
                        Ok(added)
                    })
                    .await?
                    .ok_or("a site with this key exists already")?;
                println!("added; a thread is at {}/sites/{key}/threads/ARTICLE", config.public_url);
                Ok(())
            })
        }
        SiteCommand::List => run::with_store(config, async |store| {
            for site in store.read(sites::all).await? {
                println!("{}\t{}\t{}\t{}", site.key, site.name, site.language, site.pack);
            }
            Ok(())
        }),
    }
}

impl May {
    fn role(&self, usual: Role) -> Result<Role, Failure> {
        let Some(word) = &self.role else { return Ok(usual) };
        Role::from_word(word).ok_or_else(|| "--role must be viewer, moderator, editor or owner".into())
    }

    async fn access(&self, store: &Store, usual: Role) -> Result<Access, Failure> {
        let role = self.role(usual)?;
        if self.sites.is_empty() {
            return Ok(Access::everywhere(role));
        }
        let known = store.sites().await?;
        let mut access = Access::default();
        for key in &self.sites {
            let site = SiteKey::parse(key).ok().and_then(|key| known.get(&key).map(|site| site.id));
            access.sites.insert(site.ok_or_else(|| format!("--site {key}: there is no such site"))?, role);
        }
        Ok(access)
    }
}

/// The moderator with this address.
async fn person(people: &People, email: &str) -> Result<ModeratorId, Failure> {
    let email = address(email)?.folded();
    let found = people.all().await?.into_iter().find(|moderator| moderator.email.folded() == email);
    Ok(found.ok_or(PeopleError::Unknown)?.id)
}

fn address(text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|error| format!("EMAIL {error}").into())
}

fn read_language(text: &str) -> Result<Language, Failure> {
    Language::from_tag(text).ok_or_else(|| "--language must be en or fr".into())
}

fn read_note(text: &str) -> Result<(String, String), Failure> {
    let (language, note) = text.split_once('=').ok_or("--note must be LANGUAGE=TEXT")?;
    let language =
        Language::from_tag(language).ok_or_else(|| format!("--note {language}=…: the language must be en or fr"))?;
    Ok((language.tag().to_owned(), note.trim().to_owned()))
}

fn read_host(text: &str) -> Result<String, Failure> {
    let host = text.to_ascii_lowercase();
    let fits = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    if fits { Ok(host) } else { Err(format!("--host {text} is not a host name such as www.example.org").into()) }
}

/// A password, unseen from a terminal, or the first line of standard input.
fn ask_password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ")?;
        if rpassword::prompt_password("Again: ")? != password {
            return Err("the two passwords differ".into());
        }
        return Ok(password);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_note_names_its_language() {
        let expected = BTreeMap::from([("fr".to_owned(), "Soyez courtois.".to_owned())]);
        let read: BTreeMap<_, _> = ["fr=Soyez courtois."].iter().map(|note| read_note(note).expect("a note")).collect();
        assert_eq!(read, expected);
        assert!(read_note("Soyez courtois.").is_err());
        assert!(read_note("de=Bitte").is_err());
    }
}
