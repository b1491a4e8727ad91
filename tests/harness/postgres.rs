//! A PostgreSQL cluster that this test process starts for itself, and that goes when it goes.
//!
//! A shell holds the cluster: it waits at the end of a pipe whose other end is this process's. However the process
//! ends, `kill -9` included, the pipe closes, and the shell stops the server and removes its folder.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Set by `.ci/run`: then nothing may be left out.
const FORBID: &str = "PLACET_TEST_FORBID_SKIPS";

/// The keeper: makes the cluster, says `ready PORT`, waits for the pipe to close, and clears up.
///
/// It owns a process group, so that neither Ctrl-C nor the end of the tests' group takes it along. PostgreSQL refuses to
/// run as root: then its own user runs it. Ports are sought below those that systems give to whoever asks for a free one
/// (32768 and up, as the other tests do), so that nobody else takes the port between the search and the start. Durability
/// is switched off: a power cut may take a test's database.
const KEEPER: &str = r#"
set -eu
bin=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/placet-pg-XXXXXX")
owner=$(id -un postgres 2>/dev/null || echo nobody)
as() { if [ "$(id -u)" = 0 ]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown "$owner" "$dir"
cd "$dir"
cleanup() { as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; cd /; rm -rf "$dir"; }
trap cleanup EXIT
trap '' INT TERM HUP
as "$bin/initdb" -D data --no-sync -A trust -U placet -E UTF8 --locale=C >init.log 2>&1 || { cat init.log >&2; exit 1; }
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + (RANDOM % 12000)))
    settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300"
    settings="$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB"
    if as "$bin/pg_ctl" -D data -l "$dir/data/server.log" -w -o "$settings" start >start.log 2>&1; then
        echo "ready $port"
        read -r _ || true
        exit 0
    fi
done
cat start.log data/server.log >&2
exit 1
"#;

struct Cluster {
    port: u16,
    binaries: PathBuf,
    /// Its standard input is the pipe; it closes with this process.
    _keeper: Child,
}

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// The URL of a fresh database; `None`, said once, where PostgreSQL is not installed.
pub fn database() -> Option<String> {
    let cluster = CLUSTER.get_or_init(start).as_ref()?;
    let name = format!("placet_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(cluster.binaries.join("psql"))
        .args(["-X", "-q", "-h", "127.0.0.1", "-U", "placet", "-d", "postgres", "-p"])
        .arg(cluster.port.to_string())
        .args(["-c", &format!("CREATE DATABASE {name}")])
        .output()
        .expect("psql runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some(format!("postgres://placet@127.0.0.1:{}/{name}", cluster.port))
}

fn start() -> Option<Cluster> {
    let Some(binaries) = binaries() else {
        assert!(std::env::var_os(FORBID).is_none(), "PostgreSQL is not installed, and nothing may be left out");
        eprintln!("PostgreSQL not found (initdb, pg_ctl, psql): its half of the tests is left out");
        return None;
    };
    let mut keeper = Command::new("bash")
        .args(["-c", KEEPER, "keeper"])
        .arg(&binaries)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash runs");
    let mut line = String::new();
    BufReader::new(keeper.stdout.take().expect("a pipe")).read_line(&mut line).expect("the keeper speaks");
    let port = line.trim().strip_prefix("ready ").and_then(|port| port.parse().ok());
    let port = port.expect("PostgreSQL starts; what it said instead stands above");
    Some(Cluster { port, binaries, _keeper: keeper })
}

/// The folder of `initdb`: Debian keeps one a version, outside the path.
fn binaries() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| ["initdb", "pg_ctl", "psql"].iter().all(|name| folder.join(name).exists()))
}
