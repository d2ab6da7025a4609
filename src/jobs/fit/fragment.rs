//! What a fit comes to as lines of a scenario. The lines for orders and those for a lead time are a scenario together.

use crate::fit::{Dispersion, RankedLaws, TakenOut};
use crate::input::{AskedOfRecord, OrderRecord};
use crate::reader::quote_key;
use crate::results::FitResults;
use std::fmt::Write as _;

/// How orders come, and which laws their parts follow.
pub struct OrderFit {
    /// Width of a bucket, in time units.
    pub width: f64,
    /// What is to be taken out of the counts.
    pub chosen: Dispersion,
    /// Laws of the units of an order, where there are any.
    pub quantity: Option<RankedLaws>,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn head(results: &FitResults) -> String {
    // One line whatever the name of the file.
    let file: String = results.file.chars().filter(|letter| !letter.is_control()).collect();
    format!("# Of {file}: {}. Times are in {}s.\n", results.what, results.time_unit)
}

fn best(ranked: &RankedLaws) -> String {
    ranked.laws.first().map_or(String::new(), |law| law.written.clone())
}

/// Of times: the lead time of what is bought. Of whole numbers: the units of an order.
pub fn of_values(results: &FitResults, asked: &AskedOfRecord, ranked: &RankedLaws) -> String {
    let mut out = head(results);
    let (table, key) = match asked {
        AskedOfRecord::Counts(_) => ("defaults.demand", "quantity"),
        _ => ("defaults.items", "buy.lead_time"),
    };
    let whose = if key == "quantity" { "all orders" } else { "all bought items" };
    let _ = write!(
        out,
        "# The law stands here as that of {whose} that name none; it may stand wherever a law may.\n[{table}]\n"
    );
    let _ = writeln!(out, "{key} = {}", best(ranked));
    out
}

/// Of orders: the stream, and the products that it asks for.
pub fn of_orders(results: &FitResults, orders: &OrderRecord, fitted: &OrderFit) -> String {
    let mut out = head(results);
    let names: Vec<String> = orders.items.iter().map(|(name, _)| quote_key(name)).collect();
    let (stream, products) = match names.as_slice() {
        [] => ("product".to_string(), vec!["product".to_string()]),
        [one] => (one.clone(), names),
        _ => ("orders".into(), names),
    };
    for product in &products {
        let _ = write!(out, "[items.{product}]\nstock.fill_rate = 0.95\n");
    }
    let _ = writeln!(out, "[demand.{stream}]");
    if products.len() > 1 {
        let shares: Vec<String> =
            products.iter().zip(&orders.items).map(|(name, (_, count))| format!("{name} = {count}")).collect();
        let _ = writeln!(out, "mix = {{ {} }}", shares.join(", "));
    }
    out.push_str(&arrivals(&fitted.chosen, fitted.width));
    if let Some(quantity) = &fitted.quantity {
        let _ = writeln!(out, "quantity = {}", best(quantity));
    }
    out
}

fn arrivals(of: &Dispersion, width: f64) -> String {
    let rate = of.mean / width;
    let mut out = match of.is_poisson() {
        true => format!("arrivals.poisson.rate = {}\n", rounded(rate, 6)),
        false => {
            let cv = libm::sqrt(of.dispersion);
            format!("arrivals.every = {{ gamma = {{ mean = {}, cv = {} }} }}\n", rounded(1.0 / rate, 6), rounded(cv, 6))
        }
    };
    if let Some(factors) = of.factors {
        let days: Vec<String> =
            WEEKDAYS.iter().zip(factors).map(|(day, factor)| format!("{day} = {}", rounded(factor, 3))).collect();
        let _ = writeln!(out, "arrivals.profile.weekday = {{ {} }}", days.join(", "));
    }
    if of.taken_out == TakenOut::WeekdaysAndTrend {
        let end = rounded(of.buckets as f64 * width, 6);
        let [low, high] = [1.0 - of.slope, 1.0 + of.slope].map(|factor| rounded(factor, 3));
        let _ = writeln!(out, "arrivals.profile.line = {{ at = [0, {end}], factor = [{low}, {high}] }}");
    }
    out
}

/// A number of so many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}
