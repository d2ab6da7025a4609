//! `[sweep]` and `--axis`: what is varied, over which values, and in which design.
//!
//! An axis is a key of the scenario with a list of values or a range, or a name with several keys that move together.
//! A point of a design says one place on each axis; it becomes a scenario by `--set`s made from it, which stand
//! before those of the command line.

use super::axis_label::label;
use super::key_path::{Part, parts, unknown_part};
use super::keys::root;
use super::keys::table::FACTORS;
use super::overrides::{Change, Said, scaled, written};
use super::scaling::is_scalable;
use crate::keys::{Design, ValueKind};
use crate::model::Model;
use crate::reader::{Place, Problem, Problems, RawEntry, RawNode, RawTable, RawValue, SourceKind, Sources, quote};
use crate::results::AxisValue;

/// Up to here every whole number is one of its own as a float: 2^53.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// What is varied, and how points are chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRequest {
    /// At least one.
    pub axes: Vec<SweepAxis>,
    /// Which points of the axes are simulated.
    pub design: Design,
    /// Points of a Latin hypercube or Sobol design, rows of a sensitivity design.
    pub points: Option<u32>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepAxis {
    /// The key it varies, as written; or the name of keys that move together.
    pub name: String,
    /// The keys; one unless they are linked.
    pub keys: Vec<String>,
    /// The value in the scenario itself; empty text when it says nothing there.
    base: AxisValue,
    values: Values,
    /// Where it was given: in the scenario, or with `--axis`.
    said: Said,
}

/// Per place: a value to show, and the TOML of each key.
type List = Vec<(AxisValue, Vec<String>)>;

#[derive(Clone, Debug, PartialEq)]
enum Values {
    List(List),
    /// Anything between two numbers.
    Span {
        from: f64,
        to: f64,
        whole: bool,
    },
}

/// A place on an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coordinate {
    /// A value of the list, by number.
    Place(usize),
    /// A share of the way from first to last, in [0, 1].
    Share(f64),
    /// As the scenario has it.
    Base,
}

impl SweepAxis {
    /// Number of values of a list; `None` for a span.
    #[must_use]
    pub fn places(&self) -> Option<usize> {
        match &self.values {
            Values::List(values) => Some(values.len()),
            Values::Span { .. } => None,
        }
    }

    /// What charts call it: words and its unit; the name of keys that move together as it is.
    #[must_use]
    pub fn label(&self, model: &Model) -> String {
        match self.keys.as_slice() {
            [key] if *key == self.name => label(key, model),
            _ => self.name.clone(),
        }
    }

    /// What tables and charts show for a place.
    #[must_use]
    pub fn value(&self, at: Coordinate) -> AxisValue {
        match &self.values {
            _ if at == Coordinate::Base => self.base.clone(),
            Values::List(values) => values[place(at, values.len())].0.clone(),
            Values::Span { from, to, whole } => AxisValue::Number(between(*from, *to, *whole, at)),
        }
    }

    /// Where it is lowest and where it is highest, whatever the order of a list; of values that are no numbers the first
    /// and the last.
    #[must_use]
    pub fn ends(&self) -> [Coordinate; 2] {
        let Values::List(values) = &self.values else { return [Coordinate::Share(0.0), Coordinate::Share(1.0)] };
        let numbers: Option<Vec<f64>> = values.iter().map(|(shown, _)| shown.number()).collect();
        let places = match numbers {
            Some(numbers) => {
                let by_size = |one: &usize, other: &usize| numbers[*one].total_cmp(&numbers[*other]);
                [(0..values.len()).min_by(by_size), (0..values.len()).max_by(by_size)]
            }
            None => [Some(0), values.len().checked_sub(1)],
        };
        places.map(|place| Coordinate::Place(place.unwrap_or(0)))
    }

    /// What a place changes in the scenario.
    #[must_use]
    pub fn changes(&self, at: Coordinate) -> Vec<Change> {
        let changes = self.sets(at).into_iter();
        changes.map(|text| Change { text, said: self.said }).collect()
    }

    pub(super) fn sets(&self, at: Coordinate) -> Vec<String> {
        match &self.values {
            _ if at == Coordinate::Base => Vec::new(),
            Values::List(values) => {
                let texts = &values[place(at, values.len())].1;
                self.keys.iter().zip(texts).map(|(key, text)| format!("{key}={text}")).collect()
            }
            Values::Span { from, to, whole } => {
                let value = between(*from, *to, *whole, at);
                self.keys.iter().map(|key| format!("{key}={value}")).collect()
            }
        }
    }

    /// The axis as TOML, for `run.json`.
    fn toml(&self) -> String {
        match &self.values {
            Values::Span { from, to, .. } => format!("{} = {{ from = {from:?}, to = {to:?} }}", quote(&self.name)),
            Values::List(values) => {
                let of_key = |k: usize| values.iter().map(|(_, texts)| texts[k].clone()).collect::<Vec<_>>().join(", ");
                if self.keys.len() == 1 && self.keys[0] == self.name {
                    return format!("{} = [{}]", quote(&self.name), of_key(0));
                }
                let linked = self.keys.iter().enumerate().map(|(k, key)| format!("{} = [{}]", quote(key), of_key(k)));
                format!("{} = {{ {} }}", quote(&self.name), linked.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl SweepRequest {
    /// The section as TOML, `--axis` included: stands after the resolved scenario.
    #[must_use]
    pub fn toml(&self) -> String {
        let mut lines = vec!["\n[sweep]".to_string()];
        lines.extend(self.axes.iter().map(SweepAxis::toml));
        lines.push(format!("design = {:?}", self.design.word()));
        lines.extend(self.points.map(|points| format!("points = {points}")));
        lines.join("\n") + "\n"
    }
}

fn place(at: Coordinate, places: usize) -> usize {
    match at {
        Coordinate::Place(place) => place,
        Coordinate::Share(share) => ((share * places as f64) as usize).min(places - 1),
        Coordinate::Base => unreachable!("the scenario itself stands on no place of the list"),
    }
}

/// A share of the way, the ends exact and whole numbers whole; others [`rounded`], and the value shown is the value run.
fn between(from: f64, to: f64, whole: bool, at: Coordinate) -> f64 {
    let share = match at {
        Coordinate::Place(place) => place as f64,
        Coordinate::Share(share) => share,
        Coordinate::Base => unreachable!("the scenario itself stands on no place of the range"),
    };
    if whole {
        // Every whole number gets a part of the same length.
        return (from + (share * (to - from + 1.0)).floor()).min(to);
    }
    match share {
        0.0 => from,
        1.0 => to,
        share => rounded(from + share * (to - from), from, to),
    }
}

/// Six digits of a value in a range, and one more for each power of ten by which the range is narrow for its place: a
/// table stays readable and steps stay apart.
fn rounded(value: f64, from: f64, to: f64) -> f64 {
    let narrow = libm::floor(libm::log10(from.abs().max(to.abs()) / (to - from))).clamp(0.0, 11.0);
    format!("{value:.*e}", 5 + narrow as usize).parse().unwrap_or(value).clamp(from, to)
}

/// Sections that say what commands do, and nothing of what is simulated at a point.
const NO_AXES: [&str; 2] = ["sweep", "optimize"];

/// Whether a path names a key of scenarios; parameters of laws and names of things are taken as they are.
fn names_a_key(path: &str) -> Option<ValueKind> {
    let parts = parts(path).ok()?;
    let mut key = root();
    for part in &parts {
        if matches!(key.row.kind, ValueKind::Law(_)) {
            return Some(key.row.kind);
        }
        key = key.child(&part.key)?;
        if key.row.kind == ValueKind::Setting {
            return names_a_key(&part.key).filter(|_| parts.len() == 4);
        }
    }
    let is_varied = !NO_AXES.contains(&parts.first()?.key.as_str());
    (parts.len() > 1 && key.row.kind != ValueKind::Later && is_varied).then_some(key.row.kind)
}

/// Whether two keys are the same, or one lies below the other, however their parts are quoted.
#[must_use]
pub fn overlap(one: &str, other: &str) -> bool {
    let split = |key: &str| -> Vec<String> {
        parts(key).map_or_else(|_| vec![key.into()], |parts| parts.into_iter().map(|part| part.key).collect())
    };
    let (one, other) = (split(one), split(other));
    one.iter().zip(&other).all(|(one, other)| one == other)
}

/// Checks one axis as it is written; used by the walk over all keys.
pub(super) fn check_axis(entry: &RawEntry, problems: &mut Problems) {
    let name = &entry.key;
    if let Some(key) = scaled(name) {
        return check_factors(entry, key, problems);
    }
    let known = names_a_key(name).is_some();
    let linked = entry.node.table().filter(|table| table.get("from").is_none() && table.get("to").is_none());
    match (&entry.node.value, known, linked) {
        (_, true, _) => {
            if let Err(message) = values(name, &entry.node) {
                problems.add(Problem::new(entry.node.place, message));
            }
        }
        (_, _, Some(table)) => check_linked(entry, table, problems),
        (RawValue::Table(_), false, None) => problems.add(no_key(name, entry.place)),
        _ => problems.add(helped(unknown(name, entry.place))),
    }
}

/// Checks an axis of factors of a key.
fn check_factors(entry: &RawEntry, key: &str, problems: &mut Problems) {
    let Some(kind) = names_a_key(key) else { return problems.add(helped(unknown(key, entry.place))) };
    if !is_scalable(kind) {
        return problems.at(entry.place, format!("`{key}` is neither a number nor a law, so it cannot be multiplied"));
    }
    let wrong = match &entry.node.value {
        RawValue::List(list) => list.iter().find(|node| !node.number().is_some_and(|factor| FACTORS.contains(factor))),
        RawValue::Table(table) => {
            table.get("from").filter(|node| !node.number().is_some_and(|factor| FACTORS.contains(factor)))
        }
        _ => None,
    };
    match (wrong, values(key, &entry.node)) {
        (Some(node), _) => {
            let message =
                format!("factors of `{key}` are numbers, each {}; {} is not", FACTORS.words(), node.value.shown());
            problems.at(node.place, message);
        }
        (None, Err(message)) => problems.at(entry.node.place, message),
        (None, Ok(())) => {}
    }
}

/// What is said of a name that is no key and has a table or lies in one: one part alone is that of a key whose quotes are missing.
fn no_key(name: &str, place: Place) -> Problem {
    let is_bare = parts(name).is_ok_and(|parts| parts.len() == 1);
    helped(if is_bare {
        Problem::new(place, format!("`{name}` is not a key of the scenario"))
    } else {
        unknown(name, place)
    })
}

fn helped(problem: Problem) -> Problem {
    if problem.help.is_none() { problem.help(QUOTED) } else { problem }
}

/// What is wrong with a name that is no key: the first part that is not known, and the nearest that is.
fn unknown(name: &str, place: Place) -> Problem {
    let parts = parts(name).unwrap_or_default();
    if let Some(section) = parts.first().filter(|part| parts.len() > 1 && NO_AXES.contains(&part.key.as_str())) {
        let message =
            format!("`{name}` cannot be an axis: no point is simulated otherwise for what `{}` says", section.key);
        return Problem::new(place, message);
    }
    if let [part] = parts.as_slice()
        && root().child(&part.key).is_some()
    {
        return Problem::new(
            place,
            format!("`{name}` cannot be an axis: it is one for all points, or not a single value"),
        );
    }
    if let Some(problem) = no_row(name, &parts, place).filter(|_| parts.len() > 1) {
        return problem;
    }
    Problem::new(place, format!("unknown key `sweep.{name}`")).nearest(name, ["design", "points", "scale"])
}

/// What is wrong with a key of several parts that has no row: the first part that is not known, and the nearest that is.
pub(super) fn no_row(name: &str, parts: &[Part], place: Place) -> Option<Problem> {
    let (depth, key) = unknown_part(parts)?;
    let (unknown, above) = (&parts[depth].key, written(&parts[..depth]));
    let message = match depth {
        0 => format!("unknown key `{name}`"),
        _ => format!("unknown key `{name}`: `{above}` has no `{unknown}`"),
    };
    Some(Problem::new(place, message).nearest(unknown, key.children.iter().map(|child| child.name)))
}

const QUOTED: &str = "an axis is a key of the scenario in quotes, like \"items.case.stock.base_stock\" = [10, 20]";

fn check_linked(entry: &RawEntry, table: &RawTable, problems: &mut Problems) {
    let mut lengths: Vec<(usize, Place)> = Vec::new();
    for part in table.entries() {
        if names_a_key(&part.key).is_none() {
            problems.add(no_key(&part.key, part.place));
            return;
        }
        match &part.node.value {
            RawValue::List(list) if !list.is_empty() => lengths.push((list.len(), part.node.place)),
            _ => {
                problems.at(part.node.place, format!("`sweep.{}`: linked keys take lists of values", entry.key));
                return;
            }
        }
    }
    if let Some((_, place)) = lengths.iter().find(|(length, _)| *length != lengths[0].0) {
        let message = format!("`sweep.{}`: linked keys need lists of one length", entry.key);
        problems.add(Problem::new(*place, message).also(lengths[0].1, format!("this one has {}", lengths[0].0)));
    }
    if lengths.is_empty() {
        problems.at(entry.node.place, format!("`sweep.{}` must be a list of values or a range", entry.key));
    }
}

/// The numbers of `{ from, to, steps }`.
struct Span {
    from: f64,
    to: f64,
    steps: Option<i64>,
}

fn span(name: &str, table: &RawTable) -> Result<Span, String> {
    let must = format!("`{name}` must be a list of values, or a range `{{ from, to, steps }}`");
    if let Some(other) = table.entries().iter().find(|entry| !["from", "to", "steps"].contains(&&*entry.key)) {
        return Err(format!("{must}; `{}` is none of these", other.key));
    }
    let number = |key: &str| table.get(key).and_then(RawNode::number).filter(|value| value.is_finite());
    let (Some(from), Some(to)) = (number("from"), number("to")) else { return Err(must) };
    if from >= to {
        return Err(format!("`{name}`: the range is empty: `from` must be below `to`"));
    }
    if !(to - from).is_finite() {
        return Err(format!("`{name}`: the range from {from:e} to {to:e} is wider than numbers go"));
    }
    let steps = match table.get("steps") {
        None => None,
        Some(node) => Some(
            node.whole()
                .filter(|steps| (2..=10_000).contains(steps))
                .ok_or_else(|| format!("`{name}`: `steps` must be a whole number from 2 to 10000"))?,
        ),
    };
    Ok(Span { from, to, steps })
}

/// Checks the shape of an axis' values.
fn values(name: &str, node: &RawNode) -> Result<(), String> {
    match &node.value {
        RawValue::List(list) if list.is_empty() => Err(format!("`{name}` must be a list with values; it is empty")),
        RawValue::List(list) if list.iter().any(|item| matches!(item.value, RawValue::Date(_))) => {
            Err(format!("`{name}` must be a list of values; a date is none"))
        }
        RawValue::List(_) => Ok(()),
        RawValue::Table(table) => span(name, table).map(|_| ()),
        _ => Err(format!("`{name}` must be a list of values, or a range `{{ from, to, steps }}`")),
    }
}

/// Reads the section, which has been checked; `None` when there is none.
pub(super) fn read(tree: &RawTable, sources: &Sources, problems: &mut Problems) -> Option<SweepRequest> {
    let section = tree.get("sweep")?;
    let table = section.table()?;
    let word = table.get("design").and_then(RawNode::text).unwrap_or("grid");
    let design = Design::ALL.into_iter().find(|design| design.word() == word).unwrap_or_default();
    let points = table.get("points").and_then(RawNode::whole).and_then(|points| u32::try_from(points).ok());
    let own = table.entries().iter().filter(|entry| !["design", "points", "scale"].contains(&&*entry.key));
    let factors = table.get("scale").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let factors: Vec<RawEntry> = factors.iter().map(of_factors).collect();
    let axes: Vec<SweepAxis> = own.chain(&factors).filter_map(|entry| axis(entry, design, sources, problems)).collect();
    let place = |key: &str| table.get(key).map_or(section.place, |node| node.place);
    match (design.takes_points(), points) {
        (false, Some(_)) => {
            let help = "leave it out, or choose one of these with `sweep.design`";
            let message = "`sweep.points` is for the designs lhs, sobol and sensitivity";
            problems.add(Problem::new(place("points"), message).help(help));
        }
        (true, None) => {
            let message = format!("`sweep.points` is missing: how many points design = \"{word}\" should have");
            problems.add(Problem::new(place("design"), message).help("`points = 100`, say"));
        }
        _ => {}
    }
    Some(SweepRequest { axes, design, points })
}

/// An entry of `sweep.scale` as an axis of factors.
pub(super) fn of_factors(entry: &RawEntry) -> RawEntry {
    RawEntry { key: format!("{} *", entry.key).into(), ..entry.clone() }
}

fn axis(entry: &RawEntry, design: Design, sources: &Sources, problems: &mut Problems) -> Option<SweepAxis> {
    let name = entry.key.to_string();
    let said = match sources.get(entry.place.source).kind {
        SourceKind::Axis => Said::Axis,
        _ => Said::Sweep,
    };
    let plain =
        |values: Values| SweepAxis { keys: vec![name.clone()], name: name.clone(), base: nothing(), values, said };
    match &entry.node.value {
        RawValue::List(list) => {
            refuse_repeats(&name, &[list.as_slice()], sources, problems);
            let values = list.iter().map(|item| (shown(item, sources), vec![sources.text(item.place).into()]));
            Some(plain(Values::List(values.collect())))
        }
        RawValue::Table(table) if table.get("from").is_some() => {
            ranged(&name, (table, entry.node.place), design, problems).map(plain)
        }
        RawValue::Table(table) => {
            let (keys, values) = linked(&name, table, sources, problems)?;
            Some(SweepAxis { name, keys, base: nothing(), values: Values::List(values), said })
        }
        _ => None,
    }
}

/// The values of `{ from, to, steps }`: a list where there are steps.
fn ranged(name: &str, (table, at): (&RawTable, Place), design: Design, problems: &mut Problems) -> Option<Values> {
    let Span { from, to, steps } = span(name, table).ok()?;
    let whole = matches!(names_a_key(name), Some(ValueKind::Whole(_)));
    let values = match steps.map(|steps| stepped(name, (from, to), steps, whole)).transpose() {
        Ok(_) if whole && ![from, to].iter().all(|end| end.fract() == 0.0 && end.abs() <= MOST_WHOLE) => {
            problems.at(at, format!("`{name}` takes whole numbers; a range of them has ends up to 2^53"));
            return None;
        }
        Ok(values) => values,
        Err(message) => {
            problems.add(Problem::new(at, message).help("write a list: `[10, 20, 40]`"));
            return None;
        }
    };
    if let Some(values) = values {
        let values = values.into_iter().map(|value| (AxisValue::Number(value), vec![value.to_string()]));
        return Some(Values::List(values.collect()));
    }
    if design == Design::Grid {
        problems.at(at, format!("`{name}` needs `steps`: a grid takes single values"));
    }
    Some(Values::Span { from, to, whole })
}

/// A value that stands twice on an axis would be two points that are one. Of linked keys it is all of them together.
fn refuse_repeats(name: &str, lists: &[&[RawNode]], sources: &Sources, problems: &mut Problems) {
    let length = lists.iter().map(|list| list.len()).min().unwrap_or(0);
    let at = |k: usize| lists.iter().map(|list| shown(&list[k], sources)).collect::<Vec<_>>();
    let mut seen: Vec<Vec<AxisValue>> = Vec::with_capacity(length);
    for k in 0..length {
        let here = at(k);
        if let Some(first) = seen.iter().position(|other| *other == here) {
            let words: Vec<String> = here.iter().map(ToString::to_string).collect();
            let message = format!("`{name}` has {} twice: every value is a point of its own", words.join(", "));
            problems.add(Problem::new(lists[0][k].place, message).also(lists[0][first].place, "first given here"));
            return;
        }
        seen.push(here);
    }
}

/// The values of a range in steps, each above the one before.
fn stepped(name: &str, (from, to): (f64, f64), steps: i64, whole: bool) -> Result<Vec<f64>, String> {
    let last = (steps - 1) as f64;
    let at = |k: i64| match k as f64 {
        // One rounding, of the quotient: what is whole comes out whole.
        k if whole => from + k * (to - from) / last,
        k => between(from, to, false, Coordinate::Share(k / last)),
    };
    let values: Vec<f64> = (0..steps).map(at).collect();
    if let Some(value) = values.iter().find(|value| whole && value.fract() != 0.0) {
        let value = rounded(*value, from, to);
        return Err(format!("`{name}` takes whole numbers; {steps} steps from {from} to {to} give {value}"));
    }
    if values.is_sorted_by(|one, next| one < next) {
        Ok(values)
    } else {
        Err(format!("`{name}`: {steps} steps from {from} to {to} are too close to be different numbers"))
    }
}

/// Keys that move together, and by place a value to show and the TOML of each key.
fn linked(name: &str, table: &RawTable, sources: &Sources, problems: &mut Problems) -> Option<(Vec<String>, List)> {
    let list = |part: &'_ RawEntry| match &part.node.value {
        RawValue::List(list) => Some(list.clone()),
        _ => None,
    };
    let lists: Vec<Vec<RawNode>> = table.entries().iter().filter_map(list).collect();
    let lists: Vec<&[RawNode]> = lists.iter().map(Vec::as_slice).collect();
    refuse_repeats(name, &lists, sources, problems);
    let length = lists.iter().map(|list| list.len()).min()?;
    let text = |item: &RawNode| sources.text(item.place).to_string();
    let at = |k: usize| (shown(&lists[0][k], sources), lists.iter().map(|list| text(&list[k])).collect());
    Some((table.entries().iter().map(|part| part.key.to_string()).collect(), (0..length).map(at).collect()))
}

fn nothing() -> AxisValue {
    AxisValue::Text(String::new())
}

/// Looks up what the scenario itself says at the keys of the axes, in its canonical form.
pub(super) fn find_bases(sweep: &mut SweepRequest, resolved: &str) {
    let Ok(scenario) = resolved.parse::<toml::Table>() else { return };
    for axis in &mut sweep.axes {
        axis.base = axis.keys.first().and_then(|key| base(&scenario, key)).unwrap_or_else(nothing);
    }
}

/// The value at a key, or at the nearest key above it that has one: `lead_time = 3` for `lead_time.gamma.mean`.
fn base(scenario: &toml::Table, key: &str) -> Option<AxisValue> {
    if scaled(key).is_some() {
        return Some(AxisValue::Number(1.0));
    }
    let parts = parts(key).ok()?;
    let mut value: Option<&toml::Value> = None;
    for part in &parts {
        value = match value {
            None => Some(scenario.get(&part.key)?),
            Some(toml::Value::Table(table)) => Some(table.get(&part.key)?),
            found => found,
        };
    }
    Some(match value? {
        toml::Value::Integer(number) => AxisValue::Number(*number as f64),
        toml::Value::Float(number) => AxisValue::Number(*number),
        toml::Value::String(text) => AxisValue::Text(text.clone()),
        other => AxisValue::Text(other.to_string()),
    })
}

/// A value as charts and tables show it.
fn shown(item: &RawNode, sources: &Sources) -> AxisValue {
    let words = || sources.text(item.place).split_whitespace().collect::<Vec<_>>().join(" ");
    match item.number() {
        Some(number) => AxisValue::Number(number),
        None => AxisValue::Text(item.text().map_or_else(words, str::to_string)),
    }
}
