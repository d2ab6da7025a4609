//! A law from what a scenario says, or problems with their places.

use super::{Constant, Given, Law, LawError, row as row_of, rows};
use crate::keys::range::SHARE_ABOVE_0;
use crate::keys::{LARGEST, LawRow, LawUse, Parameter, Range, Status, Takes, short};
use crate::reader::{Cursor, Problem, Problems, RawEntry, RawNode, RawTable, RawValue};

/// Reads a law or a bare number. What is wrong goes to `problems`; `None` then.
pub fn read(node: &RawNode, takes: LawUse, path: &str, problems: &mut Problems) -> Option<Law> {
    let law = match &node.value {
        RawValue::Whole(_) | RawValue::Number(_) => constant(node, takes, path, problems)?,
        RawValue::Table(table) => tagged(node, table, path, problems)?,
        other => {
            let date = if takes == LawUse::Moment { ", a date" } else { "" };
            let message = format!("`{path}` must be a number{date} or a law; {} is not", other.shown());
            problems
                .add(Problem::new(node.place, message).help("a law is written `{ gamma = { mean = 10, cv = 0.5 } }`"));
            return None;
        }
    };
    let wrong = match takes {
        // One tick: with less, time would not advance.
        LawUse::Gap if law.mean() < 1e-9 => "must have a mean of at least 1e-9: orders would never stop coming".into(),
        LawUse::Units if law.mean() <= 0.0 => "must have a mean above 0: no order would ask for anything".into(),
        LawUse::Units if law.zero_share() >= 1.0 => "rounds to 0 always: no order would ask for anything".into(),
        LawUse::Units if 1.0 - law.cdf(LARGEST) > RARE => {
            format!("may be {} at most; the law gives more", short(LARGEST))
        }
        LawUse::Share if law.mean() <= 0.0 => "must have a mean above 0: nothing would ever be good".into(),
        _ if law.mean() > LARGEST => format!("must have a mean of at most {}", short(LARGEST)),
        _ => return Some(law),
    };
    let help = smaller_units(law.mean()).filter(|_| takes == LawUse::Units && law.zero_share() >= 1.0);
    problems.add(Problem { help, ..Problem::new(node.place, format!("`{path}` {wrong}")) });
    None
}

/// A draw that is so rare does not count as one that may come.
const RARE: f64 = 1e-9;

/// The next step where a quantity is no whole number of units: the unit that makes one of it, and what else follows. `None`
/// for a whole number and for what is no quantity.
#[must_use]
pub fn smaller_units(quantity: f64) -> Option<String> {
    if quantity.fract() == 0.0 || !Range::open_low(0.0, LARGEST).contains(quantity) {
        return None;
    }
    let times = (1..=6).map(|power| 10_f64.powi(power));
    let whole = |factor: &f64| {
        let scaled = quantity * factor;
        scaled >= 1.0 && (scaled - scaled.round()).abs() < 1e-9 * scaled
    };
    // What no decimal unit makes whole gets three digits.
    let factor = times.clone().find(whole).or_else(|| times.clone().find(|factor| quantity * factor >= 100.0));
    let factor = factor.unwrap_or(1e6);
    Some(format!(
        "units are whole: count in units of 1/{factor}, of which {} are {quantity}; every quantity and stock level of the item times {factor}, its \
         costs and prices per unit divided by {factor}",
        (quantity * factor).round()
    ))
}

/// The law of a key, or its default. What is wrong with it was reported when the key was checked.
#[must_use]
pub fn law(at: Cursor) -> Law {
    let given = at.node().and_then(|node| read(node, LawUse::Time, "", &mut Problems::default()));
    given.or_else(|| Law::new(Constant::new(at.number())).ok()).unwrap_or_else(zero)
}

/// The law that stands at a node, of gaps. What is wrong with it was reported when its key was checked.
#[must_use]
pub fn law_of(node: &RawNode) -> Option<Law> {
    read(node, LawUse::Gap, "", &mut Problems::default())
}

/// The law that is always 0.
#[must_use]
pub fn zero() -> Law {
    Law::new(Constant::new(0.0)).expect("0 is a value of the constant law")
}

/// Whether a bare number may stand where a law is taken.
#[must_use]
pub fn is_constant(value: f64, takes: LawUse) -> bool {
    match takes {
        LawUse::Time | LawUse::Moment => (0.0..=LARGEST).contains(&value),
        LawUse::Gap => (1e-9..=LARGEST).contains(&value),
        LawUse::Units => value.fract() == 0.0 && (1.0..=LARGEST).contains(&value),
        LawUse::Share => SHARE_ABOVE_0.contains(value),
    }
}

fn constant(node: &RawNode, takes: LawUse, path: &str, problems: &mut Problems) -> Option<Law> {
    let value = node.number().unwrap_or(f64::NAN);
    let expected = match takes {
        LawUse::Time => "a time of at least 0 and at most 1e9 time units, or a law",
        LawUse::Moment => "a time of at least 0 and at most 1e9 time units, a date, or a law",
        LawUse::Gap => "a time of at least 1e-9 and at most 1e9 time units, or a law",
        LawUse::Units => "a whole number of units, at least 1 and at most 1e9, or a law",
        LawUse::Share => "a share above 0 and at most 1, or a law",
    };
    if !is_constant(value, takes) {
        let message = format!("`{path}` must be {expected}; {} is not", node.value.shown());
        let help = smaller_units(value).filter(|_| takes == LawUse::Units);
        problems.add(Problem { help, ..Problem::new(node.place, message) });
        return None;
    }
    Law::new(Constant::new(value)).ok()
}

/// `{ gamma = { mean = 10, cv = 0.5 } }`.
fn tagged(node: &RawNode, table: &RawTable, path: &str, problems: &mut Problems) -> Option<Law> {
    let tags = || rows().filter(|row| row.status == Status::Here).map(|row| row.tag);
    if let (Some((at, help)), [_, _, ..]) = (flat_law(table), table.entries()) {
        let none = &table.entries()[at];
        let message = format!("`{path}` names no law: `{}` is none", none.key);
        problems.add(Problem::new(none.place, message).help(help));
        return None;
    }
    let entry = match table.entries() {
        [] => {
            let message = format!("`{path}` names no law");
            problems.add(
                Problem::new(node.place, message).help(format!("laws: {}", tags().collect::<Vec<_>>().join(", "))),
            );
            return None;
        }
        [only] => only,
        [first, second, ..] => {
            let message = format!("`{path}` names two laws, `{}` and `{}`", first.key, second.key);
            problems.add(Problem::new(second.place, message).also(first.place, "the first is here"));
            return None;
        }
    };
    let Some(row) = row_of(&entry.key) else {
        let mut problem = Problem::new(entry.place, format!("unknown law `{}`", entry.key)).nearest(&entry.key, tags());
        problem.help.get_or_insert(format!("laws: {}", tags().collect::<Vec<_>>().join(", ")));
        problems.add(problem);
        return None;
    };
    if row.status == Status::Later {
        problems.at(entry.place, format!("law `{}` is not available in this version of pushpull", row.tag));
        return None;
    }
    let RawValue::Table(parameters) = &entry.node.value else {
        let message = format!("`{path}.{}` must be a table: {}", row.tag, forms(row));
        problems.at(entry.node.place, message);
        return None;
    };
    let form = form(row, entry, parameters, problems)?;
    let values = values(form, parameters, &format!("{path}.{}", row.tag), problems)?;
    match Law::read(row.tag, &values) {
        Ok(law) => Some(law),
        Err(error) => {
            problems.add(refuse(&error, entry, parameters, path));
            None
        }
    }
}

/// Places an error of a law's constructor at the parameter it names.
fn refuse(error: &LawError, law: &RawEntry, parameters: &RawTable, path: &str) -> Problem {
    let named = parameters.get(error.parameter);
    let node = match (named.map(|node| &node.value), error.index) {
        (Some(RawValue::List(list)), Some(index)) => list.get(index).or(named),
        _ => named,
    };
    let place = node.map_or(law.node.place, |node| node.place);
    Problem::new(place, format!("`{path}.{}`: {error}", law.key))
}

/// The alternative whose parameters are exactly those given.
fn form(row: &LawRow, law: &RawEntry, given: &RawTable, problems: &mut Problems) -> Option<&'static [Parameter]> {
    let all = || row.forms.iter().flat_map(|form| form.iter()).map(|parameter| parameter.name);
    let before = problems.len();
    for entry in given.entries().iter().filter(|entry| !all().any(|name| name == entry.key)) {
        let mut problem = Problem::new(entry.place, format!("`{}` is no parameter of {}", entry.key, row.tag))
            .nearest(&entry.key, all());
        problem.help.get_or_insert(forms(row));
        problems.add(problem);
    }
    if problems.len() > before {
        return None;
    }
    let found = row.forms.iter().find(|form| {
        form.len() == given.entries().len() && form.iter().all(|parameter| given.get(parameter.name).is_some())
    });
    if found.is_none() {
        let names: Vec<&str> = given.entries().iter().map(|entry| &*entry.key).collect();
        let given = if names.is_empty() { "nothing".into() } else { names.join(", ") };
        problems.at(law.place, format!("{}; given: {given}", forms(row)));
    }
    found.copied()
}

/// `gamma takes { mean, cv } or { mean, sd }`.
fn forms(row: &LawRow) -> String {
    let forms: Vec<String> = (row.forms.iter())
        .map(|form| format!("{{ {} }}", form.iter().map(|parameter| parameter.name).collect::<Vec<_>>().join(", ")))
        .collect();
    format!("{} takes {}", row.tag, forms.join(" or "))
}

fn values(form: &'static [Parameter], given: &RawTable, path: &str, problems: &mut Problems) -> Option<Given> {
    let before = problems.len();
    let mut values = Vec::new();
    for parameter in form {
        let node = given.get(parameter.name).expect("the form was matched: it has this parameter");
        let name = format!("{path}.{}", parameter.name);
        let list = match (&node.value, parameter.takes) {
            (RawValue::List(list), Takes::Numbers) => {
                if list.is_empty() {
                    problems.at(node.place, format!("`{name}` is empty"));
                }
                list.iter().map(|item| number(item, parameter, &name, problems)).collect()
            }
            _ => vec![number(node, parameter, &name, problems)],
        };
        values.push((parameter.name, list));
    }
    (problems.len() == before).then_some(Given(values))
}

fn number(node: &RawNode, parameter: &Parameter, name: &str, problems: &mut Problems) -> f64 {
    let value = match parameter.takes {
        Takes::Whole => node.whole().map(|value| value as f64),
        Takes::Number | Takes::Numbers => node.number(),
        Takes::Word(words) => {
            let place = words.iter().position(|word| Some(*word) == node.text());
            if place.is_none() {
                let message = format!("`{name}` must be one of {}; {} is not", words.join(", "), node.value.shown());
                problems.add(
                    Problem::new(node.place, message).nearest(node.text().unwrap_or_default(), words.iter().copied()),
                );
            }
            return place.map_or(f64::NAN, |place| place as f64);
        }
    };
    let range: Range = parameter.range;
    match value {
        Some(value) if range.contains(value) => value,
        _ => {
            let what = match parameter.takes {
                Takes::Whole => "a whole number,",
                Takes::Number => "a number,",
                Takes::Numbers | Takes::Word(_) => "a list of numbers, each",
            };
            problems
                .at(node.place, format!("`{name}` must be {what} {}; {} is not", range.words(), node.value.shown()));
            f64::NAN
        }
    }
}

/// How to write a law that was given as `{ dist = "normal", mean = 10, sd = 2 }`: which key is none, and the words.
fn flat_law(given: &RawTable) -> Option<(usize, String)> {
    if given.entries().iter().any(|entry| row_of(&entry.key).is_some()) {
        return None;
    }
    let named = given.entries().iter().find_map(|entry| row_of(entry.node.text()?));
    let row = named.or_else(|| row_of("gamma"))?;
    let place = given.entries().iter().position(|entry| entry.node.text().is_some()).unwrap_or(0);
    Some((place, written(row)))
}

/// What to write for a law: under its name, with the parameters of its usual form.
#[must_use]
pub fn written(row: &LawRow) -> String {
    let parameters: Vec<String> =
        row.forms.first().map_or(&[][..], |form| form).iter().map(|p| format!("{} = …", p.name)).collect();
    format!("a law stands under its name: `{{ {} = {{ {} }} }}`", row.tag, parameters.join(", "))
}
