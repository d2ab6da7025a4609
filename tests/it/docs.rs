//! Every command and every scenario in the README, the pages of `docs/` and the help texts is one that works.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clap::{CommandFactory as _, Parser as _};
use pushpull::cli::Args;
use tempfile::tempdir;

use super::program::{bytes_below, package, pushpull};

/// A fenced block of a page.
struct Block {
    /// File and line of its first line.
    place: String,
    language: String,
    text: String,
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(package().join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.extend(["README.md", "CONTRIBUTING.md"].map(|name| package().join(name)));
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let mut open: Option<Block> = None;
        for (number, line) in text.lines().enumerate() {
            match (line.trim_start().strip_prefix("```"), open.take()) {
                (Some(_), Some(block)) => blocks.push(block),
                (Some(language), None) => {
                    let place = format!("{}:{}", page.file_name().unwrap().to_str().unwrap(), number + 2);
                    open = Some(Block { place, language: language.into(), text: String::new() });
                }
                (None, Some(mut block)) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                    open = Some(block);
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a block is never closed", page.display());
    }
    blocks
}

/// The words of a call of ours in a line of shell, up to a comment, pipe or redirection.
fn call(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches("$ ");
    let rest = line.strip_prefix("pushpull ").or_else(|| line.strip_prefix("cargo run --release -- "))?;
    let words = words_of(rest).into_iter().take_while(|word| !["#", "|", ">", "&&"].contains(&word.as_str()));
    Some(words.collect())
}

/// The words a shell makes of a line: single quotes keep spaces and double quotes.
fn words_of(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (place, part) in line.split('\'').enumerate() {
        if place % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        for (at, word) in part.split(char::is_whitespace).enumerate() {
            if at > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(word.trim_matches('"'));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn parses(words: &[String]) -> Result<Args, clap::Error> {
    Args::try_parse_from(["pushpull".to_string()].iter().chain(words))
}

#[test]
fn every_command_in_the_pages_is_one_and_those_with_shipped_scenarios_run() {
    let folder = tempdir().unwrap();
    // Pages name a command more than once; it is run once.
    let (mut seen, mut ran) = (0, BTreeSet::new());
    for block in blocks().iter().filter(|block| ["sh", "console"].contains(&block.language.as_str())) {
        for words in block.text.lines().filter_map(call) {
            if let Err(error) = parses(&words) {
                assert!(!error.use_stderr(), "{}: {error}", block.place);
            }
            seen += 1;
            let file = words.iter().map(|word| package().join(word)).find(|path| path.is_file());
            let Some(file) = file.filter(|_| ran.insert(words.clone())) else { continue };
            let file = file.to_str().unwrap().to_string();
            let mut words: Vec<&str> =
                words.iter().map(|word| if file.ends_with(word.as_str()) { file.as_str() } else { word }).collect();
            if ["run", "sweep", "optimize", "frontier"].contains(&words[0]) {
                words.extend(["--replications", "2", "--set", "run.horizon=50", "--no-charts", "--quiet"]);
            }
            pushpull(folder.path(), &words).ends(0);
        }
    }
    assert!(seen >= 2, "the pages name no commands");
}

#[test]
fn every_scenario_in_the_pages_is_accepted() {
    let folder = tempdir().unwrap();
    let mut seen = 0;
    for block in blocks().iter().filter(|block| block.language.starts_with("toml")) {
        let fragment = toml::from_str::<toml::Table>(&block.text);
        assert!(fragment.is_ok(), "{}: {}", block.place, fragment.unwrap_err());
        if fragment.unwrap().contains_key("run") {
            let file = folder.path().join("page.toml");
            fs::write(&file, &block.text).unwrap();
            let done = pushpull(folder.path(), &["check", "page.toml"]);
            assert_eq!(done.code, 0, "{}:\n{}", block.place, done.stderr);
            seen += 1;
        }
    }
    assert!(seen >= 1, "the pages show no scenario");
}

#[test]
fn every_example_in_the_help_is_a_command() {
    let mut all = Args::command();
    all.build();
    let mut seen = 0;
    for command in std::iter::once(&all).chain(all.get_subcommands()) {
        let help = command.get_after_long_help().or(command.get_after_help());
        let help = help.map(ToString::to_string).unwrap_or_default();
        for line in help.lines().filter(|line| line.starts_with("  pushpull ")) {
            // An example may be followed by a comment, set off by spaces.
            let line = line.trim().split("   ").next().unwrap();
            let words = call(line).unwrap();
            assert!(parses(&words).is_ok(), "{line}");
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} examples");
}

#[test]
fn every_page_that_is_linked_is_there() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let local = !target.is_empty() && !target.contains("://");
            assert!(!local || page.parent().unwrap().join(target).exists(), "{}: {target}", page.display());
        }
    }
}

#[test]
fn the_table_of_the_readme_is_what_verify_prints() {
    let readme = fs::read_to_string(package().join("README.md")).unwrap();
    let words = readme.lines().filter_map(call).find(|words| words[0] == "verify").unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let printed = pushpull(package(), &words).ends(0).stdout;
    let rows = readme.lines().skip_while(|line| !line.starts_with("| case | value |")).skip(2);
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), words.len() - 3, "one row per case");
    for row in rows {
        assert!(printed.lines().any(|line| line.starts_with(row)), "not what was printed: {row}\n{printed}");
    }
}

/// The summary of the full form is of as many cases and values as there are.
#[test]
fn the_summary_of_the_readme_is_of_every_case() {
    let readme = fs::read_to_string(package().join("README.md")).unwrap();
    let cases = pushpull::verify::cases();
    let mut seen = 0;
    for row in readme.lines().skip_while(|line| !line.starts_with("| group | cases |")).skip(2) {
        let Some(row) = row.strip_prefix("| ") else { break };
        let (group, rest) = row.split_at(1);
        let numbers: Vec<usize> = rest.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
        let of_group: Vec<_> = cases.iter().filter(|case| case.name.starts_with(group)).collect();
        let values = of_group.iter().map(|case| case.expectations.len()).sum();
        assert_eq!(numbers, [of_group.len(), values, values], "{row}");
        seen += of_group.len();
    }
    assert_eq!(seen, cases.len());
}

/// Names in backticks after "Tested by", to the end of the paragraph, are functions of the sources.
#[test]
fn every_test_that_the_map_names_is_there() {
    let map = fs::read_to_string(package().join("docs/ARCHITECTURE.md")).unwrap();
    let mut code = String::new();
    for folder in ["src", "tests"] {
        let files = bytes_below(&package().join(folder));
        code.extend(files.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    }
    let mut seen = 0;
    let words = |text: &str| text.replace('\n', " ");
    for promise in words(&map.replace("\n\n", "\u{0}")).split("Tested by ").skip(1) {
        let paragraph = promise.split('\u{0}').next().unwrap();
        for name in paragraph.split('`').skip(1).step_by(2).filter(|name| name.contains('_')) {
            assert!(code.contains(&format!("fn {name}(")), "no test is called {name}");
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} tests are named");
}
