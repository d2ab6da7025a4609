//! Lines of equal value on a grid of cells: where a quantity known at the centres of the cells is zero.

/// A place between centres: column and row, whole at the centre of a cell.
pub type GridPoint = (f64, f64);

/// A piece of a line, with the change of sign it lies on.
pub type Piece = (GridPoint, GridPoint);

/// The pieces of the line where values (by column, then row; NaN where unknown) change their sign, linear along the
/// edges between neighbouring centres (marching squares, Lorensen & Cline 1987 in the plane).
pub fn zero_lines(values: &[Vec<f64>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for column in 0..values.len().saturating_sub(1) {
        for row in 0..values[column].len().saturating_sub(1) {
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(right, up)| (column + right, row + up));
            // Where all is level nothing changes its sign.
            if corners.iter().filter(|(column, row)| values[*column][*row] == 0.0).count() > 1 {
                continue;
            }
            let crossings: Vec<GridPoint> =
                (0..4).filter_map(|edge| crossing(values, corners[edge], corners[(edge + 1) % 4])).collect();
            match crossings.as_slice() {
                [from, to] => pieces.push((*from, *to)),
                // A saddle: the centre's mean decides which corners belong together.
                [a, b, c, d] => {
                    let at = |(column, row): (usize, usize)| values[column][row];
                    let middle = corners.into_iter().map(at).sum::<f64>();
                    let with_first = (middle >= 0.0) == (at(corners[0]) >= 0.0);
                    pieces.extend(if with_first { [(*a, *b), (*c, *d)] } else { [(*d, *a), (*b, *c)] });
                }
                _ => {}
            }
        }
    }
    pieces.retain(|(from, to)| from != to);
    pieces
}

fn crossing(values: &[Vec<f64>], from: (usize, usize), to: (usize, usize)) -> Option<GridPoint> {
    let (one, other) = (values[from.0][from.1], values[to.0][to.1]);
    if !(one.is_finite() && other.is_finite()) || (one >= 0.0) == (other >= 0.0) {
        return None;
    }
    let share = one / (one - other);
    let between = |from: usize, to: usize| from as f64 + share * (to as f64 - from as f64);
    Some((between(from.0, to.0), between(from.1, to.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plane is met exactly: every end lies on x + 2 y = 2.5.
    #[test]
    fn the_line_of_a_plane_is_straight() {
        let values: Vec<Vec<f64>> =
            (0..4).map(|x| (0..3).map(|y| f64::from(x) + 2.0 * f64::from(y) - 2.5).collect()).collect();
        let pieces = zero_lines(&values);
        assert!(pieces.len() >= 3, "{pieces:?}");
        for (x, y) in pieces.iter().flat_map(|(from, to)| [*from, *to]) {
            assert!((x + 2.0 * y - 2.5).abs() < 1e-12, "{x} {y}");
        }
    }

    #[test]
    fn unknown_values_and_one_sign_give_nothing() {
        assert!(zero_lines(&[vec![1.0, 2.0], vec![3.0, 4.0]]).is_empty());
        assert!(zero_lines(&[vec![f64::NAN; 2], vec![-1.0, 1.0]]).iter().all(|(a, b)| a != b));
        assert!(zero_lines(&[]).is_empty());
    }

    /// Two strategies that are the same in a part of the map: no line runs around it.
    #[test]
    fn a_level_part_has_no_line() {
        assert!(zero_lines(&[vec![0.0, 0.0, -1.0], vec![0.0, 0.0, -2.0], vec![-1.0, -1.0, -3.0]]).is_empty());
        let through = zero_lines(&[vec![0.0, 0.0, -1.0], vec![0.0, 1.0, -2.0], vec![-1.0, 1.0, -3.0]]);
        assert!(!through.is_empty() && through.iter().all(|(from, to)| from != to), "{through:?}");
    }

    #[test]
    fn a_saddle_has_two_lines() {
        assert_eq!(zero_lines(&[vec![1.0, -1.0], vec![-1.0, 1.0]]).len(), 2);
    }
}
