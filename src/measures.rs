//! The one table of measures: CSV headers, chart axes, report tooltips and `docs/MEASURES.md` come from it.
//!
//! *Architecture invariant:* each measure is declared once, here; ids are fixed and never reused.

/// What a row of a result table speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// The whole network.
    System,
    /// One product.
    Product,
    /// One class of customers.
    Class,
    /// One item.
    Item,
    /// One station.
    Station,
    /// One supplier.
    Supplier,
    /// One of several sources of an item.
    Source,
}

impl EntityKind {
    /// All kinds, in table order.
    pub const ALL: [EntityKind; 7] = [
        EntityKind::System,
        EntityKind::Product,
        EntityKind::Class,
        EntityKind::Item,
        EntityKind::Station,
        EntityKind::Supplier,
        EntityKind::Source,
    ];

    /// The word in `entity_kind` columns.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EntityKind::System => "system",
            EntityKind::Product => "product",
            EntityKind::Class => "class",
            EntityKind::Item => "item",
            EntityKind::Station => "station",
            EntityKind::Supplier => "supplier",
            EntityKind::Source => "source",
        }
    }

    /// The kind behind a word of an `entity_kind` column.
    #[must_use]
    pub fn from_word(word: &str) -> Option<EntityKind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Unit of a measure; the scenario supplies the words for time and money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share in 0 … 1.
    Share,
    /// A pure number.
    Ratio,
    /// Time units.
    Time,
    /// Units of an item.
    Units,
    /// Customer orders (or jobs).
    Orders,
    /// Customer orders × time units.
    OrderTime,
    /// Orders (or replenishments) per time unit.
    PerTime,
    /// Money.
    Money,
    /// Money per time unit.
    MoneyPerTime,
    /// Money per order delivered.
    MoneyPerOrder,
    /// Kilograms per time unit.
    MassPerTime,
    /// Turns per year of 365 days.
    PerYear,
    /// Days of 24 hours.
    Days,
}

impl Unit {
    /// Words for the `unit` column: `USD/day`, `day`, `share`, …
    #[must_use]
    pub fn words(self, time_unit: &str, currency: &str) -> String {
        match self {
            Unit::Share => "share".into(),
            Unit::Ratio => "ratio".into(),
            Unit::Time => time_unit.into(),
            Unit::Units => "units".into(),
            Unit::Orders => "orders".into(),
            Unit::OrderTime => format!("order·{time_unit}"),
            Unit::PerTime => format!("1/{time_unit}"),
            Unit::Money => currency.into(),
            Unit::MoneyPerTime => format!("{currency}/{time_unit}"),
            Unit::MoneyPerOrder => format!("{currency}/order"),
            Unit::MassPerTime => format!("kg/{time_unit}"),
            Unit::PerYear => "1/year".into(),
            Unit::Days => "day".into(),
        }
    }
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A higher value is better.
    Higher,
    /// A lower value is better.
    Lower,
    /// A fact, neither good nor bad.
    Neither,
}

/// The family a measure belongs to: decides where reports show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A share of orders or units served.
    Service,
    /// A time that customers wait.
    Response,
    /// Units or money in stock.
    Stock,
    /// Units, orders or times on the way.
    Flow,
    /// Use of a station or supplier.
    Resource,
    /// One line of the costs.
    Cost,
    /// Revenue, total cost, profit.
    Money,
    /// A number of orders or events.
    Count,
    /// What outages did, against a run without them.
    Impact,
    /// A self-check.
    Check,
}

/// One row of the table.
#[derive(Debug)]
pub struct Definition {
    /// Name in code.
    pub measure: Measure,
    /// Name in files; a `<…>` part stands for a parameter.
    pub id: &'static str,
    /// Words for axes and tables.
    pub label: &'static str,
    /// Unit of a value.
    pub unit: Unit,
    /// Group in tables and charts.
    pub kind: Kind,
    /// Which values are better.
    pub better: Better,
    /// The entity kinds it is reported for.
    pub grain: &'static [EntityKind],
    /// Of a quotient of two sums of a replication, what is divided by: over replications the sums are added, not the quotients.
    pub per: Option<&'static str>,
    /// What it means, in one sentence.
    pub definition: &'static str,
}

impl Definition {
    /// Whether it is a share of cases that are counted.
    #[must_use]
    pub fn is_share_of_cases(&self) -> bool {
        self.per.is_some() && self.unit == Unit::Share
    }
}

/// The words after a `/`, if there are any.
macro_rules! per {
    () => {
        None
    };
    ($per:literal) => {
        Some($per)
    };
}

macro_rules! measures {
    ($($name:ident $id:literal $label:literal $unit:ident $kind:ident $better:ident [$($grain:ident)+] $(/ $per:literal)? $definition:literal)*) => {
        /// Every measure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure { $(#[doc = $definition] $name),* }

        /// The table, in report order.
        pub static MEASURES: &[Definition] = &[$(Definition {
            measure: Measure::$name, id: $id, label: $label, unit: Unit::$unit, kind: Kind::$kind,
            better: Better::$better, grain: &[$(EntityKind::$grain),+], per: per!($($per)?), definition: $definition,
        }),*];
    };
}

measures! {
    OrderFillRate "order_fill_rate" "Order fill rate" Share Service Higher [Product Class System] / "orders placed"
        "Share of the window's orders complete and in full the moment they are placed (a wait of zero length)."
    PartsFillRate "parts_fill_rate" "Parts fill rate" Share Service Higher [Product Class System] / "orders that need held items"
        "Share of orders for which every held item they need was free at once; empty when nothing they need is held."
    OnTimeRate "on_time_rate" "On-time rate" Share Service Higher [Product Class System] / "orders with a due time"
        "Share of orders delivered in full by their due time; empty without a due time."
    UnitFillRate "unit_fill_rate" "Unit fill rate" Share Service Higher [Item] / "units asked"
        "Units served at once ÷ units asked, those lost for want of the item included."
    ReadyRate "ready_rate" "Ready rate" Share Service Higher [Item]
        "Share of time with free stock."
    NoBacklogRate "no_backlog_rate" "No-backlog rate" Share Service Higher [Item]
        "Share of time without backlog."
    CycleServiceLevel "cycle_service_level" "Cycle service level" Share Service Higher [Item] / "cycles between receipts"
        "Share of the cycles between receipts in which no unit asked went unserved at once, those of lost orders and skipped optional parts included."
    NoShortageRate "no_shortage_rate" "No-shortage rate" Share Service Higher [Item]
        "Share of time with nothing owed and nothing refused (lost, skipped, or left unserved) since the last receipt."
    LostRate "lost_rate" "Lost orders" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders lost at placement; one of which units stay is not."
    LeftRate "left_rate" "Orders that left" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders whose patience ended before delivery."
    SubstitutedRate "substituted_rate" "Orders substituted" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders served with another product, by the product asked for; where customers take substitutes."
    DeclinedRate "declined_rate" "Orders declined" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders whose customers declined the promise quoted; where one is."
    ReturnedRate "returned_rate" "Orders returned" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders that are delivered and come back, whenever that is; where some do."
    QuotedMean "quoted_mean" "Promise, mean" Time Response Lower [Product Class System] / "orders quoted and not declined"
        "Mean promise of the orders whose customers consented to it."
    PromiseKeptRate "promise_kept_rate" "Promises kept" Share Service Higher [Product Class System] / "orders quoted and not declined"
        "Share of the orders whose customers consented to a promise that were delivered in full by it."
    CensoredOrders "censored_orders" "Censored orders" Share Service Lower [Product Class System] / "orders placed"
        "Share of orders still waiting when the drain limit passed; counted as failures."
    ResponseMean "response_mean" "Response time, mean" Time Response Lower [Product Class System] / "orders delivered"
        "Time from placement to delivery, over delivered orders."
    ResponseSd "response_sd" "Response time, standard deviation" Time Response Lower [Product Class System]
        "Standard deviation of the response over delivered orders."
    ResponseQuantile "response_p<q>" "Response time, quantile" Time Response Lower [Product Class System]
        "Smallest response that a share q of delivered orders does not exceed."
    ResponseWithin "response_within_<w>" "Delivered within the window" Share Service Higher [Product Class System] / "orders placed"
        "Share of orders delivered in full within w of placement; orders not delivered count as failures."
    WaitPartsMean "wait_parts_mean" "Wait for parts, mean" Time Response Lower [Product Class System] / "orders delivered"
        "Part of the response spent waiting for parts; for a stocked product the wait in its backlog."
    WaitStationMean "wait_station_mean" "Wait for the station, mean" Time Response Lower [Product Class System] / "orders delivered"
        "Part of the response spent in the station's queue with the kit complete."
    ProcessMean "process_mean" "Process time, mean" Time Response Lower [Product Class System] / "orders delivered"
        "Part of the response spent in process."
    DeliveryMean "delivery_mean" "Delivery time, mean" Time Response Lower [Product Class System] / "orders delivered"
        "Part of the response spent on the way to the customer."
    WaitHeldMean "wait_held_mean" "Wait for held items, mean" Time Response Lower [Product] / "orders delivered that need held items"
        "Time until the last held item the order needs was there; empty when nothing it needs is held."
    WaitMean "wait_mean" "Wait at the item, mean" Time Response Lower [Item] / "units served"
        "Wait of a unit asked of the item, zero waits included."
    WaitWithin "wait_within_<w>" "Served within the window" Share Service Higher [Item] / "units asked"
        "Share of units asked of the item that waited at most w."
    OnHandMean "on_hand_mean" "Free stock" Units Stock Lower [Item]
        "Time average of free units on the shelf."
    CommittedMean "committed_mean" "Committed stock" Units Stock Lower [Item]
        "Time average of units reserved or received for a kit or shipment that is not yet whole."
    BacklogMean "backlog_mean" "Backlog" Units Stock Lower [Item]
        "Time average of units asked and not yet taken."
    OnOrderMean "on_order_mean" "On order" Units Stock Neither [Item]
        "Time average of units released and not yet received; for a made item, waiting for parts and in process."
    WipMean "wip_mean" "Work in process" Units Stock Lower [Item]
        "Time average of units whose kit is complete and that are not finished, the station's queue included."
    WaitingPartsMean "waiting_parts_mean" "Waiting for parts" Units Stock Lower [Item]
        "Time average of units whose work order waits for parts."
    OpenOrdersMean "open_orders_mean" "Open orders" Orders Stock Lower [Product Class System]
        "Time average of orders placed and not delivered."
    SourceShare "source_share" "Share of the source" Share Flow Neither [Source] / "units released of the item"
        "Units released at the source ÷ units released of its item."
    ReleasedRate "released_rate" "Units released" PerTime Flow Neither [Source]
        "Units released per time unit."
    ReplenishmentRate "replenishment_rate" "Replenishments" PerTime Flow Neither [Item Supplier Source]
        "Replenishments released per time unit."
    ReplenishmentSizeMean "replenishment_size_mean" "Replenishment size" Units Flow Neither [Item Supplier Source] / "replenishments"
        "Units per replenishment."
    BlockingShare "blocking_share" "Orders kept waiting" Share Response Lower [Item] / "orders that waited for parts"
        "Share of the orders that waited for parts for which this was the last item to arrive; ties share."
    BlockingTime "blocking_time" "Wait charged to the item" Time Response Lower [Item] / "orders placed"
        "Wait for parts of the orders this item was last to arrive for, per order placed."
    LeadTimeMean "lead_time_mean" "Realised lead time, mean" Time Flow Neither [Item Supplier Source] / "replenishments received"
        "Time from release to receipt, over replenishments released in the window."
    LeadTimeSd "lead_time_sd" "Realised lead time, standard deviation" Time Flow Lower [Item Supplier Source]
        "Standard deviation of the realised lead time."
    CrossedShare "crossed_share" "Receipts that were overtaken" Share Flow Lower [Item Supplier] / "replenishments received"
        "Share of replenishments received after a later one of the same item."
    ScrapRate "scrap_rate" "Scrapped units" PerTime Flow Lower [Item Source]
        "Units found bad at their receipt, per time unit; of an item with a yield."
    Utilization "utilization" "Utilisation" Share Resource Neither [Station Supplier]
        "Busy servers ÷ servers, over time; of a station that is not always at work, working server time ÷ (server time open by its calendar + work after hours)."
    QueueMean "queue_mean" "Queue" Orders Resource Lower [Station Supplier]
        "Time average of jobs waiting for a server."
    NoQueueRate "no_queue_rate" "Started on arrival" Share Resource Higher [Station Supplier] / "jobs"
        "Share of jobs that started the moment they arrived."
    ChangeoverRate "changeover_rate" "Changeovers" PerTime Resource Lower [Station]
        "Jobs of another family than the last one of their server, per time unit; the first job of a server is none."
    OpenShare "open_share" "Open" Share Resource Neither [Station Supplier]
        "Share of time that the calendar of a place that is not always at work is open."
    DownShare "down_share" "Lost to outages and failures" Share Resource Lower [Station Supplier]
        "Share of that open (server) time lost to outages and failures."
    OvertimeShare "overtime_share" "Overtime" Share Resource Lower [Station]
        "Work after hours ÷ (open server time + work after hours)."
    Bullwhip "bullwhip" "Bullwhip" Ratio Flow Lower [Item] / "variance ÷ mean of units asked"
        "Variance ÷ mean of the units released per period over the same of the units asked: 1 where each request releases what it asks. Periods are those of `review`, else of `report.period`, counted from 0; whole ones in the window."
    LevelMean "level_mean" "Level of the forecast, mean" Units Stock Neither [Item] / "reviews"
        "Mean level over the reviews of an item whose level follows a forecast."
    ForecastBias "forecast_bias" "Forecast above demand, mean" Units Stock Neither [Item] / "reviews"
        "Mean of the forecast per review, all its errors included, less what was asked until the next review."
    ForecastRmse "forecast_rmse" "Error of the forecast, root mean square" Units Stock Lower [Item]
        "Root of the mean square of that difference."
    WrittenOffRate "written_off_rate" "Written off" PerTime Flow Lower [Item System]
        "Units written off per time unit, whatever the cause."
    ExpiredShare "expired_share" "Past shelf life" Share Flow Lower [Item] / "units received"
        "Units written off because they had lain on the shelf for too long ÷ units received, both in the window."
    WrittenOffValue "written_off_value" "Value written off" MoneyPerTime Flow Lower [Item System]
        "Value of these units per time unit: it is part of no total, as what they have cost stands in purchase and process."
    UnitValue "unit_value" "Value of one unit" Money Stock Neither [Item]
        "Purchase cost, or the values of its parts plus the cost of making."
    InventoryValueMean "inventory_value_mean" "Inventory value" Money Stock Lower [Item System]
        "Time average of physical units × value; for the system, in process too."
    InventoryTurns "inventory_turns" "Inventory turns" PerYear Stock Higher [Item System] / "mean inventory value"
        "Value used per year ÷ mean inventory value."
    DaysOfSupply "days_of_supply" "Days of supply" Days Stock Lower [Item System] / "value used per day"
        "Mean inventory value ÷ value used per day."
    ReceivableMean "receivable_mean" "Owed by customers" Money Stock Lower [Product System]
        "Time average of revenue booked and not yet paid; where anything is paid later."
    PayableMean "payable_mean" "Owed to suppliers" Money Stock Neither [Item System]
        "Time average of the price of purchases received and not yet paid."
    WorkingCapitalMean "working_capital_mean" "Working capital" Money Stock Lower [System]
        "Inventory value + owed by customers − owed to suppliers."
    CashToCash "cash_to_cash" "Cash to cash" Days Stock Lower [System]
        "Days of supply + owed by customers ÷ revenue per day − owed to suppliers ÷ purchases per day."
    CostPurchase "cost_purchase" "Purchase" MoneyPerTime Cost Lower [Item Source System]
        "Purchase cost of units released."
    CostOrdering "cost_ordering" "Ordering" MoneyPerTime Cost Lower [Item Source System]
        "Order cost per purchase order released."
    CostHoldingParts "cost_holding_parts" "Holding, parts" MoneyPerTime Cost Lower [Item System]
        "Holding cost of free stock of items that are not products."
    CostHoldingCommitted "cost_holding_committed" "Holding, committed" MoneyPerTime Cost Lower [Item System]
        "Holding cost of committed units."
    CostHoldingWip "cost_holding_wip" "Holding, in process" MoneyPerTime Cost Lower [Item System]
        "Holding cost of units in process, the station's queue included."
    CostHoldingProducts "cost_holding_products" "Holding, products" MoneyPerTime Cost Lower [Item System]
        "Holding cost of free stock of products."
    CostHoldingPipeline "cost_holding_pipeline" "Holding, on order" MoneyPerTime Cost Lower [Item System]
        "Holding cost of purchased units on order."
    CostProcess "cost_process" "Process" MoneyPerTime Cost Lower [Item System]
        "Cost of making, charged at start."
    CostSetup "cost_setup" "Set-up" MoneyPerTime Cost Lower [Item System]
        "Set-up and changeover cost of jobs started."
    CostBackorder "cost_backorder" "Backorder" MoneyPerTime Cost Lower [Item Class System]
        "Cost of backorders: per unit and time, and once per unit."
    CostLost "cost_lost" "Lost orders" MoneyPerTime Cost Lower [Item Class System]
        "Cost of what is lost: per order that lost a unit, and per unit."
    CostDelivery "cost_delivery" "Delivery" MoneyPerTime Cost Lower [Item Class System]
        "Delivery cost of orders sent."
    CostObsolete "cost_obsolete" "Write-offs" MoneyPerTime Cost Lower [Item System]
        "`write_off_cost` of the units written off; what they have cost stands in the other lines."
    CostReturns "cost_returns" "Returns" MoneyPerTime Cost Lower [Item Class System]
        "Cost of orders that come back; where some do."
    CostStockChange "cost_stock_change" "Stock change" MoneyPerTime Cost Lower [Item System]
        "Value at the start of the window less value at its end of what is free, committed, in process, bought and on order; where `costs.stock_change` holds."
    CostScrap "cost_scrap" "Scrap" MoneyPerTime Cost Lower [Item System]
        "Cost of units found bad at their receipt; where something has a yield."
    CostCarbon "cost_carbon" "Carbon" MoneyPerTime Cost Lower [Item System]
        "`costs.carbon_price` of all carbon dioxide; where there is such a price."
    CostCapital "cost_capital" "Capital" MoneyPerTime Cost Lower [System]
        "`costs.capital_rate` of what customers owe less what is owed to suppliers; where there is such a rate."
    CostTotal "cost_total" "Total cost" MoneyPerTime Cost Lower [Item System]
        "The cost lines, added in table order."
    CostPerOrder "cost_per_order" "Cost per order" MoneyPerOrder Cost Lower [System] / "orders delivered"
        "Total cost of the window ÷ orders of the cohort that were delivered."
    Revenue "revenue" "Revenue" MoneyPerTime Money Higher [Product Class System]
        "Price of units handed over, options and optional parts included."
    Profit "profit" "Profit" MoneyPerTime Money Higher [Product System]
        "Revenue − total cost (for a product: − the cost lines that arise at it)."
    CarbonPurchase "carbon_purchase" "Carbon, purchase" MassPerTime Flow Lower [Item Product System]
        "Carbon dioxide of units released for purchase; where anything has some."
    CarbonProcess "carbon_process" "Carbon, process" MassPerTime Flow Lower [Item Product System]
        "Carbon dioxide of units whose making started."
    CarbonDelivery "carbon_delivery" "Carbon, delivery" MassPerTime Flow Lower [Item Product System]
        "Carbon dioxide of orders sent."
    CarbonTotal "carbon_total" "Carbon, total" MassPerTime Flow Lower [Item Product System]
        "All three together."
    OrdersPlaced "orders_placed" "Orders placed" Orders Count Neither [Product Class System]
        "Orders placed in the window: the cohort."
    OrdersDelivered "orders_delivered" "Orders delivered" Orders Count Higher [Product Class System]
        "Orders of the cohort that were delivered."
    OrdersLost "orders_lost" "Orders lost" Orders Count Lower [Product Class System]
        "Orders of the cohort lost at placement, without a unit left."
    Throughput "throughput" "Throughput" PerTime Count Higher [Product Class System]
        "Orders of the cohort delivered, per time unit of the window."
    ImpactOrders "impact_orders" "Orders hit by outages" Orders Impact Lower [Product System]
        "Orders of the cohort delivered later than in the same replication without outages, or not delivered only with them (lost, declined, left, or open at the end)."
    ImpactDelay "impact_delay" "Delay by outages" OrderTime Impact Lower [Product System]
        "Sum over the orders delivered in both runs of the time of delivery with outages − that without."
    SurviveTime "survive_time" "Time to survive" Time Impact Higher [Product System]
        "From the beginning of the first outage to the placement of the first order that is delivered later because of outages; below 0 where it was placed before; empty without one."
    RecoverTime "recover_time" "Time to recover" Time Impact Lower [Product System]
        "From the beginning of the first outage to the last delivery of such an order; empty without one."
    ImpactCost "impact_cost" "Cost of outages" Money Impact Lower [Product System]
        "Total cost of the window with outages − that without: money, not a rate."
    ImpactProfit "impact_profit" "Profit change by outages" Money Impact Higher [Product System]
        "Profit of the window with outages − that without: money, not a rate; below 0 where they cost profit."
    LittleResidual "little_residual" "Little's law residual" Share Check Lower [Item Station]
        "Difference between the time integral of the backlog (or queue) and the sum of waits, relative; 0 unless something is wrong."
}

impl Measure {
    /// The row of the table.
    #[must_use]
    pub fn definition(self) -> &'static Definition {
        &MEASURES[self as usize]
    }

    /// The cost lines, in table order; they sum to [`Measure::CostTotal`].
    pub const COST_LINES: [Measure; 18] = [
        Measure::CostPurchase,
        Measure::CostOrdering,
        Measure::CostHoldingParts,
        Measure::CostHoldingCommitted,
        Measure::CostHoldingWip,
        Measure::CostHoldingProducts,
        Measure::CostHoldingPipeline,
        Measure::CostProcess,
        Measure::CostSetup,
        Measure::CostBackorder,
        Measure::CostLost,
        Measure::CostDelivery,
        Measure::CostObsolete,
        Measure::CostReturns,
        Measure::CostStockChange,
        Measure::CostScrap,
        Measure::CostCarbon,
        Measure::CostCapital,
    ];
}

/// A measure with its parameter, if it has one: what a column or a row of a result table names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// The measure.
    pub measure: Measure,
    /// The text that replaces `<q>` (digits after the point of the quantile: `50`, `95`, `999`) or `<w>` (as in the scenario).
    pub parameter: Option<String>,
}

impl Column {
    /// A measure without a parameter.
    #[must_use]
    pub fn plain(measure: Measure) -> Column {
        Column { measure, parameter: None }
    }

    /// A measure with its parameter.
    #[must_use]
    pub fn with(measure: Measure, parameter: impl Into<String>) -> Column {
        Column { measure, parameter: Some(parameter.into()) }
    }

    /// The id in files: `response_p95`, `wait_within_0.5`, `cost_total`.
    #[must_use]
    pub fn id(&self) -> String {
        let id = self.measure.definition().id;
        match (&self.parameter, id.find('<')) {
            (Some(parameter), Some(at)) => format!("{}{parameter}", &id[..at]),
            _ => id.into(),
        }
    }

    /// The column behind an id of a file.
    #[must_use]
    pub fn parse(id: &str) -> Option<Column> {
        MEASURES.iter().find_map(|row| match row.id.find('<') {
            None => (row.id == id).then(|| Column::plain(row.measure)),
            Some(at) => id
                .strip_prefix(&row.id[..at])
                .filter(|rest| rest.parse::<f64>().is_ok())
                .map(|rest| Column::with(row.measure, rest)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_where_their_measure_says() {
        for (place, row) in MEASURES.iter().enumerate() {
            assert_eq!(row.measure as usize, place, "{}", row.id);
        }
    }

    #[test]
    fn ids_are_unique_and_read_back() {
        for row in MEASURES {
            let parameter = row.id.contains('<').then(|| "95".to_string());
            let column = Column { measure: row.measure, parameter };
            assert_eq!(Column::parse(&column.id()), Some(column));
        }
    }

    #[test]
    fn cost_lines_are_the_costs_before_the_total() {
        let lines: Vec<Measure> = MEASURES
            .iter()
            .filter(|row| row.kind == Kind::Cost && row.measure < Measure::CostTotal)
            .map(|row| row.measure)
            .collect();
        assert_eq!(lines, Measure::COST_LINES);
    }
}
