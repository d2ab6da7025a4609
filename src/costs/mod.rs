//! What a replication comes to in money: integer totals of the window, and the one formula that prices them.
//!
//! ```text
//! events (collect) ─┐
//!                   ├─► Totals: unit·ticks and counts by item, sale and option ──Tariff::costs──► money per time unit
//! times (path) ─────┘
//! ```
//!
//! *Architecture invariant:* totals are whole numbers, so they do not depend on the order in which things happened. Money is
//! made of them here and nowhere else, for the record of a run and for the sample paths of a search.

mod prices;

use crate::measures::Measure;
use crate::model::{After, Demand, ItemKind, Model, TICKS_PER_UNIT};
use crate::plan::Plan;
pub(crate) use prices::{ItemPrices, SalePrices};
use prices::{OptionPrice, SourcePrices, priced_options, source_prices};

/// Totals of an item inside the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemTotals {
    /// Unit·ticks in stock and free; committed; in process; in process as a chosen or optional part of another item; on
    /// order.
    pub free: i128,
    /// Unit·ticks committed.
    pub committed: i128,
    /// Unit·ticks in process.
    pub wip: i128,
    /// Unit·ticks in process as a chosen or optional part of another item.
    pub in_process: i128,
    /// Unit·ticks on order.
    pub on_order: i128,
    /// Holding rates times unit·ticks, in grains of the [`Tariff`]: where parts of a kit are counted together.
    pub kits: i128,
    /// Replenishments released, and their units.
    pub released: i64,
    /// Units of the replenishments released.
    pub released_units: i64,
    /// Work orders started, and their units.
    pub jobs_started: i64,
    /// Units of the work orders started.
    pub units_started: i64,
    /// Units that were found bad.
    pub scrapped: i64,
    /// Units there at the start of the window less those there at its end: free, committed, in process, bought and on
    /// order.
    pub drawn_down: i64,
    /// Units written off.
    pub written_off: i64,
}

/// Totals of a sale (a flow and the item that its orders are for) inside the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaleTotals {
    /// Unit·ticks in the backlog, after the grace that the backorder cost leaves.
    pub backlog: i128,
    /// Units of orders placed in the window that had to wait.
    pub late_units: i64,
    /// Orders placed in the window that lost a unit, and units they lost.
    pub lost: i64,
    /// Units of orders placed in the window that were lost.
    pub lost_units: i64,
    /// Orders handed over; units delivered.
    pub handed_over: i64,
    /// Units sold.
    pub sold: i64,
    /// Orders that came back.
    pub came_back: i64,
    /// Unit·ticks from the delivery of a unit to its payment.
    pub receivable: i128,
}

/// Totals of a source inside the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceTotals {
    /// Replenishments released.
    pub released: i64,
    /// Units of them.
    pub released_units: i64,
    /// Units by price: see [`SourcePrices`].
    pub by_price: Vec<i64>,
    /// Unit·ticks from the receipt of a unit to its payment, by price.
    pub payable: Vec<i128>,
    /// Unit·ticks on order.
    pub on_order: i128,
}

/// All that is paid for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// By item of the plan.
    pub items: Vec<ItemTotals>,
    /// By source of the plan; empty where nothing is known of them.
    pub sources: Vec<SourceTotals>,
    /// By sale: see [`Tariff::first_sale`].
    pub sales: Vec<SaleTotals>,
    /// Units sold by option: see [`Tariff::option`].
    pub options: Vec<i64>,
    /// Unit·ticks from their sale to their payment.
    pub options_receivable: Vec<i128>,
}

/// Money per time unit of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MoneyLines {
    /// In the order of [`Measure::COST_LINES`].
    pub lines: [f64; Measure::COST_LINES.len()],
    /// Revenue, money per time unit.
    pub revenue: f64,
    /// Carbon dioxide of purchases, process and deliveries, kg per time unit.
    pub carbon: [f64; 3],
    /// Money that customers owe: mean over time.
    pub receivable: f64,
    /// Money that is owed to suppliers: mean over time.
    pub payable: f64,
}

impl MoneyLines {
    /// Adds to a line.
    pub fn add(&mut self, line: Measure, cost: f64) {
        self.lines[place(line)] += cost;
    }

    /// One line.
    #[must_use]
    pub fn line(&self, line: Measure) -> f64 {
        self.lines[place(line)]
    }

    /// All costs.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.lines.iter().sum()
    }
}

/// Money that is not yet divided by the length of the window.
#[derive(Clone, Debug, Default)]
struct MoneySums {
    /// By cost line: money times ticks, for what is paid over time; money, for what is paid by event.
    over_time: [f64; Measure::COST_LINES.len()],
    by_event: [f64; Measure::COST_LINES.len()],
    revenue: f64,
    /// Of purchases, process and deliveries, kg.
    carbon: [f64; 3],
    /// Money times ticks that customers owe, and that is owed to suppliers.
    receivable: f64,
    payable: f64,
}

/// The place of a cost line.
const fn place(measure: Measure) -> usize {
    measure as usize - Measure::COST_LINES[0] as usize
}

impl MoneySums {
    #[inline]
    fn over_time(&mut self, measure: Measure, integral: i128, rate: f64) {
        self.over_time[place(measure)] += wide(integral) * rate;
    }

    #[inline]
    fn by_event(&mut self, measure: Measure, count: i64, price: f64) {
        self.by_event[place(measure)] += count as f64 * price;
    }

    /// Per time unit of a window of so many ticks, with a price of a kg of carbon dioxide.
    fn per_time_unit(&self, (window, carbon_price): (i64, f64)) -> MoneyLines {
        let (ticks, units) = (window as f64, window as f64 / TICKS_PER_UNIT as f64);
        let line = |line: usize| self.over_time[line] / ticks + self.by_event[line] / units;
        let mut money = MoneyLines {
            lines: std::array::from_fn(line),
            revenue: self.revenue / units,
            carbon: self.carbon.map(|mass| mass / units),
            receivable: self.receivable / ticks,
            payable: self.payable / ticks,
        };
        money.add(Measure::CostCarbon, money.carbon.iter().sum::<f64>() * carbon_price);
        money
    }
}

/// What a plan's items, sales and options cost and bring.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// Length of the window, ticks.
    window: i64,
    /// Cost of a kg of carbon dioxide; of money owed, per time unit.
    carbon_price: f64,
    capital_rate: f64,
    /// Grains of [`ItemTotals::kits`] in one unit of currency.
    pub(crate) grain: f64,
    pub(crate) items: Vec<ItemPrices>,
    sources: Vec<SourcePrices>,
    pub(crate) sales: Vec<SalePrices>,
    /// By flow.
    first_sale: Vec<u32>,
    /// By item, then by part.
    options: Vec<OptionPrice>,
}

impl Tariff {
    /// The prices of a plan of this model.
    #[must_use]
    pub fn new(model: &Model, plan: &Plan) -> Tariff {
        let (mut sales, mut first_sale) = (Vec::new(), Vec::with_capacity(plan.flows.len()));
        for (number, flow) in plan.flows.iter().enumerate() {
            first_sale.push(sales.len() as u32);
            let own = plan.demands[flow.demand as usize].targets.iter().find(|target| target.flow as usize == number);
            let items = own.map_or(&[][..], |target| match target.variants.as_slice() {
                [] => std::slice::from_ref(&target.item),
                variants => variants,
            });
            let terms = &model.demands[flow.origin as usize];
            sales.extend(items.iter().map(|item| SalePrices::new(terms, *item, plan.items[*item as usize].price)));
        }
        Tariff {
            window: plan.end - plan.warm_up,
            carbon_price: model.costs.carbon_price,
            capital_rate: model.costs.capital_rate / model.time_unit.per_year(),
            grain: 1.0,
            items: plan.items.iter().map(|item| ItemPrices::new(model, item)).collect(),
            sources: source_prices(model, plan),
            sales,
            first_sale,
            options: priced_options(model, plan),
        }
    }

    /// The grain in which these holding rates of kits are whole numbers as fine as a word allows.
    pub(crate) fn grain_for(rates: &[Vec<(f64, f64)>]) -> f64 {
        let most = rates.iter().flatten().map(|rate| rate.0).fold(f64::MIN_POSITIVE, f64::max);
        // A power of two: only digits that nobody sees are lost.
        libm::exp2(60.0 - libm::ceil(libm::log2(most)).max(-60.0))
    }

    /// Totals of nothing.
    #[must_use]
    pub fn nothing(&self) -> Totals {
        Totals {
            items: vec![ItemTotals::default(); self.items.len()],
            sources: Vec::new(),
            sales: vec![SaleTotals::default(); self.sales.len()],
            options: vec![0; self.options.len()],
            options_receivable: vec![0; self.options.len()],
        }
    }

    /// The first sale of a flow; that of a variant is as many places further as its configuration.
    #[must_use]
    pub fn first_sale(&self, flow: u32) -> u32 {
        self.first_sale[flow as usize]
    }

    /// Where units of a part that are sold with an item are counted; `None` where they bring nothing.
    #[must_use]
    pub fn option(&self, item: u32, part: u32) -> Option<usize> {
        self.options.binary_search_by_key(&(item, part), |option| (option.item, option.part)).ok()
    }

    /// Money of the whole system, which alone has a cost of money owed.
    #[must_use]
    pub fn costs(&self, totals: &Totals) -> MoneyLines {
        let mut sums = MoneySums::default();
        self.add_up(totals, |_| 0, std::slice::from_mut(&mut sums));
        let mut money = sums.per_time_unit(self.terms());
        money.add(Measure::CostCapital, (money.receivable - money.payable) * self.capital_rate);
        money
    }

    /// Money by item of the plan; costs of a sale belong to the item sold.
    #[must_use]
    pub fn costs_by_item(&self, totals: &Totals) -> Vec<MoneyLines> {
        let mut sums = vec![MoneySums::default(); self.items.len()];
        self.add_up(totals, |item| item as usize, &mut sums);
        sums.iter().map(|own| own.per_time_unit(self.terms())).collect()
    }

    /// Money by source of the plan.
    #[must_use]
    pub fn costs_by_source(&self, totals: &Totals) -> Vec<MoneyLines> {
        let of = |(prices, own): (&SourcePrices, &SourceTotals)| {
            let mut sums = MoneySums::default();
            add_source(prices, own, &mut sums);
            sums.per_time_unit(self.terms())
        };
        self.sources.iter().zip(&totals.sources).map(of).collect()
    }

    /// Money of the sales of some flows, and of the options sold in them: backorders, lost orders, deliveries, revenue.
    #[must_use]
    pub fn costs_of_sales(&self, flows: &[usize], sales: &[SaleTotals], options: &[i64]) -> MoneyLines {
        let mut sums = MoneySums::default();
        for flow in flows {
            let end = self.first_sale.get(flow + 1).map_or(self.sales.len(), |next| *next as usize);
            let own = self.first_sale[*flow] as usize..end;
            self.sales[own.clone()].iter().zip(&sales[own]).for_each(|(prices, own)| add_sale(prices, own, &mut sums));
        }
        sums.revenue +=
            self.options.iter().zip(options).map(|(option, units)| *units as f64 * option.price).sum::<f64>();
        sums.per_time_unit(self.terms())
    }

    /// Units sold of each item.
    #[must_use]
    pub fn units_sold(&self, totals: &Totals) -> Vec<i64> {
        let mut units = vec![0; self.items.len()];
        self.sales.iter().zip(&totals.sales).for_each(|(sale, sums)| units[sale.item as usize] += sums.sold);
        units
    }

    fn terms(&self) -> (i64, f64) {
        (self.window, self.carbon_price)
    }

    /// Adds up all totals, those of an item at its place.
    fn add_up(&self, totals: &Totals, place: impl Fn(u32) -> usize, sums: &mut [MoneySums]) {
        for ((item, prices), own) in (0..).zip(&self.items).zip(&totals.items) {
            self.add_item(prices, own, &mut sums[place(item)]);
        }
        for (prices, own) in self.sources.iter().zip(&totals.sources) {
            add_source(prices, own, &mut sums[place(prices.item)]);
        }
        for (prices, own) in self.sales.iter().zip(&totals.sales) {
            add_sale(prices, own, &mut sums[place(prices.item)]);
        }
        for (option, units) in self.options.iter().zip(&totals.options) {
            sums[place(option.item)].revenue += *units as f64 * option.price;
        }
        for (option, owed) in self.options.iter().zip(&totals.options_receivable) {
            sums[place(option.item)].receivable += wide(*owed) * option.price;
        }
    }

    fn add_item(&self, prices: &ItemPrices, own: &ItemTotals, sums: &mut MoneySums) {
        let stocked = match prices.kind {
            ItemKind::Product => Measure::CostHoldingProducts,
            ItemKind::Subassembly | ItemKind::Part => Measure::CostHoldingParts,
        };
        sums.by_event(Measure::CostPurchase, own.released_units, prices.purchase);
        sums.by_event(Measure::CostOrdering, own.released, prices.ordering);
        sums.over_time(stocked, own.free, prices.holding);
        sums.over_time(Measure::CostHoldingParts, own.kits, 1.0 / self.grain);
        sums.over_time(Measure::CostHoldingCommitted, own.committed, prices.holding);
        sums.over_time(Measure::CostHoldingWip, own.wip, prices.wip);
        sums.over_time(Measure::CostHoldingWip, own.in_process, prices.holding);
        sums.over_time(Measure::CostHoldingPipeline, own.on_order, prices.pipeline);
        sums.by_event(Measure::CostProcess, own.units_started, prices.process);
        sums.by_event(Measure::CostSetup, own.jobs_started, prices.setup);
        sums.by_event(Measure::CostObsolete, own.written_off, prices.write_off);
        sums.by_event(Measure::CostStockChange, own.drawn_down, prices.drawn_down);
        sums.by_event(Measure::CostScrap, own.scrapped, prices.scrap);
        sums.carbon[0] += own.released_units as f64 * prices.carbon[0];
        sums.carbon[1] += own.units_started as f64 * prices.carbon[1];
    }
}

fn add_source(prices: &SourcePrices, own: &SourceTotals, sums: &mut MoneySums) {
    for (price, units) in prices.prices.iter().zip(&own.by_price).filter(|_| prices.is_charged) {
        sums.by_event(Measure::CostPurchase, *units, *price);
    }
    for (price, owed) in prices.prices.iter().zip(&own.payable) {
        sums.payable += wide(*owed) * price;
    }
    sums.by_event(Measure::CostOrdering, own.released, prices.ordering);
    sums.over_time(Measure::CostHoldingPipeline, own.on_order, prices.pipeline);
    sums.carbon[0] += own.released_units as f64 * prices.carbon;
}

fn add_sale(prices: &SalePrices, own: &SaleTotals, sums: &mut MoneySums) {
    sums.over_time(Measure::CostBackorder, own.backlog, prices.backlog);
    sums.by_event(Measure::CostBackorder, own.late_units, prices.late);
    sums.by_event(Measure::CostLost, own.lost, prices.lost.order);
    sums.by_event(Measure::CostLost, own.lost_units, prices.lost.unit);
    sums.by_event(Measure::CostDelivery, own.handed_over, prices.delivery);
    sums.by_event(Measure::CostReturns, own.came_back, prices.came_back);
    sums.carbon[2] += own.handed_over as f64 * prices.carbon;
    sums.receivable += wide(own.receivable) * prices.price;
    sums.revenue += own.sold as f64 * prices.price;
}

/// Ticks after placement until the backorder cost of a demand runs.
#[must_use]
pub fn grace(demand: &Demand) -> i64 {
    match demand.backorder.after {
        After::Placement => 0,
        After::Due => demand.due.map_or(0, |due| due.0),
    }
}

/// The nearest double. Most integrals fit a word, which is quick; that the other way is not taken along keeps the compiler from
/// making one slow way of both.
#[inline]
pub(crate) fn wide(integral: i128) -> f64 {
    #[cold]
    #[inline(never)]
    fn long(integral: i128) -> f64 {
        integral as f64
    }
    i64::try_from(integral).map_or_else(|_| long(integral), |word| word as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cost_lines_stand_side_by_side() {
        for (place, line) in Measure::COST_LINES.into_iter().enumerate() {
            let mut sums = MoneySums::default();
            sums.by_event(line, 3, 2.0);
            let money = sums.per_time_unit((2 * TICKS_PER_UNIT, 0.0));
            assert_eq!((money.lines[place], money.cost()), (3.0, 3.0), "{line:?}");
        }
    }
}
