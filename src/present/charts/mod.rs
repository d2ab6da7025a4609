//! The charts of a run: each says one thing in its title, with units on its axes and its provenance in the footer.
//!
//! A chart is made in two steps: what is to be seen is computed from the tables, then set as a [`scene::Scene`], plain
//! shapes that a test can look at. `render` paints a scene as SVG and as PNG, with the embedded typeface, so that
//! a machine without fonts draws the same bytes.
//!
//! *Architecture invariant:* a pure function of the tables; no clock, no font of this machine.

mod axis;
mod blocking;
mod costs;
mod frame;
mod paired;
mod palette;
mod render;
mod response;
pub mod scene;
mod service;
mod stock;
mod text;

use super::look::Look;
use crate::results::Tables;
use scene::Scene;

/// One picture with the words for those who cannot see it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name of its files, without ending.
    pub name: &'static str,
    /// What it says.
    pub title: String,
    /// The numbers in words.
    pub description: String,
    pub scene: Scene,
}

impl Chart {
    /// As an SVG document.
    ///
    /// # Errors
    /// When the drawing library refuses, in its words.
    pub fn svg(&self) -> Result<String, String> {
        render::svg(&self.scene, &self.title, &self.description)
    }

    /// As a PNG file at twice the size.
    ///
    /// # Errors
    /// When the drawing library or the encoder refuses, in its words.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        render::png(&self.scene)
    }
}

/// The charts that have something to show, in report order.
#[must_use]
pub fn charts(tables: &Tables) -> Vec<Chart> {
    let look = Look::new(tables);
    [
        costs::chart(&look),
        service::chart(&look),
        response::chart(&look),
        stock::chart(&look),
        paired::chart(&look),
        blocking::chart(&look),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn texts_stay_inside_the_picture() {
        for chart in charts(&fixture::custom_pcs()) {
            for text in chart.scene.texts() {
                let area = text.area();
                assert!(
                    area.left >= 0.0 && area.right <= chart.scene.width && area.bottom <= chart.scene.height,
                    "{}: {:?} at {area:?}",
                    chart.name,
                    text.text
                );
            }
        }
    }

    #[test]
    fn every_chart_draws_the_same_bytes_twice() {
        let tables = fixture::custom_pcs();
        let draw = || -> Vec<(String, Vec<u8>)> {
            charts(&tables).iter().map(|chart| (chart.svg().expect("svg"), chart.png().expect("png"))).collect()
        };
        let first = draw();
        assert!(first.len() >= 5, "{} charts", first.len());
        assert!(first == draw());
        for (svg, png) in &first {
            assert!(svg.contains("<title>") && png.starts_with(b"\x89PNG"));
        }
    }
}
