//! Scales and their ticks.

use super::super::numbers;

/// A linear map from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Values at the two ends.
    pub from: f64,
    pub to: f64,
    /// Pixels of the two ends.
    pub start: f64,
    pub end: f64,
}

impl Scale {
    /// The pixel of a value.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }
}

/// Values from low to high, low < high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisRange {
    pub low: f64,
    pub high: f64,
}

impl AxisRange {
    /// The range of the values, widened where it is empty; 0 … 1 without values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> AxisRange {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            return AxisRange { low: 0.0, high: 1.0 };
        }
        if low == high {
            let margin = if low == 0.0 { 1.0 } else { 0.1 * low.abs() };
            return AxisRange { low: low - margin, high: high + margin };
        }
        AxisRange { low, high }
    }

    /// The range with zero in it.
    #[must_use]
    pub fn with_zero(self) -> AxisRange {
        AxisRange { low: self.low.min(0.0), high: self.high.max(0.0) }
    }

    /// The range with a share of its width more on both sides.
    #[must_use]
    pub fn padded(self, share: f64) -> AxisRange {
        let margin = share * (self.high - self.low);
        AxisRange { low: self.low - margin, high: self.high + margin }
    }

    /// Ticks at round values inside the range, about as many as wanted.
    #[must_use]
    pub fn ticks(self, wanted: usize) -> AxisTicks {
        let rough = (self.high - self.low) / wanted.max(1) as f64;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|unit| unit * power).into_iter().find(|step| *step >= 0.999 * rough);
        AxisTicks { range: self, step: step.unwrap_or(10.0 * power) }
    }

    /// Ticks of a given step.
    #[must_use]
    pub fn ticks_by(self, step: f64) -> AxisTicks {
        AxisTicks { range: self, step }
    }
}

/// Round values of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisTicks {
    range: AxisRange,
    pub step: f64,
}

impl AxisTicks {
    /// The range stretched to whole steps.
    #[must_use]
    pub fn outer(&self) -> AxisRange {
        let slack = 1e-9;
        AxisRange {
            low: libm::floor(self.range.low / self.step + slack) * self.step,
            high: libm::ceil(self.range.high / self.step - slack) * self.step,
        }
    }

    /// The values.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        let slack = 1e-9;
        let first = libm::ceil(self.range.low / self.step - slack) as i64;
        let last = libm::floor(self.range.high / self.step + slack) as i64;
        (first..=last).map(|place| place as f64 * self.step).collect()
    }

    /// The values of the stretched range.
    #[must_use]
    pub fn outer_values(&self) -> Vec<f64> {
        AxisTicks { range: self.outer(), step: self.step }.values()
    }

    /// A value in words, with as many decimals as the step needs; as `2.5e12` where that is too long.
    #[must_use]
    pub fn label(&self, value: f64) -> String {
        if value == 0.0 && self.step < 1e-6 {
            return "0".into();
        }
        if value.abs() >= 1e10 || self.step < 1e-6 {
            let digits = (libm::floor(libm::log10(value.abs())) - libm::floor(libm::log10(self.step))).max(0.0);
            let text = format!("{value:.*e}", digits as usize + 1);
            let (number, power) = text.split_once('e').unwrap_or((&text, "0"));
            let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
            return format!("{number}e{power}").replace('-', "−");
        }
        let mut decimals = 0;
        let mut step = self.step;
        while decimals < 9 && (step - libm::round(step)).abs() > 1e-6 * step {
            step *= 10.0;
            decimals += 1;
        }
        numbers::grouped(value, decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, wanted: usize) -> Vec<String> {
        let ticks = AxisRange { low, high }.ticks(wanted);
        ticks.values().into_iter().map(|value| ticks.label(value)).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(0.0, 4600.0, 5), ["0", "1,000", "2,000", "3,000", "4,000"]);
        assert_eq!(labels(0.0, 1.0, 4), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(labels(-3.0, 5.0, 4), ["−2", "0", "2", "4"]);
        assert_eq!(labels(0.0, 0.0003, 3), ["0.0000", "0.0001", "0.0002", "0.0003"]);
    }

    #[test]
    fn long_labels_are_written_with_a_power() {
        assert_eq!(labels(0.0, 1e12, 4), ["0", "2.5e11", "5e11", "7.5e11", "1e12"]);
        assert_eq!(labels(-2e-9, 0.0, 2), ["−2e−9", "−1e−9", "0"]);
        assert_eq!(labels(1e12, 1e12 + 2e8, 2), ["1e12", "1.0001e12", "1.0002e12"]);
    }

    #[test]
    fn outer_ranges_end_on_ticks() {
        assert_eq!(AxisRange { low: -3.0, high: 4600.0 }.ticks(5).outer(), AxisRange { low: -1000.0, high: 5000.0 });
        assert_eq!(
            AxisRange { low: 0.0, high: 0.3 }.ticks(3).outer(),
            AxisRange { low: 0.0, high: 0.300_000_000_000_000_04 }
        );
    }

    #[test]
    fn empty_ranges_are_widened() {
        assert_eq!(AxisRange::of([]), AxisRange { low: 0.0, high: 1.0 });
        assert_eq!(AxisRange::of([0.0]), AxisRange { low: -1.0, high: 1.0 });
        assert_eq!(AxisRange::of([f64::NAN, 10.0]), AxisRange { low: 9.0, high: 11.0 });
    }

    #[test]
    fn scales_map_linearly() {
        let scale = Scale { from: 0.0, to: 10.0, start: 300.0, end: 100.0 };
        assert_eq!(scale.at(5.0), 200.0);
    }
}
