//! Mutation fuzzing of the scenario reader: `cargo run --release --example fuzz_input -- SECONDS [SEED]`.
//!
//! Takes the scenarios of `scenarios/`, changes bytes, lines and words at random, and reads them. Whatever comes in,
//! reading must end in a model that resolves to itself, or in problems that can be printed. A panic shows the text.

use pushpull::input::{Colour, read_str};
use std::time::{Duration, Instant};

/// Words and values that scenarios are made of.
const TOKENS: &[&str] = &[
    "=",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    "\"",
    "\n",
    "nan",
    "inf",
    "-1",
    "0",
    "1",
    "0.5",
    "1e400",
    "1e-300",
    "1e9",
    "9223372036854775807",
    "true",
    "\"none\"",
    "items",
    "demand",
    "strategies",
    "[items.x]\n",
    "make.parts",
    "make.options.f",
    "stock",
    "hold",
    "base_stock",
    "fill_rate",
    "min_max",
    "reorder",
    "{ gamma = { mean = 1, cv = 2 } }",
    "{ discrete = { values = [0], weights = [1] } }",
    "\"lost\"",
];

/// A small generator of its own: the reader's tests must not depend on the simulator's streams.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn mutate(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + random.below(24)).min(bytes.len());
        match random.below(5) {
            0 => bytes[at] = random.below(256) as u8,
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..end, TOKENS[random.below(TOKENS.len())].bytes())),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                // A number for a number: the mutation that passes the parser most often.
                if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                    let number = TOKENS[9 + random.below(10)];
                    bytes.splice(at + digit..=at + digit, number.bytes());
                }
            }
        }
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads once; says whether the scenario was accepted.
fn survive(text: &str) -> bool {
    match read_str("fuzz.toml", text, &[]) {
        Err(rejected) => {
            assert!(!rejected.render(Colour::Plain).is_empty());
            false
        }
        Ok(accepted) => {
            let again = read_str("again.toml", &accepted.resolved, &[]);
            let again = again.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
            assert_eq!(again.resolved, accepted.resolved, "the resolved scenario resolves to another");
            assert_eq!(
                format!("{:?}", again.model),
                format!("{:?}", accepted.model),
                "the resolved scenario is another"
            );
            true
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let seconds = arguments.next().unwrap_or(10);
    let mut random = Random(arguments.next().unwrap_or(1).max(1));
    let paths = std::fs::read_dir("scenarios").expect("run it from the project's folder");
    let mut paths: Vec<_> = paths.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut read, mut accepted, mut slowest) = (0u64, 0u64, Duration::ZERO);
    while Instant::now() < end {
        let mut text = texts[random.below(texts.len())].clone();
        for _ in 0..=random.below(3) {
            text = mutate(&text, &mut random);
            let start = Instant::now();
            let outcome = std::panic::catch_unwind(|| survive(&text));
            slowest = slowest.max(start.elapsed());
            read += 1;
            match outcome {
                Ok(taken) => accepted += u64::from(taken),
                Err(_) => {
                    println!("--- this text made it panic\n{text}\n---");
                    std::process::exit(1);
                }
            }
        }
    }
    println!("{read} texts read, {accepted} accepted, slowest {slowest:?}");
}
