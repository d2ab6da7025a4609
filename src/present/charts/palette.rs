//! Colours, dashes and marks. Colours are those of Okabe and Ito (2008), told apart by colour-blind readers; a
//! strategy also has its own dash and mark, so that colour never carries a meaning alone.

use super::scene::{Dash, Paint, Position, Scene, Stroke, at};
use crate::measures::Measure;

/// Texts.
pub const INK: Paint = Paint::solid(0x22_26_2e);
/// Less important texts.
pub const MUTED: Paint = Paint::solid(0x5f_67_73);
/// Grid lines.
pub const GRID: Paint = Paint::solid(0xe3_e6_ea);
/// The line at zero.
pub const AXIS: Paint = Paint::solid(0x9a_a1_ab);
/// Ground of the picture.
pub const PAPER: Paint = Paint::solid(0xff_ff_ff);
/// Time that does not count.
pub const SHADE: Paint = Paint::solid(0xee_f0_f3);

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    Disc,
    Triangle,
    Square,
    Diamond,
    Down,
    Cross,
    Hexagon,
    Ring,
}

/// How a strategy looks in every chart of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Of lines and areas.
    pub paint: Paint,
    /// Of letters: dark enough on white.
    pub ink: Paint,
    pub dash: Dash,
    pub mark: Marker,
}

impl Style {
    /// The strategy's pen.
    #[must_use]
    pub fn stroke(&self, width: f64) -> Stroke {
        Stroke { paint: self.paint, width, dash: self.dash }
    }
}

const fn style(rgb: u32, ink: u32, dash: Dash, mark: Marker) -> Style {
    Style { paint: Paint::solid(rgb), ink: Paint::solid(ink), dash, mark }
}

/// In the order in which strategies take them.
const STYLES: [Style; 8] = [
    style(0x00_72_b2, 0x00_5f_96, Dash::Solid, Marker::Disc),
    style(0xd5_5e_00, 0xb0_4c_00, Dash::Dashed, Marker::Triangle),
    style(0x00_9e_73, 0x00_76_56, Dash::Dotted, Marker::Square),
    style(0xcc_79_a7, 0xa1_48_7b, Dash::DashDot, Marker::Diamond),
    style(0xe6_9f_00, 0x8f_61_00, Dash::Long, Marker::Down),
    style(0x56_b4_e9, 0x1c_76_ad, Dash::Dashed, Marker::Cross),
    style(0x5f_67_73, 0x4a_51_5c, Dash::Dotted, Marker::Hexagon),
    style(0x22_26_2e, 0x22_26_2e, Dash::DashDot, Marker::Ring),
];

/// Strategies that look the same in every run.
const PRESETS: [&str; 3] = ["MTS", "ATO", "MTO"];

/// The styles of strategies, by place. The presets keep theirs whatever their place; where one of them takes part, the
/// others begin after them, so that no other strategy is taken for a preset.
#[must_use]
pub fn styles(strategies: &[&str]) -> Vec<Style> {
    let preset = |name: &str| PRESETS.iter().position(|preset| *preset == name);
    let first = if strategies.iter().any(|name| preset(name).is_some()) { PRESETS.len() } else { 0 };
    let mut free = (first..STYLES.len()).cycle();
    let place = |name: &&str| preset(name).or_else(|| free.next()).expect("a cycle does not end");
    strategies.iter().map(place).map(|place| STYLES[place]).collect()
}

/// The colour of a cost line: families share a hue (stock violet, work grey, customers red), none is a strategy's.
/// After the muted scheme of Paul Tol (2021).
#[must_use]
pub fn cost_line(line: Measure) -> Paint {
    Paint::solid(match line {
        Measure::CostPurchase => 0xd3_d7_dd,
        Measure::CostOrdering => 0xdd_cc_77,
        Measure::CostHoldingParts => 0x6a_5a_b4,
        Measure::CostHoldingCommitted => 0xa8_9c_d9,
        Measure::CostHoldingWip => 0xcf_c8_ec,
        Measure::CostHoldingProducts => 0x33_22_88,
        Measure::CostHoldingPipeline => 0xe9_e5_f7,
        Measure::CostProcess => 0x8a_93_9f,
        Measure::CostSetup => 0x4a_42_38,
        Measure::CostBackorder => 0x88_22_55,
        Measure::CostLost => 0xcc_66_77,
        Measure::CostObsolete => 0x7d_5a_9e,
        Measure::CostReturns => 0x6b_8e_9e,
        Measure::CostStockChange => 0xb5_83_4a,
        Measure::CostScrap => 0x5c_5c_5c,
        Measure::CostCarbon => 0x2f_4f_3f,
        Measure::CostCapital => 0x99_99_33,
        _ => 0x44_aa_99,
    })
}

/// Black or white, whichever is read better on the colour.
#[must_use]
pub fn on(paint: Paint) -> Paint {
    let [_, red, green, blue] = paint.rgb.to_be_bytes().map(f64::from);
    if 0.299 * red + 0.587 * green + 0.114 * blue > 140.0 { INK } else { PAPER }
}

/// Draws a mark of the radius.
pub fn mark(scene: &mut Scene, look: &Style, center: Position, radius: f64) {
    let shape = |corners: &[(f64, f64)]| -> Vec<Position> {
        corners.iter().map(|(x, y)| at(center.x + x * radius, center.y + y * radius)).collect()
    };
    let points = match look.mark {
        Marker::Disc => return scene.disc(center, radius, look.paint),
        Marker::Ring => {
            scene.disc(center, radius, look.paint);
            return scene.disc(center, 0.5 * radius, PAPER);
        }
        Marker::Triangle => shape(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]),
        Marker::Down => shape(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)]),
        Marker::Square => shape(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        Marker::Diamond => shape(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        Marker::Hexagon => {
            shape(&[(0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0.0), (-0.55, -0.95)])
        }
        Marker::Cross => {
            let stroke = Stroke::solid(look.paint, 0.6 * radius);
            scene.line(at(center.x - radius, center.y - radius), at(center.x + radius, center.y + radius), stroke);
            return scene.line(
                at(center.x - radius, center.y + radius),
                at(center.x + radius, center.y - radius),
                stroke,
            );
        }
    };
    scene.polygon(points, look.paint);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.1).
    fn luminance(paint: Paint) -> f64 {
        let [_, red, green, blue] = paint.rgb.to_be_bytes().map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn letters_are_read_on_paper() {
        for ink in STYLES.iter().map(|look| look.ink).chain([INK, MUTED]) {
            let contrast = 1.05 / (luminance(ink) + 0.05);
            assert!(contrast >= 4.5, "{:06x}: {contrast:.2}", ink.rgb);
        }
    }

    /// Lab coordinates as a reader without green cones sees a colour (Viénot, Brettel and Mollon 1999).
    fn deuteranope(paint: Paint) -> [f64; 3] {
        let [_, red, green, blue] = paint.rgb.to_be_bytes().map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        let yellow = 0.292_75 * red + 0.707_25 * green;
        let blue = -0.022_34 * red + 0.022_34 * green + blue;
        let x = 0.4124 * yellow + 0.3576 * yellow + 0.1805 * blue;
        let y = 0.2126 * yellow + 0.7152 * yellow + 0.0722 * blue;
        let z = 0.0193 * yellow + 0.1192 * yellow + 0.9505 * blue;
        let [x, y, z] = [x / 0.9505, y, z / 1.089]
            .map(|value| if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn apart(one: Paint, other: Paint) -> f64 {
        let (a, b) = (deuteranope(one), deuteranope(other));
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn neighbours_are_told_apart_without_green_cones() {
        for (place, one) in STYLES[..4].iter().enumerate() {
            for other in &STYLES[..place] {
                assert!(apart(one.paint, other.paint) > 15.0, "{:06x} {:06x}", one.paint.rgb, other.paint.rgb);
            }
        }
        for pair in Measure::COST_LINES.windows(2) {
            let (one, other) = (cost_line(pair[0]), cost_line(pair[1]));
            assert!(apart(one, other) > 10.0, "{pair:?}: {}", apart(one, other));
        }
    }

    #[test]
    fn no_cost_line_looks_like_a_strategy() {
        for line in Measure::COST_LINES {
            assert!(STYLES.iter().all(|look| look.paint != cost_line(line)), "{line:?}");
        }
    }

    #[test]
    fn presets_keep_their_styles() {
        assert_eq!(styles(&["MTS", "ATO", "MTO"]), STYLES[..3]);
        assert_eq!(styles(&["hybrid", "MTO", "lean"]), [STYLES[3], STYLES[2], STYLES[4]]);
        assert_eq!(styles(&["a", "b"]), STYLES[..2]);
        assert_eq!(styles(&["s"; 20]).len(), 20);
    }
}
