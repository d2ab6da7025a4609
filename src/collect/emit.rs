//! From counts to the values of a record. One walk over all entities serves the layout and the values, so that they
//! cannot disagree.

use super::deviation::deviation;
use super::impact::Books;
use super::items::{ItemCell, LeadTimes, QueueCell, WHOLE};
use super::marks::STEPS_PER_BUCKET;
use super::measurer::{Count, Measurer};
use super::orders::OrderCell;
use super::sink::{RecordValues, Sink, ratio};
use crate::costs::{ItemTotals, MoneyLines, Totals, wide};
use crate::engine::LevelKind;
use crate::measures::{EntityKind, Measure};
use crate::model::{ItemId, StockChange, TICKS_PER_UNIT};
use crate::plan::{Plan, SupplyPlan};
use crate::record::{Entity, Entries, Layout, RunKey, RunRecord};
use std::ops::{Deref, Range};

/// Products whose response distribution is kept one by one, at most.
const DISTRIBUTIONS: usize = 64;

/// Ticks to time units.
pub(super) fn units(ticks: i128) -> f64 {
    wide(ticks) / TICKS_PER_UNIT as f64
}

/// The digits after the point of a quantile: 0.5 → `50`, 0.95 → `95`, 0.999 → `999`.
fn quantile_label(q: f64) -> String {
    let digits = format!("{q}");
    let digits = digits.trim_start_matches("0.");
    if digits.len() < 2 { format!("{digits}0") } else { digits.into() }
}

/// What is summed up once for a whole record.
pub(super) struct Summed<'m> {
    /// Customer orders of all flows together, and by product in the order of the file.
    system: &'m OrderCell,
    products: Vec<(ItemId, Sum<'m>)>,
    /// Money of the system, and by item of the plan; units sold of each.
    money: MoneyLines,
    by_item: Vec<MoneyLines>,
    by_source: Vec<MoneyLines>,
    sold: Vec<i64>,
}

/// Some flows together.
enum Sum<'m> {
    /// There is one: nothing is copied.
    One(&'m OrderCell),
    Many(Box<OrderCell>),
}

impl Deref for Sum<'_> {
    type Target = OrderCell;
    fn deref(&self) -> &OrderCell {
        match self {
            Sum::One(cell) => cell,
            Sum::Many(cell) => cell,
        }
    }
}

impl Measurer<'_> {
    /// What stands at each place of this measurer's records.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let (mut values, mut sum) = (Entries::default(), self.no_orders());
        let totals = self.totals(&mut sum);
        self.walk(&totals, &mut values);
        values.close();
        let mut sketches = vec![Entity { kind: EntityKind::System, name: String::new() }];
        for (product, _) in totals.products.iter().take(DISTRIBUTIONS) {
            sketches.push(Entity { kind: EntityKind::Product, name: self.model.item(*product).name.clone() });
        }
        Layout { values, sketches, tracks: self.tracks.clone(), buckets: self.model.report.buckets }
    }

    /// The record of the replication just measured.
    pub(super) fn record(&mut self, key: RunKey, events: u64) -> RunRecord {
        self.flows.iter_mut().for_each(|cell| {
            cell.responses.settle();
            // All orders of a flow are quoted, or none.
            cell.dealings.kept = if cell.dealings.in_use.quotes { cell.on_time } else { 0 };
        });
        let mut sum = std::mem::take(&mut self.sum);
        let totals = self.totals(&mut sum);
        let count = self.count_values(&totals);
        let (values, divisors) = (Vec::with_capacity(count.values), Vec::with_capacity(count.divisors));
        let mut values = RecordValues { values, divisors };
        self.walk(&totals, &mut values);
        let products = totals.products.iter().take(DISTRIBUTIONS).map(|(_, cell)| cell.responses.compact());
        let sketches = std::iter::once(totals.system.responses.compact()).chain(products).collect();
        self.sum = sum;
        self.count = count;
        debug_assert_eq!(self.pilot.len(), (2 * self.model.report.buckets * STEPS_PER_BUCKET) as usize);
        RunRecord {
            key,
            values: values.values,
            divisors: values.divisors,
            sketches,
            series: self.series.clone(),
            pilot: self.pilot.clone(),
            events,
            residual: self.residual(),
        }
    }

    /// How many values a record has: known from the last one.
    fn count_values(&self, totals: &Summed<'_>) -> Count {
        let mut count = self.count;
        if count.values == 0 {
            self.walk(totals, &mut count);
        }
        count
    }

    /// Sums of flows and money; `sum` is the memory of the largest.
    pub(super) fn totals<'m>(&'m self, sum: &'m mut OrderCell) -> Summed<'m> {
        let flows = self.plan.flows.iter().zip(0..);
        let mut flows: Vec<(ItemId, usize)> = flows.map(|(flow, place)| (flow.product, place)).collect();
        flows.sort_unstable();
        let products = flows.chunk_by(|one, next| one.0 == next.0);
        let paid = self.paid();
        let (mut money, mut by_item) = (self.sales.tariff.costs(&paid), self.sales.tariff.costs_by_item(&paid));
        for (own, cell) in by_item.iter_mut().zip(&self.items) {
            let cost = cell.changeover_cost / self.horizon();
            own.add(Measure::CostSetup, cost);
            money.add(Measure::CostSetup, cost);
        }
        Summed {
            products: products.map(|own| (own[0].0, self.sum_flows(own.iter().map(|(_, flow)| *flow)))).collect(),
            system: self.sum_all(sum),
            money,
            by_item,
            by_source: self.sales.tariff.costs_by_source(&paid),
            sold: self.sales.tariff.units_sold(&paid),
        }
    }

    /// What is paid for.
    fn paid(&self) -> Totals {
        let item = |cell: &ItemCell| ItemTotals {
            free: cell.levels[LevelKind::Free as usize].total(),
            committed: cell.levels[LevelKind::Committed as usize].total(),
            wip: cell.wip,
            in_process: cell.in_process,
            on_order: cell.on_order,
            kits: 0,
            released: cell.released as i64,
            released_units: cell.released_units,
            jobs_started: cell.jobs_started as i64,
            units_started: cell.units_started,
            scrapped: cell.scrapped,
            drawn_down: cell.drawn_down,
            written_off: cell.written_off,
        };
        Totals {
            items: self.items.iter().map(item).collect(),
            sources: self.paid_at_sources(),
            sales: self.sales.cells.clone(),
            options: self.sales.options.clone(),
            options_receivable: self.sales.options_receivable.clone(),
        }
    }

    fn sum_all<'m>(&'m self, sum: &'m mut OrderCell) -> &'m OrderCell {
        if let [only] = self.flows.as_slice() {
            return only;
        }
        sum.clear();
        self.flows.iter().for_each(|cell| sum.merge(cell));
        sum
    }

    fn sum_flows(&self, mut flows: impl Iterator<Item = usize>) -> Sum<'_> {
        let Some(first) = flows.next() else { return Sum::Many(Box::new(self.no_orders())) };
        let first = Sum::One(&self.flows[first]);
        flows.fold(first, |sum, flow| {
            let mut sum = match sum {
                Sum::One(cell) => Box::new(cell.clone()),
                Sum::Many(sum) => sum,
            };
            sum.merge(&self.flows[flow]);
            Sum::Many(sum)
        })
    }

    /// Money of the system and of each product.
    pub(super) fn books(&self) -> (Books, Vec<(ItemId, Books)>) {
        let mut sum = self.no_orders();
        let totals = self.totals(&mut sum);
        let system = Books::of(&totals.money);
        (system, self.books_of_products(&totals))
    }

    fn no_orders(&self) -> OrderCell {
        OrderCell::new(self.model.report.windows.len())
    }

    /// Length of the window, time units.
    pub(super) fn horizon(&self) -> f64 {
        self.model.run.horizon.units()
    }

    /// Time average of an integral over the window.
    pub(super) fn mean(&self, integral: i128) -> f64 {
        wide(integral) / self.model.run.horizon.0 as f64
    }

    fn walk(&self, totals: &Summed<'_>, sink: &mut dyn Sink) {
        sink.entity(EntityKind::System, "");
        self.system(totals, sink);
        let books = self.books_of_products(totals);
        for ((product, cell), (_, books)) in totals.products.iter().zip(books) {
            self.product(*product, cell, books, sink);
        }
        for class in self.classes() {
            sink.entity(EntityKind::Class, class);
            let of_class = |flow: usize| self.model.demands[self.plan.flows[flow].origin as usize].class == class;
            let own: Vec<usize> = (0..self.flows.len()).filter(|flow| of_class(*flow)).collect();
            let cell = self.sum_flows(own.iter().copied());
            self.service(&cell, sink);
            self.response(&cell, sink);
            self.decomposition(&cell, sink);
            self.counts(&cell, sink);
            let number = self.plan.classes.urgency(class).class;
            self.money_of_class(&self.sales.of_class(&own, number), sink);
        }
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|item| (self.plan.items[*item].origin, self.plan.items[*item].variant));
        let placed: u64 = self.flows.iter().map(|cell| cell.placed).sum();
        for item in order {
            sink.entity(EntityKind::Item, &self.plan.items[item].name);
            self.item(item, placed, &totals.by_item[item], sink);
        }
        self.walk_sources(&totals.by_source, sink);
        self.resources(sink);
    }

    /// Classes with a name, in the order of the file.
    fn classes(&self) -> Vec<&str> {
        let mut classes: Vec<&str> = Vec::new();
        for demand in &self.model.demands {
            if !demand.class.is_empty() && !classes.contains(&demand.class.as_str()) {
                classes.push(&demand.class);
            }
        }
        classes
    }

    fn service(&self, cell: &OrderCell, sink: &mut dyn Sink) {
        let placed = cell.placed as f64;
        sink.divide(Measure::OrderFillRate, None, cell.at_once as f64, placed);
        sink.divide(Measure::PartsFillRate, None, cell.parts_at_once as f64, cell.needing as f64);
        sink.divide(Measure::OnTimeRate, None, cell.on_time as f64, cell.due as f64);
        sink.divide(Measure::LostRate, None, cell.lost as f64, placed);
        sink.divide(Measure::LeftRate, None, cell.left as f64, placed);
        sink.divide(Measure::CensoredOrders, None, cell.censored as f64, placed);
        cell.dealings.put(placed, sink);
    }

    fn response(&self, cell: &OrderCell, sink: &mut dyn Sink) {
        let n = cell.delivered;
        sink.divide(Measure::ResponseMean, None, units(cell.response), n as f64);
        sink.put(Measure::ResponseSd, None, deviation(n, cell.response, cell.response_squares));
        let quantiles = &self.model.report.quantiles;
        for (q, value) in quantiles.iter().zip(cell.responses.quantiles(quantiles)) {
            let value = value.map_or(f64::NAN, |ticks| ticks / TICKS_PER_UNIT as f64);
            sink.put(Measure::ResponseQuantile, Some(&quantile_label(*q)), value);
        }
        for (window, count) in self.model.report.windows.iter().zip(&cell.within) {
            sink.divide(Measure::ResponseWithin, Some(&window.label), *count as f64, cell.placed as f64);
        }
    }

    fn decomposition(&self, cell: &OrderCell, sink: &mut dyn Sink) {
        let n = cell.delivered as f64;
        sink.divide(Measure::WaitPartsMean, None, units(cell.wait_parts), n);
        sink.divide(Measure::WaitStationMean, None, units(cell.wait_station), n);
        sink.divide(Measure::ProcessMean, None, units(cell.process), n);
        sink.divide(Measure::DeliveryMean, None, units(cell.delivery), n);
    }

    fn counts(&self, cell: &OrderCell, sink: &mut dyn Sink) {
        sink.put(Measure::OpenOrdersMean, None, self.mean(cell.open));
        sink.put(Measure::OrdersPlaced, None, cell.placed as f64);
        sink.put(Measure::OrdersDelivered, None, cell.delivered as f64);
        sink.put(Measure::OrdersLost, None, cell.lost as f64);
        sink.put(Measure::Throughput, None, cell.delivered as f64 / self.horizon());
    }

    fn system(&self, totals: &Summed<'_>, sink: &mut dyn Sink) {
        let cell = totals.system;
        self.service(cell, sink);
        self.response(cell, sink);
        self.decomposition(cell, sink);
        self.counts(cell, sink);
        let plan = &self.plan.items;
        let value: f64 = (0..plan.len()).map(|item| self.inventory_value(item)).sum::<f64>()
            + (0..plan.len()).map(|item| self.mean(self.items[item].wip) * plan[item].value).sum::<f64>();
        let sold: f64 = totals.sold.iter().zip(plan).map(|(units, item)| *units as f64 * item.value).sum();
        self.turns(value, sold, sink);
        let days = self.horizon() * 365.0 / self.model.time_unit.per_year();
        self.working_capital(&totals.money, (value, sold / days), sink);
        self.written_off(0..plan.len(), sink);
        let total = self.cost_lines(EntityKind::System, &totals.money, 0..plan.len(), sink);
        sink.divide(Measure::CostPerOrder, None, total * self.horizon(), cell.delivered as f64);
        let revenue = totals.money.revenue;
        sink.put(Measure::Revenue, None, revenue);
        sink.put(Measure::Profit, None, revenue - total);
        self.carbon(totals.money.carbon, sink);
        self.put_impact(0..self.flows.len(), None, Books::of(&totals.money), sink);
    }

    /// What a class pays and costs by itself.
    fn money_of_class(&self, money: &MoneyLines, sink: &mut dyn Sink) {
        for (measure, cost) in Measure::COST_LINES.into_iter().zip(money.lines) {
            let can_fall = measure != Measure::CostReturns || self.returns();
            if can_fall && measure.definition().grain.contains(&EntityKind::Class) {
                sink.put(measure, None, cost);
            }
        }
        sink.put(Measure::Revenue, None, money.revenue);
    }

    /// Money of each product: of the items of the plan that it, or one of its variants, is.
    pub(super) fn books_of_products(&self, totals: &Summed<'_>) -> Vec<(ItemId, Books)> {
        let mut own: Vec<(ItemId, usize)> = self.plan.items.iter().map(|item| item.origin).zip(0..).collect();
        own.sort_unstable();
        let books = |product: ItemId| {
            let first = own.partition_point(|(origin, _)| *origin < product);
            let own = own[first..].iter().take_while(|(origin, _)| *origin == product);
            let money: Vec<&MoneyLines> = own.map(|(_, item)| &totals.by_item[*item]).collect();
            Books {
                cost: money.iter().map(|money| money.cost()).sum(),
                revenue: money.iter().map(|money| money.revenue).sum(),
                receivable: money.iter().map(|money| money.receivable).sum(),
                carbon: std::array::from_fn(|line| money.iter().map(|money| money.carbon[line]).sum()),
            }
        };
        totals.products.iter().map(|(product, _)| (*product, books(*product))).collect()
    }

    fn product(&self, product: ItemId, cell: &OrderCell, books: Books, sink: &mut dyn Sink) {
        sink.entity(EntityKind::Product, &self.model.item(product).name);
        self.service(cell, sink);
        self.response(cell, sink);
        self.decomposition(cell, sink);
        sink.divide(Measure::WaitHeldMean, None, units(cell.wait_held), cell.held_delivered as f64);
        self.counts(cell, sink);
        sink.put(Measure::Revenue, None, books.revenue);
        sink.put(Measure::Profit, None, books.revenue - books.cost);
        self.owed_and_emitted(&books, sink);
        let own = |flow: &usize| self.plan.flows[*flow].product == product;
        self.put_impact((0..self.flows.len()).filter(own), Some(product), books, sink);
    }

    fn level(&self, item: usize, kind: LevelKind) -> f64 {
        self.mean(self.items[item].levels[kind as usize].total())
    }

    fn inventory_value(&self, item: usize) -> f64 {
        (self.level(item, LevelKind::Free) + self.level(item, LevelKind::Committed)) * self.plan.items[item].value
    }

    /// Turns and days of supply of stock worth `value` from which `used` (money) was taken in the window.
    fn turns(&self, value: f64, used: f64, sink: &mut dyn Sink) {
        sink.put(Measure::InventoryValueMean, None, value);
        let per_year = used / self.horizon() * self.model.time_unit.per_year();
        sink.divide(Measure::InventoryTurns, None, per_year, value);
        sink.divide(Measure::DaysOfSupply, None, value * 365.0, per_year);
    }

    /// Whether units of these items may be written off.
    fn writes_off(&self, mut items: Range<usize>) -> bool {
        let Plan { items: all, written_off_back: back, .. } = self.plan;
        items.any(|item| all[item].life.is_some() || back.get(item).is_some_and(|is_written_off| *is_written_off))
    }

    /// Units written off and their value, of these items together; nothing where none may be.
    fn written_off(&self, items: Range<usize>, sink: &mut dyn Sink) {
        if self.writes_off(items.clone()) {
            let cells = || items.clone().map(|item| (self.items[item].written_off as f64, self.plan.items[item].value));
            let (units, value) =
                (cells().map(|cell| cell.0).sum::<f64>(), cells().map(|cell| cell.0 * cell.1).sum::<f64>());
            sink.put(Measure::WrittenOffRate, None, units / self.horizon());
            sink.put(Measure::WrittenOffValue, None, value / self.horizon());
        }
    }

    /// The lines of the entity that these items are, and their total, which it gives.
    fn cost_lines(&self, of: EntityKind, money: &MoneyLines, items: Range<usize>, sink: &mut dyn Sink) -> f64 {
        let writes_off = self.writes_off(items);
        let can_fall = |measure| match measure {
            Measure::CostStockChange => self.model.costs.stock_change == StockChange::Counted,
            Measure::CostObsolete => writes_off,
            Measure::CostReturns => self.returns(),
            Measure::CostCapital => of == EntityKind::System && self.model.costs.capital_rate > 0.0,
            Measure::CostCarbon => self.model.costs.carbon_price > 0.0 && self.model.emits_carbon(),
            Measure::CostScrap => self.plan.sources.iter().any(|source| source.yields.is_some()),
            _ => true,
        };
        for (measure, cost) in Measure::COST_LINES.into_iter().zip(money.lines).filter(|(line, _)| can_fall(*line)) {
            sink.put(measure, None, cost);
        }
        let total = money.cost();
        sink.put(Measure::CostTotal, None, total);
        total
    }

    fn item(&self, item: usize, placed: u64, money: &MoneyLines, sink: &mut dyn Sink) {
        let (cell, plan) = (&self.items[item], &self.plan.items[item]);
        let asked = cell.asked as f64;
        sink.divide(Measure::UnitFillRate, None, cell.at_once as f64, asked);
        sink.put(Measure::ReadyRate, None, self.mean(cell.in_stock.total()));
        sink.put(Measure::NoBacklogRate, None, 1.0 - self.mean(cell.in_backlog.total()));
        sink.divide(Measure::CycleServiceLevel, None, cell.cycles.clean as f64, cell.cycles.ended as f64);
        let short = cell.in_backlog.total() + cell.cycles.refusing();
        sink.put(Measure::NoShortageRate, None, 1.0 - self.mean(short));
        sink.divide(Measure::WaitMean, None, units(cell.wait), cell.served as f64);
        for (place, window) in self.model.report.windows.iter().enumerate() {
            let late = cell.within.get(place).copied().unwrap_or(0);
            // Units served within the window: those of requests met at once, and those of the backlog.
            let at_once = cell.at_once - cell.backlog_at_once;
            sink.divide(Measure::WaitWithin, Some(&window.label), (at_once + late) as f64, asked);
        }
        for (measure, kind) in [
            (Measure::OnHandMean, LevelKind::Free),
            (Measure::CommittedMean, LevelKind::Committed),
            (Measure::BacklogMean, LevelKind::Backlog),
        ] {
            sink.put(measure, None, self.level(item, kind));
        }
        sink.put(Measure::OnOrderMean, None, self.mean(cell.on_order));
        if matches!(plan.supply, SupplyPlan::Make(_)) {
            sink.put(Measure::WipMean, None, self.mean(cell.wip));
            sink.put(Measure::WaitingPartsMean, None, self.mean(cell.waiting_parts));
        }
        self.replenishments(cell.released, cell.released_units, &cell.lead, sink);
        let (released, asked) = cell.swings.dispersions(self.window);
        sink.divide(Measure::Bullwhip, None, released, asked);
        if self.model.item(plan.origin).has_yield() {
            sink.put(Measure::ScrapRate, None, cell.scrapped as f64 / self.horizon());
        }
        if let Some(place) = plan.moving {
            let own = &self.forecasts[place as usize];
            sink.divide(Measure::LevelMean, None, wide(own.levels), own.reviews as f64);
            sink.divide(Measure::ForecastBias, None, own.errors, own.judged as f64);
            sink.put(Measure::ForecastRmse, None, ratio(own.squares, own.judged as f64).sqrt());
        }
        let whole = WHOLE as f64;
        sink.divide(Measure::BlockingShare, None, cell.blocked as f64 / whole, self.delayed as f64);
        let blocking = units(cell.blocked_time) / whole;
        sink.divide(Measure::BlockingTime, None, blocking, placed as f64);
        sink.put(Measure::UnitValue, None, plan.value);
        self.turns(self.inventory_value(item), cell.taken as f64 * plan.value, sink);
        if plan.life.is_some_and(|life| self.plan.lives[life as usize].ages()) {
            sink.divide(Measure::ExpiredShare, None, cell.expired as f64, cell.received_units as f64);
        }
        self.written_off(item..item + 1, sink);
        if self.model.has_terms() {
            sink.put(Measure::PayableMean, None, money.payable);
        }
        self.cost_lines(EntityKind::Item, money, item..item + 1, sink);
        self.carbon(money.carbon, sink);
        sink.put(Measure::LittleResidual, None, item_residual(cell));
    }

    pub(super) fn replenishments(&self, count: u64, size: i64, lead: &LeadTimes, sink: &mut dyn Sink) {
        sink.put(Measure::ReplenishmentRate, None, count as f64 / self.horizon());
        sink.divide(Measure::ReplenishmentSizeMean, None, size as f64, count as f64);
        sink.divide(Measure::LeadTimeMean, None, units(lead.sum), lead.count as f64);
        sink.put(Measure::LeadTimeSd, None, deviation(lead.count, lead.sum, lead.squares));
        sink.divide(Measure::CrossedShare, None, lead.crossed as f64, lead.count as f64);
    }

    /// Largest self-check residual.
    fn residual(&self) -> f64 {
        let items = self.items.iter().map(item_residual);
        let stations = self.stations.iter().map(queue_residual);
        items.chain(stations).fold(0.0, f64::max)
    }
}

/// Little's law, both sides exact: 0 unless something is wrong.
fn item_residual(cell: &ItemCell) -> f64 {
    let integral = cell.levels[LevelKind::Backlog as usize].total();
    (integral - cell.waited).unsigned_abs() as f64 / integral.max(1) as f64
}

pub(super) fn queue_residual(cell: &QueueCell) -> f64 {
    let integral = cell.queue.total();
    (integral - cell.waited).unsigned_abs() as f64 / integral.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Sketch;

    #[test]
    fn quantiles_are_named_by_their_digits() {
        assert_eq!([0.5, 0.9, 0.95, 0.999].map(quantile_label), ["50", "90", "95", "999"]);
    }

    #[test]
    fn nothing_to_judge_is_missing() {
        assert!(ratio(0.0, 0.0).is_nan());
        let empty: Sketch = Sketch::default();
        assert_eq!(empty.quantile(0.5), None);
    }
}
