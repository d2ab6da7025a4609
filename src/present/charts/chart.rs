//! A chart: what is seen, and the words for it.

use super::scene::Scene;
use super::{render, typeface};

/// One picture with the words for those who cannot see it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name of its files, without ending.
    pub name: &'static str,
    /// What it says.
    pub title: String,
    /// The numbers in words.
    pub description: String,
    /// The picture.
    pub scene: Scene,
}

impl Chart {
    /// As an SVG document that carries its typeface.
    ///
    /// # Errors
    /// When the drawing library refuses, in its words.
    pub fn svg(&self) -> Result<String, String> {
        self.svg_with(&typeface::style_sheet())
    }

    /// As an SVG element for a page that has the typeface.
    ///
    /// # Errors
    /// When the drawing library refuses, in its words.
    pub fn svg_in_page(&self) -> Result<String, String> {
        self.svg_with("")
    }

    fn svg_with(&self, style: &str) -> Result<String, String> {
        render::svg(&self.scene, (&self.title, &self.description), style)
    }

    /// As a PNG file at twice the size.
    ///
    /// # Errors
    /// When the drawing library or the encoder refuses, in its words.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        render::png(&self.scene)
    }
}
