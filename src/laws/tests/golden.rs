//! Pinned values: the first draws of every law and the first words of a stream.
//!
//! They catch change, not wrongness. A change here alters the numbers of every scenario: it is a NUMBERS entry of
//! the changelog, and [`SCHEME`](crate::random::SCHEME) gets a new number.

use super::zoo;
use crate::laws::Sampler;
use crate::random::{AliasTable, Purpose, Rng, StreamKey};
use std::fmt::Write as _;

/// One line per law; digits are the shortest that read back to the same bits.
fn table() -> String {
    let mut lines = String::new();
    let mut line = |name: &str, values: Vec<String>| {
        writeln!(lines, "{name}: {}", values.join(" ")).expect("a string takes every write");
    };
    for law in zoo() {
        let mut rng = Rng::keyed(1, 0, StreamKey::new(Purpose::LeadTime, "golden"));
        let sampler = Sampler::new(&law);
        line(&law.to_string(), (0..8).map(|_| format!("{:?}", sampler.sample(&mut rng))).collect());
    }
    let mut rng = Rng::keyed(1, 0, StreamKey::new(Purpose::Mix, "golden"));
    let pick = AliasTable::new(&[0.5, 0.3, 0.2, 0.1, 0.4]);
    line("pick", (0..24).map(|_| pick.draw(&mut rng).to_string()).collect());
    for purpose in Purpose::ALL {
        let mut rng = Rng::keyed(u64::MAX, 7, StreamKey::new(purpose, "pc[board_a,ssd_1]"));
        line(purpose.word(), (0..3).map(|_| format!("{:016x}", rng.bits())).collect());
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
