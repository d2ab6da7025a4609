//! The exact cases, in their quick form: four standard errors within 10 % of a mean or 0.01 of a share.

use pushpull::verify::{self, Case, CaseResult, Effort};

fn check(group: char) {
    let cases: Vec<Case> = verify::cases().into_iter().filter(|case| case.name.starts_with(group)).collect();
    let results = verify::run(&cases, Effort::Quick, |_| {}).unwrap_or_else(|error| panic!("{error:?}"));
    let bad: Vec<CaseResult> = results.iter().filter(|result| !result.passes()).cloned().collect();
    assert!(bad.is_empty(), "\n{}\n{}", verify::text(&bad), verify::summary(&results));
    let residual = results.iter().map(|result| result.residual).fold(0.0, f64::max);
    assert!(residual < 1e-9, "units or time went missing: residual {residual}");
}

#[test]
fn base_stock() {
    check('a');
}

#[test]
fn batches_and_reviews() {
    check('b');
}

#[test]
fn stations() {
    check('c');
}

#[test]
fn assemble_to_order() {
    check('d');
}

#[test]
fn several_stages() {
    check('e');
}

#[test]
fn assembly_to_stock() {
    check('f');
}

#[test]
fn sourcing() {
    check('g');
}

#[test]
fn the_three_strategies() {
    check('h');
}

#[test]
fn classes_of_customers() {
    check('p');
}

#[test]
fn shipped_scenarios() {
    check('r');
}

#[test]
fn shelf_life() {
    check('v');
}
