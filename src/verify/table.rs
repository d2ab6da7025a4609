//! The outcome as tables: for a terminal, and for the README.

use super::judge::{Agreement, Judgement};
use super::run::CaseResult;
use std::fmt::Write as _;

/// One line of the table: a value of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// Name of the case.
    pub case: String,
    /// The formula, as written in the case.
    pub formula: String,
    /// How it compares.
    pub judgement: Judgement,
}

/// Every value of every case.
#[must_use]
pub fn rows(results: &[CaseResult]) -> Vec<ValueRow> {
    let of = |result: &CaseResult| -> Vec<ValueRow> {
        let row = |(formula, judgement): &(String, Judgement)| ValueRow {
            case: result.name.clone(),
            formula: formula.clone(),
            judgement: *judgement,
        };
        result.judgements.iter().map(row).collect()
    };
    results.iter().flat_map(of).collect()
}

/// A table for a terminal: one line per value, under its case.
#[must_use]
pub fn text(results: &[CaseResult]) -> String {
    let mut out = String::new();
    for result in results {
        let _ = writeln!(out, "{}  {}  ({} replications)", result.name, result.title, result.replications);
        for (formula, judgement) in &result.judgements {
            let _ = writeln!(
                out,
                "  {:<58} exact {:>12} simulated {:>12} ± {:<9} z {:>6.2}  {}",
                formula,
                digits(judgement.exact),
                digits(judgement.mean),
                digits(judgement.se),
                judgement.z,
                judgement.outcome.word()
            );
        }
    }
    out
}

/// One line: how many values, how they came out, the largest |z|.
#[must_use]
pub fn summary(results: &[CaseResult]) -> String {
    let count = |outcome: Agreement| {
        results
            .iter()
            .flat_map(|result| &result.judgements)
            .filter(|(_, judgement)| judgement.outcome == outcome)
            .count()
    };
    let values: usize = results.iter().map(|result| result.judgements.len()).sum();
    let worst = results.iter().map(CaseResult::worst).fold(0.0, f64::max);
    format!(
        "{} cases, {values} values: {} ok, {} wrong, {} too uncertain to tell; largest |z| {worst:.2}",
        results.len(),
        count(Agreement::Pass),
        count(Agreement::Fail),
        count(Agreement::Weak),
    )
}

/// A table in Markdown, one line per case with its first value: exact against simulated.
#[must_use]
pub fn markdown(results: &[CaseResult]) -> String {
    let mut out = String::from(
        "| case | value | exact | simulated ± standard error | values | largest \\|z\\| | source |\n|---|---|---:|---:|---:|---:|---|\n",
    );
    for result in results {
        let Some((formula, judgement)) = result.judgements.first() else { continue };
        let _ = writeln!(
            out,
            "| {} | `{formula}` | {} | {} ± {} | {} | {:.2} | {} |",
            result.title,
            digits(judgement.exact),
            digits(judgement.mean),
            digits(judgement.se),
            result.judgements.len(),
            result.worst(),
            result.source
        );
    }
    let _ = writeln!(out, "\n{}.", summary(results));
    out
}

/// Six significant digits at most, without trailing zeros.
fn digits(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let places = (5 - value.abs().log10().floor() as i32).clamp(0, 9) as usize;
    let fixed = format!("{value:.places$}");
    match fixed.contains('.') {
        true => fixed.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => fixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result() -> CaseResult {
        let judgement = Judgement { exact: 0.7439797604, mean: 0.7444, se: 0.00051, z: 0.82, outcome: Agreement::Pass };
        CaseResult {
            name: "a01".into(),
            title: "Base stock".into(),
            source: "Palm".into(),
            replications: 30,
            judgements: vec![("unit_fill_rate(item x)".into(), judgement)],
            residual: 0.0,
        }
    }

    #[test]
    fn digits_are_few_and_enough() {
        assert_eq!(digits(0.743979760453717), "0.74398");
        assert_eq!(digits(1234567.0), "1234567");
        assert_eq!(digits(10.5), "10.5");
        assert_eq!(digits(0.0), "0");
        assert_eq!(digits(-37.964), "-37.964");
    }

    #[test]
    fn tables_say_exact_and_simulated() {
        let results = [result()];
        assert!(text(&results).contains("exact      0.74398 simulated       0.7444"));
        assert!(markdown(&results).contains("| 0.74398 | 0.7444 ± 0.00051 | 1 | 0.82 | Palm |"));
        assert_eq!(rows(&results).len(), 1);
        assert!(summary(&results).starts_with("1 cases, 1 values: 1 ok, 0 wrong"));
    }
}
