//! The rows, in the order of the reference.

use crate::keys::Fallback::{Follows, Is, None, Required};
use crate::keys::ValueKind::{
    Axis, Date, Factor, Flag, FlagOrWord, Group, Groups, Holds, Label, Later, Law, Name, Named, Number, NumberOrGroup,
    Numbers, NumbersOrGroup, Setting, Text, Texts, Time, Times, Whole, Word, WordOrGroup,
};
use crate::keys::range::{
    ANY, INSIDE_0_1, NOT_NEGATIVE, PER_UNIT, POSITIVE, SERVERS, SIGNED_UNITS, SPAN, SPAN_ABOVE_0,
};
use crate::keys::row::{PER_PIECE, RATE, TIME, key};
use crate::keys::{Design, Exclusive, KeyRow, LARGEST, LawUse, NameKind, Need, Range, RefersTo, Swap};
use crate::rules::{allocation, arrivals, at_work, customers, life, queue, shortage, supply};

/// Largest whole number that a TOML integer holds.
const SEEDS: Range = Range::closed(0.0, 9_223_372_036_854_775_807.0);
const SCHEMA: Range = Range::closed(1.0, 1.0);
/// Points of a design.
const POINTS: Range = Range::closed(1.0, 1e5);
const REPLICATIONS: Range = Range::closed(1.0, 1e6);
/// Search replications: their variance is estimated.
const SEARCHED: Range = Range::closed(2.0, 1e4);
const STEPS: Range = Range::closed(2.0, 100.0);
const BUCKETS: Range = Range::closed(1.0, 1e4);

/// What a value may be multiplied by.
pub const FACTORS: Range = Range::open_low(0.0, LARGEST);

/// Words of `time_unit`.
pub const TIME_UNITS: &[&str] = &["second", "minute", "hour", "day", "week", "month", "year"];
/// Kinds of items that `hold` takes, beside names.
pub const HOLD_KINDS: [&str; 3] = ["products", "subassemblies", "parts"];

/// The scenario itself.
pub static ROOT: KeyRow = key("", Group, "", None, "A scenario.");

/// Every key but the stock rules, which stand at [`STOCK_MOUNTS`]: what the rules declare between what stands here.
pub static KEYS: &[&[KeyRow]] = &[
    SETTINGS,
    supply::crossing::BUY_ROWS,
    ORDER_COSTS,
    supply::lot::ROWS,
    supply::yields::BUY_ROWS,
    supply::price_breaks::BUY_ROWS,
    supply::sourcing::BUY_ROWS,
    supply::price_breaks::SOURCE_ROWS,
    MADE_ITEMS,
    supply::lot::MAKE_ROWS,
    at_work::changeover::FAMILY_ROWS,
    supply::yields::MAKE_ROWS,
    supply::yields::ITEM_ROWS,
    supply::sourcing::ITEM_ROWS,
    STOCKED_ITEMS,
    life::ROWS[0],
    life::ROWS[1],
    life::ROWS[2],
    life::ROWS[3],
    RESOURCES,
    at_work::STATION_ROWS,
    at_work::STATION_OUTAGE_ROWS,
    at_work::changeover::ROWS,
    queue::words::STATION_ROWS,
    SUPPLIERS,
    supply::crossing::SUPPLIER_ROWS,
    supply::servers::ROWS,
    at_work::SUPPLIER_ROWS,
    at_work::SUPPLIER_OUTAGE_ROWS,
    at_work::CALENDAR_ROWS,
    CLASSES,
    queue::CLASS_ROWS,
    arrivals::ENVIRONMENT_ROWS,
    DEMAND,
    arrivals::ROWS,
    arrivals::PROFILE_ROWS,
    arrivals::TRACE_ROWS,
    ORDERS,
    shortage::ROWS[0],
    shortage::ROWS[1],
    customers::ROWS[0],
    customers::ROWS[1],
    customers::ROWS[2],
    ORDERS_SERVED,
    allocation::ROWS,
    queue::ROWS,
    supply::sourcing::STRATEGY_ROWS,
    SEARCHES,
];

/// To the lead time of a purchase.
#[rustfmt::skip]
const SETTINGS: &[KeyRow] = &[
    key("schema", Whole(SCHEMA), "", Is("1"), "Version of the scenario format."),
    key("name", Text, "", Required, "Name of the scenario; also names the result folder."),
    key("question", Text, "", Is("\"\""), "The question the scenario answers; stands at the top of the report."),
    key("time_unit", Word(TIME_UNITS), "", Is("\"day\""), "What one unit of time is. Every time in the file is in it."),
    key("currency", Text, "", Is("\"money\""), "What money is called. Every cost and price in the file is in it."),

    key("tables", Group, "", None, "CSV files or sheets of spreadsheets, relative to the scenario, that add items, part lines and demand streams."),
    key("tables.items", Text, "file", None, "One row per item: `name`, and any key of `items.*` as a column, with dots. Of a spreadsheet the first sheet, or `\"items.xlsx#Sheet\"`."),
    key("tables.parts", Text, "file", None, "One row per bill-of-materials line: `item`, `part`, `quantity` and, if wanted, `optional`."),
    key("tables.demand", Text, "file", None, "One row per demand stream: `name`, and any key of `demand.*` as a column, with dots."),
    key("tables.separator", Word(&[",", ";", "tab"]), "", Follows("what the first row shows"), "What stands between the cells of every table."),
    key("tables.decimal", Word(&[".", ","]), "", Follows("what the numbers of each table show"), "The decimal sign of the numbers in every table."),
    key("tables.ignore", Texts, "", Is("[]"), "Headings of columns that say nothing here; so do those that begin with `#`."),

    key("run", Group, "", Required, "How long and how often to simulate."),
    key("run.warm_up", Time(SPAN), TIME, Is("0"), "Time before the measured window."),
    key("run.horizon", Time(SPAN_ABOVE_0), TIME, Required, "Length of the measured window, after the warm-up."),
    key("run.replications", Whole(REPLICATIONS), "", Is("30"), "Independent replications of every strategy."),
    key("run.seed", Whole(SEEDS), "", Is("1"), "Seed of every random stream."),
    key("run.confidence", Number(INSIDE_0_1), "share", Is("0.95"), "Confidence of every interval."),
    key("run.start", Date, "", Follows("none: time 0 is a Monday at 00:00"), "Date of time 0, with a `time_unit` from second to week: `2026-01-05`, or with a time of day."),
    key("run.kind", Word(&["steady", "finite"]), "", Is("\"steady\""), "What the run is to say: `steady`, what holds in the long run; `finite`, what happens in the window itself (a season, one period from a given start): no finding or headline supposes a long run, or asks for a longer window or warm-up."),
    key("run.drain_limit", Time(SPAN), TIME, Follows("warm_up + horizon"), "Longest time simulated after the window to let its orders finish."),
    key("run.ties", Word(&["name", "random"]), "", Is("\"name\""), "What goes first among equals of one instant: the first by name, or what a draw says each time."),
    key("run.max_events", Number(POSITIVE), "events", Is("2e10"), "A scenario whose estimate of events, over all strategies and replications, is larger is refused."),
    key("run.max_memory", Number(POSITIVE), "GB", Is("8"), "A scenario whose estimate of memory is larger is refused."),
    key("run.precision", Group, "", None, "Add replications until the intervals of a measure are narrow enough and stay so."),
    key("run.precision.measure", Text, "", Required, "A measure of the whole system, such as `cost_total`."),
    key("run.precision.relative", Number(POSITIVE), "share of the mean", None, "Half width allowed, as a share: of a strategy's mean, or for differences of the larger of the two means."),
    key("run.precision.absolute", Number(POSITIVE), "unit of the measure", None, "Half width allowed, as a number."),
    key("run.precision.of", Word(&["means", "differences"]), "", Is("\"means\""), "Whose intervals: of each strategy's mean, or of the paired difference of each two strategies."),
    key("run.select", Group, "", None, "Add replications until the best strategy is found with the confidence of the run."),
    key("run.select.measure", Text, "", Follows("`\"profit\"` where something has a price, else `\"cost_total\"`"), "A measure of the whole system that has a better and a worse."),
    key("run.select.indifference", Number(POSITIVE), "unit of the measure", Required, "Smallest difference worth detecting: whoever is within it of the best is as good."),
    key("run.control_variates", Flag, "", Follows("`false`"), "Whether `controlled.csv` gives means and differences adjusted for the luck of the replications: orders placed and lead times drawn against their known means. Of `run` and `optimize`; a sweep and a frontier have no such table."),
    key("run.max_replications", Whole(REPLICATIONS), "", Follows("1000"), "Most replications that `precision` and `select` may come to, the first `replications` included."),

    key("costs", Group, "", None, "Costs that hold for every item."),
    key("costs.holding_rate", Number(NOT_NEGATIVE), "share of value per year of 365 days", Is("0"), "Holding rate of every item that names none."),

    key("costs.capital_rate", Number(NOT_NEGATIVE), "share per year of 365 days", Is("0"), "Cost of money that customers owe, less what is owed to suppliers: the cost line `cost_capital`, which may be negative."),
    key("costs.carbon_price", Number(NOT_NEGATIVE), "currency per kg", Is("0"), "Cost of a kg of carbon dioxide: the cost line `cost_carbon`."),
    key("costs.stock_change", Flag, "", Follows("`true` with `run.kind = \"finite\"` or where an item ends in the window or before, else `false`"), "Whether stock is paid for that the window begins with and does not end with, at its value: the cost line `cost_stock_change`. What is left at the end is worth its value again, so it counts in its favour. The best levels are then searched by simulation."),

    key("report", Group, "", None, "What is kept and judged."),
    key("report.windows", Times(SPAN), TIME, Is("[]"), "Windows w of `response_within_<w>` and `wait_within_<w>`."),
    key("report.target", Groups, "", None, "Services that the verdict asks for: a table, or a list of them. Those of `optimize.target` count, too."),
    key("report.target.measure", Text, "", Required, "A measure that has a better side, such as `on_time_rate`."),
    key("report.target.value", Number(ANY), "unit of the measure", Required, "The value to reach: at least where more is better, else at most."),
    key("report.target.product", Name(RefersTo::Item), "", Follows("the whole system"), "Asked of the orders of this product."),
    key("report.target.class", Label, "", Follows("the whole system"), "Asked of the orders of this class."),
    key("report.target.each", Word(&["product", "class"]), "", None, "Asked of every product, or of every class, by itself."),
    key("report.buckets", Whole(BUCKETS), "", Is("120"), "Time buckets of the series, over warm-up and window together."),
    key("report.impact", Flag, "", Is("false"), "Whether every replication is run once more without any `outages`, on the same draws, to say what they did: orders late, time to survive, time to recover, money."),
    key("report.orders", Flag, "", Is("false"), "Whether the table of orders is written. Of `run` and `optimize`; a sweep and a frontier have no such table."),
    key("report.period", Time(SPAN_ABOVE_0), TIME, Follows("1"), "Length of the periods by which `bullwhip` compares what is released with what is asked; of an item with `review` that."),
    key("report.quantiles", Numbers(INSIDE_0_1), "share", Is("[0.5, 0.9, 0.95, 0.99]"), "Quantiles of the response, ascending."),

    key("defaults", Group, "", None, "What holds for every item or stream that does not say otherwise."),
    key("defaults.items", Group, "", None, "Any key of `items.NAME`. A law or rule of an item's own replaces that of the defaults whole; `buy` is for items without `make`, `make` for items that have one."),
    key("defaults.demand", Group, "", None, "Any key of `demand.NAME`."),

    key("items", Named(NameKind::New), "", None, "Everything stocked or shipped, each at one place, by name."),
    key("items.*", Group, "", None, "One item. With `make` it is made, else it is bought; with both, or several `buy.sources`, `sourcing` says which."),
    key("items.*.cost", Number(NOT_NEGATIVE), PER_PIECE, Is("0"), "Purchase cost of a bought item; of one with several sources by default that of the first, and of one that is made, too, that of `buy`."),
    key("items.*.price", Number(NOT_NEGATIVE), PER_PIECE, Is("0"), "Revenue of a product; of an option or optional part, what it adds when it goes into a sold product."),
    key("items.*.holding_cost", Number(NOT_NEGATIVE), RATE, Follows("`holding_rate` × value"), "Holding cost, as money."),
    key("items.*.warehouse", Later, "", None, "Where it is stored."),
    key("items.*.space", Later, "", None, "Space that a unit takes there."),
    key("items.*.holding_rate", Number(NOT_NEGATIVE), "share of value per year of 365 days", Follows("`costs.holding_rate`"), "Holding cost, as a share of value."),
    key("items.*.label", Label, "", Follows("the name"), "What charts, tables for people and sentences call it."),
    key("items.*.buy", Group, "", None, "How a bought item is replenished."),
    key("items.*.buy.supplier", Name(RefersTo::Supplier), "", Follows("a supplier of its own"), "The supplier, one of `suppliers`."),
    key("items.*.buy.lead_time", Law(LawUse::Time), TIME, Is("0"), "From order to receipt; the service time when the supplier has servers. Drawn once per purchase order."),
];

/// From the crossing rule of a purchase to its lots.
#[rustfmt::skip]
const ORDER_COSTS: &[KeyRow] = &[
    key("items.*.buy.order_cost", Number(NOT_NEGATIVE), "currency per purchase order", Is("0"), "Cost of one purchase order."),
];

/// From the lots of a purchase to the life of an item.
#[rustfmt::skip]
const MADE_ITEMS: &[KeyRow] = &[
    key("items.*.buy.pay_after", Time(SPAN), TIME, Is("0"), "Time from the receipt of a purchase to its payment."),
    key("items.*.buy.carbon", Number(NOT_NEGATIVE), "kg per unit", Is("0"), "Carbon dioxide of one unit and its transport, counted at release."),
    key("items.*.buy.holding_cost", Number(NOT_NEGATIVE), RATE, Is("0"), "Holding cost of units on order."),
    key("items.*.make", Group, "", None, "How a made item is replenished: from parts, or from raw material without limit."),
    key("items.*.make.parts", Named(NameKind::Items), "", None, "Parts of one unit."),
    key("items.*.make.parts.*", Whole(PER_UNIT), "units per unit made", None, "Quantity of this part."),
    key("items.*.make.optional", Named(NameKind::Items), "", None, "Parts taken whole if they are free at the request, else skipped for good."),
    key("items.*.make.optional.*", Whole(PER_UNIT), "units per unit made", None, "Quantity of this part."),
    key("items.*.make.options", Named(NameKind::New), "", None, "Families of options of a configured product: one choice per family and order."),
    key("items.*.make.options.*", Named(NameKind::Items), "", None, "The choices of one family, with their shares."),
    key("items.*.make.options.*.*", Number(NOT_NEGATIVE), "share", None, "Share of orders that take this choice; shares need not sum to 1."),
    key("items.*.make.time", Law(LawUse::Time), TIME, Is("0"), "Time to make a unit or a work order, as `time_per` says."),
    key("items.*.make.time_per", Word(&["unit", "lot"]), "", Follows("`\"unit\"` at a station, `\"lot\"` without one"), "What one draw of `time` is for: each unit made, the times of a work order added up, or a whole work order."),
    key("items.*.make.station", Name(RefersTo::Station), "", Follows("none: a pure delay"), "Where it is made, one of `stations`."),
    key("items.*.make.cost", Number(NOT_NEGATIVE), PER_PIECE, Is("0"), "Value added by making one unit, charged at start."),
    key("items.*.make.alternates", Later, "", None, "Parts that may be taken in place of one that is short."),
    key("items.*.make.steps", Later, "", None, "A routing: steps at several stations, one after the other."),
    key("items.*.make.split", FlagOrWord(&["available"]), "", Is("false"), "Whether a replenishment of q units becomes q work orders of one unit; `\"available\"`: what its parts allow goes as one work order at each receipt."),
    key("items.*.make.setup_time", Law(LawUse::Time), TIME, Is("0"), "Time of one set-up, once per work order."),
    key("items.*.make.setup_cost", Number(NOT_NEGATIVE), "currency per work order", Is("0"), "Cost of one set-up."),
    key("items.*.make.carbon", Number(NOT_NEGATIVE), "kg per unit", Is("0"), "Carbon dioxide of making one unit, counted at start."),
    key("items.*.make.holding_cost", Number(NOT_NEGATIVE), RATE, Follows("the rates of its parts"), "Holding cost of units in process."),
];

/// From the stock rule of an item to the crossing rule of suppliers.
#[rustfmt::skip]
const STOCKED_ITEMS: &[KeyRow] = &[
    key("items.*.receiving", Name(RefersTo::Calendar), "", Follows("always open"), "Hours of the dock, one of `calendars`: a purchase, or a make without a station, that arrives outside of them is received when it opens."),
    key("items.*.stock", Group, "", None, "The stock rule, used by strategies that hold the item."),
];

/// Stations and suppliers.
#[rustfmt::skip]
const RESOURCES: &[KeyRow] = &[
    key("stations", Named(NameKind::New), "", None, "Assembly resources, by name."),
    key("stations.*", Group, "", None, "One station: servers and one queue."),
    key("stations.*.label", Label, "", Follows("the name"), "What charts, tables for people and sentences call it."),
    key("stations.*.servers", Whole(SERVERS), "", Is("1"), "Parallel servers."),
];

/// To the crossing rule of suppliers.
#[rustfmt::skip]
const SUPPLIERS: &[KeyRow] = &[
    key("suppliers", Named(NameKind::New), "", None, "Suppliers that items name, by name."),
    key("suppliers.*", Group, "", None, "One supplier; can serve many items."),
    key("suppliers.*.label", Label, "", Follows("the name"), "What charts, tables for people and sentences call it."),
    key("warehouses", Later, "", None, "Places with a capacity."),
    key("suppliers.*.order_cost", Later, "", None, "Cost of an instant at which anything is ordered there."),
];

/// To the priority of a class.
#[rustfmt::skip]
const CLASSES: &[KeyRow] = &[
    key("classes", Named(NameKind::New), "", None, "Classes of customers that have a priority or terms, by name; a class that streams name needs none."),
    key("classes.*", Group, "", None, "One class. Of `demand.NAME` it takes `due`, `shortage`, `ship`, `delivery`, `backorder_cost` and `lost_cost`, for all its streams that do not say otherwise."),
    key("classes.*.label", Label, "", Follows("the name"), "What charts, tables for people and sentences call it."),
];

/// To the arrivals of a stream.
#[rustfmt::skip]
const DEMAND: &[KeyRow] = &[
    key("demand", Named(NameKind::New), "", None, "Streams of customer orders, by name."),
    key("demand.*", Group, "", None, "One stream."),
    key("demand.*.item", Name(RefersTo::Item), "", Follows("the stream's name"), "The product asked for."),
    key("demand.*.mix", Named(NameKind::Items), "", None, "Several products for one stream, with their shares."),
    key("demand.*.mix.*", Number(NOT_NEGATIVE), "share", None, "Share of orders for this product; shares need not sum to 1."),
    key("demand.*.arrivals", Group, "", Required, "When orders come. The first comes one gap after 0."),
];

/// What a stream asks for.
#[rustfmt::skip]
const ORDERS: &[KeyRow] = &[
    key("demand.*.quantity", Law(LawUse::Units), "units", Is("1"), "Units per order, rounded half up; a draw of 0 is no order."),
    key("demand.*.due", Time(SPAN), TIME, None, "Promised time after the order."),
    key("demand.*.class", Label, "", Is("\"\""), "Class of the customers; results are given per class, too."),
];

/// How its orders are served, and strategies.
#[rustfmt::skip]
const ORDERS_SERVED: &[KeyRow] = &[
    key("demand.*.ship", Word(&["complete", "partial"]), "", Is("\"complete\""), "All units together, or each as it arrives."),
    key("demand.*.delivery", Group, "", None, "The way to the customer."),
    key("demand.*.delivery.time", Law(LawUse::Time), TIME, Is("0"), "Time of the delivery, drawn once per order."),
    key("demand.*.delivery.cost", Number(NOT_NEGATIVE), "currency per order", Is("0"), "Cost of the delivery."),
    key("demand.*.delivery.carbon", Number(NOT_NEGATIVE), "kg per order", Is("0"), "Carbon dioxide of the delivery, counted when it leaves."),
    key("demand.*.pay_after", Time(SPAN), TIME, Is("0"), "Time from the delivery to the payment by the customer."),
    key("demand.*.backorder_cost", NumberOrGroup(NOT_NEGATIVE), RATE, Is("0"), "Cost of a unit owed: a number is the rate from placement to delivery."),
    key("demand.*.backorder_cost.rate", Number(NOT_NEGATIVE), RATE, Is("0"), "Per unit owed and time unit."),
    key("demand.*.backorder_cost.once", Number(NOT_NEGATIVE), PER_PIECE, Is("0"), "Per unit not served at once."),
    key("demand.*.backorder_cost.after", Word(&["placement", "due"]), "", Is("\"placement\""), "When the rate starts to run."),
    key("demand.*.lost_cost", NumberOrGroup(NOT_NEGATIVE), "currency per order", Is("0"), "Cost of what is lost at placement: a number is per order that lost a unit."),
    key("demand.*.lost_cost.order", Number(NOT_NEGATIVE), "currency per order", Is("0"), "Per order that lost a unit."),
    key("demand.*.lost_cost.unit", Number(NOT_NEGATIVE), PER_PIECE, Is("0"), "Per unit lost."),

    key("strategies", Named(NameKind::New), "", Follows("the presets `MTS`, `ATO` and `MTO`"), "What to compare, by name."),
    key("strategies.*", Group, "", None, "One strategy: which items hold stock ahead of orders."),
    key("strategies.*.label", Label, "", Follows("the name"), "What charts, tables for people and sentences call it."),
    key("strategies.*.hold", Holds, "", Is("[]"), "What is held: `\"products\"`, `\"subassemblies\"`, `\"parts\"`, names of items or variants."),
    key("strategies.*.stock", Named(NameKind::ItemsOrVariants), "", None, "Stock rules of this strategy. Naming a rule holds the item."),
    key("strategies.*.stock.*", WordOrGroup(&["none"]), "", None, "Any key of `items.*.stock`, before the item's own; `\"none\"` releases the item."),
];

/// From strategies on.
#[rustfmt::skip]
const SEARCHES: &[KeyRow] = &[
    key("strategies.*.pegging", Word(&["pegged", "pooled"]), "", Follows("`\"pegged\"`, and `\"pooled\"` where lots can exceed a request"), "Whose the units of an order-driven item are: the requester's, or anyone's."),

    key("strategies.*.set", Group, "", None, "What else is otherwise under this strategy: keys of the scenario in quotes, each with its value."),
    key("strategies.*.set.scale", Named(NameKind::Patterns), "", None, "Keys in quotes, each with what its value is multiplied by; of a law the mean."),
    key("strategies.*.set.scale.*", Factor(FACTORS), "", None, "The factor of a key that takes a number or a law."),
    key("strategies.*.set.*", Setting, "", None, "A key of `items`, `stations`, `suppliers`, `calendars`, `costs` or `demand` (but `arrivals`), of what the scenario has. `*` in the place of a name stands for any letters."),

    key("sweep", Group, "", None, "Design points that `pushpull sweep` compares: axes in quotes, and how points are chosen."),
    key("sweep.design", Word(Design::WORDS), "", Is("\"grid\""), "Every combination, a Latin hypercube, points of a Sobol sequence, one axis at a time, or shares of the variance."),
    key("sweep.points", Whole(POINTS), "", None, "Number of points of `lhs` and `sobol`; rows of `sensitivity`, each of one point per axis and two more."),
    key("sweep.scale", Named(NameKind::Patterns), "", None, "Axes of factors: keys in quotes, each with what its value is multiplied by."),
    key("sweep.scale.*", Axis, "", None, "Factors of a key of the scenario that takes a number or a law; of a law the mean is multiplied."),
    key("sweep.*", Axis, "", None, "An axis: a key of the scenario in quotes, or a name with a table of keys that move together."),

    key("optimize", Group, "", None, "What `pushpull optimize`, `pushpull frontier` and `run --at-best` search for: the best numbers of the stock rules of each strategy."),
    key("optimize.objective", Word(&["cost_total", "profit"]), "", Follows("`\"profit\"` where what is sold depends on the stock (orders that are lost or leave, optional parts with a price), else `\"cost_total\"`"), "What is best: the least cost, or the greatest profit."),
    key("optimize.target", Groups, "", Follows("`report.target`, where it is a service or a response"), "Services that are to be met at best money: a table, or a list of them; `[]` for none."),
    key("optimize.target.measure", Text, "", Required, "A service or response measure of orders, such as `on_time_rate`."),
    key("optimize.target.value", Number(ANY), "unit of the measure", Required, "The value to reach: at least for a service, at most for a response."),
    key("optimize.target.product", Name(RefersTo::Item), "", Follows("the whole system"), "Asked of the orders of this product."),
    key("optimize.target.class", Label, "", Follows("the whole system"), "Asked of the orders of this class."),
    key("optimize.target.each", Word(&["product", "class"]), "", None, "Asked of every product, or of every class, by itself."),
    key("optimize.bounds", Named(NameKind::Patterns), "", None, "Between which numbers of units to search, by name of an item or variant; `*` in a quoted name of items stands for any letters. A name goes before a pattern, of patterns the last."),
    key("optimize.bounds.*", Numbers(SIGNED_UNITS), "units", Follows("wide enough for the demand over the lead times"), "Least and greatest number, `[0, 200]`."),
    key("optimize.replications", Whole(SEARCHED), "", Follows("`run.replications`, 30 at most"), "Replications that are searched on; the final estimate uses others."),
    key("optimize.reserves", Flag, "", Is("false"), "Whether what classes leave on shelves (`reserve`) is searched, too, by simulation: from 0 to one unit less than the shelf has at most, or within the bounds `\"ITEM:CLASS\"`; not by `--decoupling`."),
    key("optimize.indifference", Number(POSITIVE), "currency per time unit", Follows("a thousandth of the money"), "The smallest difference of money that matters where the best is selected by simulation."),
    key("optimize.budget", Text, "", Follows("as long as it takes"), "How long the search may take, all strategies together: `\"90s\"`, `\"2m\"`, `\"1h30m\"`; a bare number is seconds. Then the best found so far is estimated on fresh replications, which takes what it takes. With a budget the result depends on the machine and on what else it does."),
    key("optimize.start", Word(&["full", "as_written"]), "", Is("\"full\""), "What is on the shelves at time 0 while levels are searched and estimated: `full`, each item as much as its level; `as_written`, where `stock.initial` is written as much as that, whatever the level."),
    key("optimize.frontier", Group, "", None, "What `pushpull frontier` draws."),
    key("optimize.frontier.measure", Text, "", Follows("that of the first target, else `on_time_rate` where orders have a due time, else `order_fill_rate`"), "The service of the frontier, of the whole system."),
    key("optimize.frontier.levels", NumbersOrGroup(ANY), "unit of the measure", Follows("20 levels from 0.5 to 0.999, for a share"), "Values of the service, or a range of them."),
    key("optimize.frontier.levels.from", Number(ANY), "unit of the measure", Required, "First level."),
    key("optimize.frontier.levels.to", Number(ANY), "unit of the measure", Required, "Last level."),
    key("optimize.frontier.levels.steps", Whole(STEPS), "", Is("20"), "Levels, the first and the last included: evenly spaced; of a share, evenly in nines (−log10 of the share missed)."),
];

/// Keys of a stream that a class has for all its streams.
pub static CLASS_TERMS: &[&str] = &["due", "shortage", "ship", "delivery", "backorder_cost", "lost_cost"];

/// Where the keys of a stock rule stand.
pub static STOCK_MOUNTS: &[&str] = &["items.*.stock", "strategies.*.stock.*"];

/// Keys that exclude each other, those of stock rules apart.
pub static EXCLUSIVE: &[&[Exclusive]] = &[
    CHOICES,
    supply::yields::EXCLUSIVE,
    supply::sourcing::EXCLUSIVE,
    arrivals::EXCLUSIVE,
    arrivals::TRACE_EXCLUSIVE,
    at_work::EXCLUSIVE,
];

#[rustfmt::skip]
const CHOICES: &[Exclusive] = &[
    Exclusive { pattern: "items.*", keys: &["holding_cost", "holding_rate"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "items.*.buy", keys: &["supplier", "crossing"], need: Need::AtMostOne, swap: Swap::Clashes, with: &[], help: "" },
    Exclusive { pattern: "report.target", keys: &["product", "class", "each"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "optimize.target", keys: &["product", "class", "each"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "run.precision", keys: &["relative", "absolute"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "demand.*", keys: &["item", "mix"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
];
