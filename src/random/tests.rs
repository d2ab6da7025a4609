//! Streams and draws among alternatives. Every test has fixed seeds: it passes or fails once and for all.

mod streams;

use super::{AliasTable, Purpose, StreamKey, StreamRng};

#[test]
fn an_alias_table_has_the_frequencies_of_its_weights() {
    for weights in [
        vec![1.0],
        vec![0.3, 0.25, 0.2, 0.15, 0.1],
        vec![0.0, 3.0, 0.0, 1e-3, 5.0],
        (0..1_000).map(|k| f64::from(k % 7)).collect(),
        vec![1e300, 1e300],
    ] {
        let table = AliasTable::new(&weights);
        let mut rng = StreamRng::keyed(5, 0, StreamKey::new(Purpose::Mix, "weights"));
        let mut counts = vec![0.0; weights.len()];
        for _ in 0..1_000_000 {
            counts[table.draw(&mut rng)] += 1.0;
        }
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
        for (place, (count, weight)) in counts.iter().zip(&weights).enumerate() {
            let p = weight / largest / sum;
            let sd = (1e6 * p * (1.0 - p)).sqrt();
            assert!((count - 1e6 * p).abs() <= 5.5 * sd, "alternative {place} of {}: {count}", weights.len());
        }
    }
}
