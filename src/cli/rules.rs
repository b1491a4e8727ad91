//! placeholder
use clap::Subcommand;
/// x
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// x
    Check,
}
/// x
pub fn run(_c: RulesCommand) -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
