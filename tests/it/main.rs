//! One integration binary, one module per behaviour.

mod allocation;
mod at_best;
mod bench;
mod boxes;
mod by_hand;
mod cli;
mod docs;
mod enumerated;
mod hold;
mod identities;
mod network;
mod optimize;
mod oracle;
mod paths;
mod program;
mod properties;
mod resume;
mod scenarios;
mod searches;
mod simulated;
mod sizing;
mod stages;
mod statistics;
mod stopping;
mod structure;
mod sweep;
