//! Who is best at a point, and how surely.

use crate::experiment::contest::Contest;
use crate::experiment::ledger::{Key, Ledger};
use crate::measures::Better;
use crate::results::StandingRow;

/// The standing of the strategies in money at a point.
pub(super) fn of(ledger: &Ledger<'_>, key: &Key<'_>, money: &Contest) -> StandingRow {
    let everyone = money.everyone();
    let ranked = money.ranking(&everyone);
    let name = |strategy: Option<&usize>| strategy.map_or(String::new(), |s| ledger.slates[*s].name.to_string());
    let leader = money.leader(&everyone, ledger.alpha());
    let pair = ranked.first().zip(ranked.get(1)).and_then(|(best, second)| money.pair(*best, *second));
    // A margin is good: how much less the best costs, or how much more it earns.
    let sign = if money.better == Better::Higher { 1.0 } else { -1.0 };
    let difference = pair.map(|pair| pair.paired.difference);
    let (low, high) = difference.map_or((None, None), |d| {
        let ends = [d.low.map(|value| value * sign), d.high.map(|value| value * sign)];
        if sign > 0.0 { (ends[0], ends[1]) } else { (ends[1], ends[0]) }
    });
    let tied: Vec<&str> =
        leader.map(|leader| leader.tied.iter().map(|s| ledger.slates[*s].name).collect()).unwrap_or_default();
    StandingRow {
        measure: key.id(),
        unit: ledger.unit(key.measure),
        best: name(ranked.first()),
        p_best: ranked.first().and_then(|best| money.best[*best]),
        second: name(ranked.get(1)),
        margin: difference.and_then(|d| d.mean).map(|mean| mean * sign),
        ci_low: low,
        ci_high: high,
        tied: tied.join(","),
        boundary: super::boundary::of(ledger.model),
    }
}
