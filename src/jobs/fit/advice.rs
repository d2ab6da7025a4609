//! What a fit comes to, in sentences.

use crate::fit::{Dispersion, Fitted, HowRecorded, RankedLaws, TakenOut};
use crate::results::numbers::{counted, percent, plain};

/// Below it a p speaks against a law.
pub const SURE: f64 = 0.05;
/// Values below which laws are hardly told apart.
const FEW: f64 = 30.0;
/// Laws whose AIC differ by less are as good as each other (Burnham & Anderson 2002, § 2.6).
const ALIKE: f64 = 2.0;

/// Which law to take for values.
pub fn of_law(ranked: &RankedLaws, values: &str) -> Vec<String> {
    let Some(best) = ranked.laws.first() else { return Vec::new() };
    let mut said = Vec::new();
    match best.p {
        _ if ranked.sample.values.len() == 1 => {
            return vec![format!("All of {values} are {}: a constant.", plain(best.mean))];
        }
        None => said.push(format!("For {values} take {} as it stands: its AIC is the least.", best.name)),
        Some(p) if p >= SURE => said.push(format!(
            "For {values} take {}: its AIC is the least, and nothing speaks against it (p = {}).",
            best.name,
            shown(p)
        )),
        Some(p) => said.push(format!(
            "No law fits {values}: {} is nearest, and a sample of it would lie as far from its own fit in {} of all cases. Take the \
             values themselves, with the law `empirical`, unless its largest error, {} of probability, does no harm.",
            best.name,
            percent(p),
            percent(best.ks)
        )),
    }
    let as_good = |law: &&Fitted| law.aic() - best.aic() < ALIKE;
    let alike: Vec<String> = ranked.laws[1..].iter().filter(as_good).map(|law| law.name.to_string()).collect();
    if !alike.is_empty() {
        let (verb, whose) = if alike.len() == 1 { ("fits", "its AIC is") } else { ("fit", "their AIC is") };
        said.push(format!("{} {verb} as well: {whose} within {ALIKE} of the least.", capital(&listed(&alike))));
    }
    if ranked.sample.count < FEW {
        said.push(format!(
            "{} hardly tell laws apart: a law that fits may yet be wrong in its tail.",
            counted(ranked.sample.count as u64, "value")
        ));
    }
    said
}

/// What else there is to say of values.
pub fn of_values(values: &[f64], (kind, empty): (HowRecorded, usize), grain: Option<f64>) -> Vec<String> {
    let mut said = Vec::new();
    let step = values.iter().fold(0, |step, value| divisor(step, *value as u64));
    if grain.is_none() && kind == HowRecorded::Rounded(1.0) && step > 1 && values.len() >= 10 {
        said.push(format!("All values are multiples of {step}: `--grain {step}` takes them as rounded to it."));
    }
    said.extend(left_out(empty));
    said
}

/// Rows that were left out.
pub fn left_out(rows: usize) -> Option<String> {
    let were = if rows == 1 { "was" } else { "were" };
    (rows > 0).then(|| format!("{} had an empty cell and {were} left out.", counted(rows as u64, "row")))
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// A p for people.
pub fn shown(p: f64) -> String {
    if p < 0.01 { "0.01 or less".into() } else { format!("{p:.2}").trim_end_matches('0').trim_end_matches('.').into() }
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.concat(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// How orders come, and what to take for it.
pub fn of_orders(all: &[Dispersion], chosen: &Dispersion, bucket: &str) -> Vec<String> {
    let plain_counts = &all[0];
    let mut said = vec![format!(
        "Orders per {bucket}: mean {}, dispersion {} ({} to {}); a Poisson stream has 1.",
        plain(plain_counts.mean),
        plain(plain_counts.dispersion),
        plain(plain_counts.low),
        plain(plain_counts.high)
    )];
    let without = match chosen.taken_out {
        TakenOut::Nothing => String::new(),
        out => format!(" With {} taken out the dispersion is {}.", out.word(), plain(chosen.dispersion)),
    };
    let profile = match chosen.taken_out {
        TakenOut::Nothing => "",
        TakenOut::Weekdays => " with `profile.weekday`",
        TakenOut::WeekdaysAndTrend => " with `profile.weekday` and `profile.line`",
    };
    said.push(match chosen.p {
        p if chosen.is_poisson() => format!("Take `arrivals.poisson`{profile}: nothing speaks against it (p = {}).{without}", shown(p)),
        _ if chosen.dispersion > 1.0 => format!(
            "Orders come in bunches, more than a Poisson stream's.{without} Take gaps with a cv of {}{profile}, which is this \
             dispersion; or, where one customer sends several orders at a time, one order of a `quantity`; or the record itself, \
             with `arrivals.trace`.",
            plain(libm::sqrt(chosen.dispersion))
        ),
        _ => format!(
            "Orders come more evenly than a Poisson stream's.{without} Take gaps with a cv of {}{profile}, which is this dispersion.",
            plain(libm::sqrt(chosen.dispersion))
        ),
    });
    said
}
