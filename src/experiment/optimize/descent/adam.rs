//! Steps along slopes, each of its own length.

/// How long slopes and their squares are remembered.
const SLOPES: f64 = 0.8;
const SQUARES: f64 = 0.95;

/// Means of the slopes so far and of their squares (Kingma and Ba 2015).
#[derive(Clone, Debug)]
pub(super) struct Adam {
    slopes: Vec<f64>,
    squares: Vec<f64>,
    /// What the means have forgotten of their beginning at 0.
    forgotten: (f64, f64),
}

impl Adam {
    pub fn new(count: usize) -> Adam {
        Adam { slopes: vec![0.0; count], squares: vec![0.0; count], forgotten: (1.0, 1.0) }
    }

    /// Moves all numbers down their slopes, each by about `step` where its slopes agree.
    pub fn step(&mut self, x: &mut [f64], slopes: &[f64], step: f64) {
        self.forgotten = (self.forgotten.0 * SLOPES, self.forgotten.1 * SQUARES);
        let (known, known_squares) = (1.0 - self.forgotten.0, 1.0 - self.forgotten.1);
        for (place, slope) in slopes.iter().enumerate() {
            let (mean, square) = (&mut self.slopes[place], &mut self.squares[place]);
            *mean = SLOPES * *mean + (1.0 - SLOPES) * slope;
            *square = SQUARES * *square + (1.0 - SQUARES) * slope * slope;
            let size = (*square / known_squares).sqrt();
            if size > 0.0 {
                x[place] -= step * (*mean / known) / size;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_of_unlike_slopes_is_walked_to_its_bottom() {
        let (mut adam, mut x) = (Adam::new(2), vec![3.0, -2.0]);
        for pass in 0..200 {
            let slopes = [x[0] - 1.0, 1e6 * (x[1] - 1.0)];
            adam.step(&mut x, &slopes, 0.2 * (1.0 - f64::from(pass) / 200.0));
        }
        assert!(x.iter().all(|x| (x - 1.0).abs() < 0.02), "{x:?}");
    }
}
