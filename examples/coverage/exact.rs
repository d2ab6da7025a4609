//! A base stock under Poisson demand, exactly: units on order are Poisson with this mean.

/// P(N = n).
fn mass(mean: f64, n: u32) -> f64 {
    (1..=n).fold((-mean).exp(), |mass, k| mass * mean / f64::from(k))
}

/// P(N < s): the share served at once.
pub fn below(mean: f64, s: u32) -> f64 {
    (0..s).map(|n| mass(mean, n)).sum()
}

/// E(S − N)⁺.
fn on_hand(mean: f64, s: u32) -> f64 {
    (0..s).map(|n| f64::from(s - n) * mass(mean, n)).sum()
}

/// E(N − S)⁺; with one order per time unit also the mean response (Little 1961).
pub fn backlog(mean: f64, s: u32) -> f64 {
    on_hand(mean, s) + mean - f64::from(s)
}

/// Cost per time unit: h = 1 per unit on the shelf, b per unit owed.
pub fn cost(mean: f64, s: u32, b: f64) -> f64 {
    on_hand(mean, s) + b * backlog(mean, s)
}

/// The b for which base stocks 1 and 3 cost the same more than 2: 2h = (h + b)(P(N > 1) + P(N > 2)).
pub fn slippage(mean: f64) -> f64 {
    2.0 / (2.0 - below(mean, 2) - below(mean, 3)) - 1.0
}

/// The b for which base stocks s and s + 1 cost the same: P(N ≤ s) = b ÷ (b + h).
pub fn indifferent(mean: f64, s: u32) -> f64 {
    let share = below(mean, s + 1);
    share / (1.0 - share)
}
