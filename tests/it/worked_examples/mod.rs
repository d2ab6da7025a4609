//! Rules of `docs/MODEL.md` on systems so small that their whole life is worked out by hand in a comment. Every law is
//! a constant, customers come at 10, 20, …, and the window is [0, horizon), so measures are exact fractions.

mod instants;
mod money;
mod patience;
mod rules;
mod shortage;
mod supply;
mod windows;
