//! The invariants of `docs/ARCHITECTURE.md` that a reader of the sources can check: who may know whom,
//! how large a file or function may be, and which words stand nowhere.

use std::fs;
use std::path::{Path, PathBuf};

use super::source_tree::{How, Tree};

/// One row of the table of layers in `docs/ARCHITECTURE.md`.
struct Layer {
    name: &'static str,
    /// Modules of this crate it may name.
    may_use: &'static [&'static str],
}

/// Every module of the crate and what it may name.
const LAYERS: &[Layer] = &[
    Layer { name: "keys", may_use: &[] },
    Layer { name: "reader", may_use: &["keys"] },
    Layer { name: "measures", may_use: &[] },
    Layer { name: "random", may_use: &[] },
    Layer { name: "laws", may_use: &["keys", "random", "reader"] },
    Layer { name: "model", may_use: &["laws"] },
    Layer { name: "rules", may_use: &["keys", "laws", "model", "random", "reader"] },
    Layer { name: "network", may_use: &["laws", "model", "rules"] },
    Layer { name: "stats", may_use: &["random"] },
    Layer { name: "threads", may_use: &[] },
    Layer { name: "fit", may_use: &["laws", "random", "threads"] },
    Layer { name: "watch", may_use: &[] },
    Layer { name: "results", may_use: &["measures", "stats"] },
    Layer { name: "record", may_use: &["measures", "stats"] },
    Layer { name: "journal", may_use: &["record", "results"] },
    Layer { name: "plan", may_use: &["laws", "model", "network", "random", "rules"] },
    Layer { name: "engine", may_use: &["laws", "model", "plan", "random", "rules"] },
    Layer { name: "costs", may_use: &["measures", "model", "plan"] },
    Layer { name: "path", may_use: &["costs", "laws", "model", "plan", "random", "rules"] },
    Layer {
        name: "collect",
        may_use: &["costs", "engine", "measures", "model", "plan", "record", "results", "rules", "stats"],
    },
    Layer { name: "input", may_use: &["keys", "laws", "measures", "model", "network", "reader", "results", "rules"] },
    Layer {
        name: "experiment",
        may_use: &[
            "collect", "laws", "measures", "model", "network", "path", "plan", "random", "reader", "record", "results",
            "rules", "stats", "threads", "watch",
        ],
    },
    Layer {
        name: "jobs",
        may_use: &[
            "collect",
            "experiment",
            "fit",
            "input",
            "keys",
            "measures",
            "model",
            "plan",
            "reader",
            "record",
            "results",
            "rules",
            "threads",
            "watch",
        ],
    },
    Layer { name: "present", may_use: &["measures", "results", "stats", "threads"] },
    Layer {
        name: "verify",
        may_use: &[
            "collect",
            "experiment",
            "input",
            "measures",
            "model",
            "plan",
            "record",
            "results",
            "stats",
            "threads",
        ],
    },
    Layer {
        name: "cli",
        may_use: &[
            "input", "jobs", "journal", "keys", "measures", "present", "reader", "record", "results", "verify", "watch",
        ],
    },
];

/// A crate (or part of the standard library) and the only layers that may name it.
const FOREIGN: &[(&str, &[&str])] = &[
    ("rand::", &["laws", "random"]),
    ("rand_distr::", &["laws", "random"]),
    ("rand_xoshiro::", &["random"]),
    ("statrs::", &["stats"]),
    ("rayon::", &["threads"]),
    ("plotters::", &["present"]),
    ("minijinja::", &["present"]),
    ("calamine::", &["input", "present"]),
    ("rust_xlsxwriter::", &["present"]),
    ("clap::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("terminal_size::", &["cli"]),
    ("ctrlc::", &["cli"]),
    ("rustix::", &["journal", "present"]),
    ("toml::", &["input", "verify"]),
    ("std::fs", &["cli", "input", "journal", "present"]),
    ("std::time", &["cli", "watch"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
];

/// A source file of the crate.
struct Source {
    /// Relative to the package.
    path: String,
    /// The first folder or file below `src`.
    layer: String,
    text: String,
}

impl Source {
    /// The text before the unit tests: nothing of a file that holds only tests.
    fn code(&self) -> &str {
        if self.path.contains("/tests/") || self.path.ends_with("/tests.rs") {
            return "";
        }
        self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    /// The lines of the code that are not comments, with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.code().lines().enumerate().map(|(place, line)| (place + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every Rust file below `folder` of the package, in order of path.
fn sources(folder: &str) -> Vec<Source> {
    let root = package().join(folder);
    let mut paths = Vec::new();
    files_below(&root, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    paths.iter().map(|path| source(&root, path)).collect()
}

fn source(root: &Path, path: &Path) -> Source {
    let first = path.strip_prefix(root).unwrap().iter().next().unwrap().to_str().unwrap();
    Source {
        path: path.strip_prefix(package()).unwrap().display().to_string(),
        layer: first.trim_end_matches(".rs").into(),
        text: fs::read_to_string(path).unwrap(),
    }
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// A path counts for the layer of the module it names and of the file that defines what it names.
#[test]
fn layers_depend_one_way() {
    let tree = Tree::read(package());
    let mut problems = Vec::new();
    for link in tree.links() {
        let (own, other) = (tree.layer(link.from), tree.layer(link.to));
        let place = || format!("{}:{}: `{}`", tree.modules[link.from].file, link.line, link.path);
        match LAYERS.iter().find(|layer| layer.name == own) {
            _ if own == "lib" || own == other => {}
            None => problems.push(format!("{}: no row in the table of layers", place())),
            Some(layer) if layer.may_use.contains(&other) => {}
            Some(_) => problems.push(format!("{}: {own} may not know {other}", place())),
        }
        let named = link.path.strip_prefix("crate::").and_then(|rest| rest.split("::").next());
        if let Some(named) = named.filter(|named| *named != own && *named != other)
            && let Some(layer) = LAYERS.iter().find(|layer| layer.name == own)
            && !layer.may_use.contains(&named)
        {
            problems.push(format!("{}: {own} may not know {named}", place()));
        }
    }
    assert_none(&problems);
}

/// No file uses another that uses it, directly or through others. A `pub use` of what the file itself does not use does not count.
#[test]
fn no_files_use_each_other() {
    let tree = Tree::read(package());
    let file = |module: usize| tree.modules[module].file.as_str();
    let links = tree.links();
    let mut problems = Vec::new();
    for circle in tree.circles() {
        problems.push(format!("a circle of {} files:", circle.len()));
        let inside = links
            .iter()
            .filter(|link| link.how == How::Uses && circle.contains(&link.from) && circle.contains(&link.to));
        let told =
            inside.map(|link| format!("  {}:{} uses {}: `{}`", file(link.from), link.line, file(link.to), link.path));
        problems.extend(told);
    }
    assert_none(&problems);
}

#[test]
fn the_table_of_layers_has_no_cycle() {
    let place = |name: &str| LAYERS.iter().position(|layer| layer.name == name).unwrap();
    for (own, layer) in LAYERS.iter().enumerate() {
        for name in layer.may_use {
            assert!(place(name) < own, "{} stands above {name}, which it uses", layer.name);
        }
    }
}

/// The map of the code has the same layers in the same order; where it lists what a layer may use, the list is this one.
#[test]
fn the_map_has_the_same_table_of_layers() {
    let map = fs::read_to_string(package().join("docs/ARCHITECTURE.md")).unwrap();
    let rows = map.lines().skip_while(|line| !line.starts_with("| layer | may use |")).skip(2);
    let rows: Vec<Vec<&str>> =
        rows.map_while(|line| line.strip_prefix("| ")).map(|row| row.split(" | ").collect()).collect();
    let words = |cell: &'_ str| cell.split('`').skip(1).step_by(2).map(String::from).collect::<Vec<_>>();
    let mapped: Vec<String> = rows.iter().flat_map(|row| words(row[0])).collect();
    assert_eq!(mapped, LAYERS.iter().map(|layer| layer.name).collect::<Vec<_>>());
    for (row, layer) in rows.iter().zip(LAYERS) {
        if !row[1].contains("below") && !row[1].contains("all but") {
            assert_eq!(words(row[1]), layer.may_use, "what {} may use", layer.name);
        }
    }
}

/// The Python package asks as the command line does, and decides nothing: it has no other way in, and stays small.
#[test]
fn python_is_a_thin_caller() {
    let may_name = ["input", "jobs", "journal", "present", "results"];
    let (mut problems, mut lines) = (Vec::new(), 0);
    for file in sources("python/src") {
        lines += file.lines().filter(|(_, line)| !line.trim().is_empty()).count();
        for (number, line) in file.lines() {
            let named = line.split("pushpull::").skip(1).map(|rest| rest.trim_start_matches("{self, "));
            let foreign = named.filter(|rest| !may_name.iter().any(|layer| rest.starts_with(layer)));
            problems.extend(foreign.map(|rest| format!("{}:{number}: may not name {rest}", file.path)));
        }
    }
    assert!(lines > 0);
    problems.extend((lines > 1700).then(|| format!("python/src has {lines} lines of code, at most 1,700")));
    assert_none(&problems);
}

#[test]
fn each_foreign_crate_has_its_layer() {
    let mut problems = Vec::new();
    for file in sources("src") {
        for (number, line) in file.lines() {
            for (name, layers) in FOREIGN {
                if line.contains(name) && !layers.contains(&file.layer.as_str()) {
                    problems.push(format!("{}:{number}: only {layers:?} may name {name}", file.path));
                }
            }
        }
    }
    assert_none(&problems);
}

/// "Where to look" of `docs/ARCHITECTURE.md`: a sibling (its row has the first word in brackets), the files that name it, and
/// how many files a new one may touch.
const WHERE_TO_LOOK: &[(&[&str], &[&str], usize)] = &[
    (&["ReadyRate"], &["collect/emit.rs", "measures.rs"], 3),
    (&["CostOrdering"], &["costs/mod.rs", "measures.rs", "present/charts/palette.rs"], 3),
    (&["Weibull", "weibull"], &["fit/times.rs", "laws/mod.rs", "laws/weibull.rs"], 3),
    (&["MinMax", "min_max"], &["model/item.rs", "rules/stock/min_max.rs", "rules/stock/mod.rs"], 3),
    (&["PatienceEnd"], &["engine/customers.rs", "engine/event.rs", "engine/simulator.rs"], 4),
];

#[test]
fn where_to_look_is_true() {
    let page = fs::read_to_string(package().join("docs/ARCHITECTURE.md")).unwrap();
    let sources = sources("src");
    for (words, files, most) in WHERE_TO_LOOK {
        let is_named = |(_, line): (usize, &str)| words.iter().any(|word| line.contains(word));
        let named = sources.iter().filter(|source| source.lines().any(is_named));
        let named: Vec<&str> = named.map(|source| source.path.trim_start_matches("src/")).collect();
        assert_eq!(named, *files, "files that name {}", words[0]);
        assert!(files.len() <= *most, "{}: more than {most} files", words[0]);
        let row = page.lines().find(|line| line.contains(&format!("(`{}`)", words[0])));
        let row = row.unwrap_or_else(|| panic!("no row for {}", words[0]));
        files.iter().for_each(|file| assert!(row.contains(&format!("`{file}`")), "{file} is missing in: {row}"));
    }
}

#[test]
fn the_engine_cannot_fail() {
    let mut problems = Vec::new();
    for file in sources("src").iter().filter(|file| file.layer == "engine") {
        for (number, line) in file.lines().filter(|(_, line)| line.contains("Result<")) {
            problems.push(format!("{}:{number}: {line}", file.path));
        }
    }
    assert_none(&problems);
}

#[test]
fn files_and_functions_are_small() {
    let mut problems = Vec::new();
    for file in sources("src").iter().chain(&sources("tests")) {
        let lines = file.text.lines().count();
        let most = if file.path == "src/main.rs" { 60 } else { 600 };
        if lines > most {
            problems.push(format!("{}: {lines} lines, at most {most}", file.path));
        }
        problems.extend(long_functions(file));
    }
    assert_none(&problems);
}

/// Functions of more than 80 lines: from their `fn` to the brace at the same depth.
fn long_functions(file: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (number, line) in file.text.lines().enumerate() {
        let depth = line.len() - line.trim_start().len();
        if is_function(line.trim_start()) {
            open = Some((number, depth));
        }
        if let Some((first, own)) = open
            && line.trim() == "}"
            && depth == own
        {
            if number - first + 1 > 80 {
                problems.push(format!("{}:{}: a function of {} lines", file.path, first + 1, number - first + 1));
            }
            open = None;
        }
    }
    problems
}

fn is_function(line: &str) -> bool {
    let words = line.split(' ').take_while(|word| *word != "fn");
    let prefixes = ["pub", "const", "async", "unsafe"];
    line.contains("fn ") && { words }.all(|word| prefixes.contains(&word) || word.starts_with("pub("))
}

#[test]
fn nothing_is_unwrapped_or_left_for_later() {
    // Put together here so that this file does not contain them.
    let everywhere = [["to", "do!("].concat(), ["unimplemented", "!("].concat(), ["FIX", "ME"].concat()];
    let mut problems = Vec::new();
    for file in sources("src") {
        let is_test = file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
        for (number, line) in file.code().lines().enumerate() {
            if !is_test && line.contains(".unwrap()") {
                problems.push(format!("{}:{}: unwrap outside tests", file.path, number + 1));
            }
        }
        for word in everywhere.iter().filter(|word| file.text.contains(word.as_str())) {
            problems.push(format!("{}: {word}", file.path));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_layer_states_its_invariant() {
    for layer in LAYERS {
        let own = [format!("src/{}/mod.rs", layer.name), format!("src/{}.rs", layer.name)];
        let Some(text) = own.iter().find_map(|path| fs::read_to_string(package().join(path)).ok()) else {
            continue;
        };
        assert!(text.contains("*Architecture invariant:*"), "{} states no invariant", layer.name);
    }
}
