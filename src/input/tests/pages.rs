//! Pages that come from the table of keys are as committed. `PUSHPULL_WRITE_DOCS=1 cargo test` writes them.

use super::accept;
use crate::input::{reference_markdown, schema_json};
use std::path::Path;

fn current(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("PUSHPULL_WRITE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "docs/{name} is not current: run PUSHPULL_WRITE_DOCS=1 cargo test pages");
}

#[test]
fn the_reference_is_current() {
    current("SCENARIO.md", &reference_markdown());
}

#[test]
fn the_schema_is_current() {
    current("scenario.schema.json", &schema_json());
}

#[test]
fn the_example_of_the_reference_is_accepted() {
    let page = reference_markdown();
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let accepted = accept(example, &[]);
    assert_eq!(accepted.model.strategies.len(), 3);
    assert_eq!(accepted.findings, []);
}
