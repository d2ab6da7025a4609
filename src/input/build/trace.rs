//! `arrivals.trace`: the rows of a record, as a scenario takes them.

use super::builder::Builder;
use crate::input::data::{Clock, DataFile, DueCell, Filter, OrderColumns, Record, each_order};
use crate::input::trace_rows::{Trace, TraceDue, TraceRow, note};
use crate::input::traces::{file_of, rows_key};
use crate::keys::RefersTo;
use crate::reader::{Cursor, Named, Place, Problem, Problems};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Builder<'_> {
    /// The record of each stream that has one, by the name of the stream.
    pub fn traces(&mut self) -> BTreeMap<String, Arc<Trace>> {
        let mut traces = BTreeMap::new();
        for named in self.scenario.at("demand").names() {
            if let Some(trace) = self.trace(named) {
                traces.insert(named.name.to_string(), trace);
            }
        }
        traces
    }

    /// The rows of a stream; read once, and taken from there at every point of a design and for every strategy.
    fn trace(&mut self, named: Named) -> Option<Arc<Trace>> {
        let at = named.at.at("arrivals").at("trace");
        let key = rows_key(at.node()?, self.scenario.at("items").names().map(|item| item.name));
        if let Some(known) = self.traces.known().rows(&key) {
            return Some(known);
        }
        let trace = Arc::new(self.read_trace(at)?);
        self.traces.known().keep_rows(key, &trace);
        Some(trace)
    }

    fn read_trace(&mut self, at: Cursor) -> Option<Trace> {
        let given = at.table()?;
        let (name, place) = file_of(given)?;
        let file = DataFile { name, place: Some(place), table: self.traces.file(name, given)?.table() };
        let before = self.problems.len();
        let filters = at
            .at("where")
            .names()
            .filter_map(|wanted| Filter::of(wanted.name, wanted.place, wanted.at.node()?, &mut self.problems));
        let filters: Vec<Filter> = filters.collect();
        let mut record = Record::new(file, filters, &mut self.problems)?;
        let columns = columns(&record, at.at("columns"), &mut self.problems)?;
        let numbers: Vec<usize> = [Some(columns.time), columns.quantity, columns.due].into_iter().flatten().collect();
        record.look(&numbers, &mut self.problems)?;
        let mut reader = RowReader {
            names: RowNames::new(at, &self.names, &mut self.problems),
            negative: at.at("negative").text(),
            trace: Trace { file: name.into(), ..Trace::default() },
            customers: BTreeMap::new(),
        };
        let clock = each_order(&record, columns, &mut self.problems, |cells, problems| {
            let row = TraceRow {
                time: cells.time,
                is_bare: cells.is_bare,
                item: None,
                quantity: None,
                class: cells.class.map(|(class, _)| reader.class(class)),
                customer: cells.customer.map(|customer| reader.customer(customer)),
                due: cells.due.map(|due| match due {
                    DueCell::After(time) => TraceDue::After(time),
                    // Of a date the end of the day counts.
                    DueCell::At(moment) => TraceDue::At(moment.seconds + if moment.is_bare { DAY } else { 0.0 }),
                }),
            };
            reader.take(row, cells.item, cells.quantity, problems);
        });
        let mut trace = reader.trace;
        trace.is_dated = clock != Clock::Numbers;
        if at.at("duplicates").text() == "skip" {
            let alike = duplicates(&trace.rows);
            let mut place = 0;
            trace.rows.retain(|_| {
                place += 1;
                alike.binary_search(&(place - 1)).is_err()
            });
            note(&mut trace.left_out, "rows alike but for the first", alike.len());
        } else {
            let alike = duplicates(&trace.rows).len();
            note(&mut trace.left_out, "rows that are like another, and kept", alike);
        }
        if trace.rows.is_empty() && self.problems.len() == before {
            self.problems.at(place, format!("{name} has no order in the rows that count"));
        }
        (self.problems.len() == before).then_some(trace)
    }
}

const DAY: f64 = crate::reader::DAY;

fn columns(record: &Record, at: Cursor, problems: &mut Problems) -> Option<OrderColumns> {
    let before = problems.len();
    let mut column = |key: &str| {
        let said = at.at(key).given_text().map(|_| at.at(key).value_place());
        record.find(at.at(key).given_text().unwrap_or(key), said, problems)
    };
    let found =
        [column("time"), column("item"), column("quantity"), column("class"), column("due"), column("customer")];
    if found[0].is_none() && problems.len() == before {
        // Of the others a column may be missing, not of time.
        record.find("time", record.place(), problems);
    }
    let [time, item, quantity, class, due, customer] = found;
    (problems.len() == before).then_some(OrderColumns { time: time?, item, quantity, class, due, customer })
}

/// What to do about products of a file that the scenario does not know; told once for each.
const REMEDY: &str = "`names.item` says what it is called here; `unknown = \"skip\"` leaves such rows out";

/// From names of the file to places in the scenario.
struct RowNames<'n> {
    index: &'n super::names::NameIndex<'n>,
    item: BTreeMap<String, Option<u32>>,
    class: BTreeMap<String, String>,
    /// Whether a product that nobody knows is left out.
    skips: bool,
}

impl<'n> RowNames<'n> {
    fn new(at: Cursor, index: &'n super::names::NameIndex<'n>, problems: &mut Problems) -> RowNames<'n> {
        let names = at.at("names");
        let mut item = BTreeMap::new();
        for named in names.at("item").names() {
            let place = named.at.value_place();
            item.insert(named.name.to_string(), index.need(RefersTo::Item, named.at.text(), place, problems));
        }
        let class = names.at("class").names().map(|named| (named.name.to_string(), named.at.text().to_string()));
        RowNames { index, item, class: class.collect(), skips: at.at("unknown").text() == "skip" }
    }

    /// Place of a product; `None` where there is none, which is told unless such rows are left out.
    fn item(&mut self, name: &str, place: Place, problems: &mut Problems) -> Option<u32> {
        let known = self.item.get(name).copied();
        let found = known.unwrap_or_else(|| self.index.find(RefersTo::Item, name));
        if found.is_none() && !self.skips && problems.wants(place) {
            let mut problem = self.index.unknown(RefersTo::Item, name, place, problems.len());
            if known.is_none() {
                problem.help.get_or_insert_with(|| REMEDY.into());
            }
            problems.add(problem);
        }
        if known.is_none() {
            self.item.insert(name.into(), found);
        }
        found
    }
}

/// Takes rows one by one.
struct RowReader<'n> {
    names: RowNames<'n>,
    negative: &'n str,
    trace: Trace,
    customers: BTreeMap<String, u32>,
}

impl RowReader<'_> {
    fn class(&mut self, name: &str) -> u32 {
        let name = self.names.class.get(name).map_or(name, String::as_str);
        let classes = &mut self.trace.classes;
        let place = classes.iter().position(|known| known == name).unwrap_or_else(|| {
            classes.push(name.into());
            classes.len() - 1
        });
        place as u32
    }

    fn customer(&mut self, name: &str) -> u32 {
        if let Some(known) = self.customers.get(name) {
            return *known;
        }
        let place = self.trace.customers.len() as u32;
        self.trace.customers.push(name.into());
        self.customers.insert(name.into(), place);
        place
    }

    fn take(
        &mut self,
        row: TraceRow,
        item: Option<(&str, Place)>,
        quantity: Option<(f64, Place)>,
        problems: &mut Problems,
    ) {
        let left_out = &mut self.trace.left_out;
        let item = match item.map(|(name, place)| self.names.item(name, place, problems)) {
            Some(None) => return note(left_out, "rows of products that the scenario does not know", 1),
            Some(known) => known,
            None => None,
        };
        if let Some((units, place)) = quantity {
            if units.fract() != 0.0 || units.abs() > 1e9 {
                if problems.wants(place) {
                    let problem = Problem::new(place, format!("{units} is no whole number of units up to 1e9"));
                    let help = crate::laws::smaller_units(units.abs());
                    problems.add(Problem { help, ..problem });
                }
                return;
            }
            match (units, self.negative) {
                (0.0, _) => return note(left_out, "rows of 0 units", 1),
                (below, "skip") if below < 0.0 => return note(left_out, "rows of fewer than 0 units", 1),
                (below, "error") if below < 0.0 => {
                    if problems.wants(place) {
                        let problem = Problem::new(place, format!("{below} units is less than 0"));
                        problems.add(problem.help("say what it is: `negative = \"restock\"`, or \"skip\""));
                    }
                    return;
                }
                _ => {}
            }
        }
        self.trace.rows.push(TraceRow { item, quantity: quantity.map(|(units, _)| units as i64), ..row });
    }
}

/// Places of rows that are like one before them, ascending.
fn duplicates(rows: &[TraceRow]) -> Vec<usize> {
    let due = |row: &TraceRow| match row.due {
        None => (0, 0),
        Some(TraceDue::After(time)) => (1, time.to_bits()),
        Some(TraceDue::At(time)) => (2, time.to_bits()),
    };
    let key = |place: &u32| {
        let row = &rows[*place as usize];
        (row.time.to_bits(), row.item, row.quantity, row.class, row.customer, due(row), *place)
    };
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_unstable_by_key(key);
    let alike = |pair: &&[u32]| {
        let [one, other] = [rows[pair[0] as usize], rows[pair[1] as usize]];
        one == other
    };
    let mut found: Vec<usize> = order.windows(2).filter(alike).map(|pair| pair[1] as usize).collect();
    found.sort_unstable();
    found
}
