//! A result folder, written and read back.

use super::*;
use crate::results::{Compared, Decoupling, Frontier, Sweep, Tables};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn options(formats: &[Format]) -> WriteOptions {
    WriteOptions { formats: formats.iter().copied().collect(), charts: Charts::Draw, ..WriteOptions::default() }
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        if entry.path().is_dir() {
            let inner = contents(&entry.path());
            files.extend(inner.into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(entry.path()).expect("readable"));
        }
    }
    files
}

#[test]
fn every_format_reads_back_to_the_same_tables() {
    let tables = fixture::custom_pcs();
    for format in Format::ALL {
        let home = tempfile::tempdir().expect("a temporary folder");
        let out = home.path().join("deep/er");
        write_folder(&out, &tables, &options(&[*format])).expect("writes");
        assert_eq!(formats_of(&out), BTreeSet::from([*format]));
        assert!(read_folder::<Tables>(&out).expect("reads") == tables, "{format:?}");
    }
}

#[test]
fn a_folder_read_back_is_written_again_to_the_same_bytes() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (first, second) = (home.path().join("first"), home.path().join("second"));
    let files = write_folder(&first, &fixture::custom_pcs(), &options(Format::ALL)).expect("writes").files;
    write_folder(&second, &read_folder::<Tables>(&first).expect("reads"), &options(Format::ALL)).expect("writes");
    let (a, b) = (contents(&first), contents(&second));
    assert!(a == b);
    assert_eq!(a.len(), files.len());
    assert!(files.iter().all(|file| file.is_file()));
}

/// The only kind that a folder is of.
fn kind_of(folder: &Path) -> String {
    let info = read_info(folder).expect("reads");
    let kinds = [
        ("run", Tables::is_kind_of(&info)),
        ("sweep", Sweep::is_kind_of(&info)),
        ("frontier", Frontier::is_kind_of(&info)),
        ("decoupling", Decoupling::is_kind_of(&info)),
        ("compared", Compared::is_kind_of(&info)),
    ];
    kinds.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind).collect::<Vec<_>>().join(" ")
}

#[test]
fn searches_and_frontiers_read_back() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let (first, second) = (home.path().join("first"), home.path().join("second"));
    let tables = fixture::searched(3);
    write_folder(&first, &tables, &options(&[Format::Csv])).expect("writes");
    let read = read_folder::<Tables>(&first).expect("reads");
    assert!(read == tables && first.join("optimum.csv").is_file());
    assert_eq!(kind_of(&first), "run");
    write_folder(&second, &read, &options(&[Format::Csv])).expect("writes");
    assert!(contents(&first) == contents(&second));

    let frontier = fixture::frontier(&["MTS", "ATO", "MTO"], &[0.5, 0.9, 0.99], "on_time_rate");
    write_folder(&first, &frontier, &WriteOptions::default()).expect("replaces");
    let read: Frontier = read_folder(&first).expect("reads");
    assert!(read == frontier && kind_of(&first) == "frontier");
    write_folder(&second, &read, &WriteOptions::default()).expect("replaces");
    assert!(contents(&first) == contents(&second));

    let found = fixture::decoupling(4);
    write_folder(&first, &found, &WriteOptions::default()).expect("replaces");
    let read: Decoupling = read_folder(&first).expect("reads");
    assert!(read == found && kind_of(&first) == "decoupling");
    write_folder(&second, &read, &WriteOptions::default()).expect("replaces");
    assert!(contents(&first) == contents(&second));
}

#[test]
fn a_folder_of_ours_is_replaced_whole() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("out");
    write_folder(&out, &fixture::custom_pcs(), &options(Format::ALL)).expect("writes");
    let skip = WriteOptions { charts: Charts::Skip, ..options(&[Format::Csv]) };
    write_folder(&out, &Tables::default(), &skip).expect("replaces");
    let left: Vec<String> = contents(&out).into_keys().collect();
    assert_eq!(
        left,
        ["comparison.csv", "distribution.csv", "replications.csv", "run.json", "series.csv", "summary.csv"]
    );
    assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1, "nothing is left beside");
}

#[test]
fn a_folder_with_other_files_is_refused_and_untouched() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("out");
    fs::create_dir(&out).expect("made");
    fs::write(out.join("thesis.tex"), "years of work").expect("written");
    let error = write_folder(&out, &Tables::default(), &WriteOptions::default()).expect_err("refused");
    assert!(error.to_string().contains("`thesis.tex`") && error.to_string().contains("--out"), "{error}");
    fs::remove_file(out.join("thesis.tex")).expect("removed");

    write_folder(&out, &fixture::custom_pcs(), &WriteOptions::default()).expect("an empty folder is taken");
    fs::write(out.join("notes.md"), "mine").expect("written");
    let before = contents(&out);
    let error = write_folder(&out, &Tables::default(), &WriteOptions::default()).expect_err("refused");
    assert!(error.to_string().contains("`notes.md`"), "{error}");
    assert!(contents(&out) == before);
    assert_eq!(fs::read_dir(home.path()).expect("a folder").count(), 1, "nothing is left beside");
}

/// What is in a folder, hidden or not.
fn names_in(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).expect("a folder");
    names.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
}

#[test]
fn what_killed_runs_left_is_swept_up_and_nothing_else() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for name in
        [".out.partial-1", ".out.partial-mine", ".out.partial-", ".out.old-1", ".other.partial-1", ".out.partial-2"]
    {
        fs::create_dir(home.path().join(name)).expect("made");
    }
    fs::write(home.path().join(".out.partial-1/summary.csv"), "half").expect("written");
    fs::write(home.path().join(".out.partial-2/notes.txt"), "mine").expect("written");
    let all = names_in(home.path());
    let writer = fs::File::open(home.path().join(".out.partial-1")).expect("opened");
    writer.lock().expect("the disk of tests has locks");
    check_folder(&home.path().join("out")).expect("free");
    let gone = |names: &BTreeSet<String>| all.difference(names).cloned().collect::<Vec<_>>();
    assert_eq!(gone(&names_in(home.path())), [".out.old-1"], "somebody still writes to the other");
    drop(writer);
    check_folder(&home.path().join("out")).expect("free");
    assert_eq!(gone(&names_in(home.path())), [".out.old-1", ".out.partial-1"]);
    assert_eq!(clear_leftovers_in(home.path()).expect("readable").len(), 1, "of whatever name");
    assert!(!home.path().join(".other.partial-1").exists());
}

fn tables_alone() -> WriteOptions {
    WriteOptions { charts: Charts::Skip, ..options(&[Format::Csv]) }
}

/// Killed between moving the old folder aside and giving its place to the new one.
#[test]
fn results_that_were_moved_aside_come_back() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("out");
    write_folder(&out, &fixture::custom_pcs(), &tables_alone()).expect("writes");
    let before = contents(&out);
    fs::rename(&out, home.path().join(".out.old-7")).expect("moved");
    check_folder(&out).expect("free");
    assert!(contents(&out) == before);
    // After it, they are what the new ones replaced.
    fs::create_dir(home.path().join(".out.old-8")).expect("made");
    fs::copy(out.join("run.json"), home.path().join(".out.old-8/run.json")).expect("copied");
    check_folder(&out).expect("free");
    assert_eq!(names_in(home.path()), BTreeSet::from(["out".to_string()]));
}

/// A link to nothing, and a folder where a file of ours would stand.
#[test]
fn what_is_in_the_way_is_told_before_the_work() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("out");
    write_folder(&out, &fixture::custom_pcs(), &tables_alone()).expect("writes");
    fs::create_dir(out.join("report.html")).expect("made");
    fs::write(out.join("report.html/notes.md"), "mine").expect("written");
    let error = check_folder(&out).expect_err("refused").to_string();
    assert!(error.contains("`report.html`"), "{error}");
    #[cfg(unix)]
    {
        let link = home.path().join("link");
        std::os::unix::fs::symlink(home.path().join("nothing"), &link).expect("linked");
        let error = check_folder(&link).expect_err("refused").to_string();
        assert!(error.contains("not a folder"), "{error}");
    }
}

#[test]
fn a_run_json_of_another_program_is_not_ours() {
    let home = tempfile::tempdir().expect("a temporary folder");
    fs::write(home.path().join("run.json"), "{\"kind\":\"marathon\",\"format\":1}").expect("written");
    assert!(write_folder(home.path(), &Tables::default(), &WriteOptions::default()).is_err());
    let error = read_folder::<Tables>(home.path()).expect_err("not ours");
    assert!(error.to_string().contains("not a result folder"), "{error}");
}

#[test]
fn a_file_in_the_way_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("file");
    fs::write(&out, "x").expect("written");
    let error = write_folder(&out, &Tables::default(), &WriteOptions::default()).expect_err("refused");
    assert!(error.to_string().contains("not a folder"), "{error}");
}

#[test]
fn a_damaged_table_is_named_with_its_line() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("out");
    write_folder(&out, &fixture::custom_pcs(), &WriteOptions::default()).expect("writes");
    let path = out.join("replications.csv");
    let text = fs::read_to_string(&path).expect("readable").replacen(",cost_purchase,", ",cost_purchase,x", 1);
    fs::write(&path, text).expect("written");
    let error = read_folder::<Tables>(&out).expect_err("damaged").to_string();
    assert!(error.contains("replications.csv") && error.contains("line 2, column value"), "{error}");
}

#[test]
fn names_of_scenarios_never_become_paths() {
    for (name, folder) in [
        ("Custom PCs", "custom-pcs"),
        ("../../etc/passwd", "etc-passwd"),
        ("/", "scenario"),
        ("..", "scenario"),
        ("", "scenario"),
        ("定制电脑", "scenario"),
        ("CON", "scenario-con"),
        ("lpt1", "scenario-lpt1"),
        ("a\\b:c*d", "a-b-c-d"),
        ("3.2 per day!", "3-2-per-day"),
    ] {
        assert_eq!(folder_name(name), folder, "{name}");
    }
    assert_eq!(folder_name(&"long ".repeat(100)).len(), 59);
}
