//! Sums of measures: `1 - lost_rate(product P1)`, `0.001 * cost_total(system @ MTO)`.
//!
//! ```text
//! formula = ["-"] term { ("+" | "-") term }
//! term    = [number "*"] measure "(" kind [entity] ["@" strategy] ")"  |  number
//! ```
//! Evaluated on the values of one replication, so that an estimate of the whole keeps the correlations between its terms.

use crate::measures::{Column, EntityKind};
use crate::record::{Entity, Layout, ValuePlace};

/// A constant plus factors × values of a replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// As written.
    pub text: String,
    /// The constant term.
    pub constant: f64,
    /// The measured terms, at least one.
    pub terms: Vec<Term>,
}

/// One measured term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What the value is multiplied by.
    pub factor: f64,
    /// The value of a record: of what, and which of its measures.
    pub entity: Entity,
    pub column: Column,
    /// The strategy it is read from; `None` when the case has only one.
    pub strategy: Option<String>,
}

/// Why a formula cannot be read or evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaError(pub String);

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// When it does not follow the grammar or names a measure or kind that does not exist.
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        let mut formula = Formula { text: text.into(), constant: 0.0, terms: Vec::new() };
        for (sign, piece) in pieces(text) {
            let (factor, rest) = match piece.split_once('*') {
                Some((number, rest)) => (read_number(number)?, rest.trim()),
                None => (1.0, piece),
            };
            if rest.contains('(') {
                let (entity, column, strategy) = read_term(rest)?;
                formula.terms.push(Term { factor: sign * factor, entity, column, strategy });
            } else {
                formula.constant += sign * factor * read_number(rest)?;
            }
        }
        if formula.terms.is_empty() {
            return Err(FormulaError(format!("`{text}` names no measure")));
        }
        Ok(formula)
    }

    /// Whether it is a share in 0 … 1, to be judged by absolute error.
    #[must_use]
    pub fn is_share(&self) -> bool {
        use crate::measures::Unit;
        self.terms.iter().all(|term| term.column.measure.definition().unit == Unit::Share)
    }

    /// Where each term stands: (place of the strategy, place of the value in its record).
    ///
    /// # Errors
    /// When a strategy or a value is not there.
    pub fn resolve(
        &self,
        strategies: &[String],
        layouts: &[&Layout],
    ) -> Result<Vec<(usize, ValuePlace)>, FormulaError> {
        let place = |term: &Term| {
            let strategy = match &term.strategy {
                None if strategies.len() == 1 => 0,
                None => return Err(FormulaError(format!("`{}` must name a strategy", self.text))),
                Some(name) => strategies
                    .iter()
                    .position(|known| known == name)
                    .ok_or_else(|| FormulaError(format!("`{}`: no strategy {name}", self.text)))?,
            };
            let value = layouts[strategy].place(&term.entity, &term.column);
            value
                .map(|value| (strategy, value))
                .ok_or_else(|| FormulaError(format!("`{}`: the records have no such value", self.text)))
        };
        self.terms.iter().map(place).collect()
    }

    /// The value where the terms have these. NaN when a term has nothing to judge.
    #[must_use]
    pub fn evaluate(&self, terms: impl Iterator<Item = f64>) -> f64 {
        self.constant + self.terms.iter().zip(terms).map(|(term, value)| term.factor * value).sum::<f64>()
    }
}

/// Splits at `+` and `-` that stand outside parentheses between spaces, or at the start.
fn pieces(text: &str) -> Vec<(f64, &str)> {
    let mut found = Vec::new();
    let (mut sign, mut start, mut depth) = (1.0, 0, 0);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'+' | b'-' if depth == 0 && bytes.get(at + 1) == Some(&b' ') => {
                found.push((sign, text[start..at].trim()));
                sign = if *byte == b'+' { 1.0 } else { -1.0 };
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((sign, text[start..].trim()));
    found.retain(|(_, piece)| !piece.is_empty());
    found
}

fn read_number(text: &str) -> Result<f64, FormulaError> {
    text.trim().parse().map_err(|_| FormulaError(format!("`{text}` is not a number")))
}

/// `measure(kind entity @ strategy)`.
fn read_term(text: &str) -> Result<(Entity, Column, Option<String>), FormulaError> {
    let wrong = |what: &str| FormulaError(format!("`{text}`: {what}"));
    let (measure, rest) = text.split_once('(').ok_or_else(|| wrong("no `(`"))?;
    let inside = rest.strip_suffix(')').ok_or_else(|| wrong("no `)` at the end"))?;
    // A source has an `@` in its name.
    let cut = if inside.starts_with(EntityKind::Source.word()) { " @ " } else { "@" };
    let (entity, strategy) = match inside.split_once(cut) {
        Some((entity, strategy)) => (entity.trim(), Some(strategy.trim().to_string())),
        None => (inside.trim(), None),
    };
    let (kind, name) = entity.split_once(' ').unwrap_or((entity, ""));
    let kind = EntityKind::from_word(kind).ok_or_else(|| wrong("no such kind of entity"))?;
    let column = Column::parse(measure.trim()).ok_or_else(|| wrong("no such measure"))?;
    Ok((Entity { kind, name: name.trim().into() }, column, strategy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Measure;

    #[test]
    fn terms_factors_and_constants_are_read() {
        let formula = Formula::parse("1 - 0.5 * lost_rate(product P1 @ MTO) + response_within_2.5(system)").unwrap();
        assert_eq!(formula.constant, 1.0);
        assert_eq!(formula.terms[0].factor, -0.5);
        assert_eq!(formula.terms[0].strategy.as_deref(), Some("MTO"));
        assert_eq!(formula.terms[0].entity.name, "P1");
        assert_eq!(formula.terms[1].column, Column::with(Measure::ResponseWithin, "2.5"));
        assert!(formula.is_share());
        let formula = Formula::parse("source_share(source cpu@asia @ MTO)").unwrap();
        assert_eq!((&*formula.terms[0].entity.name, formula.terms[0].strategy.as_deref()), ("cpu@asia", Some("MTO")));
    }

    #[test]
    fn the_value_is_the_sum() {
        let formula = Formula::parse("2 * on_hand_mean(item a) - backlog_mean(item a) - 3").unwrap();
        assert_eq!(formula.evaluate([10.0, 4.0].into_iter()), 13.0);
        assert!(!formula.is_share());
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in
            ["1 + 2", "x * on_hand_mean(item a)", "on_hand(item a)", "on_hand_mean(thing a)", "on_hand_mean(item a"]
        {
            assert!(Formula::parse(text).is_err(), "{text}");
        }
    }
}
