//! The command line: one file a command. Whatever a command does, it does by calling a room.

mod admin;
mod allocator;
mod audit;
mod demo;
mod health;
mod logging;
pub mod rules;
mod run;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Comments under articles: read by netiquette rules, decided by editors.
#[derive(Debug, Parser)]
#[command(name = "placet", version, about, arg_required_else_help = true)]
pub struct Arguments {
    /// The configuration file (default: placet.toml in this folder, if there is one).
    #[arg(long, global = true, value_name = "FILE", env = "PLACET_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve readers and moderators, and send the mails.
    Serve,
    /// Show the whole product on an embedded database with sample comments.
    Demo(demo::DemoArguments),
    /// Bring the database's schema up to date (serve does it too).
    Migrate,
    /// Moderators: who may decide.
    #[command(subcommand)]
    User(admin::UserCommand),
    /// API tokens.
    #[command(subcommand)]
    Token(admin::TokenCommand),
    /// Sites: whose articles are commented on.
    #[command(subcommand)]
    Site(admin::SiteCommand),
    /// The audit log: verify it, export it.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Netiquette rules: check them, explain what they find.
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Ask the server of this configuration whether it is alive; exit status 0 if it is.
    Health,
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let arguments = match arguments {
        Arguments { command: Command::Rules(mut command), config } if !command.needs_database() => {
            if command.reads_rules() {
                // What is checked are the rules that the server of this configuration reads; nothing else of it matters here.
                let of_rules = variables().filter(|(name, _)| name.starts_with("PLACET_RULES_"));
                match Config::load(config.as_deref(), of_rules) {
                    Ok(config) => command.default_to(config.rules.directory.as_deref()),
                    Err(error) => return finish(Err(error.into())),
                }
            }
            return rules::run(command);
        }
        arguments => arguments,
    };
    if matches!(arguments.command, Command::Serve | Command::Demo(_)) {
        allocator::settle();
    }
    if let Command::Demo(demo) = &arguments.command {
        return finish(demo::run(demo));
    }
    let config = match Config::load(arguments.config.as_deref(), variables()) {
        Ok(config) => config,
        Err(error) => return finish(Err(error.into())),
    };
    logging::start(&config.log);
    finish(match arguments.command {
        Command::Serve => serve::run(config),
        Command::Migrate => admin::migrate(&config),
        Command::User(command) => admin::user(&config, command),
        Command::Token(command) => admin::token(&config, command),
        Command::Site(command) => admin::site(&config, command),
        Command::Audit(command) => audit::audit(&config, command),
        Command::Health => health::run(&config),
        Command::Rules(mut command) => {
            command.default_to(config.rules.directory.as_deref());
            rules::run_with_database(&config, command)
        }
        Command::Demo(_) => Ok(()),
    })
}

/// The variables of the environment. One that is not Unicode must not end the program: ours are.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
}

/// Why a command failed, for whoever typed it.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn finish(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("placet: {error}");
            ExitCode::FAILURE
        }
    }
}
