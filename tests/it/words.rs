//! One word for one thing: a type name occurs once in the crate.

use std::collections::BTreeMap;
use std::path::Path;

use super::source_tree::{Tree, public_types};

/// Names that still stand for more than one thing.
const TWICE: &[&str] = &[
    "Aim",
    "Axis",
    "Better",
    "Case",
    "Cell",
    "Column",
    "Engine",
    "Entry",
    "Estimate",
    "Failure",
    "Flow",
    "Frame",
    "Goal",
    "Job",
    "Journal",
    "Key",
    "Kind",
    "Levels",
    "Limit",
    "Line",
    "Look",
    "Mark",
    "Names",
    "Next",
    "Outcome",
    "Piece",
    "Point",
    "Progress",
    "Range",
    "Reason",
    "Row",
    "Selection",
    "Shape",
    "Size",
    "Source",
    "Span",
    "Spot",
    "Standing",
    "Stock",
    "Sums",
    "SupplierJob",
    "Sweep",
    "Table",
    "Target",
    "Text",
    "Ticks",
    "Walk",
    "Weight",
];

/// Types that are private to their file are exempt.
#[test]
fn a_type_name_occurs_once() {
    let tree = Tree::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for module in &tree.modules {
        for name in public_types(&module.code) {
            places.entry(name).or_default().push(&module.file);
        }
    }
    places.retain(|name, files| files.len() > 1 && !TWICE.contains(&name.as_str()));
    assert!(places.is_empty(), "names of several types: {places:#?}");
}
