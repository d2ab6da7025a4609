//! Where a function of one to three parameters is largest, and where one of one parameter is 0.

use std::cell::Cell;

/// At most three parameters; what a law has no use for stays 0.
pub type Parameters = [f64; 3];

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub struct SearchEffort {
    /// First steps.
    pub step: f64,
    /// Values that differ by less than this share are the same.
    pub tolerance: f64,
    /// Corners that are all this near are one point.
    pub near: f64,
    /// Evaluations, at most.
    pub most: usize,
}

impl SearchEffort {
    /// For an estimate that is told.
    pub const FULL: SearchEffort = SearchEffort { step: 0.25, tolerance: 1e-15, near: 1e-6, most: 1500 };
    /// For one of many resamples, from a point that is near.
    pub const QUICK: SearchEffort = SearchEffort { step: 0.08, tolerance: 1e-7, near: 3e-4, most: 120 };
    /// For the last steps on a record of very many values, from what a part of it has given.
    pub const LAST: SearchEffort = SearchEffort { step: 0.003, tolerance: 1e-12, near: 1e-6, most: 60 };
}

/// The place near `start` where `of` is largest, by the simplex method of Nelder and Mead (1965), begun once more where it ends: a
/// simplex may collapse too early. Values that are no number count as −∞.
pub fn maximize(
    dimensions: usize,
    start: Parameters,
    effort: SearchEffort,
    of: impl Fn(&Parameters) -> f64,
) -> Parameters {
    let once = simplex(dimensions, start, effort, &of);
    if effort.most < SearchEffort::FULL.most {
        return once;
    }
    simplex(dimensions, once, SearchEffort { step: 0.1 * effort.step, ..effort }, &of)
}

/// A point and the function there.
type Corner = (Parameters, f64);

fn simplex(dimensions: usize, start: Parameters, effort: SearchEffort, of: &dyn Fn(&Parameters) -> f64) -> Parameters {
    let evaluated = Cell::new(0);
    let corner = |point: Parameters| -> Corner {
        evaluated.set(evaluated.get() + 1);
        let value = of(&point);
        (point, if value.is_nan() { f64::NEG_INFINITY } else { value })
    };
    let mut corners = vec![corner(start)];
    for dimension in 0..dimensions {
        let mut point = start;
        point[dimension] += effort.step;
        corners.push(corner(point));
    }
    loop {
        corners.sort_by(|a, b| b.1.total_cmp(&a.1));
        if is_small(&corners, effort) || evaluated.get() >= effort.most {
            return corners[0].0;
        }
        match better(&corners, &corner) {
            Some(found) => corners[dimensions] = found,
            None => {
                let best = corners[0].0;
                for shrunk in &mut corners[1..] {
                    *shrunk = corner(std::array::from_fn(|place| 0.5 * (shrunk.0[place] + best[place])));
                }
            }
        }
    }
}

/// Whether the corners, best first, are one point with one value.
fn is_small(corners: &[Corner], effort: SearchEffort) -> bool {
    let (best, worst) = (corners[0].1, corners[corners.len() - 1].1);
    let width = corners.iter().map(|corner| apart(&corner.0, &corners[0].0)).fold(0.0, f64::max);
    (best - worst <= effort.tolerance * (1.0 + best.abs()) && width < effort.near) || width < 1e-11
}

/// What takes the place of the worst of the corners, best first: it reflected at the others, farther or nearer than it was.
fn better(corners: &[Corner], corner: &dyn Fn(Parameters) -> Corner) -> Option<Corner> {
    let (others, (from, worst)) = (&corners[..corners.len() - 1], corners[corners.len() - 1]);
    let middle: Parameters =
        std::array::from_fn(|place| others.iter().map(|other| other.0[place]).sum::<f64>() / others.len() as f64);
    let tried =
        |factor: f64| corner(std::array::from_fn(|place| middle[place] + factor * (middle[place] - from[place])));
    let reflected = tried(1.0);
    if reflected.1 > corners[0].1 {
        let expanded = tried(2.0);
        return Some(if expanded.1 > reflected.1 { expanded } else { reflected });
    }
    if reflected.1 > others[others.len() - 1].1 {
        return Some(reflected);
    }
    let contracted = tried(if reflected.1 > worst { 0.5 } else { -0.5 });
    (contracted.1 > worst.max(reflected.1)).then_some(contracted)
}

fn apart(a: &Parameters, b: &Parameters) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// Where a function that falls from above 0 to below it is 0, by halving and false position (Illinois, Dowell and Jarratt 1971).
/// The ends are moved apart until they hold it.
pub fn root(mut low: f64, mut high: f64, of: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut above, mut below) = (of(low), of(high));
    let mut widened = 0;
    while above < 0.0 || below > 0.0 {
        let width = high - low;
        if above < 0.0 {
            low -= width;
            above = of(low);
        } else {
            high += width;
            below = of(high);
        }
        widened += 1;
        if widened > 12 {
            return None;
        }
    }
    for _ in 0..100 {
        if above == 0.0 || (high - low).abs() < 1e-14 * (1.0 + low.abs().max(high.abs())) {
            return Some(low);
        }
        let middle = (low * below - high * above) / (below - above);
        let middle = if middle > low && middle < high { middle } else { 0.5 * (low + high) };
        let value = of(middle);
        match value {
            value if value > 0.0 => {
                (low, above) = (middle, value);
                below *= 0.5;
            }
            value if value < 0.0 => {
                (high, below) = (middle, value);
                above *= 0.5;
            }
            0.0 => return Some(middle),
            _ => return None,
        }
    }
    Some(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_top_is_found_in_one_to_three_dimensions() {
        for dimensions in 1..=3 {
            let of = |at: &Parameters| {
                -(at[0] - 1.0).powi(2)
                    - 3.0 * (at[1] + 2.0 * f64::from(dimensions > 1)).powi(2)
                    - (at[2] - at[0] * f64::from(dimensions > 2)).powi(2)
            };
            let found = maximize(dimensions as usize, [0.0; 3], SearchEffort::FULL, of);
            assert!((found[0] - 1.0).abs() < 1e-6, "{dimensions}: {found:?}");
        }
        let banana = |at: &Parameters| -(1.0 - at[0]).powi(2) - 100.0 * (at[1] - at[0] * at[0]).powi(2);
        let found = maximize(2, [-1.2, 1.0, 0.0], SearchEffort::FULL, banana);
        assert!((found[0] - 1.0).abs() + (found[1] - 1.0).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn a_root_is_found_beyond_the_first_ends() {
        let found = root(0.0, 1.0, |x| 40.0 - x * x * x).expect("it falls");
        assert!((found - 40_f64.cbrt()).abs() < 1e-12, "{found}");
        assert_eq!(root(0.0, 1.0, |_| 1.0), None);
    }
}
