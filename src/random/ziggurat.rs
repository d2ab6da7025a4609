//! Standard exponential and normal draws by the ziggurat method of Marsaglia & Tsang (2000), with 256 layers.
//!
//! A layer is compared in integers: 8 bits choose it, 53 others are the place within it, and a place below
//! `inner` is under the curve. So about 99 of 100 draws cost one random word, one comparison and one product.
//! The layer comes from bits that the place does not use (Doornik 2005).

use super::generator::Rng;
use super::math::{slow_exp, slow_ln, slow_sqrt};

const LAYERS: usize = 256;
/// 2⁵³: places in a layer.
const PLACES: f64 = 9_007_199_254_740_992.0;
/// Right edge of the lowest layer and area of each layer; they solve "256 equal layers" (40-digit arithmetic).
const EXPONENTIAL_EDGE: f64 = 7.697_117_470_131_05;
const EXPONENTIAL_AREA: f64 = 0.003_949_659_822_581_557;
const NORMAL_EDGE: f64 = 3.654_152_885_361_009;
const NORMAL_AREA: f64 = 0.004_928_673_233_974_655;

#[derive(Clone, Copy)]
struct Layer {
    /// Places below this lie under the curve.
    inner: u64,
    /// Width of a place.
    width: f64,
}

struct Ziggurat {
    layers: [Layer; LAYERS],
    /// Density at the right edge of each layer, and 1 at the top.
    heights: [f64; LAYERS + 1],
}

/// Which density, for the compiler; each is 1 at 0.
#[derive(Clone, Copy)]
enum Curve {
    Exponential,
    Normal,
}

impl Curve {
    const fn density(self, x: f64) -> f64 {
        match self {
            Curve::Exponential => slow_exp(-x),
            Curve::Normal => slow_exp(-0.5 * x * x),
        }
    }

    const fn inverse(self, density: f64) -> f64 {
        match self {
            Curve::Exponential => -slow_ln(density),
            Curve::Normal => slow_sqrt(-2.0 * slow_ln(density)),
        }
    }
}

const fn build(curve: Curve, edge: f64, area: f64) -> Ziggurat {
    let mut edges = [0.0; LAYERS + 1];
    // The lowest layer is a box as wide as if it held the tail too.
    edges[0] = area / curve.density(edge);
    edges[1] = edge;
    let mut k = 2;
    while k < LAYERS {
        edges[k] = curve.inverse(area / edges[k - 1] + curve.density(edges[k - 1]));
        k += 1;
    }
    let mut built = Ziggurat { layers: [Layer { inner: 0, width: 0.0 }; LAYERS], heights: [1.0; LAYERS + 1] };
    let mut k = 0;
    while k < LAYERS {
        let inner = (edges[k + 1] / edges[k] * PLACES) as u64;
        built.layers[k] = Layer { inner, width: edges[k] / PLACES };
        built.heights[k] = curve.density(edges[k]);
        k += 1;
    }
    built
}

static EXPONENTIAL: Ziggurat = build(Curve::Exponential, EXPONENTIAL_EDGE, EXPONENTIAL_AREA);
static NORMAL: Ziggurat = build(Curve::Normal, NORMAL_EDGE, NORMAL_AREA);

/// Layer and place of a random word.
#[inline]
fn place(bits: u64) -> (usize, u64) {
    ((bits & 0xff) as usize, bits >> 11)
}

impl Rng {
    /// Exponential with mean 1, in [0, ∞).
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        let bits = self.bits();
        let (k, at) = place(bits);
        let layer = EXPONENTIAL.layers[k];
        if at < layer.inner { at as f64 * layer.width } else { self.exponential_beside(bits) }
    }

    /// The rest of an exponential draw whose first word did not fall under the curve at once.
    #[cold]
    #[inline(never)]
    fn exponential_beside(&mut self, mut bits: u64) -> f64 {
        // What lies beyond the edge is again exponential.
        let mut beyond = 0.0;
        loop {
            let (k, at) = place(bits);
            let layer = EXPONENTIAL.layers[k];
            let x = at as f64 * layer.width;
            if at < layer.inner || (k > 0 && self.under(&EXPONENTIAL, k, Curve::Exponential, x)) {
                return beyond + x;
            }
            if k == 0 {
                beyond += EXPONENTIAL_EDGE;
            }
            bits = self.bits();
        }
    }

    /// Normal with mean 0 and standard deviation 1.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        let bits = self.bits();
        let (k, at) = place(bits);
        let layer = NORMAL.layers[k];
        if at < layer.inner {
            return signed(at as f64 * layer.width, bits);
        }
        // The generator goes there and back by value, so that it may stay in registers between draws.
        let (value, rng) = self.clone().normal_beside(bits);
        *self = rng;
        value
    }

    /// The rest of a normal draw whose first word did not fall under the curve at once.
    #[cold]
    #[inline(never)]
    fn normal_beside(mut self, mut bits: u64) -> (f64, Rng) {
        loop {
            let (k, at) = place(bits);
            let layer = NORMAL.layers[k];
            let x = at as f64 * layer.width;
            if at < layer.inner || (k > 0 && self.under(&NORMAL, k, Curve::Normal, x)) {
                return (signed(x, bits), self);
            }
            if k == 0 {
                return (signed(NORMAL_EDGE + self.normal_tail(), bits), self);
            }
            bits = self.bits();
        }
    }

    /// How far a normal draw lies beyond the edge, given that it does (Marsaglia 1964).
    fn normal_tail(&mut self) -> f64 {
        loop {
            let x = self.exponential() / NORMAL_EDGE;
            if 2.0 * self.exponential() >= x * x {
                return x;
            }
        }
    }

    /// Whether a point of layer `k` at `x`, at a random height, lies under the curve.
    fn under(&mut self, ziggurat: &Ziggurat, k: usize, curve: Curve, x: f64) -> bool {
        let (low, high) = (ziggurat.heights[k], ziggurat.heights[k + 1]);
        let density = match curve {
            Curve::Exponential => libm::exp(-x),
            Curve::Normal => libm::exp(-0.5 * x * x),
        };
        low + (high - low) * self.unit() < density
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
        for (ziggurat, curve, edge, area) in [
            (&EXPONENTIAL, Curve::Exponential, EXPONENTIAL_EDGE, EXPONENTIAL_AREA),
            (&NORMAL, Curve::Normal, NORMAL_EDGE, NORMAL_AREA),
        ] {
            for k in 1..LAYERS {
                let width = ziggurat.layers[k].width * PLACES;
                let found = width * (ziggurat.heights[k + 1] - ziggurat.heights[k]);
                assert!((found / area - 1.0).abs() < 1e-11, "layer {k}: {found} against {area}");
            }
            let tail = match curve {
                Curve::Exponential => libm::exp(-edge),
                Curve::Normal => libm::erfc(edge / core::f64::consts::SQRT_2) * (core::f64::consts::PI / 2.0).sqrt(),
            };
            let lowest = edge * ziggurat.heights[1] + tail;
            assert!((lowest / area - 1.0).abs() < 1e-13, "lowest layer: {lowest} against {area}");
        }
    }
}
