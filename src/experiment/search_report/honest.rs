//! What is known of an answer of which no bound is, and which items are not worth holding.

use super::phrases::{NAMED, Phrases};
use crate::experiment::optimize::Best;
use crate::experiment::words::list;
use crate::measures::Unit;
use crate::results::numbers::{count, counted};

impl Phrases<'_> {
    /// How many ways were followed, how alike they ended, and what the last tenth of the search gained.
    pub(super) fn starts(&self, strategy: &str, best: &Best) -> Option<String> {
        let starts = best.how.starts.filter(|_| best.is_complete() && best.reached && best.bound.is_none())?;
        let money = |value: f64| self.words.given(value, Unit::MoneyPerTime);
        let ways = counted(starts.count as u64, "way");
        let ends = match starts.spread {
            Some(spread) => format!("{ways} from different beginnings ended within {} of each other", money(spread)),
            None => format!("{ways} {} followed", if starts.count == 1 { "was" } else { "were" }),
        };
        let last = starts.last_tenth.map(|gained| match gained > 0.0 {
            true => format!(", and the last tenth of the search gained {}", money(gained)),
            false => ", and the last tenth of the search gained nothing".into(),
        });
        Some(format!(
            "How far the levels of {strategy} are from the best is not known: {ends}{}.",
            last.unwrap_or_default()
        ))
    }

    /// Items that the strategy may hold and that are best without stock.
    pub(super) fn not_worth_holding(&self, strategy: &str, best: &Best) -> Option<String> {
        let empty = best.not_worth_holding();
        let mut names: Vec<String> = empty.iter().take(NAMED).map(|variable| self.name(variable)).collect();
        if empty.len() > NAMED {
            names.push(format!("{} more", count((empty.len() - NAMED) as u64)));
        }
        let verb = if empty.len() == 1 { "is" } else { "are" };
        let is_whole = empty.len() < best.variables.len() && best.is_complete();
        (is_whole && !names.is_empty())
            .then(|| format!("Under {strategy} {} {verb} not worth holding: best with a level of 0.", list(&names)))
    }
}
