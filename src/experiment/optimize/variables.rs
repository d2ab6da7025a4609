//! Which numbers may be chosen: one variable per number of a held item's stock rule, like variants together.

use super::{Space, Variable};
use crate::laws::{Law, Moments};
use crate::model::{ItemId, Model, Supply, SupplyWay};
use crate::plan::sizing::{Rate, rates, rule};
use crate::plan::{Mode, Plan};
use crate::reader::{quote, quote_key};
use crate::rules::stock::{self, Level, Lever, RuleNumber};
use std::collections::BTreeMap;

/// Variants of one product, or items of a strategy, that are searched one by one, at most; of more, like ones are
/// searched together.
const APART: usize = 12;
/// Standard deviations of the demand over the longest lead time that the greatest base stock covers.
const DEVIATIONS: f64 = 6.0;
/// How often a queue multiplies the lead time, for the greatest base stock only.
const QUEUE: f64 = 3.0;

/// A range for a number of an item, in place of the one derived from the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// An item of the model, or a variant as `pc[board_a,ssd_1]`.
    pub item: String,
    /// The number it limits; all numbers of the rule that do not name another if `None`.
    pub number: Option<RuleNumber>,
    /// Least and greatest value, units.
    pub range: (i64, i64),
}

/// The numbers of the stock rules that a strategy's search may choose. The range of each is from nothing to more than
/// the demand of the longest lead time, or what `limits` say.
#[must_use]
pub fn space(model: &Model, plan: &Plan, limits: &[Limit]) -> Space {
    let (rates, spans) = (rates(model, plan), spans(model, plan));
    let mut variables = Vec::new();
    for items in groups(model, plan, &rates) {
        let first = items[0] as usize;
        let most = items.iter().map(|item| most(plan, *item as usize, &rates, &spans)).max().unwrap_or(0);
        for Lever { key, number, offset } in levers_of(model, plan, first) {
            let level = plan.levels.0[first];
            let own = limit(model, plan, first, number, limits).map(|(low, high)| (low - offset, high - offset));
            let bounds = own.unwrap_or_else(|| range(number, level, most));
            // A safety stock is not below 0, whatever the level beside it.
            let bounds = if plan.items[first].moving.is_some() { from(-offset, bounds) } else { bounds };
            let keys = keys(model, plan, &items, key);
            variables.push(Variable { keys, items: items.clone(), number, bounds, offset });
        }
    }
    make_room(&mut variables);
    Space { variables, base: plan.levels(), initial: Vec::new(), net: plan.opening_nets() }
}

/// Held items whose limits leave a rule of minimum and maximum no two values, with those limits.
#[must_use]
pub fn without_room(model: &Model, plan: &Plan, limits: &[Limit]) -> Vec<(String, (i64, i64))> {
    let held = (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held);
    let pairs = held.filter(|item| levers_of(model, plan, *item).iter().any(|lever| lever.number == RuleNumber::Max));
    let narrow = |item: usize| {
        let range = limit(model, plan, item, RuleNumber::Max, limits).filter(|range| range.0 >= range.1)?;
        Some((plan.items[item].name.clone(), range))
    };
    pairs.filter_map(narrow).collect()
}

/// Leaves every minimum at least one value below every maximum of its rule: the range of the maximum counts.
fn make_room(variables: &mut [Variable]) {
    for place in 1..variables.len() {
        let [min, max] = &mut variables[place - 1..=place] else { continue };
        if (min.number, max.number) == (RuleNumber::Min, RuleNumber::Max) {
            min.bounds.1 = min.bounds.1.min(max.bounds.1 - 1);
            min.bounds.0 = min.bounds.0.min(min.bounds.1);
            max.bounds.0 = max.bounds.0.max(min.bounds.0 + 1);
        }
    }
}

/// The numbers of a held item's rule that may move.
fn levers_of(model: &Model, plan: &Plan, item: usize) -> Vec<Lever> {
    let Some(stock) = rule(model, plan, item) else { return Vec::new() };
    let mut levers = stock::levers(&stock.rule);
    if let Some(place) = plan.items[item].moving {
        // What is searched is the first level; the key says the safety stock in it.
        levers.iter_mut().for_each(|lever| lever.offset = plan.moving[place as usize].safety_offset());
    }
    // The rule's own come last: what else is set stands beside the last of them.
    let rush = stock.rush.as_ref().map(|_| stock::rush::lever());
    rush.into_iter().chain(levers).collect()
}

/// Bounds that begin at a number or above.
fn from(least: i64, (low, high): (i64, i64)) -> (i64, i64) {
    (low.max(least), high.max(least))
}

/// By item of the plan: the initial stock that its rule writes, where it is held.
#[must_use]
pub fn written_initial(model: &Model, plan: &Plan) -> Vec<Option<u64>> {
    let held = |item: usize| plan.items[item].mode == Mode::Held;
    let own = |item: usize| rule(model, plan, item).filter(|_| held(item)).and_then(|stock| stock.initial);
    (0..plan.items.len()).map(own).collect()
}

impl Space {
    /// The same numbers, with the initial stock of the rules at every point.
    #[must_use]
    pub(super) fn beginning_as_written(self, model: &Model, plan: &Plan) -> Space {
        Space { initial: written_initial(model, plan), ..self }
    }

    /// The `key=value`s that set a strategy of the model to a point, for `--set`.
    #[must_use]
    pub fn sets(&self, model: &Model, plan: &Plan, point: &[i64]) -> Vec<String> {
        let strategy = quote_key(&model.strategies[plan.strategy].name);
        let levels = self.levels(point);
        let mut sets = Vec::new();
        for (variable, value) in self.variables.iter().zip(point) {
            let first = variable.items[0] as usize;
            let stock = rule(model, plan, first);
            for key in &variable.keys {
                sets.push(format!("strategies.{strategy}.{key}={}", variable.shown(*value)));
                if let (RuleNumber::Rush, Some(rush)) = (variable.number, stock.and_then(|stock| stock.rush.as_ref())) {
                    let stem = key.strip_suffix("base_stock").unwrap_or(key);
                    sets.push(format!("strategies.{strategy}.{stem}source={}", quote(&rush.source)));
                    continue;
                }
                // The search and the run must begin alike: full at the levels that are searched, or as written.
                let last = levers_of(model, plan, first).pop();
                let Some(stem) = last.and_then(|lever| key.strip_suffix(lever.key)) else { continue };
                if stock.is_some_and(|stock| stock.initial.is_some()) {
                    sets.push(format!("strategies.{strategy}.{stem}initial={}", levels.0[first].initial));
                }
                // A level in place of the rule that it was sized for takes nothing over from that rule.
                let sized = stock.filter(|stock| stock::is_sized(&stock.rule));
                if let Some(review) = sized.and_then(|stock| stock.review) {
                    sets.push(format!("strategies.{strategy}.{stem}review={}", review.units()));
                }
            }
        }
        sets
    }
}

/// The range of a number when the greatest base stock is `most`.
fn range(number: RuleNumber, level: Level, most: i64) -> (i64, i64) {
    match number {
        RuleNumber::Level => (0, most.max(level.high)),
        RuleNumber::Min | RuleNumber::Point => (-1, most.max(level.low)),
        RuleNumber::Max => (0, most + 2 * (level.high - level.low).max(1)),
        RuleNumber::Quantity => (1, 4 * level.quantity + 10),
        RuleNumber::Rush => (level.rush.min(-1), most.max(level.rush)),
        RuleNumber::Reserve(_) => (0, most),
    }
}

fn limit(model: &Model, plan: &Plan, item: usize, number: RuleNumber, limits: &[Limit]) -> Option<(i64, i64)> {
    let own = &plan.items[item];
    let product = &model.item(own.origin).name;
    let named = |limit: &&Limit| limit.item == own.name || limit.item == *product;
    let fits = |limit: &&Limit| limit.number.is_none_or(|of| of == number);
    limits.iter().filter(named).rfind(fits).map(|limit| limit.range)
}

/// Held items, each alone or with those it moves with, in the order of the scenario: of many variants those that are
/// asked for about as often; where many items are held, choices of an option that differ in nothing but their names.
fn groups(model: &Model, plan: &Plan, rates: &[Rate]) -> Vec<Vec<u32>> {
    let held: Vec<usize> = (0..plan.items.len()).filter(|item| plan.items[*item].mode == Mode::Held).collect();
    let mut variants: BTreeMap<ItemId, usize> = BTreeMap::new();
    for item in held.iter().map(|item| &plan.items[*item]).filter(|item| item.variant.is_some()) {
        *variants.entry(item.origin).or_default() += 1;
    }
    let choices = if held.len() > APART { like_choices(model) } else { BTreeMap::new() };
    let mut groups: BTreeMap<(ItemId, String), Vec<u32>> = BTreeMap::new();
    for item in held {
        let (own, level) = (&plan.items[item], plan.levels.0[item]);
        let rule = format!("{} {} {}", level.low, level.high, level.quantity);
        let key = match (own.variant, choices.get(&own.origin)) {
            (Some(_), _) if variants[&own.origin] > APART => {
                let often = libm::round(2.0 * libm::log2(rates[item].mean.max(1e-9)));
                (own.origin, format!("{rule} {often}"))
            }
            (None, Some((first, like))) => (*first, format!("{rule} {like} {}", rates[item].mean)),
            _ => (own.origin, own.name.clone()),
        };
        groups.entry(key).or_default().push(item as u32);
    }
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    groups.sort_by_key(|items| items.iter().map(|item| (plan.items[*item as usize].origin, *item)).min());
    groups
}

/// Choices of options that may move together: the first of their kind, and what they have in common.
fn like_choices(model: &Model) -> BTreeMap<ItemId, (ItemId, String)> {
    let mut uses = vec![0; model.items.len()];
    let mut found: BTreeMap<ItemId, (ItemId, String)> = BTreeMap::new();
    for (place, item) in model.items.iter().enumerate() {
        let Supply::Make(make) = &item.supply else { continue };
        make.parts.iter().chain(&make.optional).for_each(|line| uses[line.item.index()] += 1);
        for (family, options) in make.families.iter().enumerate() {
            for choice in &options.choices {
                let part = model.item(choice.item);
                uses[choice.item.index()] += 1;
                let like = format!(
                    "{place} {family} {} {:?} {:?} {:?} {:?} {} {} {:?}",
                    choice.share,
                    part.supply,
                    part.sources,
                    part.sourcing,
                    part.holding,
                    part.value,
                    part.price,
                    part.stock
                );
                found.insert(choice.item, (ItemId(place as u32), like));
            }
        }
    }
    found.retain(|item, _| uses[item.index()] == 1);
    found
}

/// The keys below the strategy that set a number of these items.
fn keys(model: &Model, plan: &Plan, items: &[u32], end: &str) -> Vec<String> {
    let origin = plan.items[items[0] as usize].origin;
    let strategy = &model.strategies[plan.strategy];
    let named = strategy.variants.iter().any(|variant| variant.product == origin);
    let all = plan.items.iter().filter(|item| item.origin == origin).count() == items.len();
    if all && items.len() > 1 && !named {
        return vec![format!("stock.{}.{end}", quote_key(&model.item(origin).name))];
    }
    items.iter().map(|item| format!("stock.{}.{end}", quote_key(&plan.items[*item as usize].name))).collect()
}

/// Mean and variance of the longest time from raw material to an item, whatever is held.
fn spans(model: &Model, plan: &Plan) -> Vec<Moments> {
    let stretch = |queue: bool| if queue { QUEUE } else { 1.0 };
    let add = |span: Moments, law: &Law, by: f64| Moments {
        mean: span.mean + by * law.mean(),
        variance: span.variance + by * by * law.variance(),
    };
    let of_way = |item: usize, way: SupplyWay, known: &[Moments]| match way {
        SupplyWay::Buy(buy) => {
            let queue = buy.supplier.is_some_and(|id| model.suppliers[id.index()].servers.is_some());
            add(Moments::default(), &buy.lead_time, stretch(queue))
        }
        SupplyWay::Make(make) => {
            let below = plan.bill.parts(item).map(|part| known[part]);
            let longest = below.fold(Moments::default(), |a, b| if b.mean > a.mean { b } else { a });
            let by = stretch(make.station.is_some());
            add(add(longest, &make.time, by), &make.setup_time, by)
        }
    };
    plan.bill.from_parts(|item, known: &[Moments]| {
        let own = model.item(plan.items[item].origin);
        let ways = own.ways().into_iter().map(|(_, way)| of_way(item, way, known));
        let longest = ways.fold(Moments::default(), |a, b| if b.mean > a.mean { b } else { a });
        let good = own.mean_yield();
        Moments { mean: longest.mean / good, variance: longest.variance / (good * good) }
    })
}

/// The greatest base stock that is looked at: what is asked for in the longest lead time (and review), and then some.
fn most(plan: &Plan, item: usize, rates: &[Rate], spans: &[Moments]) -> i64 {
    let (rate, span) = (rates[item], spans[item]);
    let length = span.mean + crate::model::Ticks(plan.items[item].review).units();
    let mean = rate.mean * length;
    let variance = rate.variance * length + rate.mean * rate.mean * span.variance;
    let batch = if rate.orders > 0.0 { rate.mean / rate.orders } else { 0.0 };
    let units = mean + DEVIATIONS * variance.max(0.0).sqrt() + 2.0 * batch + 3.0;
    if units.is_finite() { (units.ceil() as i64).min(1_000_000_000) } else { 1_000_000_000 }
}
