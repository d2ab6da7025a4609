//! Numbers and lists in sentences.

use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::{ItemKind, Label, Model, RunKind, Strategy};
use crate::results::numbers::{decimals, grouped, percent, plain, two_digits};
use crate::results::{EntityLabel, LabelBook};
use crate::stats::Estimate;

/// Items that are named one by one.
const NAMED: usize = 8;

/// The labels of a scenario as results carry them.
pub(super) fn entity_labels(model: &Model) -> Vec<EntityLabel> {
    let one = |it: &Label| EntityLabel { kind: it.kind.into(), name: it.name.clone(), label: it.label.clone() };
    model.labels.iter().map(one).collect()
}

/// The scenario's own words for time, money and things.
pub(super) struct Words<'a> {
    model: &'a Model,
    labels: Vec<EntityLabel>,
}

impl<'a> Words<'a> {
    pub fn new(model: &'a Model) -> Words<'a> {
        Words { model, labels: entity_labels(model) }
    }

    fn relabelled(&self, name: &str, put: impl Fn(&LabelBook<'_>, &mut String)) -> String {
        let mut name = name.to_string();
        self.book().iter().for_each(|book| put(book, &mut name));
        name
    }

    /// The labels; `None` where there are none.
    pub fn book(&self) -> Option<LabelBook<'_>> {
        LabelBook::of(&self.labels)
    }

    /// What a strategy is called.
    pub fn strategy(&self, name: &str) -> String {
        self.relabelled(name, |book, name| book.strategy(name))
    }

    /// What an item, a station, a supplier or a class is called.
    pub fn entity(&self, kind: EntityKind, name: &str) -> String {
        self.relabelled(name, |book, name| book.entity(kind, name))
    }

    /// What an item is called.
    pub fn item(&self, name: &str) -> String {
        self.entity(EntityKind::Item, name)
    }

    /// The key of a level with what its item is called.
    pub fn level(&self, key: &str) -> String {
        self.relabelled(key, |book, key| book.level(key))
    }

    /// `4,812 USD/day`, `95.8 %`, `0.52 days`: down to the first digit of the standard error.
    pub fn mean(&self, estimate: &Estimate, unit: Unit) -> String {
        let Some(mean) = estimate.mean else { return "nothing".into() };
        match unit {
            Unit::Time => self.time(mean, estimate.se, None),
            // What misses by less than one in ten thousand is as good as all.
            Unit::Share if 0.9999 < mean && mean < 1.0 => "over 99.99 %".into(),
            _ => self.set(trimmed(mean, estimate.se, unit), unit),
        }
    }

    /// `375 ± 3 USD/day`: the size of a difference, without its sign.
    pub fn size(&self, difference: &Estimate, unit: Unit) -> String {
        let Some(mean) = difference.mean else { return "nothing".into() };
        if unit == Unit::Time {
            return self.time(
                mean.abs(),
                difference.se,
                difference.half_width().filter(|_| noisy(mean, difference.se)),
            );
        }
        let mut text = trimmed(mean.abs(), difference.se, unit);
        let half = difference.half_width().filter(|_| noisy(mean, difference.se));
        if let Some(half) = half {
            let scale = factor(unit);
            let places = decimals(mean * scale, difference.se.map(|se| se * scale));
            text = format!("{text} ± {}", grouped(half * scale, places));
        }
        self.set(text, unit)
    }

    /// A given number, not an estimate.
    pub fn given(&self, value: f64, unit: Unit) -> String {
        self.set(trimmed(value, None, unit), unit)
    }

    /// What a strategy holds, by what it is called, in words: `products and parts`.
    pub fn held(&self, strategy: &str) -> Option<String> {
        let own = self.model.strategies.iter().find(|own| self.strategy(&own.name) == strategy)?;
        Some(list(&held_words(self.model, own)))
    }

    /// Words of a unit: `USD/day`.
    pub fn unit(&self, unit: Unit) -> String {
        unit.words(self.model.time_unit.word(), &self.model.currency)
    }

    /// `120 USD/day (45,000 USD/year)`, of a finite run `(1,400 USD in 12 days)`: two digits are enough to decide by.
    pub fn per_year(&self, money: f64) -> String {
        let own = format!("{} {}", two_digits(money), self.unit(Unit::MoneyPerTime));
        let run = &self.model.run;
        // Nobody earns a season all year round.
        if run.kind == RunKind::Finite {
            let window = self.given(run.horizon.units(), Unit::Time);
            return format!("{own} ({} {} in {window})", two_digits(money * run.horizon.units()), self.model.currency);
        }
        match self.yearly() {
            Some((times, unit)) => format!("{own} ({} {unit})", two_digits(money * times)),
            None => own,
        }
    }

    /// Time units in a year, and what money per year is called; none where the year is the unit.
    fn yearly(&self) -> Option<(f64, String)> {
        let times = 365.0 / self.model.time_unit.days();
        (times != 1.0).then(|| (times, format!("{}/year", self.model.currency)))
    }

    /// A time in the unit that fits it, of three digits at most: `16 min`, `1.5 ± 0.2 h`, `10.5 days`.
    fn time(&self, value: f64, se: Option<f64>, half: Option<f64>) -> String {
        let (scale, word) = self.fitting(value);
        let value = value * scale;
        let most = decimals(value, None).saturating_sub(1);
        let places = if noisy(value, se) { decimals(value, se.map(|se| se * scale)).min(most) } else { most };
        let number = grouped(value, places);
        let number = if noisy(value, se) { number } else { plain(number.replace(',', "").parse().unwrap_or(value)) };
        let half = half.map(|half| format!(" ± {}", grouped(half * scale, places))).unwrap_or_default();
        match word {
            Some(short) => format!("{number}{half} {short}"),
            None => self.set(number + &half, Unit::Time),
        }
    }

    /// What turns a time into the unit that fits it, and the word of that: none for the unit of the scenario.
    fn fitting(&self, value: f64) -> (f64, Option<&'static str>) {
        const SHORTER: [(f64, &str); 4] = [(1.0, "days"), (24.0, "h"), (1_440.0, "min"), (86_400.0, "s")];
        let days = self.model.time_unit.days();
        if value >= 1.0 || value <= 0.0 {
            return (1.0, None);
        }
        let shorter = || SHORTER.iter().map(|(a_day, word)| (a_day * days, *word)).filter(|(scale, _)| *scale > 1.5);
        let fits = shorter().find(|(scale, _)| value * scale >= 1.0).or_else(|| shorter().next_back());
        fits.map_or((1.0, None), |(scale, word)| (scale, Some(word)))
    }

    fn set(&self, number: String, unit: Unit) -> String {
        match unit {
            Unit::Share => format!("{number} %"),
            Unit::Ratio => number,
            Unit::Time if number == "1" => format!("1 {}", self.model.time_unit.word()),
            Unit::Time => format!("{number} {}s", self.model.time_unit.word()),
            Unit::Days => format!("{number} days"),
            _ => format!("{number} {}", unit.words(self.model.time_unit.word(), &self.model.currency)),
        }
    }

    /// What a column is called inside a sentence.
    pub fn label(&self, column: &Column) -> String {
        match (column.measure, &column.parameter) {
            (Measure::ResponseQuantile, Some(digits)) => {
                let share = format!("0.{digits}").parse().unwrap_or(f64::NAN);
                format!("{} quantile of the response time", percent(share))
            }
            (Measure::ResponseWithin, Some(window)) => {
                format!("share of orders delivered within {window} {}s", self.model.time_unit.word())
            }
            _ => {
                let label = inside(column.measure.definition().label);
                // Tables sort by what is measured, sentences say it in order.
                label.strip_suffix(", mean").map_or(label.clone(), |what| format!("mean {what}"))
            }
        }
    }
}

/// What a strategy holds, in words: `products, parts`.
pub(super) fn held_words(model: &Model, strategy: &Strategy) -> Vec<String> {
    let mut words = kinds_held(model, |item| strategy.holds[item].is_some());
    for variant in strategy.variants.iter().filter(|variant| variant.stock.is_some()).take(1) {
        words.push(format!("single variants of {}", Words::new(model).item(&model.item(variant.product).name)));
    }
    if words.is_empty() { vec!["nothing".into()] } else { words }
}

/// Items that are held, by their place in the model, in words: kinds that are held whole, else the first few by name.
pub(super) fn kinds_held(model: &Model, is_held: impl Fn(usize) -> bool) -> Vec<String> {
    let kinds = [(ItemKind::Product, "products"), (ItemKind::Subassembly, "sub-assemblies"), (ItemKind::Part, "parts")];
    let mut words: Vec<String> = Vec::new();
    let called = Words::new(model);
    for (kind, word) in kinds {
        let of_kind = || (0..model.items.len()).filter(|i| model.items[*i].kind == kind);
        let held: Vec<usize> = of_kind().filter(|i| is_held(*i)).collect();
        if held.len() > 1 && held.len() == of_kind().count() {
            words.push(word.into());
        } else {
            words.extend(held.iter().take(NAMED).map(|i| called.item(&model.items[*i].name)));
            if held.len() > NAMED {
                words.push(format!("{} more {word}", held.len() - NAMED));
            }
        }
    }
    words
}

/// Percent for shares.
fn factor(unit: Unit) -> f64 {
    if unit == Unit::Share { 100.0 } else { 1.0 }
}

/// Whether a standard error is more than rounding.
fn noisy(value: f64, se: Option<f64>) -> bool {
    se.is_some_and(|se| se > 1e-9 * value.abs() && se > 1e-12)
}

fn trimmed(value: f64, se: Option<f64>, unit: Unit) -> String {
    if !noisy(value, se) {
        return if unit == Unit::Share { percent(value).trim_end_matches(" %").into() } else { plain(value) };
    }
    let scale = factor(unit);
    grouped(value * scale, decimals(value * scale, se.map(|se| se * scale)))
}

/// A label of the table of measures with a small first letter.
pub(super) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => "none".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A probability from a limited number of resamples: never quite 0 or 1.
pub(super) fn chance(probability: f64) -> String {
    if probability > 0.999 {
        "above 99.9 %".into()
    } else if probability < 0.001 {
        "below 0.1 %".into()
    } else {
        percent(probability)
    }
}

/// The first letter in upper case.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        let words: Vec<String> = ["a", "b", "c"].map(String::from).into();
        assert_eq!([list(&words[..1]), list(&words[..2]), list(&words)], ["a", "a and b", "a, b and c"]);
    }

    #[test]
    fn numbers_stop_where_their_error_begins() {
        assert_eq!(trimmed(4812.347, Some(11.6), Unit::MoneyPerTime), "4,812");
        assert_eq!(trimmed(10.5, Some(0.0), Unit::Time), "10.5");
        assert_eq!(trimmed(0.958_31, Some(0.0012), Unit::Share), "95.8");
        assert_eq!(trimmed(0.95, None, Unit::Share), "95");
        assert_eq!(
            (chance(1.0), chance(0.0), chance(0.874)),
            ("above 99.9 %".into(), "below 0.1 %".into(), "87.4 %".into())
        );
    }
}
