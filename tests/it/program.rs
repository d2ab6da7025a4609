//! The built program as a test drives it: arguments in; exit code, stdout, stderr and files out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a call of the program came to.
pub struct Done {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Calls the program in `folder`, with nothing on stdin.
pub fn pushpull(folder: &Path, arguments: &[&str]) -> Done {
    let output = command(folder, arguments).output().unwrap();
    Done {
        code: output.status.code().expect("no signal ends it"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The call, to be started in another way.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pushpull"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

impl Done {
    /// Asserts the exit code, showing what was said.
    #[track_caller]
    pub fn ends(self, code: i32) -> Done {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that stderr names each of these.
    #[track_caller]
    pub fn complains(self, words: &[&str]) -> Done {
        for word in words {
            assert!(self.stderr.contains(word), "stderr says nothing of `{word}`:\n{}", self.stderr);
        }
        self
    }
}

/// The folder of this package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path of a shipped scenario.
pub fn shipped(name: &str) -> String {
    package().join("scenarios").join(name).to_str().unwrap().into()
}

/// Every file below a folder with its bytes, by path relative to it.
pub fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().into(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// A scenario that runs in no time: one part, one product, all three strategies.
pub const SMALL: &str = r#"
name = "Small"
time_unit = "day"
currency = "EUR"
[run]
warm_up = 5
horizon = 50
replications = 4
[items.case]
cost = 10
buy.lead_time = 3
stock.base_stock = 12
[items.box]
price = 30
make.parts = { case = 1 }
make.time = 0.25
stock.base_stock = 4
[demand.box]
arrivals = { poisson = { rate = 2 } }
due = 2
backorder_cost = 1
"#;

/// Writes a scenario into `folder` and returns its name.
pub fn scenario(folder: &Path, text: &str) -> &'static str {
    fs::write(folder.join("small.toml"), text).unwrap();
    "small.toml"
}

/// Starts the program and kills it (SIGKILL) once its journal has grown to `bytes`; gives whether it was still alive.
pub fn killed_at(folder: &Path, arguments: &[&str], bytes: u64) -> bool {
    let mut child = command(folder, arguments).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    let journal = folder.join(".out.journal");
    loop {
        let grown = fs::metadata(&journal).map_or(0, |data| data.len()) >= bytes;
        let ended = child.try_wait().unwrap().is_some();
        if grown || ended || begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            child.wait().unwrap();
            return !ended;
        }
        sleep(Duration::from_micros(300));
    }
}
