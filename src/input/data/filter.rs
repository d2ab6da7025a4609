//! Which rows of a record count: `where = { region = "EU", qty = { min = 1 } }`.

use crate::input::table_text::DecimalSign;
use crate::reader::{DayMonth, Place, Problem, Problems, RawNode, RawValue, local_moment, moment, nearest};

/// What the cells of one column must say.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Its heading.
    pub column: String,
    /// Where that is said.
    pub place: Option<Place>,
    test: Test,
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    /// One of these.
    Among(Vec<Wanted>),
    /// Numbers or moments from one to another, both included.
    Within(f64, f64),
}

#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Text(String),
    Number(f64),
}

impl Filter {
    /// What a value of `where` says; what is wrong goes to the problems.
    pub fn of(column: &str, at: Place, node: &RawNode, problems: &mut Problems) -> Option<Filter> {
        let wrong = |node: &RawNode| {
            let message =
                format!("`where.{column}` takes a value, a list, or {{ min, max }}; {} is none", node.value.shown());
            Problem::new(node.place, message)
        };
        let test = match &node.value {
            RawValue::List(list) => {
                let wanted: Vec<Wanted> = list.iter().filter_map(wanted).collect();
                (wanted.len() == list.len()).then_some(Test::Among(wanted))
            }
            RawValue::Table(table) => {
                let known = |key: &str| ["min", "max"].contains(&key);
                if let Some(entry) = table.entries().iter().find(|entry| !known(&entry.key)) {
                    let message = format!("`where.{column}` knows `min` and `max`; `{}` is neither", entry.key);
                    problems.add(Problem::new(entry.place, message));
                    return None;
                }
                let end = |key: &str, without: f64| table.get(key).map_or(Some(without), bound);
                end("min", f64::NEG_INFINITY).zip(end("max", f64::INFINITY)).map(|(low, high)| Test::Within(low, high))
            }
            _ => wanted(node).map(|wanted| Test::Among(vec![wanted])),
        };
        if test.is_none() {
            problems.add(wrong(node));
        }
        Some(Filter { column: column.into(), place: Some(at), test: test? })
    }

    /// Whether cells are compared as numbers or moments.
    pub fn has_ends(&self) -> bool {
        matches!(self.test, Test::Within(..))
    }

    /// Whether a cell passes; `order` is that of the dates of its column. A number is compared as one, whatever its digits.
    pub fn takes(&self, cell: &str, sign: DecimalSign, order: Option<DayMonth>) -> bool {
        let number = || sign.number(cell).and_then(|text| text.parse::<f64>().ok());
        match &self.test {
            Test::Among(all) => all.iter().any(|wanted| match wanted {
                Wanted::Text(text) => text == cell,
                Wanted::Number(wanted) => number() == Some(*wanted),
            }),
            Test::Within(low, high) => {
                let value = number().or_else(|| local_moment(cell, order).map(|moment| moment.seconds));
                value.is_some_and(|value| (*low..=*high).contains(&value))
            }
        }
    }
}

fn wanted(node: &RawNode) -> Option<Wanted> {
    match &node.value {
        RawValue::Text(text) => Some(Wanted::Text(text.clone())),
        RawValue::Flag(flag) => Some(Wanted::Text(flag.to_string())),
        _ => node.number().map(Wanted::Number),
    }
}

/// A number, or a moment in seconds.
fn bound(node: &RawNode) -> Option<f64> {
    node.number().or_else(|| moment(node.date()?).map(|moment| moment.seconds))
}

/// The place of a heading among those of a table; a problem where there is none.
pub fn column(
    headings: &[String],
    name: &str,
    (file, place): (&str, Option<Place>),
    problems: &mut Problems,
) -> Option<usize> {
    let found = headings.iter().position(|heading| heading == name);
    if found.is_none() {
        let near = nearest(name, headings.iter().map(String::as_str));
        let message = format!("{file} has no column `{name}`");
        let help =
            near.map_or_else(|| format!("it has: {}", headings.join(", ")), |near| format!("did you mean `{near}`?"));
        problems.add(Problem { place, ..Problem::nowhere(message) }.help(help));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document;

    fn filter(text: &str) -> Result<Filter, usize> {
        let node = document::value(text, 0, 0).expect("TOML");
        let mut problems = Problems::default();
        Filter::of("qty", Place::default(), &node, &mut problems).ok_or(problems.len())
    }

    #[test]
    fn a_cell_passes_or_not() {
        let takes = |text: &str, cell: &str| {
            filter(text).expect("right").takes(cell, DecimalSign::Comma, Some(DayMonth::MonthFirst))
        };
        assert!(takes("\"EU\"", "EU") && !takes("\"EU\"", "eu") && !takes("\"EU\"", ""));
        assert!(takes("[1, 2.5]", "2,50") && !takes("[1, 2.5]", "2"));
        assert!(takes("{ min = 1 }", "1") && !takes("{ min = 1 }", "0,5") && !takes("{ max = 4 }", "five"));
        assert!(takes("{ min = \"2026-01-02\", max = \"2026-02-01\" }", "2026-01-31T10:00"));
        assert!(takes("{ min = \"2026-01-02\" }", "1/3/2026") && !takes("{ min = \"2026-01-02\" }", "01.01.2026"));
        assert_eq!([filter("{ least = 1 }"), filter("[[1]]"), filter("{ min = \"x\" }")], [Err(1), Err(1), Err(1)]);
    }
}
