//! A picture as a list of shapes, in pixels of a screen at 100 %: what the drawing modules make and the renderer
//! paints. Being plain data, it can be tested for what a reader would see: texts that overlap or are cut off.

use super::text::{self, Weight};

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Red, green and blue, `0xRRGGBB`.
    pub rgb: u32,
    /// 0 … 1.
    pub alpha: f64,
}

impl Paint {
    /// An opaque colour.
    #[must_use]
    pub const fn solid(rgb: u32) -> Paint {
        Paint { rgb, alpha: 1.0 }
    }

    /// The same colour with another opacity.
    #[must_use]
    pub const fn with_alpha(self, alpha: f64) -> Paint {
        Paint { rgb: self.rgb, alpha }
    }
}

/// A point, in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// To the right.
    pub x: f64,
    /// Downward.
    pub y: f64,
}

/// Shorthand for a point.
#[must_use]
pub const fn at(x: f64, y: f64) -> Position {
    Position { x, y }
}

/// A rectangle, by the places of its edges in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Pixels from left to right.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Pixels from top to bottom.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether a point lies inside or on an edge.
    #[must_use]
    pub fn contains(&self, point: Position) -> bool {
        (self.left..=self.right).contains(&point.x) && (self.top..=self.bottom).contains(&point.y)
    }
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// Strokes.
    Dashed,
    /// Dots.
    Dotted,
    /// Strokes and dots in turn.
    DashDot,
    /// Long strokes.
    Long,
}

impl Dash {
    /// Lengths of strokes and gaps, in widths of the line; empty for a solid line.
    #[must_use]
    pub fn pattern(self) -> &'static [f64] {
        match self {
            Dash::Solid => &[],
            Dash::Dashed => &[4.0, 2.2],
            Dash::Dotted => &[1.3, 1.7],
            Dash::DashDot => &[5.0, 1.8, 1.3, 1.8],
            Dash::Long => &[9.0, 2.6],
        }
    }
}

/// A pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub paint: Paint,
    /// Its width, in pixels.
    pub width: f64,
    /// How its line is broken.
    pub dash: Dash,
}

impl Stroke {
    /// An unbroken line.
    #[must_use]
    pub const fn solid(paint: Paint, width: f64) -> Stroke {
        Stroke { paint, width, dash: Dash::Solid }
    }
}

/// Which end of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left one.
    Start,
    /// Neither: the text is centred.
    Middle,
    /// The right one.
    End,
}

/// Size, thickness and colour of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Height of the em, in pixels.
    pub size: f64,
    /// Thickness.
    pub weight: Weight,
    /// Colour.
    pub paint: Paint,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Of the baseline, at the anchor.
    pub point: Position,
    /// Where the text stands about it.
    pub anchor: Anchor,
    /// Size, thickness and colour.
    pub style: Type,
    /// The letters.
    pub text: String,
}

impl Text {
    /// What the letters cover, from the height of capitals to the depth of a `g`.
    #[must_use]
    pub fn area(&self) -> Area {
        let width = text::width(&self.text, self.style.size, self.style.weight);
        let left = match self.anchor {
            Anchor::Start => self.point.x,
            Anchor::Middle => self.point.x - width / 2.0,
            Anchor::End => self.point.x - width,
        };
        Area {
            left,
            top: self.point.y - 0.75 * self.style.size,
            right: left + width,
            bottom: self.point.y + 0.22 * self.style.size,
        }
    }
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Box {
        /// Its edges.
        area: Area,
        /// Its colour.
        paint: Paint,
    },
    /// A line through two points or more.
    Path {
        /// Its points, in turn.
        points: Vec<Position>,
        /// What it is drawn with.
        stroke: Stroke,
    },
    /// A filled area with three corners or more.
    Polygon {
        /// Its corners, in turn.
        points: Vec<Position>,
        /// Its colour.
        paint: Paint,
    },
    /// A filled circle.
    Disc {
        /// Its centre.
        center: Position,
        /// Its radius, in pixels.
        radius: f64,
        /// Its colour.
        paint: Paint,
    },
    /// A line of text.
    Text(Text),
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// In painting order.
    pub shapes: Vec<Shape>,
}

impl Scene {
    /// An empty picture of this size, in pixels.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Scene {
        Scene { width, height, shapes: Vec::new() }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, area: Area, paint: Paint) {
        self.shapes.push(Shape::Box { area, paint });
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: Position, to: Position, stroke: Stroke) {
        self.path(vec![from, to], stroke);
    }

    /// Draws a line through points; nothing through fewer than two.
    pub fn path(&mut self, points: Vec<Position>, stroke: Stroke) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path { points, stroke });
        }
    }

    /// Fills the area between points; nothing between fewer than three.
    pub fn polygon(&mut self, points: Vec<Position>, paint: Paint) {
        if points.len() > 2 {
            self.shapes.push(Shape::Polygon { points, paint });
        }
    }

    /// Fills a circle.
    pub fn disc(&mut self, center: Position, radius: f64, paint: Paint) {
        self.shapes.push(Shape::Disc { center, radius, paint });
    }

    /// Sets a line of text with its baseline at the point.
    pub fn text(&mut self, point: Position, anchor: Anchor, style: Type, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.shapes.push(Shape::Text(Text { point, anchor, style, text }));
        }
    }

    /// Every text of the picture.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }
}
