//! What charts of a fit show: bars of the values, the laws beside them, and probabilities against shares.

use super::advice::{SURE, shown};
use crate::fit::{HowRecorded, LawFamily, Parameters, RankedLaws, RecordedSample, Tails};
use crate::results::{FitCurve, FitPicture, HistogramBar};

/// Laws in a picture.
const LAWS: usize = 4;
/// Bars, at most.
const BARS: f64 = 60.0;
/// Points of a curve.
const POINTS: usize = 160;
/// Share of many values that the bars show; what is beyond is counted.
const SHOWN: f64 = 0.995;

/// The picture of a kind of values; none where no law has a formula.
pub fn picture(of: &str, axis: String, ranked: &RankedLaws) -> Option<FitPicture> {
    let sample = &ranked.sample;
    let (bars, beyond) = bars(sample);
    let with_formula = ranked.laws.iter().filter_map(|law| Some((law, law.curve?)));
    let curve = |(name, (family, at)): (&str, (&dyn LawFamily, Parameters))| FitCurve {
        law: name.into(),
        shares: shares(sample, &bars, (family, &at)),
        cdfs: cdfs(sample, (family, &at)),
    };
    let curves: Vec<FitCurve> = with_formula.take(LAWS).map(|(law, formula)| curve((law.name, formula))).collect();
    let best = ranked.laws.first()?;
    let values = if of == "quantity" { "units of an order".into() } else { of.to_string() };
    let title = match best.p {
        Some(p) if p < SURE => format!("No law fits the {values}: {} is nearest (p = {})", best.name, shown(p)),
        Some(p) => format!("The {values} are best described by the law {} (p = {})", best.name, shown(p)),
        None => format!("The {values} are best described by the law {}", best.name),
    };
    (!curves.is_empty()).then(|| FitPicture { of: of.into(), axis, title, bars, beyond, curves })
}

/// Bars of equal width up to where nearly all values are, and how many lie beyond.
fn bars(sample: &RecordedSample) -> (Vec<HistogramBar>, u64) {
    let most = if sample.count < 200.0 { sample.most() } else { quantile(sample, SHOWN) };
    // Whole numbers stand in the middle of their bar.
    let (first, width) = match sample.kind {
        HowRecorded::Exact => (sample.least(), (most - sample.least()).max(1e-300) / exact_bars(sample)),
        _ => (sample.least() - 0.5, ((most - sample.least() + 1.0) / BARS).ceil()),
    };
    let count = (((most - first) / width).ceil() as usize).max(1);
    let mut bars: Vec<HistogramBar> = (0..count)
        .map(|place| {
            let edge = |place: usize| (first + place as f64 * width) * sample.grain();
            HistogramBar { from: edge(place), to: edge(place + 1), share: 0.0 }
        })
        .collect();
    let mut beyond = 0.0;
    for (value, times) in &sample.values {
        let place = if *value == most { count - 1 } else { ((value - first) / width) as usize };
        match bars.get_mut(place).filter(|_| *value <= most) {
            Some(bar) => bar.share += times / sample.count,
            None => beyond += times,
        }
    }
    (bars, beyond as u64)
}

/// How many bars exact values get, by the rule of Freedman and Diaconis (1981).
fn exact_bars(sample: &RecordedSample) -> f64 {
    let spread = quantile(sample, 0.75) - quantile(sample, 0.25);
    let width = 2.0 * spread / libm::cbrt(sample.count);
    let most = if sample.count < 200.0 { sample.most() } else { quantile(sample, SHOWN) };
    if width > 0.0 { ((most - sample.least()) / width).ceil().clamp(4.0, BARS) } else { BARS }
}

fn quantile(sample: &RecordedSample, share: f64) -> f64 {
    let mut below = 0.0;
    let reached = |(_, count): &&(f64, f64)| {
        below += count;
        below >= share * sample.count
    };
    sample.values.iter().find(reached).map_or(sample.most(), |(value, _)| *value)
}

/// The share that a law expects in a bar of the width of the others, wherever its middle is: of whole numbers, at the bars.
fn shares(
    sample: &RecordedSample,
    bars: &[HistogramBar],
    (family, at): (&dyn LawFamily, &Parameters),
) -> Vec<[f64; 2]> {
    let grain = sample.grain();
    let (low, high) = (bars[0].from / grain, bars[bars.len() - 1].to / grain);
    let width = (high - low) / bars.len() as f64;
    let below = |x: f64| if x < 0.0 { Tails { below: 0.0, above: 1.0 } } else { family.tails(at, x) };
    let share =
        |middle: f64| [middle * grain, Tails::between(below(middle - 0.5 * width), below(middle + 0.5 * width))];
    let places = match sample.kind {
        HowRecorded::Counts => bars.len(),
        _ => POINTS,
    };
    // From the middle of the first bar to that of the last: beyond them a bar would lie partly where no value is.
    let step = (high - low - width) / places.saturating_sub(1).max(1) as f64;
    (0..places).map(|place| share(low + 0.5 * width + place as f64 * step)).collect()
}

/// Probability by the law and share of the values, up to each of them, thinned.
fn cdfs(sample: &RecordedSample, (family, at): (&dyn LawFamily, &Parameters)) -> Vec<[f64; 2]> {
    let step = sample.values.len().div_ceil(POINTS);
    let mut below = 0.0;
    let mut points = Vec::new();
    for (place, (value, count)) in sample.values.iter().enumerate() {
        let half = below + 0.5 * count;
        below += count;
        if place % step == 0 {
            points.push(match sample.kind.edge(*value) {
                None => [family.tails(at, *value).below, half / sample.count],
                Some(edge) => [family.tails(at, edge).below, below / sample.count],
            });
        }
    }
    points
}
