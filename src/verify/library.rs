//! The cases, read from the data files that are built in.

use super::formula::Formula;
use serde::Deserialize;

/// One scenario and what it must reproduce.
#[derive(Clone, Debug)]
pub struct Case {
    /// Unique; begins with the letter of its group.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Where the exact values come from.
    pub source: String,
    /// The scenario.
    pub text: CaseText,
    /// `key=value` settings on top of it.
    pub sets: Vec<String>,
    /// How many times the replications of the full form exceed those of the quick one.
    pub full: u32,
    /// Whether anything is random.
    pub exactness: Exactness,
    /// What must come out.
    pub expectations: Vec<Expectation>,
}

/// Where the text of a scenario is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseText {
    /// In the case.
    Own(String),
    /// In a scenario that is shipped, by the name of its file.
    Shipped(&'static str, &'static str),
}

/// Whether a case is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// Nothing is drawn: values must be met to rounding.
    ToRounding,
    /// Values are estimated.
    Statistical,
}

/// One value.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What is measured.
    pub formula: Formula,
    /// What it must be.
    pub value: f64,
    /// Standard error of `value` when it was simulated by others; 0 when it is exact.
    pub se: f64,
}

/// Default of [`Case::full`]: more than the square of 10 % ÷ 3 %.
const FULL: u32 = 13;

const FILES: [&str; 17] = [
    include_str!("cases/a_base_stock.toml"),
    include_str!("cases/b_batch_review.toml"),
    include_str!("cases/c_stations.toml"),
    include_str!("cases/d_assemble.toml"),
    include_str!("cases/e_stages.toml"),
    include_str!("cases/f_assembly.toml"),
    include_str!("cases/h_strategies.toml"),
    include_str!("cases/m_sources.toml"),
    include_str!("cases/p_classes.toml"),
    include_str!("cases/q_profiles.toml"),
    include_str!("cases/r_shipped.toml"),
    include_str!("cases/t_forecasts.toml"),
    include_str!("cases/y_yields.toml"),
    include_str!("cases/z_money.toml"),
    include_str!("cases/t_ends.toml"),
    include_str!("cases/v_shelf_life.toml"),
    include_str!("cases/w_at_work.toml"),
];

const SHIPPED: [(&str, &str); 5] = [
    ("custom-pcs", include_str!("../../scenarios/custom-pcs.toml")),
    ("hong-nelson", include_str!("../../scenarios/hong-nelson.toml")),
    ("pc-ato", include_str!("../../scenarios/pc-ato.toml")),
    ("pc-three", include_str!("../../scenarios/pc-three.toml")),
    ("w-system", include_str!("../../scenarios/w-system.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    title: String,
    source: String,
    scenario: Option<String>,
    shipped: Option<String>,
    #[serde(default)]
    set: Vec<String>,
    #[serde(default)]
    exact: bool,
    full: Option<u32>,
    expect: Vec<RawExpectation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpectation {
    of: String,
    is: f64,
    #[serde(default)]
    se: f64,
}

/// Every built-in case, in the order of the files.
///
/// # Panics
/// When a data file is wrong, which the tests exclude.
#[must_use]
pub fn cases() -> Vec<Case> {
    let read = |text: &&str| -> RawFile { toml::from_str(text).expect("the case files are tested to be readable") };
    FILES.iter().flat_map(|text| read(text).case).map(case).collect()
}

fn case(raw: RawCase) -> Case {
    let text = match (raw.scenario, raw.shipped) {
        (Some(text), None) => CaseText::Own(text),
        (None, Some(name)) => shipped(&name),
        _ => panic!("{}: either `scenario` or `shipped`", raw.name),
    };
    Case {
        text,
        sets: raw.set,
        full: raw.full.unwrap_or(FULL),
        exactness: if raw.exact { Exactness::ToRounding } else { Exactness::Statistical },
        expectations: raw.expect.into_iter().map(|row| expectation(&raw.name, row)).collect(),
        name: raw.name,
        title: raw.title,
        source: raw.source,
    }
}

fn shipped(name: &str) -> CaseText {
    let found = SHIPPED.iter().find(|(known, _)| *known == name);
    let (name, text) = found.expect("a case names a scenario that is shipped");
    CaseText::Shipped(name, text)
}

fn expectation(case: &str, raw: RawExpectation) -> Expectation {
    let formula = Formula::parse(&raw.of).unwrap_or_else(|error| panic!("{case}: {}", error.0));
    Expectation { formula, value: raw.is, se: raw.se }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_case_can_be_read_and_has_a_name_of_its_own() {
        let all = cases();
        let names: BTreeSet<&str> = all.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        for case in &all {
            assert!(!case.source.is_empty() && !case.title.is_empty(), "{}", case.name);
            assert!(!case.expectations.is_empty() && case.full >= 1, "{}", case.name);
            assert!(case.expectations.iter().all(|row| row.value.is_finite() && row.se >= 0.0), "{}", case.name);
        }
    }

    /// The groups a to h of the exact cases, and the shipped scenarios.
    #[test]
    fn none_is_forgotten() {
        let of = |letter: char| cases().iter().filter(|case| case.name.starts_with(letter)).count();
        let counts: Vec<usize> = "abcdefghr".chars().map(of).collect();
        assert_eq!(counts, [14, 14, 12, 15, 5, 3, 2, 1, 17]);
    }
}
