//! The program: reads the command line and hands over to [`placet::cli`].

fn main() -> std::process::ExitCode {
    placet::cli::main()
}
