//! Pinned values: a hash of 10⁶ draws of every law, in ticks, and the first words of a stream.
//!
//! They catch change, not wrongness. A change here alters the numbers of every scenario: it is a NUMBERS entry of
//! the changelog, and [`SCHEME`](crate::random::SCHEME) gets a new number. In ticks, because the last bits of a draw far
//! out are those of the platform's logarithm.

use super::zoo;
use crate::laws::{Distribution, Sampler};
use crate::random::{AliasTable, Purpose, StreamKey, StreamRng};
use std::fmt::Write as _;

/// FNV-1a over words (Fowler, Noll & Vo), each step mixed downward, too.
fn hash(words: impl Iterator<Item = u64>) -> String {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_right(23);
    format!("{:016x}", words.fold(0xcbf2_9ce4_8422_2325, step))
}

/// One line per law.
fn table() -> String {
    let mut lines = String::new();
    let mut line = |name: &str, value: String| {
        writeln!(lines, "{name}: {value}").expect("a string takes every write");
    };
    for law in zoo() {
        let mut rng = StreamRng::keyed(1, 0, StreamKey::new(Purpose::LeadTime, "golden"));
        let sampler = Sampler::new(&law);
        line(&law.to_string(), hash((0..1_000_000).map(|_| (sampler.sample(&mut rng) * 1e9 + 0.5) as u64)));
    }
    let mut rng = StreamRng::keyed(1, 0, StreamKey::new(Purpose::Mix, "golden"));
    let alternatives = AliasTable::new(&[0.5, 0.3, 0.2, 0.1, 0.4]);
    line("alias table", hash((0..1_000_000).map(|_| alternatives.draw(&mut rng) as u64)));
    for purpose in Purpose::ALL {
        let mut rng = StreamRng::keyed(u64::MAX, 7, StreamKey::new(purpose, "pc[board_a,ssd_1]"));
        let words: Vec<String> = (0..3).map(|_| format!("{:016x}", rng.bits())).collect();
        line(purpose.word(), words.join(" "));
    }
    lines
}

#[test]
fn draws_are_pinned() {
    let found = table();
    let pinned = include_str!("golden.txt");
    for (found, pinned) in found.lines().zip(pinned.lines()) {
        assert_eq!(found, pinned);
    }
    assert_eq!(found.lines().count(), pinned.lines().count(), "one line per law");
}
