//! `trace`: the life of orders, as JSON lines or as a table under each strategy.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::args::{ColorWhen, ScenarioArgs, TraceArgs};
use super::failure::Failure;
use crate::jobs;
use crate::results::FactRow;
use crate::results::name_list;
use crate::results::outside::clean_lines;
use crate::results::text_width::{right, widest};

/// Prints the facts of one replication: of one strategy as JSON lines, or with `--order` the life of one customer order
/// under the strategies side by side, and then fact by fact.
///
/// # Errors
/// The scenario is refused, or there is no such strategy, replication or order.
pub fn trace(scenario: &ScenarioArgs, args: &TraceArgs, color: ColorWhen) -> Result<(), Failure> {
    let accepted = scenario.read(color)?;
    let facts = |strategy: Option<&str>| {
        jobs::trace(&accepted, strategy, args.replication).map_err(|e| Failure::usage(e.to_string()))
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    match args.order {
        Some(order) => {
            let names = accepted.model.strategies.iter().map(|strategy| strategy.name.clone());
            let names = args.strategy.clone().map_or_else(|| names.collect(), |name| vec![name]);
            let lives = names.iter().map(|name| Ok(Life::of(name, facts(Some(name))?, order)));
            let lives: Option<Vec<Life>> = lives.collect::<Result<_, Failure>>()?;
            let lives = lives
                .ok_or_else(|| Failure::usage(format!("replication {} has no order {order}", args.replication)))?;
            writeln!(out, "{}", clean_lines(&side_by_side(&lives, order)))?;
            for life in &lives {
                writeln!(out, "{}", clean_lines(&life.facts()))?;
            }
        }
        None => {
            for fact in facts(args.strategy.as_deref())? {
                let line = serde_json::to_string(&fact).expect("a fact has only names and numbers");
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(out.flush()?)
}

/// One customer order under one strategy.
struct Life<'a> {
    strategy: &'a str,
    /// What happened for it, in order; the first is its placement.
    facts: Vec<FactRow>,
}

/// The moments of the table: word of the table, events that are it.
const MOMENTS: [(&str, &[&str]); 4] = [
    ("kit complete", &["kit_complete"]),
    ("started", &["started"]),
    ("finished", &["finished"]),
    ("delivered", &["delivered"]),
];

/// Events that end an order without delivery.
const FAILURES: [&str; 3] = ["lost", "left", "censored"];

impl<'a> Life<'a> {
    /// The life of an order; `None` when the replication places no such order.
    fn of(strategy: &'a str, mut facts: Vec<FactRow>, order: u64) -> Option<Life<'a>> {
        facts.retain(|fact| fact.order == Some(order));
        facts.iter().find(|fact| fact.event == "placed")?;
        Some(Life { strategy, facts })
    }

    fn placed(&self) -> &FactRow {
        &self.facts[0]
    }

    /// Time since placement of the last of these events at the product itself.
    fn moment(&self, events: &[&str]) -> Option<f64> {
        let product = &self.placed().item;
        let mut its = self.facts.iter().rev().filter(|fact| fact.item == *product);
        its.find(|fact| events.contains(&fact.event.as_str())).map(|fact| fact.time - self.placed().time)
    }

    /// The parts it waited for last, or how it failed.
    fn waited_for(&self) -> String {
        if let Some(failure) = self.facts.iter().find(|fact| FAILURES.contains(&fact.event.as_str())) {
            return failure.event.clone();
        }
        let end = self.facts.iter().find(|fact| fact.event == "delivered").map_or("", |fact| &fact.detail);
        let Some((_, last)) = end.split_once("last: ") else { return String::new() };
        match name_list::split(last, ' ').as_slice() {
            [first, more @ ..] if more.len() > 1 => format!("{first} and {} more", more.len()),
            few => few.join(", "),
        }
    }

    /// One fact a line: time since placement, what, how many, which item, more words.
    fn facts(&self) -> String {
        let mut words = format!("{}\n", self.strategy);
        for fact in &self.facts {
            let since = fact.time - self.placed().time;
            let number = fact.replenishment.map(|number| format!(" #{number}")).unwrap_or_default();
            let line =
                format!("  {since:>12.6}  {:<13} {:>4} {}{number}  {}", fact.event, fact.units, fact.item, fact.detail);
            words.push_str(line.trim_end());
            words.push('\n');
        }
        words
    }
}

/// The moments of one order under each strategy, as a table.
fn side_by_side(lives: &[Life<'_>], order: u64) -> String {
    let placed = lives[0].placed();
    let mut words = format!("order {order}, placed at {}; times since then\n\n", placed.time);
    let cells = |cell: &dyn Fn(&Life<'_>) -> String| lives.iter().map(cell).collect::<Vec<_>>();
    let mut rows = vec![(String::new(), cells(&|life| life.strategy.into()))];
    for (name, events) in MOMENTS {
        let time = |life: &Life<'_>| life.moment(events).map(|time| format!("{time:.6}")).unwrap_or_default();
        rows.push((name.into(), cells(&time)));
    }
    rows.push(("waited for".into(), cells(&|life| life.waited_for())));
    let widths: Vec<usize> =
        (0..lives.len()).map(|column| widest(rows.iter().map(|row| row.1[column].as_str()))).collect();
    for (name, cells) in rows {
        let _ = write!(words, "{name:<12}");
        for (cell, width) in cells.iter().zip(&widths) {
            let _ = write!(words, "  {}", right(cell, *width));
        }
        words.truncate(words.trim_end().len());
        words.push('\n');
    }
    words
}
