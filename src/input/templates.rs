//! The scenarios shipped in `scenarios/`, embedded, to start from.

/// One shipped scenario with its tables.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Of its file, without ending.
    pub name: &'static str,
    /// Its text.
    pub scenario: &'static str,
    /// Path below the scenario's folder, and text.
    pub tables: &'static [(&'static str, &'static str)],
}

macro_rules! templates {
    ($($name:literal $([$($table:literal)+])?)+) => {
        &[$(Template {
            name: $name,
            scenario: include_str!(concat!("../../scenarios/", $name, ".toml")),
            tables: &[$($(($table, include_str!(concat!("../../scenarios/", $table)))),+)?],
        }),+]
    };
}

/// Every file of `scenarios/`, the first to run first.
pub const TEMPLATES: &[Template] = templates! {
    "custom-pcs"
    "tables"
    "w-system"
    "postponement"
    "two-shifts"
    "yield"
    "two-sources"
    "outage"
    "spare-parts"
    "classes"
    "seasonal-bikes"
    "product-life"
    "order-history" ["order-history/orders.csv"]
    "bicycle" ["bicycle/items.csv" "bicycle/parts.csv" "bicycle/demand.csv"]
    "hong-nelson"
    "pc-ato"
    "pc-three"
};
