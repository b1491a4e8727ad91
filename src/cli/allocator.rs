//! What the C library's allocator is told before a server starts.
//!
//! By itself glibc keeps eight arenas for each core and, once a large block was freed, puts later ones among the small: what
//! loading the rules leaves behind stays resident for good, a sixth of the whole (`docs/performance.md`). It reads its
//! settings when a program begins, and only from the environment: so the program begins once more, in the same process.

/// Starts this program anew with those settings; does nothing where somebody has made settings of their own, where there is
/// no glibc, and after the new start.
pub(super) fn settle() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    start_anew();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn start_anew() {
    use std::os::unix::process::CommandExt as _;

    const SETTINGS: &str = "GLIBC_TUNABLES";
    /// Blocks of so many bytes are given back to the system as soon as they are free.
    const LARGE: usize = 65_536;

    let is_setting = |name: std::ffi::OsString| name == SETTINGS || name.to_string_lossy().starts_with("MALLOC_");
    if std::env::vars_os().any(|(name, _)| is_setting(name)) {
        return;
    }
    let (Ok(program), mut arguments) = (std::env::current_exe(), std::env::args_os()) else { return };
    let arenas = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    let mut command = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    command.args(arguments);
    command.env(SETTINGS, format!("glibc.malloc.arena_max={arenas}:glibc.malloc.mmap_threshold={LARGE}"));
    // Comes back only if it fails; then the program goes on with the memory that it takes.
    let _ = command.exec();
}
