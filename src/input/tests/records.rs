//! Records in laws: what is read of a file, and everything that is wrong in it by row and column.

use super::{COMPLETE, SMALL};
use crate::input::{Accepted, Beside, Change, Colour, Rejected, read_str, read_text};
use crate::model::Supply;
use std::collections::BTreeMap;

/// Reads the small scenario with a law of lead times, and one file beside it.
fn with(law: &str, file: &str, sets: &[&str]) -> Result<Accepted, Rejected> {
    let text = SMALL.replace("buy.lead_time = 2", &format!("buy.lead_time = {{ empirical = {law} }}"));
    let files = Some(BTreeMap::from([("receipts.csv".to_string(), file.as_bytes().to_vec())]));
    let changes = sets.iter().map(|set| Change::set(*set)).collect();
    read_text("test.toml", &text, Beside { files, changes, ..Beside::default() })
}

fn moments(accepted: &Accepted) -> (f64, f64) {
    match &accepted.model.items[0].supply {
        Supply::Buy(buy) => (buy.lead_time.mean(), buy.lead_time.sd()),
        Supply::Make(_) => panic!("the widget is bought"),
    }
}

fn law(law: &str, file: &str, sets: &[&str]) -> (f64, f64) {
    moments(&with(law, file, sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))))
}

fn refused(law: &str, file: &str) -> String {
    with(law, file, &[]).expect_err("it is wrong").render(Colour::Plain)
}

const DAYS: &str = "part,days\nw,2\nw,3\nw,3\nx,50\nw,4\nw,5\nw,5\nw,6\nw,9\nw,14\nw,21\n";
const DATES: &str = "ordered;received;way\n2026-01-05;2026-01-09;sea\n2026-01-06T12:00;2026-01-08T00:00;air\n2026-02-27;2026-03-02;sea\n";

#[test]
fn the_values_of_a_column_are_a_law() {
    let steps = law("{ file = \"receipts.csv\", column = \"days\", where = { part = \"w\" } }", DAYS, &[]);
    assert!((steps.0 - 7.2).abs() < 1e-12 && (steps.1 - 5.688_585_061_331_157).abs() < 1e-12, "{steps:?}");
    let straight =
        "{ file = \"receipts.csv\", column = \"days\", kind = \"interpolated\", where = { days = { max = 3 } } }";
    // Half of the draws between 2 and 3, half at 3.
    assert!((law(straight, DAYS, &[]).0 - 2.75).abs() < 1e-12);
    let comma = "{ file = \"receipts.csv\", column = \"days\" }";
    assert_eq!(law(comma, "days;note\n1,5;a\n2,5;b\n;c\n", &[]).0, 2.0);
}

#[test]
fn the_time_between_two_dates_is_a_law() {
    let all = "{ file = \"receipts.csv\", from = \"ordered\", to = \"received\" }";
    assert!((law(all, DATES, &[]).0 - 8.5 / 3.0).abs() < 1e-12);
    let sea = "{ file = \"receipts.csv\", from = \"ordered\", to = \"received\", where = { way = [\"sea\"] } }";
    assert_eq!(law(sea, DATES, &[]).0, 3.5);
    assert_eq!(law(sea, DATES, &["time_unit=\"week\""]).0, 0.5);
}

#[test]
fn a_record_is_scaled_set_and_written_out() {
    let said = "{ file = \"receipts.csv\", column = \"days\", where = { part = \"w\" } }";
    assert!((law(said, DAYS, &["items.*.buy.lead_time *= 2"]).0 - 14.4).abs() < 1e-12);
    let set = "items.widget.buy.lead_time={ empirical = { file = \"receipts.csv\", column = \"days\" } }";
    assert!((law(said, DAYS, &[set]).0 - 122.0 / 11.0).abs() < 1e-12);
    let accepted = with(said, DAYS, &[]).expect("right");
    let again = read_str("again.toml", &accepted.resolved, &[]).expect("a resolved scenario stands for itself");
    assert_eq!((again.hash.as_str(), moments(&again)), (accepted.hash.as_str(), moments(&accepted)));
    assert!(accepted.resolved.contains("counts = [1.0, 2.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0]"), "{}", accepted.resolved);
    assert!(!COMPLETE.contains("empirical"), "a complete example with a record needs its file");
}

#[test]
fn empty_cells_are_a_finding() {
    let accepted =
        with("{ file = \"receipts.csv\", column = \"days\" }", "days,x\n1,a\n,b\n3,c\n", &[]).expect("right");
    assert_eq!(moments(&accepted).0, 2.0);
    let finding = accepted.findings.iter().find(|it| it.id == "record_cells_empty").expect("it is told");
    assert!(finding.symptom.contains("1 of `receipts.csv`"), "{}", finding.symptom);
}

#[test]
fn what_is_wrong_is_told_at_once_with_row_and_column() {
    let wrong = refused("{ file = \"receipts.csv\", column = \"days\" }", "days,x\n1,a\n-2,b\nsoon,c\n3,d\n");
    assert!(wrong.contains("row 3, column days") && wrong.contains("-2 is negative"), "{wrong}");
    assert!(wrong.contains("row 4, column days") && wrong.contains("`soon` is not a number"), "{wrong}");
    assert!(wrong.contains("2 problems"), "{wrong}");
    let dates = refused(
        "{ file = \"receipts.csv\", from = \"ordered\", to = \"received\" }",
        "ordered,received\n2026-01-05,2026-01-02\n05.01.26,2026-01-09\n2026-01-05T10:00Z,2026-01-09\n7,2026-01-09\n",
    );
    for words in
        ["`received` is 3 before `ordered`", "neither a number nor a date", "another offset", "stands among others"]
    {
        assert!(dates.contains(words), "no {words} in {dates}");
    }
    let long: String = (0..250).map(|row| format!("x{row}\n")).collect();
    let many = refused("{ file = \"receipts.csv\", column = \"days\" }", &format!("days\n{long}"));
    assert!(many.contains("… and 150 more") && many.contains("250 problems"), "{many}");
}

/// The same two spans, as three countries export them; in the dates that are refused nothing tells day from month.
#[test]
fn dates_of_countries_are_one() {
    const BETWEEN: &str = "{ file = \"receipts.csv\", from = \"ordered\", to = \"received\" }";
    for table in [
        "ordered,received\n2026-01-05,2026-01-07T12:00\n2026-01-06,2026-01-16\n",
        "ordered;received\n05.01.2026;7.1.2026 12:00\n6.1.2026;16.01.2026\n",
        "ordered,received\n1/5/2026,1/7/2026 12:00 PM\n1/13/2026,1/23/2026\n",
    ] {
        assert!((law(BETWEEN, table, &[]).0 - 6.25).abs() < 1e-9, "{table}");
    }
    let open = refused(BETWEEN, "ordered,received\n1/5/2026,1/7/2026\n1/6/2026,1/8/2026\n");
    assert!(open.contains("no date of the column tells which is which"), "{open}");
    let late = BETWEEN.replace(" }", ", where = { ordered = { min = \"2026-01-06\" } } }");
    let (mean, _) = law(&late, "ordered;received\n05.01.2026;7.1.2026\n6.1.2026;16.01.2026\n", &[]);
    assert!((mean - 10.0).abs() < 1e-9, "{mean}");
}

#[test]
fn what_is_wrong_with_a_record_is_told_where_it_is_named() {
    for (law, words) in [
        ("{ file = \"receipts.csv\", column = \"day\" }", "receipts.csv has no column `day`"),
        ("{ file = \"receipts.csv\", colum = \"days\" }", "did you mean `column`?"),
        ("{ file = \"receipts.csv\" }", "either `column` or both `from` and `to`"),
        ("{ file = \"other.csv\", column = \"days\" }", "cannot read the table other.csv"),
        (
            "{ file = \"receipts.csv\", column = \"days\", kind = \"smooth\" }",
            "`kind` must be one of steps interpolated",
        ),
        (
            "{ file = \"receipts.csv\", column = \"days\", where = { part = \"y\" } }",
            "has no value there in the rows that count",
        ),
        ("{ file = \"receipts.csv\", column = \"days\", where = { size = 1 } }", "has no column `size`"),
        ("{ values = [1, 2], counts = [1], kind = \"steps\" }", "`counts` should be as many as `values`"),
    ] {
        let told = refused(law, DAYS);
        assert!(told.contains(words) && told.contains("1 problem"), "{law}: {told}");
        assert!(told.contains("test.toml:7"), "{law}: {told}");
    }
}
