//! Standard normal draws by the ziggurat method of Marsaglia & Tsang (2000), with 256 layers.
//!
//! Own, because that of `rand_distr` is a call that the compiler does not take into the loop: 33 instructions a draw
//! against about 18, which is 3 % of an event of `pc-ato`. A layer is compared in integers: 8 bits choose it, 53 others are the
//! place within it, and a place below `inner` is under the curve. So about 99 of 100 draws cost one random word, one
//! comparison and one product. The layer comes from bits that the place does not use (Doornik 2005).

use crate::random::{StreamRng, slow_exp, slow_ln, slow_sqrt};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1};

const LAYERS: usize = 256;
/// 2⁵³: places in a layer.
const PLACES: f64 = 9_007_199_254_740_992.0;
/// Right edge of the lowest layer and area of each layer; they solve "256 equal layers" (40-digit arithmetic).
const EDGE: f64 = 3.654_152_885_361_009;
const AREA: f64 = 0.004_928_673_233_974_655;

#[derive(Clone, Copy)]
struct Layer {
    /// Places below this lie under the curve.
    inner: u64,
    /// Width of a place.
    width: f64,
}

struct Ziggurat {
    layers: [Layer; LAYERS],
    /// Density (1 at 0) at the right edge of each layer, and 1 at the top.
    heights: [f64; LAYERS + 1],
}

static ZIGGURAT: Ziggurat = built();

const fn density(x: f64) -> f64 {
    slow_exp(-0.5 * x * x)
}

const fn built() -> Ziggurat {
    let mut edges = [0.0; LAYERS + 1];
    // The lowest layer is a box as wide as if it held the tail too.
    edges[0] = AREA / density(EDGE);
    edges[1] = EDGE;
    let mut k = 2;
    while k < LAYERS {
        edges[k] = slow_sqrt(-2.0 * slow_ln(AREA / edges[k - 1] + density(edges[k - 1])));
        k += 1;
    }
    let mut built = Ziggurat { layers: [Layer { inner: 0, width: 0.0 }; LAYERS], heights: [1.0; LAYERS + 1] };
    let mut k = 0;
    while k < LAYERS {
        let inner = (edges[k + 1] / edges[k] * PLACES) as u64;
        built.layers[k] = Layer { inner, width: edges[k] / PLACES };
        built.heights[k] = density(edges[k]);
        k += 1;
    }
    built
}

/// A draw with mean 0 and standard deviation 1.
#[inline]
pub(super) fn standard_normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    let bits = rng.next_u64();
    under_the_curve(bits).unwrap_or_else(|| beside(rng, bits))
}

/// Fills a block with such draws.
pub(super) fn standard_normals(rng: &mut StreamRng, out: &mut [f64]) {
    let mut own = rng.clone();
    for value in out {
        let bits = own.next_u64();
        *value = under_the_curve(bits).unwrap_or_else(|| {
            // The generator goes there and back by value, so that it stays in registers between draws.
            let mut there = own.clone();
            let value = beside(&mut there, bits);
            own = there;
            value
        });
    }
    *rng = own;
}

/// Layer and place of a random word.
#[inline]
fn place(bits: u64) -> (usize, u64) {
    ((bits & 0xff) as usize, bits >> 11)
}

/// The draw of a word whose place is under the curve in any case.
#[inline]
fn under_the_curve(bits: u64) -> Option<f64> {
    let (k, at) = place(bits);
    let layer = ZIGGURAT.layers[k];
    (at < layer.inner).then(|| signed(at as f64 * layer.width, bits))
}

/// The rest of a draw whose first word did not fall under the curve at once.
#[cold]
#[inline(never)]
fn beside<R: Rng + ?Sized>(rng: &mut R, mut bits: u64) -> f64 {
    loop {
        if let Some(value) = under_the_curve(bits) {
            return value;
        }
        let (k, at) = place(bits);
        if k == 0 {
            return signed(EDGE + beyond(rng), bits);
        }
        let x = at as f64 * ZIGGURAT.layers[k].width;
        // A point of the layer at a random height.
        let (low, high) = (ZIGGURAT.heights[k], ZIGGURAT.heights[k + 1]);
        if low + (high - low) * rng.random::<f64>() < libm::exp(-0.5 * x * x) {
            return signed(x, bits);
        }
        bits = rng.next_u64();
    }
}

/// How far a draw lies beyond the edge, given that it does (Marsaglia 1964).
fn beyond<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        let (x, y): (f64, f64) = (Exp1.sample(rng), Exp1.sample(rng));
        let x = x / EDGE;
        if 2.0 * y >= x * x {
            return x;
        }
    }
}

/// `x` with the sign of a bit that neither layer nor place uses.
#[inline]
fn signed(x: f64, bits: u64) -> f64 {
    f64::from_bits(x.to_bits() | (bits & 0x100) << 55)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All layers have the same area, and the topmost closes at density 1.
    #[test]
    fn layers_close() {
        for k in 1..LAYERS {
            let width = ZIGGURAT.layers[k].width * PLACES;
            let found = width * (ZIGGURAT.heights[k + 1] - ZIGGURAT.heights[k]);
            assert!((found / AREA - 1.0).abs() < 1e-11, "layer {k}: {found} against {AREA}");
        }
        let tail = libm::erfc(EDGE / core::f64::consts::SQRT_2) * (core::f64::consts::PI / 2.0).sqrt();
        let lowest = EDGE * ZIGGURAT.heights[1] + tail;
        assert!((lowest / AREA - 1.0).abs() < 1e-13, "lowest layer: {lowest} against {AREA}");
    }
}
