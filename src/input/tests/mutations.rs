//! Whatever is in a file, reading it ends: in a model or in problems that can be printed.

use super::COMPLETE;
use crate::input::{Colour, read_str};
use proptest::prelude::*;

/// Reads and, if refused, prints; an accepted scenario must resolve to itself.
fn survive(text: &str) {
    match read_str("m.toml", text, &[]) {
        Err(rejected) => {
            assert!(!rejected.problems.is_empty());
            let shown = rejected.render(Colour::Plain);
            assert!(shown.ends_with("problem\n") || shown.ends_with("problems\n"));
        }
        Ok(accepted) => {
            let again = read_str("again.toml", &accepted.resolved, &[]);
            let again = again.unwrap_or_else(|rejected| panic!("{}\n{text}", rejected.render(Colour::Plain)));
            assert_eq!(again.resolved, accepted.resolved);
        }
    }
}

/// Words and values that scenarios are made of, to splice in.
const TOKENS: &[&str] = &[
    "= ",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    "\"",
    "#",
    "\n",
    "nan",
    "inf",
    "-1",
    "0",
    "1e400",
    "1e-300",
    "9223372036854775807",
    "true",
    "\"none\"",
    "items",
    "[items.x]\n",
    "make.parts",
    "= { tower = 1 }",
    "stock",
    "\"pc[board_a,ssd_1]\"",
    "case",
    "hold",
    "gamma",
    "1979-05-27",
    "\u{1b}",
    "é",
    "\r\n",
    "'''",
    "0x1F",
    "[[items]]\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_changed(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = COMPLETE.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survive(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn tokens_spliced(edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, prop::sample::select(TOKENS)), 1..5)) {
        let mut text: Vec<char> = COMPLETE.chars().collect();
        for (at, cut, token) in edits {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, token.chars());
        }
        survive(&text.into_iter().collect::<String>());
    }

    #[test]
    fn lines_taken_out_or_doubled(edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..3), 1..6)) {
        let mut lines: Vec<&str> = COMPLETE.lines().collect();
        for (at, copies) in edits {
            let at = at.index(lines.len());
            let line = lines.remove(at);
            (0..copies).for_each(|_| lines.insert(at, line));
            lines.push("");
        }
        survive(&lines.join("\n"));
    }

    #[test]
    fn any_set(key in "[a-z.\"\\[\\]=*]{0,20}|(items|demand|run|strategies)(\\.(tower|pc|MTS|stock|make|arrivals|seed|parts)){0,4}", value in ".{0,12}") {
        let set = format!("{key}={value}");
        if let Err(rejected) = read_str("m.toml", COMPLETE, &[set]) {
            prop_assert!(!rejected.render(Colour::Ansi).is_empty());
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_does_not_exhaust_the_stack() {
    let deep = |open: &str, close: &str, depth: usize| format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth));
    survive(&deep("[", "]", 100_000));
    survive(&deep("{a=", "}", 100_000));
    survive(&format!("{}a = 1\n", "a.".repeat(100_000)));
    survive(&format!("[{}a]\n", "a.".repeat(100_000)));
}

#[test]
fn a_long_chain_of_parts_is_no_problem() {
    let mut text =
        String::from("name = \"chain\"\nrun.horizon = 1\n[demand.i0]\narrivals.every = 1\n[strategies.none]\n");
    for item in 0..20_000 {
        text.push_str(&format!("[items.i{item}]\nmake.parts.i{} = 1\n", item + 1));
    }
    text.push_str("[items.i20000]\ncost = 1\n");
    survive(&text);
}
