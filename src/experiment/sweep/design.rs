//! Points of a design: where on each axis each of them stands.

use crate::random::ResamplingRng;

/// Every combination of places on axes of so many places, the last axis fastest.
#[must_use]
pub fn grid(axes: &[usize]) -> Vec<Vec<usize>> {
    let mut points: Vec<Vec<usize>> = vec![Vec::new()];
    for places in axes {
        let longer = |point: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..*places).map(|place| point.iter().copied().chain([place]).collect()).collect()
        };
        points = points.iter().flat_map(longer).collect();
    }
    points
}

/// A Latin hypercube of `points` × `axes` shares in [0, 1): each axis has one point in each of `points` equal parts
/// (McKay, Beckman & Conover 1979).
#[must_use]
pub fn latin(points: usize, axes: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut word = ResamplingRng::new(seed);
    let columns: Vec<Vec<f64>> = (0..axes)
        .map(|_| {
            let mut order: Vec<usize> = (0..points).collect();
            for last in (1..points).rev() {
                order.swap(last, word.below(last + 1));
            }
            order.into_iter().map(|place| (place as f64 + word.unit()) / points as f64).collect()
        })
        .collect();
    (0..points).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
}

/// Axes that [`sobol`] can cover.
pub const SOBOL_AXES: usize = 16;

/// The first `points` of a Sobol sequence in `axes` ≤ [`SOBOL_AXES`] dimensions, digits shifted by `seed` (direction
/// numbers of Joe & Kuo, SIAM J. Sci. Comput. 30(5), 2008, table new-joe-kuo-6).
#[must_use]
pub fn sobol(points: usize, axes: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut word = ResamplingRng::new(seed);
    let directions: Vec<[u32; 32]> = (0..axes).map(directions).collect();
    let shifts: Vec<u32> = (0..axes).map(|_| (word.bits() >> 32) as u32).collect();
    let mut at = vec![0_u32; axes];
    (0..points)
        .map(|point| {
            if point > 0 {
                // Gray code: the next point differs by the direction of the lowest 0 of the number before.
                let flip = (point - 1).trailing_ones() as usize;
                at.iter_mut().zip(&directions).for_each(|(at, direction)| *at ^= direction[flip]);
            }
            let shares = at.iter().zip(&shifts).map(|(at, shift)| f64::from(at ^ shift) / 4_294_967_296.0);
            shares.collect()
        })
        .collect()
}

/// The points of Saltelli's design over `rows` rows of two Sobol samples A and B, row by row: A, B, then A with each
/// axis in turn taken from B: `rows` × (`axes` + 2) points (Saltelli et al., Comput. Phys. Commun. 181, 2010). `axes` is
/// at most half of [`SOBOL_AXES`].
#[must_use]
pub fn saltelli(rows: usize, axes: usize, seed: u64) -> Vec<Vec<f64>> {
    let both = sobol(rows, 2 * axes, seed);
    let of_row = |row: &Vec<f64>| -> Vec<Vec<f64>> {
        let (a, b) = row.split_at(axes);
        let mixed = (0..axes).map(|axis| {
            let mut point = a.to_vec();
            point[axis] = b[axis];
            point
        });
        [a.to_vec(), b.to_vec()].into_iter().chain(mixed).collect()
    };
    both.iter().flat_map(of_row).collect()
}

/// Degree, inner coefficients of the primitive polynomial, and first direction numbers, from the second dimension on.
const PRIMITIVE: [(usize, u32, &[u32]); SOBOL_AXES - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
];

fn directions(axis: usize) -> [u32; 32] {
    let mut out = [0; 32];
    let Some((degree, inner, first)) = axis.checked_sub(1).map(|axis| PRIMITIVE[axis]) else {
        out.iter_mut().enumerate().for_each(|(bit, direction)| *direction = 1 << (31 - bit));
        return out;
    };
    for bit in 0..32 {
        out[bit] = if bit < degree {
            first[bit] << (31 - bit)
        } else {
            let mut direction = out[bit - degree] ^ (out[bit - degree] >> degree);
            for k in 1..degree {
                if (inner >> (degree - 1 - k)) & 1 == 1 {
                    direction ^= out[bit - k];
                }
            }
            direction
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_every_combination_once() {
        assert_eq!(grid(&[2, 3]), [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    }

    #[test]
    fn a_latin_hypercube_covers_every_axis_evenly() {
        let points = latin(50, 4, 7);
        for axis in 0..4 {
            let mut parts: Vec<usize> = points.iter().map(|point| (point[axis] * 50.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..50).collect::<Vec<_>>());
        }
        assert_ne!(latin(50, 4, 8), points);
    }

    /// The defining property of a (t, m, s)-net with t = 0 in each pair of the first dimensions of the table: 16 points
    /// fall one into each of 4 × 4 boxes for the first two axes, and each axis alone is covered evenly.
    #[test]
    fn sobol_points_cover_boxes_evenly() {
        let points = sobol(64, SOBOL_AXES, 3);
        for axis in 0..SOBOL_AXES {
            let mut parts: Vec<usize> = points.iter().map(|point| (point[axis] * 64.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..64).collect::<Vec<_>>(), "axis {axis}");
        }
        let mut boxes: Vec<(usize, usize)> =
            sobol(16, 2, 3).iter().map(|point| ((point[0] * 4.0) as usize, (point[1] * 4.0) as usize)).collect();
        boxes.sort_unstable();
        boxes.dedup();
        assert_eq!(boxes.len(), 16);
    }

    /// Without a shift the sequence is the published one.
    #[test]
    fn sobol_directions_are_the_published_ones() {
        let third = directions(2);
        assert_eq!(third[..4].iter().map(|d| d >> 28).collect::<Vec<_>>(), [8, 12, 6, 9]);
    }
}
