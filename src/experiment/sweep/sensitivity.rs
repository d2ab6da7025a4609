//! Which share of the variance over the design each axis is behind, alone and with the others.

use super::points::Points;
use super::subjects::{Outcomes, mean};
use crate::model::Model;
use crate::results::numbers::percent;
use crate::results::{Finding, SensitivityRow};
use crate::stats::{Answers, Indices, indices};

/// Bootstrap samples of design rows behind each interval.
const RESAMPLES: usize = 1_000;

/// The rows of every subject, each with the axes of the largest total index first. Points come row by row as
/// [`super::design::saltelli`] gives them.
pub(super) fn rows(points: &Points<'_>, outcomes: &Outcomes, base: &Model) -> Vec<SensitivityRow> {
    let (axes, step) = (points.axes.len(), points.axes.len() + 2);
    let design = outcomes.values.len() / step;
    let name = |strategy: usize| base.strategies[strategy].name.clone();
    let mut rows = Vec::new();
    for subject in outcomes.subjects(outcomes.values.len()) {
        let column = |place: usize| -> Vec<f64> {
            (0..design).map(|row| mean(outcomes.of(subject, row * step + place).into_iter())).collect()
        };
        let (a, b) = (column(0), column(1));
        let mixed: Vec<Vec<f64>> = (0..axes).map(|axis| column(2 + axis)).collect();
        let answers = Answers { a: &a, b: &b, mixed: &mixed };
        let found = indices(&answers, base.run.confidence, RESAMPLES, base.run.seed);
        let row = |(axis, both): (usize, &Indices)| SensitivityRow {
            axis: points.axes[axis].clone(),
            strategy: name(subject.strategy),
            reference: subject.reference.map(name).unwrap_or_default(),
            measure: outcomes.measure.clone(),
            unit: outcomes.unit.clone(),
            first_order: both.first.value,
            first_low: both.first.low,
            first_high: both.first.high,
            total: both.total.value,
            total_low: both.total.low,
            total_high: both.total.high,
            sd: deviation(a.iter().chain(&b)),
        };
        let mut own: Vec<SensitivityRow> = found.iter().enumerate().map(row).collect();
        own.sort_by(|one, other| other.total.total_cmp(&one.total));
        rows.append(&mut own);
    }
    rows
}

/// Half width of a total index that leaves open which axis matters.
const WIDE: f64 = 0.1;
/// Points of a design, at most, as the command line takes them.
const MOST_POINTS: usize = 100_000;

/// A difference whose leading axis has a total index that is not known well.
pub(super) fn few_rows(rows: &[SensitivityRow], points: &Points<'_>) -> Option<Finding> {
    let step = points.axes.len() + 2;
    let design = points.points.len() / step;
    // A share lies between 0 and 1.
    let ends = |row: &SensitivityRow| [row.total_low, row.total_high].map(|end| end.clamp(0.0, 1.0));
    let half = |row: &SensitivityRow| (ends(row)[1] - ends(row)[0]) / 2.0;
    let of_differences = rows.iter().filter(|row| !row.reference.is_empty());
    let row = of_differences.max_by(|a, b| half(a).total_cmp(&half(b))).filter(|row| half(row) > WIDE)?;
    // Intervals go with the root of the rows; a Sobol sequence is best with powers of two.
    let needed = design as f64 * (half(row) / WIDE).powi(2);
    let most = 1 << (MOST_POINTS / step).max(1).ilog2();
    let wanted = (needed.ceil() as usize).next_power_of_two().min(most);
    let advice = if wanted > design {
        format!("set sweep.points = {wanted} (now {design})")
    } else {
        "take fewer axes: those of the least shares, or those that a design = \"tornado\" shows to move nothing".into()
    };
    Some(Finding {
        id: "few_rows".into(),
        symptom: format!(
            "The share of the variance of {} − {} that {} is behind is known only to lie between {} and {}, from {design} rows",
            row.strategy,
            row.reference,
            row.axis,
            percent(ends(row)[0]),
            percent(ends(row)[1])
        ),
        advice,
    })
}

/// Standard deviation over the two samples.
fn deviation<'a>(values: impl Iterator<Item = &'a f64> + Clone) -> f64 {
    let mean = mean(values.clone().copied());
    self::mean_of_squares(values.map(|value| value - mean)).sqrt()
}

fn mean_of_squares(values: impl Iterator<Item = f64>) -> f64 {
    mean(values.map(|value| value * value))
}

#[cfg(test)]
mod tests {
    use super::super::design::saltelli;
    use super::*;

    /// Intervals go with the root of the rows: half widths of 0.2 where 0.1 is wanted take four times as many.
    #[test]
    fn too_few_rows_are_a_finding() {
        let row = |total_low: f64, total_high: f64| SensitivityRow {
            axis: "rate".into(),
            strategy: "ATO".into(),
            reference: "MTS".into(),
            total_low,
            total_high,
            ..SensitivityRow::default()
        };
        let points = |rows: usize| Points {
            axes: vec!["rate".into(), "cost".into()],
            points: vec![Vec::new(); rows * 4],
            surveys: Vec::new(),
            whole: super::super::WholeDesign::of(&[]),
            sets: &|_| Vec::new(),
            model: &|_| unreachable!(),
            scheme: super::super::Scheme::Saltelli,
        };
        let advice = |low: f64, high: f64, rows: usize| few_rows(&[row(low, high)], &points(rows)).map(|it| it.advice);
        assert_eq!(advice(0.3, 0.7, 32).unwrap(), "set sweep.points = 128 (now 32)");
        // Nobody is told to know a share better than that it lies between 0 and 1.
        assert_eq!(advice(-0.5, 3.0, 32).unwrap(), "set sweep.points = 1024 (now 32)");
        assert!(advice(0.3, 0.49, 32).is_none());
        assert!(advice(0.0, 1.0, 25_000).unwrap().contains("fewer axes"));
    }

    /// The function of Ishigami & Homma (1990), a = 7, b = 0.1: exact indices in Saltelli et al., Global Sensitivity
    /// Analysis (2008): S = 0.3139, 0.4424, 0; S_T = 0.5576, 0.4424, 0.2437.
    #[test]
    fn the_ishigami_function_gets_its_indices() {
        let answer = |x: &Vec<f64>| {
            let [x, y, z] = [0, 1, 2].map(|at| std::f64::consts::PI * (2.0 * x[at] - 1.0));
            x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
        };
        let all: Vec<f64> = saltelli(2_048, 3, 5).iter().map(answer).collect();
        let column = |place: usize| -> Vec<f64> { all.iter().skip(place).step_by(5).copied().collect() };
        let (a, b, mixed) = (column(0), column(1), [column(2), column(3), column(4)]);
        let found = indices(&Answers { a: &a, b: &b, mixed: &mixed }, 0.999, 400, 1);
        let exact = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        for (found, (first, total)) in found.iter().zip(exact) {
            assert!(found.first.low <= first && first <= found.first.high, "{found:?} {first}");
            assert!(found.total.low <= total && total <= found.total.high, "{found:?} {total}");
            // A Sobol sequence of this length knows them to a hundredth or two.
            assert!((found.first.value - first).abs() < 0.02 && (found.total.value - total).abs() < 0.02, "{found:?}");
        }
    }
}
