//! The columns of every table of a result folder, each declared once: name, type, unit and meaning.
//!
//! CSV headers, JSON keys, the Parquet schema, reading back and `docs/COLUMNS.md` all come from the declarations at
//! the end of this file.
//!
//! *Architecture invariant:* no other place lists columns.

use crate::measures::EntityKind;
use crate::results::{
    ArrivalRow, ComparedRow, ComparisonRow, ContenderRow, ControlledRow, DistributionRow, FactRow, FitCountRow, FitRow,
    FrontierRow, HeldRow, LevelRow, OrderRow, PointRow, ReplicationRow, SensitivityRow, SeriesRow, StandingRow,
    SummaryRow, TornadoRow,
};

/// One value of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Words.
    Text(&'a str),
    /// `None` is a missing value.
    Number(Option<f64>),
    /// A whole number.
    Count(u64),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellType {
    /// Words.
    Text,
    /// May be missing.
    OptionalNumber,
    /// A number that is always there.
    Number,
    /// A whole number.
    Count,
}

/// Unit of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// No unit: names, ids, probabilities and ratios.
    None,
    /// The row's `unit` column says.
    OfRow,
    /// The time unit of the scenario.
    Time,
    /// The unit of the row's measure (see `docs/MEASURES.md`).
    OfMeasure,
    /// Units of an item.
    Units,
    /// Customer orders.
    Orders,
}

impl ColumnUnit {
    /// Words for metadata and documentation.
    #[must_use]
    pub fn words(self, time_unit: &str) -> String {
        match self {
            ColumnUnit::None => String::new(),
            ColumnUnit::OfRow => "see column unit".into(),
            ColumnUnit::Time => time_unit.into(),
            ColumnUnit::OfMeasure => "unit of the measure".into(),
            ColumnUnit::Units => "units".into(),
            ColumnUnit::Orders => "orders".into(),
        }
    }
}

/// One column of a table.
#[derive(Debug)]
pub struct TableColumn {
    /// Header in files.
    pub name: &'static str,
    /// What its cells hold.
    pub cell: CellType,
    /// Unit of its numbers.
    pub unit: ColumnUnit,
    /// What it holds, in one sentence.
    pub meaning: &'static str,
}

/// A row type with its columns.
pub trait Row: Sized + Sync + 'static {
    /// File name without its ending.
    const TABLE: &'static str;
    /// What one row is about.
    const GRAIN: &'static str;
    /// In file order.
    const COLUMNS: &'static [TableColumn];

    /// The values, by [`Row::COLUMNS`].
    fn cells(&self) -> Vec<Cell<'_>>;

    /// The row behind values as they stand in a file.
    ///
    /// # Errors
    /// The name of the column that cannot be read, and why.
    fn from_cells(cells: &[Cell<'_>]) -> Result<Self, (&'static str, String)>;
}

/// A field type that can stand in a cell.
trait Value: Sized {
    const CELL: CellType;
    fn cell(&self) -> Cell<'_>;
    fn from_cell(cell: Cell<'_>) -> Result<Self, String>;
}

impl Value for String {
    const CELL: CellType = CellType::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.into()),
            _ => Err("expected text".into()),
        }
    }
}

impl Value for EntityKind {
    const CELL: CellType = CellType::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self.word())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let word = String::from_cell(cell)?;
        EntityKind::from_word(&word).ok_or_else(|| format!("unknown entity kind `{word}`"))
    }
}

impl Value for Option<f64> {
    const CELL: CellType = CellType::OptionalNumber;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(self.filter(|number| number.is_finite()))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Number(number) => Ok(number),
            _ => Err("expected a number".into()),
        }
    }
}

impl Value for f64 {
    const CELL: CellType = CellType::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(Some(*self))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        Option::<f64>::from_cell(cell)?.ok_or_else(|| "a number is missing".into())
    }
}

impl Value for u64 {
    const CELL: CellType = CellType::Count;
    fn cell(&self) -> Cell<'_> {
        Cell::Count(*self)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Count(count) => Ok(count),
            _ => Err("expected a whole number".into()),
        }
    }
}

impl Value for i64 {
    const CELL: CellType = CellType::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(Some(*self as f64))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let number = f64::from_cell(cell)?;
        if number.fract() == 0.0 { Ok(number as i64) } else { Err("expected a whole number".into()) }
    }
}

impl Value for u32 {
    const CELL: CellType = CellType::Count;
    fn cell(&self) -> Cell<'_> {
        Cell::Count(u64::from(*self))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        u32::try_from(u64::from_cell(cell)?).map_err(|_| "number too large".into())
    }
}

/// Whole numbers up to 2⁵³, as every format has them.
impl Value for Option<u64> {
    const CELL: CellType = CellType::OptionalNumber;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(self.map(|count| count as f64))
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let whole = |number: f64| (number >= 0.0 && number.fract() == 0.0).then_some(number as u64);
        match Option::<f64>::from_cell(cell)? {
            None => Ok(None),
            Some(number) => whole(number).map(Some).ok_or_else(|| "expected a whole number".into()),
        }
    }
}

macro_rules! table {
    ($row:ident $table:literal $grain:literal { $($field:ident: $kind:ty, $unit:ident, $meaning:literal;)+ }) => {
        impl Row for $row {
            const TABLE: &'static str = $table;
            const GRAIN: &'static str = $grain;
            const COLUMNS: &'static [TableColumn] = &[$(TableColumn {
                name: stringify!($field),
                cell: <$kind as Value>::CELL,
                unit: ColumnUnit::$unit,
                meaning: $meaning,
            }),+];

            fn cells(&self) -> Vec<Cell<'_>> {
                vec![$(<$kind as Value>::cell(&self.$field)),+]
            }

            fn from_cells(cells: &[Cell<'_>]) -> Result<Self, (&'static str, String)> {
                let mut cells = cells.iter().copied();
                Ok($row {
                    $($field: cells
                        .next()
                        .ok_or_else(|| "missing".to_string())
                        .and_then(<$kind as Value>::from_cell)
                        .map_err(|why| (stringify!($field), why))?),+
                })
            }
        }
    };
}

table! { SummaryRow "summary" "strategy × entity × measure" {
    strategy: String, None, "Strategy, as named in the scenario.";
    entity_kind: EntityKind, None, "`system`, `product`, `class`, `item`, `station` or `supplier`.";
    entity: String, None, "Name of the entity; empty for the system.";
    measure: String, None, "Id of the measure.";
    unit: String, None, "Unit of the measure in this scenario.";
    mean: Option<f64>, OfRow, "Mean over replications.";
    sd: Option<f64>, OfRow, "Standard deviation over replications.";
    se: Option<f64>, OfRow, "Standard error of the mean.";
    ci_low: Option<f64>, OfRow, "Lower end of the Student-t interval of the mean.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    replications: u32, None, "Replications that have a value.";
}}

table! { StandingRow "winners" "design point of a sweep: who is best, and how surely" {
    measure: String, None, "Id of the measure judged: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    best: String, None, "Strategy with the best mean.";
    p_best: Option<f64>, None, "Probability that it is the best of all, by bootstrap over replications.";
    second: String, None, "The next in line.";
    margin: Option<f64>, OfRow, "By how much the best is better than the second, mean over replications.";
    ci_low: Option<f64>, OfRow, "Lower end of the paired Student-t interval of the margin.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    tied: String, None, "Strategies that cannot be told from the best, with commas.";
    boundary: Option<f64>, None, "One bought item, Poisson customers who wait, one unit on the shelf against none: ln(λ L ÷ ln(1 + h ÷ b)), above 0 exactly where the first unit pays; empty elsewhere.";
}}

table! { PointRow "points" "design point of a sweep of one strategy, beside the best point" {
    measure: String, None, "Id of the measure judged: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    value: Option<f64>, OfRow, "Its mean at the point.";
    ci_low: Option<f64>, OfRow, "Lower end of its Student-t interval.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    difference: Option<f64>, OfRow, "Value of the point − that of the best one, mean over replications.";
    difference_low: Option<f64>, OfRow, "Lower end of its paired Student-t interval.";
    difference_high: Option<f64>, OfRow, "Upper end of the interval.";
    p_best: Option<f64>, None, "Probability of being the best of the points that do not surely miss the target, by bootstrap over replications; empty beyond the 256 points with the best means, and on fewer than ten replications.";
    target: String, None, "All targets (`report.target`): `met`, `missed` (one of them surely) or `inconclusive`; empty without one.";
    standing: String, None, "`best`, `tied` (cannot be told from it, by Holm's p), or empty.";
}}

table! { TornadoRow "tornado" "axis × subject: a strategy, or its difference to the best one" {
    axis: String, None, "Name of the axis.";
    strategy: String, None, "Strategy judged.";
    reference: String, None, "Strategy subtracted: the best at the scenario as it stands; empty for a strategy alone.";
    measure: String, None, "Id of the measure judged: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    low: String, None, "Lowest value of the axis.";
    base: String, None, "Value in the scenario; empty when it says nothing there.";
    high: String, None, "Highest value of the axis.";
    at_low: Option<f64>, OfRow, "Mean with the axis at its lowest value, the others as in the scenario.";
    at_base: Option<f64>, OfRow, "Mean of the scenario as it stands.";
    at_high: Option<f64>, OfRow, "Mean with the axis at its highest value.";
    swing: Option<f64>, OfRow, "`at_high` − `at_low`, paired by replication.";
    se: Option<f64>, OfRow, "Standard error of the swing.";
    ci_low: Option<f64>, OfRow, "Lower end of the paired Student-t interval of the swing.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
}}

table! { SensitivityRow "sensitivity" "axis × subject: a strategy, or its difference to the best one over the design" {
    axis: String, None, "Name of the axis.";
    strategy: String, None, "Strategy judged.";
    reference: String, None, "Strategy subtracted; empty for a strategy alone.";
    measure: String, None, "Id of the measure judged: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    first_order: f64, None, "First-order index (Sobol'): share of the variance over the design that the axis is behind alone.";
    first_low: f64, None, "Lower end of its bootstrap interval over rows of the design.";
    first_high: f64, None, "Upper end of the interval.";
    total: f64, None, "Total index: share the axis is behind alone and together with others.";
    total_low: f64, None, "Lower end of its bootstrap interval.";
    total_high: f64, None, "Upper end of the interval.";
    sd: f64, OfRow, "Standard deviation over the design.";
}}

table! { LevelRow "levels" "strategy × number of a stock rule, at the best levels" {
    strategy: String, None, "Strategy, as named in the scenario.";
    level: String, None, "The number, as its key below `stock` of the strategy: `case.base_stock`.";
    items: u32, None, "Items, or variants of a product, that have it in common.";
    low: f64, Units, "Least value of the search.";
    high: f64, Units, "Greatest value of the search.";
    start: f64, Units, "Value in the scenario.";
    best: f64, Units, "Value found.";
    unit: String, None, "Unit of the money.";
    one_more: Option<f64>, OfRow, "Change of the money (cost, or profit) with one unit more, on the replications searched; empty at the bound.";
    one_less: Option<f64>, OfRow, "Change of the money with one unit less.";
    one_more_se: Option<f64>, OfRow, "Standard error of `one_more`, from paired differences.";
    one_less_se: Option<f64>, OfRow, "Standard error of `one_less`.";
    measure: String, None, "Id of the measure of the first target; empty without a target.";
    measure_more: Option<f64>, OfMeasure, "Change of that measure with one unit more.";
    measure_less: Option<f64>, OfMeasure, "Change of that measure with one unit less.";
}}

table! { HeldRow "decoupling" "item that may be held" {
    item: String, None, "Name of the item.";
    held: String, None, "`yes` or `no`: whether the best set holds it.";
    unit: String, None, "Unit of the money.";
    saves: Option<f64>, OfRow, "What holding it saves: all costs but holding, less revenue, and where targets are met the service at what its next unit costs; the best set against the same with this item switched, paired, on fresh replications.";
    saves_low: Option<f64>, OfRow, "Lower end of its Student-t interval.";
    saves_high: Option<f64>, OfRow, "Upper end of the interval.";
    costs: Option<f64>, OfRow, "What holding it costs: holding, of the whole system.";
    costs_low: Option<f64>, OfRow, "Lower end of its interval.";
    costs_high: Option<f64>, OfRow, "Upper end of the interval.";
    net: Option<f64>, OfRow, "`saves` − `costs`: holding pays where it is above 0.";
    net_low: Option<f64>, OfRow, "Lower end of its interval.";
    net_high: Option<f64>, OfRow, "Upper end of the interval.";
    met_otherwise: String, None, "`yes` or `no`: whether the targets are met with the item switched.";
}}

table! { FitRow "fit" "kind of recorded values × law, best AIC first" {
    of: String, None, "Which values: `values` of a column, `gaps` between orders, `counts` of orders per bucket, or `quantity`, the units of an order.";
    law: String, None, "Name of the law.";
    parameters: String, None, "The law as a scenario has it, in TOML.";
    log_likelihood: f64, None, "ln of its largest likelihood; of values taken as rounded, of the probabilities of what they stand for.";
    aic: f64, None, "Akaike's criterion, 2 × parameters − 2 × `log_likelihood`: less is better.";
    ks: f64, None, "D of Kolmogorov and Smirnov: the largest distance of the law's cdf from the shares of the values.";
    p: Option<f64>, None, "Share of 999 samples of the law whose D from their own fit is at least as large; empty for a law that is the record itself.";
    ad: Option<f64>, None, "A² of Anderson and Darling; empty where it is infinite.";
    chi2: Option<f64>, None, "Pearson's χ² over cells of equal probability with at least 5 expected values each.";
    chi2_df: Option<u64>, None, "Its degrees of freedom: cells − 1 − parameters.";
    mean: f64, Time, "Mean of the law; of counts and quantities in orders and units.";
    sd: f64, Time, "Its standard deviation, likewise.";
    p_of: u64, None, "Values that `p` is of: of more than 2,000 a sample of 2,000 is judged.";
}}

table! { FitCountRow "fit_counts" "what was taken out of the orders per bucket" {
    taken_out: String, None, "Nothing (empty), `weekdays`, or `weekdays and trend`.";
    buckets: u64, None, "Whole buckets from time 0, empty ones too.";
    mean: f64, Orders, "Mean count.";
    variance: f64, None, "Variance of the counts about what was taken out.";
    dispersion: f64, None, "Variance ÷ mean: 1 for a Poisson stream.";
    low: f64, None, "Lower end of its χ² interval, 95 %.";
    high: f64, None, "Upper end of the interval.";
    p: f64, None, "Two-sided p of a dispersion so far from 1 where orders are a Poisson stream.";
}}

table! { ContenderRow "contenders" "set of held items at its best levels: the pure strategies, then the best set" {
    strategy: String, None, "`MTO`, `ATO`, `MTS`, `all` or `mixed`.";
    holds: String, None, "Items held, with commas, but for those with a base stock of 0.";
    reached: String, None, "`yes` or `no`: whether the targets are met on the replications searched.";
    money: String, None, "Id of the money: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    cost: Option<f64>, OfRow, "The money on fresh replications, mean.";
    cost_low: Option<f64>, OfRow, "Lower end of its Student-t interval.";
    cost_high: Option<f64>, OfRow, "Upper end of the interval.";
    difference: Option<f64>, OfRow, "Money of this set − that of the best one, which stands last, mean over replications.";
    difference_low: Option<f64>, OfRow, "Lower end of its paired Student-t interval.";
    difference_high: Option<f64>, OfRow, "Upper end of the interval.";
    p_best: Option<f64>, None, "Probability of being the best of the sets that do not surely miss a target, by bootstrap over replications; empty for those that do, and on fewer than ten replications.";
    target: String, None, "All targets on fresh replications: `met`, `missed` (one of them surely) or `inconclusive`; empty without a target.";
    measure: String, None, "Id of the measure of the first target; empty without one.";
    service: Option<f64>, OfMeasure, "That measure on the same replications, mean.";
    service_low: Option<f64>, OfMeasure, "Lower end of its Student-t interval.";
    service_high: Option<f64>, OfMeasure, "Upper end of the interval.";
}}

table! { FrontierRow "frontier_points" "strategy × service level of a frontier" {
    strategy: String, None, "Strategy, as named in the scenario.";
    measure: String, None, "Id of the service.";
    level: f64, OfMeasure, "Level asked.";
    reached: String, None, "`yes`; `no` when no numbers within the bounds reach it: then the row is the nearest that can be reached.";
    service: Option<f64>, OfMeasure, "Service on fresh replications, mean.";
    service_low: Option<f64>, OfMeasure, "Lower end of its Student-t interval.";
    service_high: Option<f64>, OfMeasure, "Upper end of the interval.";
    target: String, None, "Where that stands against the level: `met`, `missed` (surely) or `inconclusive`.";
    money: String, None, "Id of the money: `cost_total` or `profit`.";
    unit: String, None, "Its unit.";
    cost: Option<f64>, OfRow, "The money on the same replications, mean.";
    cost_low: Option<f64>, OfRow, "Lower end of its Student-t interval.";
    cost_high: Option<f64>, OfRow, "Upper end of the interval.";
    cost_of_levels: Option<f64>, OfRow, "Of the cost, mean, the lines that levels move: holding of finished parts and products and of committed units, backorders, lost orders. Purchases, work and what is in process or on the way hardly change with levels.";
    dominated: String, None, "`yes` when another level of the strategy gives at least the service for no more money.";
    next_point: Option<f64>, OfRow, "Money for one more point of service (0.01 of a share, else one unit), from the service reached up to that of the next level that is not dominated.";
    sure_cost: Option<f64>, OfRow, "Least money of the strategy's rows whose whole interval meets the level; empty where none does.";
    sure_level: Option<f64>, OfMeasure, "The level that row was searched for.";
}}

table! { ComparisonRow "comparison" "measure × entity × pair of strategies, paired by replication" {
    measure: String, None, "Id of the measure.";
    unit: String, None, "Unit of the measure in this scenario.";
    entity_kind: EntityKind, None, "Kind of the entity compared.";
    entity: String, None, "Name of the entity; empty for the system.";
    strategy: String, None, "The strategy judged.";
    reference: String, None, "The strategy it is compared with.";
    difference: Option<f64>, OfRow, "Mean of strategy − reference over replications.";
    se: Option<f64>, OfRow, "Standard error of the paired difference.";
    ci_low: Option<f64>, OfRow, "Lower end of the paired Student-t interval.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    p_adjusted: Option<f64>, None, "Two-sided p, adjusted by Holm over the pairs of the measure.";
    p_best: Option<f64>, None, "Probability that `strategy` is the best of all, by bootstrap over replications.";
    variance_ratio: Option<f64>, None, "(s_a² + s_b²) ÷ s_d²: the variance without common random numbers ÷ that with them.";
    mcb_low: Option<f64>, OfRow, "Lower end of the interval of `strategy` − the best of all others, simultaneous for all strategies (multiple comparisons with the best, Hsu); 0 where it cannot be better.";
    mcb_high: Option<f64>, OfRow, "Upper end. For a measure to be small: how much worse than the best `strategy` can be, 0 where it must be the best.";
}}

table! { ComparedRow "comparison" "strategy × entity × measure that both runs have" {
    strategy: String, None, "Strategy, as named in both scenarios.";
    entity_kind: EntityKind, None, "Kind of the entity.";
    entity: String, None, "Name of the entity; empty for the system.";
    measure: String, None, "Id of the measure.";
    unit: String, None, "Unit of the measure in both scenarios.";
    before: Option<f64>, OfRow, "Mean of the first run.";
    now: Option<f64>, OfRow, "Mean of the second run.";
    difference: Option<f64>, OfRow, "`now` − `before`.";
    se: Option<f64>, OfRow, "Standard error of the difference.";
    ci_low: Option<f64>, OfRow, "Lower end of the interval of the difference.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    change: Option<f64>, None, "`difference` ÷ the size of `before`; empty where that is 0.";
    p: Option<f64>, None, "Two-sided p that the difference is 0.";
    p_adjusted: Option<f64>, None, "The same, adjusted by Holm over the strategies.";
    method: String, None, "`paired` by replication, or `welch`: two independent samples.";
}}

table! { ControlledRow "controlled" "measure of the whole system × strategy or pair of strategies; written when `run.control_variates` asks for it" {
    measure: String, None, "Id of the measure.";
    unit: String, None, "Unit of the measure in this scenario.";
    strategy: String, None, "The strategy judged.";
    reference: String, None, "The strategy it is compared with; empty where the row is of its own mean.";
    mean: Option<f64>, OfRow, "Mean, or mean of strategy − reference, adjusted by regression on the control variates.";
    se: Option<f64>, OfRow, "Its standard error.";
    ci_low: Option<f64>, OfRow, "Lower end of the Student-t interval, with a degree of freedom less for each control.";
    ci_high: Option<f64>, OfRow, "Upper end of the interval.";
    controls: u32, None, "Control variates used.";
    replications: u32, None, "Replications that have a value.";
    variance_ratio: Option<f64>, None, "Squared standard error without the controls ÷ with them: how many times the replications they are worth.";
}}

table! { ReplicationRow "replications" "strategy × replication × entity × measure; kinds of entities with very many rows only with `run --full` (`left_out` in `run.json` names them)" {
    strategy: String, None, "Strategy, as named in the scenario.";
    replication: u32, None, "Number of the replication, from 0.";
    entity_kind: EntityKind, None, "Kind of the entity.";
    entity: String, None, "Name of the entity; empty for the system.";
    measure: String, None, "Id of the measure.";
    value: Option<f64>, OfMeasure, "Value of the replication; empty where there is nothing to judge.";
}}

table! { SeriesRow "series" "strategy × level × time bucket, over replications, to six significant digits" {
    strategy: String, None, "Strategy, as named in the scenario.";
    entity_kind: EntityKind, None, "Kind of the entity.";
    entity: String, None, "Name of the entity; empty for the system.";
    measure: String, None, "Id of the level: `on_hand_mean`, `backlog_mean`, …; a value is the time average in the bucket.";
    start: f64, Time, "Start of the bucket; 0 is the start of the run, the warm-up included.";
    end: f64, Time, "End of the bucket.";
    mean: f64, OfMeasure, "Mean over replications.";
    p05: f64, OfMeasure, "5 % quantile over replications.";
    p25: f64, OfMeasure, "25 % quantile over replications.";
    p50: f64, OfMeasure, "Median over replications.";
    p75: f64, OfMeasure, "75 % quantile over replications.";
    p95: f64, OfMeasure, "95 % quantile over replications.";
}}

table! { DistributionRow "distribution" "strategy × entity × response value, pooled over replications" {
    strategy: String, None, "Strategy, as named in the scenario.";
    entity_kind: EntityKind, None, "Kind of the entity.";
    entity: String, None, "Name of the entity; empty for the system.";
    value: f64, Time, "Response, from placement to delivery; exact where many orders share it.";
    orders: u64, Orders, "Delivered orders of the window with this response.";
}}

table! { ArrivalRow "arrivals" "demand stream with a profile or a record × time bucket, of replication 0; the buckets show a few periods where there are many" {
    demand: String, None, "Demand stream.";
    source: String, None, "What the rate follows: `profile`, `environment` (as it was in replication 0), `record` (its mean), or `drawn record` (the mean over all draws).";
    start: f64, Time, "Start of the bucket; 0 is the start of the run, the warm-up included.";
    end: f64, Time, "End of the bucket.";
    orders: u64, Orders, "Orders of replication 0 in the bucket.";
    rate: f64, None, "Mean orders per time unit in the bucket.";
}}

table! { OrderRow "orders" "strategy × replication × customer order" {
    strategy: String, None, "Strategy, as named in the scenario.";
    replication: u32, None, "Number of the replication, from 0.";
    demand: String, None, "Demand stream the order belongs to.";
    number: u64, None, "Number of the order in its stream: the same customer under every strategy.";
    product: String, None, "Product asked for.";
    class: String, None, "Class of the demand; may be empty.";
    customer: String, None, "Customer, as a record names it (`columns.customer`); empty elsewhere.";
    quantity: u64, Units, "Units asked for.";
    lost: u64, Units, "Those of them that were lost at placement.";
    placed: f64, Time, "Time of placement.";
    parts_ready: Option<f64>, Time, "Time the last part was there.";
    start: Option<f64>, Time, "Time assembly started.";
    delivered: Option<f64>, Time, "Time of delivery; empty for an order not delivered.";
    blocking_part: String, None, "Direct part that arrived last; empty for an order that did not wait for parts.";
    lateness: Option<f64>, Time, "Delivered − due; negative when early.";
    outcome: String, None, "`delivered`, `declined`, `lost`, `left` or `censored`.";
}}

table! { FactRow "trace" "fact of a replication under one strategy, in the order in which they happened" {
    time: f64, Time, "When it happened.";
    event: String, None, "What happened: `placed`, `kit_complete`, `delivered`, …";
    item: String, None, "Name of the item it happened to.";
    replenishment: Option<u64>, None, "Number of the replenishment, where it is one's.";
    units: i64, Units, "Units it happened to.";
    order: Option<u64>, None, "Number of the customer order it happened for, from 1; empty for what happens for stock.";
    detail: String, None, "More words: units free at once, blocking parts, …";
}}
