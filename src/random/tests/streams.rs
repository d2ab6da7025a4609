//! Keys and streams.

use crate::random::{Purpose, StreamKey, StreamRng};
use rand::RngExt;
use std::collections::BTreeSet;

fn words(seed: u64, replication: u32, key: StreamKey, count: usize) -> Vec<u64> {
    let mut rng = StreamRng::keyed(seed, replication, key);
    (0..count).map(|_| rng.bits()).collect()
}

#[test]
fn a_stream_is_a_function_of_its_key_alone() {
    let key = StreamKey::new(Purpose::LeadTime, "cpu");
    let alone = words(7, 3, key, 100);
    // Draws from other streams in between change nothing.
    let mut rng = StreamRng::keyed(7, 3, key);
    let mut other = StreamRng::keyed(7, 3, StreamKey::new(Purpose::LeadTime, "gpu"));
    let mixed: Vec<u64> = (0..100)
        .map(|_| {
            other.bits();
            rng.bits()
        })
        .collect();
    assert_eq!(alone, mixed);
}

#[test]
fn every_part_of_the_key_counts() {
    let mut first = BTreeSet::new();
    let names =
        ["", "a", "b", "ab", "ba", "aa", "a\0", "pc[board_a,ssd_1]", "pc[board_a,ssd_2]", "eight888", "eight8888"];
    for seed in [0, 1, 2, u64::MAX] {
        for replication in 0..50 {
            for purpose in Purpose::ALL {
                for name in names {
                    let stream = words(seed, replication, StreamKey::new(purpose, name), 1);
                    assert!(first.insert(stream[0]), "seed {seed}, replication {replication}, {purpose:?}, {name}");
                }
            }
        }
    }
}

#[test]
fn keys_are_never_shared_in_a_large_network() {
    let keys: BTreeSet<u64> = (0..200_000).map(|k| StreamKey::new(Purpose::LeadTime, &format!("c{k}")).0).collect();
    assert_eq!(keys.len(), 200_000);
}

/// Changing one bit of any part of the key changes each output bit with probability ½: 256 flips × 64 bits have a
/// mean of 8,192 changes and a standard deviation of 64; 5.5 of them are exceeded with probability 4 · 10⁻⁸.
#[test]
fn neighbouring_keys_have_unlike_streams() {
    let key = StreamKey::new(Purpose::Arrival, "retail");
    let mut changes = [0; 3];
    for bit in 0..64 {
        for which in 0..4 {
            let pair = |other: Vec<u64>| (words(which, 5, key, 1)[0] ^ other[0]).count_ones();
            changes[0] += pair(words(which ^ 1 << bit, 5, key, 1));
            changes[1] += pair(words(which, 5 ^ 1 << (bit % 32), key, 1));
            changes[2] += pair(words(which, 5, StreamKey(key.0 ^ 1 << bit), 1));
        }
    }
    for count in changes {
        assert!(count.abs_diff(8_192) < 352, "{changes:?}");
    }
}

/// Products of centred uniforms of two streams have mean 0 and variance 1/144.
#[test]
fn streams_are_not_correlated() {
    let uniforms = |replication, purpose, name: &str| {
        let mut rng = StreamRng::keyed(1, replication, StreamKey::new(purpose, name));
        (0..100_000).map(|_| rng.random::<f64>() - 0.5).collect::<Vec<f64>>()
    };
    let base = uniforms(0, Purpose::Arrival, "a");
    for (what, other) in [
        ("replication", uniforms(1, Purpose::Arrival, "a")),
        ("purpose", uniforms(0, Purpose::Quantity, "a")),
        ("name", uniforms(0, Purpose::Arrival, "b")),
    ] {
        for lag in 0..5 {
            let pairs = base.iter().skip(lag).zip(&other);
            let count = (base.len() - lag) as f64;
            let z = pairs.map(|(x, y)| x * y).sum::<f64>() * 12.0 / count.sqrt();
            assert!(z.abs() < 5.0, "{what}, lag {lag}: {z}");
        }
    }
}
