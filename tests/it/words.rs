//! One word for one thing: a type name occurs once in the crate, and the glossary has it.

use std::collections::BTreeMap;
use std::fs;

use super::program::package;
use super::source_tree::{Seen, Tree, public_types};

/// Types that are private to their file are exempt.
#[test]
fn a_type_name_occurs_once() {
    let tree = Tree::read(package());
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for module in &tree.modules {
        for (_, name) in public_types(&module.code) {
            places.entry(name).or_default().push(&module.file);
        }
    }
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "names of several types: {places:#?}");
}

/// Layers whose public types are words of the field.
const WITH_GLOSSARY: &[&str] = &["src/model/", "src/engine/", "src/experiment/optimize/"];

/// The names in backticks in the first column of the tables of `docs/GLOSSARY.md` that are types.
fn types_of_the_glossary() -> Vec<String> {
    let page = fs::read_to_string(package().join("docs/GLOSSARY.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let names = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(String::from).collect::<Vec<_>>());
    names.filter(|name| name.starts_with(char::is_uppercase)).collect()
}

#[test]
fn every_public_type_has_a_row_in_the_glossary() {
    let tree = Tree::read(package());
    let known = types_of_the_glossary();
    let mut problems = Vec::new();
    let mut all = Vec::new();
    for module in &tree.modules {
        let types = public_types(&module.code);
        let is_ours = WITH_GLOSSARY.iter().any(|layer| module.file.starts_with(layer));
        let missing = types.iter().filter(|(seen, name)| *seen == Seen::Everywhere && is_ours && !known.contains(name));
        problems.extend(missing.map(|(_, name)| format!("{}: {name} has no row", module.file)));
        all.extend(types.into_iter().map(|(_, name)| name));
    }
    let gone = known.iter().filter(|name| !all.contains(name));
    problems.extend(gone.map(|name| format!("docs/GLOSSARY.md: there is no type {name}")));
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
