//! From the rows of a record to the streams of a model: one part of each class and item, which share the rows.

use super::builder::Builder;
use crate::input::finding::finding;
use crate::input::keys::table::CLASS_TERMS;
use crate::input::trace_rows::{Counts, Trace, TraceDue, TraceRow, note};
use crate::input::traces::file_of;
use crate::laws::{BetweenValues, Constant, Empirical, Gamma, Law, Spread, law, zero};
use crate::model::{CivilCalendar, Demand, ItemId, RecordedOrder, RecordedOrders, RecordedPart, Replay, Share, Ticks};
use crate::reader::{Named, Place, Problem, RawNode, RawValue, moment};
use crate::rules::arrivals::Surroundings;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A class of a record, or the stream's own, and a product, or those of the stream.
type PartKey = (Option<u32>, Option<u32>);

impl Builder<'_> {
    /// The parts of a recorded stream.
    pub fn recorded(&mut self, named: Named, trace: &Trace, around: Surroundings) -> Vec<Demand> {
        let at = named.at.at("arrivals").at("trace");
        let place = at.table().and_then(file_of).map_or(at.place, |(_, place)| place);
        if trace.is_dated && around.calendar.is_none() {
            let message = "dates need a `time_unit` from second to week: of months and years not all are alike";
            self.problems.at(place, message);
            return Vec::new();
        }
        let mut left_out = trace.left_out.clone();
        let spread = at.at("spread").flag();
        let mut rows = placed(trace, &mut left_out, around.calendar, spread);
        let Some(end) = self.end((named, place), trace, &mut rows, around.calendar) else { return Vec::new() };
        let Some(replay) = self.replay(named, &rows, end) else { return Vec::new() };
        let parts = parts(&rows);
        let mix = if parts.iter().any(|(_, item)| item.is_none()) { self.mix(named) } else { Vec::new() };
        let numbers: BTreeMap<PartKey, u32> = parts.iter().copied().zip(0..).collect();
        let order = |row: &PlacedRow| RecordedOrder {
            time: row.time,
            part: numbers[&(row.class, row.item)],
            quantity: row.quantity.unwrap_or(0),
            due: row.due,
        };
        let orders = Arc::new(RecordedOrders {
            file: trace.file.clone(),
            rows: rows.iter().map(order).collect(),
            end,
            replay,
            mix: mix.iter().map(|share: &Share| share.share).collect(),
            customer: if trace.customers.is_empty() {
                Vec::new()
            } else {
                rows.iter().map(|row| row.customer).collect()
            },
            customers: trace.customers.clone(),
        });
        self.tell_rows(named, (trace, &left_out), &rows, (replay, end), around.window.1);
        let mut classes: Vec<Option<u32>> = Vec::new();
        let mut demands = Vec::new();
        for (number, (class, item)) in (0..).zip(parts) {
            if !classes.contains(&class) {
                classes.push(class);
            }
            let terms = classes.iter().position(|known| *known == class).expect("it was just put there") as u32;
            let node = class.map(|class| self.with_terms(named, &trace.classes[class as usize]));
            let own = node.as_ref().map_or(named, |node| Named { at: named.at.instead(node), ..named });
            let quantity = law(named.at.at("quantity"));
            let share = |item| vec![Share { item: ItemId(item), share: 1.0 }];
            let (gaps, units) = moments(&rows, (class, item), replay, end, &quantity);
            let part = RecordedPart { orders: orders.clone(), part: number, terms, quantity };
            let class =
                class.map_or_else(|| named.at.at("class").text().into(), |class| trace.classes[class as usize].clone());
            let mix = item.map_or_else(|| mix.clone(), share);
            demands.push(Demand { gaps, quantity: units, class, ..self.terms(own, mix, None, Some(part)) });
        }
        self.check_restock(&demands, &trace.file, place);
        demands
    }

    /// The stream with the terms of a class: its own stand before those of the class, and these before the defaults.
    fn with_terms(&self, named: Named, class: &str) -> RawNode {
        let mut own = named.at.table().cloned().unwrap_or_default();
        let defaults = self.scenario.at("defaults").at("demand").table();
        let of_class = self.scenario.at("classes").table().and_then(|classes| classes.get(class)?.table());
        for term in CLASS_TERMS.iter().filter(|term| !self.traces.gives(named.name, term)) {
            own.remove(term);
            let found = [of_class, defaults].into_iter().flatten().find_map(|table| table.entry(term));
            if let Some(entry) = found {
                own.put(entry.key.clone(), entry.place, entry.node.clone());
            }
        }
        RawNode { place: named.place, value: RawValue::Table(own) }
    }

    /// The end of the record in ticks; rows from then on are left out.
    fn end(
        &mut self,
        (named, place): (Named, Place),
        trace: &Trace,
        rows: &mut Vec<PlacedRow>,
        calendar: Option<CivilCalendar>,
    ) -> Option<i64> {
        let until = named.at.at("arrivals").at("trace").at("until");
        let end = match (until.given_number(), until.node().and_then(|node| moment(node.date()?))) {
            (Some(time), _) => Ticks::from_units(time).0,
            (_, Some(moment)) if trace.is_dated => calendar?.tick(moment.seconds),
            (_, Some(_)) => {
                let message = format!("the times of {} are numbers, and this is a date", trace.file);
                self.problems.at(until.value_place(), message);
                return None;
            }
            (None, None) => rows.iter().map(|row| row.ends).max().unwrap_or(0),
        };
        if until.is_given() {
            rows.retain(|row| row.time < end);
        }
        if rows.is_empty() {
            self.problems.at(place, format!("{} has no order between time 0 and its end", trace.file));
            return None;
        }
        Some(end)
    }

    /// What becomes of the record.
    fn replay(&mut self, named: Named, rows: &[PlacedRow], end: i64) -> Option<Replay> {
        let at = named.at.at("arrivals").at("trace");
        let bootstrap = at.at("bootstrap");
        let units = |ticks: i64| Ticks(ticks).units();
        if let Some(after) = at.at("repeat").given_number().map(Ticks::from_units) {
            if after.0 < end {
                let message = format!("the record is {} long: it cannot begin again before that", units(end));
                self.problems.at(at.at("repeat").value_place(), message);
                return None;
            }
            return Some(Replay::Repeated(after.0));
        }
        if let Some(length) = bootstrap.at("block").given_number().map(Ticks::from_units) {
            let whole = if length.0 > 0 { end / length.0 } else { 0 };
            if whole < 2 || rows.iter().all(|row| row.time >= whole * length.0) {
                let message = format!(
                    "the record is {} long: it must have at least two such blocks, and an order in them",
                    units(end)
                );
                self.problems.at(bootstrap.at("block").value_place(), message);
                return None;
            }
            return Some(Replay::Blocks(length.0));
        }
        if !bootstrap.at("rows").flag() {
            return Some(Replay::Once);
        }
        let wrong = if rows.iter().any(|row| row.quantity.is_some_and(|units| units < 0)) {
            Some("units that come back follow orders: rows that are drawn one by one have none")
        } else if rows[0].time == rows[rows.len() - 1].time {
            Some("rows that are drawn one by one need two of different times")
        } else {
            None
        };
        match wrong {
            None => Some(Replay::Rows),
            Some(message) => {
                self.problems.at(bootstrap.at("rows").value_place(), message);
                None
            }
        }
    }

    /// Units come back as a whole product, not as one of many variants.
    fn check_restock(&mut self, demands: &[Demand], file: &str, place: Place) {
        let Some(part) =
            demands.first().and_then(|demand| demand.recorded.as_ref()).filter(|part| part.orders.restocks())
        else {
            return;
        };
        let back = part.orders.rows.iter().filter(|row| row.quantity < 0);
        let parts: std::collections::BTreeSet<u32> = back.map(|row| row.part).collect();
        let items: Vec<Named> = self.scenario.at("items").names().collect();
        for share in parts.iter().flat_map(|part| &demands[*part as usize].mix) {
            let item = items[share.item.index()];
            if demands[0].mix.len() > 1 && part.orders.mix.len() > 1 {
                let message = format!("units come back in {file}, and some rows do not say of which product");
                return self.problems.at(place, message);
            }
            if item.at.at("make").at("options").is_given() {
                let message =
                    format!("units of `{}` come back in {file}, which do not say of which variant", item.name);
                self.problems.add(Problem::new(place, message).help("leave them out: `negative = \"skip\"`"));
            }
        }
    }

    /// What was left out and what does not count, as findings.
    fn tell_rows(
        &mut self,
        named: Named,
        (trace, left_out): (&Trace, &Counts),
        rows: &[PlacedRow],
        (replay, end): (Replay, i64),
        over: i64,
    ) {
        let file = &trace.file;
        if !left_out.is_empty() {
            let counts: Vec<String> = left_out.iter().map(|(what, count)| format!("{count} {what}")).collect();
            let symptom = format!("{file}: {}", counts.join(", "));
            let advice = "Nothing, if that is meant; else mend the file, or say which rows count: `where`.";
            self.findings.push(finding("record_rows", symptom, advice));
        }
        if replay == Replay::Once && end < over {
            let symptom =
                format!("{file} ends at {}, before the run does: no order comes after that", Ticks(end).units());
            let advice =
                "Shorten `run.horizon`, or let the record begin again (`repeat`) or be drawn from (`bootstrap`).";
            self.findings.push(finding("record_short", symptom, advice));
        }
        let all = |given: &dyn Fn(&PlacedRow) -> bool| rows.iter().all(given);
        let overruled = [
            ("item", all(&|row| row.item.is_some())),
            ("mix", all(&|row| row.item.is_some())),
            ("quantity", all(&|row| row.quantity.is_some())),
            ("class", all(&|row| row.class.is_some())),
            ("due", all(&|row| row.due.is_some())),
        ];
        let is_idle = |(key, by_all): &(&str, bool)| *by_all && self.is_said(named, key);
        let idle: Vec<String> = overruled
            .iter()
            .filter(|key| is_idle(key))
            .map(|(key, _)| format!("`demand.{}.{key}`", named.name))
            .collect();
        if !idle.is_empty() {
            let symptom = format!("every row of {file} overrules {}", idle.join(", "));
            self.findings.push(finding(
                "record_overrules",
                symptom,
                "Take it out, or take the column out of `columns`.",
            ));
        }
    }

    /// Whether a stream says a key by itself.
    fn is_said(&self, named: Named, key: &str) -> bool {
        named.at.at(key).is_given() && (!CLASS_TERMS.contains(&key) || self.traces.gives(named.name, key))
    }
}

/// A row at its tick.
#[derive(Clone, Copy, Debug)]
struct PlacedRow {
    time: i64,
    /// The same; of a date without a time of day the end of its day.
    ends: i64,
    item: Option<u32>,
    quantity: Option<i64>,
    class: Option<u32>,
    due: Option<i64>,
    customer: Option<u32>,
}

/// The rows from time 0 on, sorted by time and then as in the file.
fn placed(trace: &Trace, left_out: &mut Counts, calendar: Option<CivilCalendar>, spread: bool) -> Vec<PlacedRow> {
    let day = crate::reader::DAY;
    let tick = |seconds: f64| calendar.map_or(0, |calendar| calendar.tick(seconds));
    let mut of_day: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let is_spread = |row: &TraceRow| spread && row.is_bare && row.quantity.is_none_or(|units| units > 0);
    for row in trace.rows.iter().filter(|row| is_spread(row)) {
        of_day.entry(row.time as i64).or_default().1 += 1;
    }
    let (mut early, mut before_0) = (0, 0);
    let mut rows = Vec::with_capacity(trace.rows.len());
    for row in &trace.rows {
        let start = if trace.is_dated { tick(row.time) } else { Ticks::from_units(row.time).0 };
        let ends = if row.is_bare { tick(row.time + day) } else { start };
        let mut time = start;
        if is_spread(row) {
            let (seen, all) = of_day.get_mut(&(row.time as i64)).expect("it was counted");
            *seen += 1;
            time += ((i128::from(ends - start) * i128::from(2 * *seen - 1)) / i128::from(2 * *all)) as i64;
        }
        if time < 0 {
            before_0 += 1;
            continue;
        }
        let due = row.due.map(|due| match due {
            TraceDue::After(units) => Ticks::from_units(units).0,
            TraceDue::At(seconds) => tick(seconds) - time,
        });
        early += usize::from(due.is_some_and(|due| due < 0));
        let due = due.map(|due| due.max(0));
        rows.push(PlacedRow {
            time,
            ends,
            item: row.item,
            quantity: row.quantity,
            class: row.class,
            due,
            customer: row.customer,
        });
    }
    let unsorted = rows.windows(2).filter(|pair| pair[1].time < pair[0].time).count();
    rows.sort_by_key(|row| row.time);
    note(left_out, "rows that stand before an earlier one, sorted", unsorted);
    note(left_out, "rows before time 0", before_0);
    note(left_out, "due times before the order, taken as its own time", early);
    rows
}

/// Classes and products that occur together, in the order in which they come; orders before what only comes back.
fn parts(rows: &[PlacedRow]) -> Vec<PartKey> {
    let mut known = std::collections::BTreeSet::new();
    let mut parts = Vec::new();
    let orders = rows.iter().filter(|row| row.quantity.is_none_or(|units| units > 0));
    let back = rows.iter().filter(|row| row.quantity.is_some_and(|units| units < 0));
    for row in orders.chain(back) {
        if known.insert((row.class, row.item)) {
            parts.push((row.class, row.item));
        }
    }
    parts
}

/// Laws of gaps and units with the rate and the moments of the orders of a part; the dispersion of gaps is that of its item.
fn moments(rows: &[PlacedRow], (class, item): PartKey, replay: Replay, end: i64, quantity: &Law) -> (Law, Law) {
    let is_order = |row: &&PlacedRow| row.quantity.is_none_or(|units| units > 0);
    let orders = || rows.iter().filter(is_order);
    let own = || orders().filter(|row| (row.class, row.item) == (class, item));
    let count = own().count() as f64;
    let times = |all: bool| orders().filter(move |row| all || row.item == item).map(|row| Ticks(row.time).units());
    let all_gaps: Vec<f64> = times(true).collect::<Vec<f64>>().windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (rate, cv_square) = match replay {
        Replay::Rows => {
            let share = count / orders().count() as f64;
            let of_item = times(false).count() as f64 / orders().count() as f64;
            let mean = all_gaps.iter().sum::<f64>() / all_gaps.len() as f64;
            (share / mean, 1.0 + of_item * (dispersion(&all_gaps) - 1.0))
        }
        _ => {
            let length = if let Replay::Repeated(after) = replay { after } else { end };
            let gaps: Vec<f64> = times(false).collect::<Vec<f64>>().windows(2).map(|pair| pair[1] - pair[0]).collect();
            (count / Ticks(length.max(1)).units(), dispersion(&gaps))
        }
    };
    // What only comes back asks for nothing: a gap beyond every run.
    let mean = if rate > 0.0 { 1.0 / rate } else { 1e9 };
    let gaps = Law::new(Gamma::new(mean, Spread::Cv(cv_square.sqrt())))
        .or_else(|_| Law::new(Constant::new(mean)))
        .unwrap_or_else(|_| zero());
    let units: Vec<f64> = own().filter_map(|row| row.quantity).map(|units| units as f64).collect();
    let units = Law::new(Empirical::new(units, BetweenValues::Steps)).unwrap_or_else(|_| quantity.clone());
    (gaps, units)
}

/// Squared coefficient of variation; that of a Poisson stream of too few gaps.
fn dispersion(gaps: &[f64]) -> f64 {
    let count = gaps.len() as f64;
    let mean = gaps.iter().sum::<f64>() / count;
    if gaps.len() < 2 || mean <= 0.0 {
        return 1.0;
    }
    gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / count / (mean * mean)
}
