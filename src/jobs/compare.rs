//! Two runs beside each other.

use super::JobError;
use crate::experiment;
use crate::measures::{Column, EntityKind};
use crate::results::{Compared, ComparedRow, Tables};

/// The second run against the first, strategy by strategy: paired by replication where both meet the same customers, else as two
/// independent samples. `names` are what sentences call the two.
///
/// # Errors
/// They are of different versions of pushpull, have other units, or no strategy in common.
pub fn compare(runs: [&Tables; 2], names: [&str; 2]) -> Result<Compared, JobError> {
    experiment::compared(runs, names).map_err(JobError::Refused)
}

/// A difference that a script does not accept: `cost_total > 2%`.
#[derive(Clone, Debug, PartialEq)]
pub struct FailIf {
    /// As it was written.
    pub words: String,
    measure: String,
    /// Whether more than the limit fails; else less.
    is_above: bool,
    limit: f64,
    /// Whether the limit is a share of the first run's mean.
    is_relative: bool,
}

impl FailIf {
    /// Reads `MEASURE > LIMIT` or `MEASURE < LIMIT`, the limit in the unit of the measure or with `%` of the first run's mean.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(words: &str) -> Result<FailIf, String> {
        let wrong =
            || format!("`{words}` is no condition: write a measure, > or <, and a limit, such as 'cost_total > 2%'");
        let at = words.find(['>', '<']).ok_or_else(wrong)?;
        let (measure, limit) = (words[..at].trim(), words[at + 1..].trim());
        let (number, is_relative) = limit.strip_suffix('%').map_or((limit, false), |number| (number.trim_end(), true));
        let limit: f64 = number.parse().map_err(|_| wrong())?;
        if !limit.is_finite() || measure.is_empty() {
            return Err(wrong());
        }
        if Column::parse(measure).is_none() {
            return Err(format!("`{measure}` is no measure; docs/MEASURES.md has all of them"));
        }
        let limit = if is_relative { limit / 100.0 } else { limit };
        Ok(FailIf {
            words: words.trim().into(),
            measure: measure.into(),
            is_above: words[at..].starts_with('>'),
            limit,
            is_relative,
        })
    }

    /// The strategies whose whole interval lies beyond the limit.
    ///
    /// # Errors
    /// Neither run has the measure, in words.
    pub fn failing<'c>(&self, compared: &'c Compared) -> Result<Vec<&'c str>, String> {
        let own = |row: &&ComparedRow| row.entity_kind == EntityKind::System && row.measure == self.measure;
        let rows: Vec<&ComparedRow> = compared.rows.iter().filter(own).collect();
        if rows.iter().all(|row| row.difference.is_none()) {
            return Err(format!("`{}`: not both runs have a value of {}", self.words, self.measure));
        }
        Ok(rows.iter().filter(|row| self.is_beyond(row)).map(|row| row.strategy.as_str()).collect())
    }

    fn is_beyond(&self, row: &ComparedRow) -> bool {
        let limit = match (self.is_relative, row.before) {
            (false, _) => self.limit,
            (true, Some(before)) => self.limit * before.abs(),
            (true, None) => return false,
        };
        // A single replication has no interval: its difference is all there is.
        let (low, high) = (row.ci_low.or(row.difference), row.ci_high.or(row.difference));
        if self.is_above { low.is_some_and(|low| low > limit) } else { high.is_some_and(|high| high < limit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_refused() {
        let read = FailIf::read(" cost_total > 2% ").expect("reads");
        assert_eq!((read.measure.as_str(), read.is_above, read.is_relative), ("cost_total", true, true));
        assert!((read.limit - 0.02).abs() < 1e-15);
        assert!(!FailIf::read("on_time_rate < -0.01").expect("reads").is_relative);
        for wrong in ["cost_total", "cost_total > ", "> 2%", "cost_total > much", "cost_totl > 2%", "cost_total > inf"]
        {
            assert!(FailIf::read(wrong).is_err(), "{wrong}");
        }
    }
}
