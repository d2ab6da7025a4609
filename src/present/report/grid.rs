//! A table of the report.

use crate::present::listings::Listing;
use serde::Serialize;

/// A table: a row per measure or entity, a column per strategy or measure.
#[derive(Debug, Serialize)]
pub struct Grid {
    /// Stands above it.
    pub title: String,
    /// A note below the title; may be empty.
    pub note: String,
    /// Heads of its columns.
    pub heads: Vec<Head>,
    /// A cell for each column.
    pub rows: Vec<Vec<GridCell>>,
}

#[derive(Debug, Serialize)]
pub struct Head {
    pub text: String,
    /// What it means, on hovering.
    pub tip: String,
}

#[derive(Debug, Serialize)]
pub struct GridCell {
    pub text: String,
    pub tip: String,
}

impl From<Listing> for Grid {
    fn from(listing: Listing) -> Grid {
        let heads = listing.heads.into_iter().map(|text| Head { text, tip: String::new() }).collect();
        let cells = |row: Vec<String>| row.into_iter().map(GridCell::from).collect();
        let rows = listing.rows.into_iter().map(cells).collect();
        Grid { title: listing.title, note: listing.note, heads, rows }
    }
}

impl From<String> for GridCell {
    fn from(text: String) -> GridCell {
        GridCell { text, tip: String::new() }
    }
}
