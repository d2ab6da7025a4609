//! The axis of a service: as it is, or stretched towards 100 %, where ever more nines are ever dearer.

use super::axis::{AxisRange, Scale};
use super::frame;
use super::scene::{Area, Scene};
use crate::present::numbers::{self, Measured};

/// Where a service stands on the axis: as it is, or stretched towards 100 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ServiceAxis {
    /// In the unit shown: 100 for a share of 1.
    Plain { factor: f64, range: AxisRange },
    /// −log₁₀ of the share missed, from 0 to this many nines.
    Nines { most: i32 },
}

/// Shares of a stretched axis, in per cent.
const NINES: [(f64, &str); 7] =
    [(0.0, "0"), (0.5, "50"), (0.9, "90"), (0.95, "95"), (0.99, "99"), (0.999, "99.9"), (0.9999, "99.99")];

impl ServiceAxis {
    /// Two good services are far apart on a plain axis only when no bad one takes part.
    pub fn of<'a>(services: impl Iterator<Item = &'a Measured<'a>>, target: Option<f64>) -> ServiceAxis {
        let services: Vec<&Measured> = services.collect();
        let unit = services.first().map_or("", |service| service.unit);
        let factor = numbers::scale(unit);
        let share = unit == "share";
        let means = || services.iter().map(|service| service.mean).chain(target);
        let lowest = means().fold(f64::INFINITY, f64::min);
        if share && means().filter(|mean| *mean >= 0.9).count() > 1 && lowest < 0.7 {
            let best = services.iter().map(|service| service.mean).fold(0.0, f64::max);
            let nines = libm::ceil(-libm::log10((1.0 - best).max(1e-4)) - 1e-9);
            return ServiceAxis::Nines { most: (nines as i32).clamp(2, 4) };
        }
        let ends = services.iter().flat_map(|service| ends(service, share)).chain(target);
        let ends: Vec<f64> = ends.map(|value| value * factor).collect();
        if share && ends.iter().all(|end| *end == ends[0]) {
            return ServiceAxis::Plain { factor, range: AxisRange { low: -3.0, high: 103.0 } };
        }
        let range = AxisRange::of(ends).padded(0.06);
        let range = if share {
            // Room for a mark at 0 or 100 %, no more.
            AxisRange { low: range.low.max(-3.0), high: range.high.min(103.0) }
        } else if lowest >= 0.0 {
            AxisRange { low: range.low.max(0.0), ..range }
        } else {
            range
        };
        ServiceAxis::Plain { factor, range }
    }

    /// Place of a service between the ends, in units of the axis.
    fn place(self, service: f64) -> f64 {
        match self {
            ServiceAxis::Plain { factor, .. } => service * factor,
            ServiceAxis::Nines { most } => {
                let missed = (1.0 - service).clamp(libm::pow(10.0, -f64::from(most)), 1.0);
                -libm::log10(missed)
            }
        }
    }

    /// Draws the axis below the plot; gives the pixel of a service.
    pub fn draw(self, scene: &mut Scene, area: Area, title: &str) -> impl Fn(f64) -> f64 + use<> {
        let most = match self {
            ServiceAxis::Nines { most } => Some(most),
            ServiceAxis::Plain { .. } => None,
        };
        let range = match self {
            ServiceAxis::Plain { range, .. } => range,
            ServiceAxis::Nines { most } => AxisRange { low: -0.08, high: f64::from(most) + 0.08 },
        };
        let scale = Scale { from: range.low, to: range.high, start: area.left, end: area.right };
        if let Some(most) = most {
            let last = 1.0 - libm::pow(10.0, -f64::from(most));
            let ticks: Vec<(f64, String)> = NINES
                .into_iter()
                .filter(|(share, _)| *share <= last + 1e-9)
                .map(|(share, words)| {
                    let open = if share > last - 1e-9 { "≥ " } else { "" };
                    (scale.at(self.place(share)), format!("{open}{words}"))
                })
                .collect();
            frame::horizontal_ticks(scene, area, &ticks, title);
        } else {
            frame::horizontal_axis(scene, area, range, title);
        }
        move |service| scale.at(self.place(service))
    }
}

/// Ends of an interval; a share stays between 0 and 1, and what is positive stays so.
pub fn ends(measured: &Measured, share: bool) -> [f64; 2] {
    let half = measured.half().unwrap_or(0.0);
    let both = [measured.mean - half, measured.mean + half];
    if share {
        both.map(|end| end.clamp(0.0, 1.0))
    } else if measured.mean >= 0.0 {
        both.map(|end| end.max(0.0))
    } else {
        both
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(mean: f64, half: f64, unit: &str) -> Measured<'_> {
        Measured { mean, se: Some(half / 2.0), ci_low: Some(mean - half), ci_high: Some(mean + half), unit }
    }

    #[test]
    fn the_axis_is_stretched_when_good_services_would_crowd() {
        let crowd = [service(0.0, 0.0, "share"), service(0.9944, 0.0, "share"), service(0.999_991, 0.0, "share")];
        let axis = ServiceAxis::of(crowd.iter(), Some(0.95));
        assert_eq!(axis, ServiceAxis::Nines { most: 4 });
        let places: Vec<f64> = [0.0, 0.9, 0.99, 0.999, 1.0].map(|share| axis.place(share)).to_vec();
        let wanted = [0.0, 1.0, 2.0, 3.0, 4.0];
        assert!(places.iter().zip(wanted).all(|(place, wanted)| (place - wanted).abs() < 1e-9), "{places:?}");
        let alike = [service(0.93, 0.0, "share"), service(0.98, 0.0, "share")];
        assert!(matches!(ServiceAxis::of(alike.iter(), Some(0.9)), ServiceAxis::Plain { .. }));
        let times = [service(0.0, 0.0, "day"), service(10.0, 0.0, "day")];
        assert!(matches!(ServiceAxis::of(times.iter(), None), ServiceAxis::Plain { range, .. } if range.low == 0.0));
    }
}
