//! A scene painted by plotters: SVG with a tenth of a pixel as its unit, PNG at twice the size from a picture twice
//! as large again, so that edges and letters are smooth.

use super::scene::{Anchor, Paint, Position, Scene, Shape, Stroke, Text};
use super::text::{self, LINE};
use crate::results::outside::clean;
use plotters::prelude::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{RGBAColor, RGBColor, ShapeStyle, TextStyle};

/// Units of the SVG per pixel.
const SVG_SCALE: f64 = 10.0;
/// Pixels of the PNG per pixel of the scene.
pub(super) const PNG_SCALE: u32 = 2;
/// Samples per pixel of the PNG, each way.
const SAMPLES: u32 = 2;

/// How a backend's pixels relate to the scene's.
#[derive(Clone, Copy)]
struct Pixels {
    scale: f64,
    /// From the top of a text (where plotters anchors it) to its baseline, in ems.
    baseline: f64,
}

impl Pixels {
    fn length(self, length: f64) -> u32 {
        libm::round(length * self.scale).max(1.0) as u32
    }

    fn point(self, point: Position) -> (i32, i32) {
        let round = |length: f64| libm::round(length * self.scale) as i32;
        (round(point.x), round(point.y))
    }
}

/// The scene as an SVG document, with title and description (`words`) for those who cannot see it, and a style sheet.
///
/// # Errors
/// When plotters refuses, in its words.
pub(super) fn svg(scene: &Scene, words: (&str, &str), style: &str) -> Result<String, String> {
    let size = ((scene.width * SVG_SCALE) as u32, (scene.height * SVG_SCALE) as u32);
    let mut drawn = String::new();
    paint(scene, &mut SVGBackend::with_string(&mut drawn, size), Pixels { scale: SVG_SCALE, baseline: 0.76 })?;
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    let style = if style.is_empty() { String::new() } else { format!("<style>{style}</style>\n") };
    let (width, height, wide, high) = (scene.width, scene.height, size.0, size.1);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{style}{body}",
        escaped(words.0),
        escaped(words.1)
    ))
}

/// The scene as a PNG file.
///
/// # Errors
/// When plotters or the encoder refuses, in its words.
pub(super) fn png(scene: &Scene) -> Result<Vec<u8>, String> {
    let (width, height) = (scene.width as u32 * PNG_SCALE, scene.height as u32 * PNG_SCALE);
    let size = (width * SAMPLES, height * SAMPLES);
    let mut fine = vec![255; (size.0 * size.1 * 3) as usize];
    let pixels = Pixels { scale: f64::from(PNG_SCALE * SAMPLES), baseline: LINE / 2.0 };
    paint(scene, &mut BitMapBackend::with_buffer(&mut fine, size), pixels)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&averaged(&fine, size.0 as usize)).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}

/// Means of blocks of samples; `row` is the number of samples in a row.
fn averaged(fine: &[u8], row: usize) -> Vec<u8> {
    let step = SAMPLES as usize;
    let mut coarse = Vec::with_capacity(fine.len() / (step * step));
    for rows in fine.chunks_exact(row * 3 * step) {
        for left in (0..row).step_by(step) {
            for channel in 0..3 {
                let sample = |place: usize| u32::from(rows[(place / step * row + left + place % step) * 3 + channel]);
                let sum: u32 = (0..step * step).map(sample).sum();
                coarse.push(((sum + SAMPLES) / (SAMPLES * SAMPLES)) as u8);
            }
        }
    }
    coarse
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in clean(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            letter => out.push(letter),
        }
    }
    out
}

fn color(paint: Paint) -> RGBAColor {
    let [_, red, green, blue] = paint.rgb.to_be_bytes();
    RGBAColor(red, green, blue, paint.alpha)
}

fn paint<B: DrawingBackend>(scene: &Scene, backend: &mut B, pixels: Pixels) -> Result<(), String> {
    backend.ensure_prepared().map_err(|error| error.to_string())?;
    for shape in &scene.shapes {
        paint_shape(shape, backend, pixels)?;
    }
    backend.present().map_err(|error| error.to_string())
}

fn paint_shape<B: DrawingBackend>(shape: &Shape, backend: &mut B, pixels: Pixels) -> Result<(), String> {
    match shape {
        Shape::Box { area, paint } => {
            let corners =
                [(area.left, area.top), (area.right, area.bottom)].map(|(x, y)| pixels.point(Position { x, y }));
            backend.draw_rect(corners[0], corners[1], &color(*paint), true)
        }
        Shape::Polygon { points, paint } => {
            backend.fill_polygon(points.iter().map(|point| pixels.point(*point)), &color(*paint))
        }
        Shape::Disc { center, radius, paint } => {
            backend.draw_circle(pixels.point(*center), pixels.length(*radius), &color(*paint), true)
        }
        Shape::Path { points, stroke } => return paint_path(points, *stroke, backend, pixels),
        Shape::Text(text) => return paint_text(text, backend, pixels),
    }
    .map_err(|error| error.to_string())
}

fn paint_path<B: DrawingBackend>(
    points: &[Position],
    stroke: Stroke,
    backend: &mut B,
    pixels: Pixels,
) -> Result<(), String> {
    let pen = ShapeStyle { color: color(stroke.paint), filled: false, stroke_width: pixels.length(stroke.width) };
    for piece in pieces(points, stroke) {
        let mut places: Vec<(i32, i32)> = piece.into_iter().map(|point| pixels.point(point)).collect();
        places.dedup();
        if places.len() > 1 {
            backend.draw_path(places, &pen).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The strokes of a broken line.
fn pieces(points: &[Position], stroke: Stroke) -> Vec<Vec<Position>> {
    let pattern = stroke.dash.pattern();
    if pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let mut done = Vec::new();
    let (mut part, mut left) = (0, pattern[0] * stroke.width);
    let mut piece = vec![points[0]];
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = libm::hypot(to.x - from.x, to.y - from.y);
        while length > left {
            let share = left / length;
            from = Position { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
            length -= left;
            piece.push(from);
            if part % 2 == 0 {
                done.push(std::mem::take(&mut piece));
            }
            piece = vec![from];
            part = (part + 1) % pattern.len();
            left = pattern[part] * stroke.width;
        }
        left -= length;
        piece.push(to);
    }
    if part % 2 == 0 {
        done.push(piece);
    }
    done
}

fn paint_text<B: DrawingBackend>(text: &Text, backend: &mut B, pixels: Pixels) -> Result<(), String> {
    let [_, red, green, blue] = text.style.paint.rgb.to_be_bytes();
    let position = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let ink = RGBColor(red, green, blue);
    let style = TextStyle::from(text::font(text.style.size * pixels.scale, text.style.weight))
        .color(&ink)
        .pos(Pos::new(position, VPos::Top));
    let top = Position { x: text.point.x, y: text.point.y - pixels.baseline * text.style.size };
    backend.draw_text(&text.text, &style, pixels.point(top)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Dash, at};
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let stroke = Stroke { paint: Paint::solid(0), width: 2.0, dash: Dash::Dashed };
        let bent = [at(0.0, 0.0), at(60.0, 0.0), at(60.0, 64.0)];
        let length = |piece: &Vec<Position>| -> f64 {
            piece.windows(2).map(|pair| libm::hypot(pair[1].x - pair[0].x, pair[1].y - pair[0].y)).sum()
        };
        let drawn: f64 = pieces(&bent, stroke).iter().map(length).sum();
        assert!((drawn - 124.0 * 4.0 / 6.2).abs() < 1e-9, "{drawn}");
        assert_eq!(pieces(&bent, Stroke::solid(Paint::solid(0), 2.0)), [bent.to_vec()]);
    }

    #[test]
    fn documents_are_escaped_and_described() {
        let mut scene = Scene::new(100.0, 50.0);
        let style =
            super::super::scene::Type { size: 12.0, weight: super::super::text::Weight::Bold, paint: Paint::solid(0) };
        scene.text(at(1.0, 20.0), Anchor::Start, style, "<script>&");
        let svg = svg(&scene, ("a < b", "</desc><script>"), "").expect("draws");
        assert!(!svg.contains("<script>"), "{svg}");
        assert!(svg.contains("<title>a &lt; b</title>") && svg.contains("font-weight=\"bold\""), "{svg}");
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn pixels_are_means_of_samples() {
        assert_eq!(averaged(&[0, 0, 0, 4, 8, 255, 0, 0, 0, 4, 8, 255], 2), [2, 4, 128]);
    }
}
