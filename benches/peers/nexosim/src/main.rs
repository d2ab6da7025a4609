//! pc-ato in NexoSim 1.0: one model that schedules its own arrivals, receipts and completions, on one thread. Splitting it
//! into models that send each other messages would be slower.
//!
//! Install and run: `cargo run --release -- DAYS SEED...` in this folder.

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp, Gamma, LogNormal};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const STOCK: [i64; 8] = [38, 44, 56, 31, 64, 58, 31, 17];
const LEAD_TIME: [f64; 8] = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0];
const HOLDING: [f64; 8] = [0.20, 0.15, 0.10, 0.30, 0.05, 0.10, 0.40, 1.00];
/// Lines of each product: part and quantity.
const LINES: [&[(usize, i64)]; 5] = [
    &[(0, 1), (1, 1), (2, 2)],
    &[(0, 1), (1, 1), (3, 1), (4, 2)],
    &[(0, 2), (2, 1), (4, 1), (5, 1)],
    &[(0, 1), (1, 2), (3, 1), (5, 1), (6, 1)],
    &[(0, 1), (1, 1), (2, 1), (5, 2), (6, 1), (7, 1)],
];
const SHARES: [f64; 5] = [0.30, 0.25, 0.20, 0.15, 0.10];
const RATE: f64 = 12.0;
const SERVERS: usize = 3;
const BACKORDER: f64 = 25.0;
const WARM_UP: f64 = 200.0;
const EVENTS_PER_ORDER: f64 = 6.05;

/// A level and its time integral since the end of the warm-up.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Level {
    level: i64,
    since: f64,
    integral: f64,
}

impl Level {
    fn add(&mut self, now: f64, change: i64) {
        self.integral += self.level as f64 * (now - self.since.max(WARM_UP)).max(0.0);
        self.level += change;
        self.since = now;
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Order {
    placed: f64,
    product: usize,
    missing: i64,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Figures {
    responses: Vec<f64>,
    at_once: u64,
    free: [Level; 8],
    committed: [Level; 8],
    open: Level,
}

#[derive(Serialize, Deserialize)]
struct Shop {
    #[serde(skip, default = "no_random")]
    random: SmallRng,
    end: f64,
    figures: Figures,
    orders: Vec<Order>,
    vacant: Vec<usize>,
    /// By part: orders that wait for units, oldest first.
    waiting: [VecDeque<(usize, i64)>; 8],
    queue: VecDeque<usize>,
    busy: usize,
    /// Where the figures go at the end.
    #[serde(skip)]
    result: Arc<Mutex<Figures>>,
}

fn no_random() -> SmallRng {
    SmallRng::seed_from_u64(0)
}

#[Model]
impl Shop {
    #[nexosim(init)]
    async fn begin(&mut self, cx: &Context<Self>) {
        let end = Duration::from_secs_f64(self.end);
        cx.schedule_event(end, schedulable!(Self::close), ()).unwrap();
        self.next_arrival(cx);
    }

    fn next_arrival(&mut self, cx: &Context<Self>) {
        let gap = Exp::new(RATE).unwrap().sample(&mut self.random);
        cx.schedule_event(days(gap), schedulable!(Self::arrive), ()).unwrap();
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.next_arrival(cx);
        let now = time(cx);
        let product = self.pick();
        let fresh = Order { placed: now, product, missing: 0 };
        let order = match self.vacant.pop() {
            Some(order) => order,
            None => {
                self.orders.push(fresh);
                self.orders.len() - 1
            }
        };
        self.orders[order] = fresh;
        self.figures.open.add(now, 1);
        for &(part, count) in LINES[product] {
            let lead_time = lead_time(part).sample(&mut self.random);
            cx.schedule_event(days(lead_time), schedulable!(Self::receive), (part, count)).unwrap();
            let taken = count.min(self.figures.free[part].level);
            self.figures.free[part].add(now, -taken);
            self.figures.committed[part].add(now, taken);
            if taken < count {
                self.waiting[part].push_back((order, count - taken));
                self.orders[order].missing += count - taken;
            }
        }
        if self.orders[order].missing == 0 {
            self.figures.at_once += u64::from(now >= WARM_UP);
            self.kit_complete(order, now, cx);
        }
    }

    #[nexosim(schedulable)]
    fn receive(&mut self, (part, mut count): (usize, i64), cx: &Context<Self>) {
        let now = time(cx);
        while count > 0
            && let Some((order, wanted)) = self.waiting[part].front_mut()
        {
            let (order, given) = (*order, count.min(*wanted));
            *wanted -= given;
            count -= given;
            if *wanted == 0 {
                self.waiting[part].pop_front();
            }
            self.figures.committed[part].add(now, given);
            self.orders[order].missing -= given;
            if self.orders[order].missing == 0 {
                self.kit_complete(order, now, cx);
            }
        }
        self.figures.free[part].add(now, count);
    }

    #[nexosim(schedulable)]
    fn finish(&mut self, order: usize, cx: &Context<Self>) {
        let now = time(cx);
        self.busy -= 1;
        self.figures.open.add(now, -1);
        if self.orders[order].placed >= WARM_UP {
            self.figures.responses.push(now - self.orders[order].placed);
        }
        self.vacant.push(order);
        self.start_next(cx);
    }

    #[nexosim(schedulable)]
    fn close(&mut self, _: (), cx: &Context<Self>) {
        let now = time(cx);
        let figures = &mut self.figures;
        figures.free.iter_mut().chain(&mut figures.committed).for_each(|level| level.add(now, 0));
        figures.open.add(now, 0);
        *self.result.lock().unwrap() = std::mem::take(figures);
    }

    fn kit_complete(&mut self, order: usize, now: f64, cx: &Context<Self>) {
        for &(part, count) in LINES[self.orders[order].product] {
            self.figures.committed[part].add(now, -count);
        }
        self.queue.push_back(order);
        self.start_next(cx);
    }

    fn start_next(&mut self, cx: &Context<Self>) {
        if self.busy < SERVERS
            && let Some(order) = self.queue.pop_front()
        {
            self.busy += 1;
            let work = Gamma::new(4.0, 0.053125).unwrap().sample(&mut self.random);
            cx.schedule_event(days(work), schedulable!(Self::finish), order).unwrap();
        }
    }

    fn pick(&mut self) -> usize {
        let mut left: f64 = self.random.random();
        SHARES.iter().position(|share| (left -= share, left < 0.0).1).unwrap_or(SHARES.len() - 1)
    }
}

fn lead_time(part: usize) -> LogNormal<f64> {
    LogNormal::from_mean_cv(LEAD_TIME[part], 0.5).unwrap()
}

/// A time of the model; a nanosecond is the least NexoSim tells apart, so a day is taken as 10⁹ of them: a second.
fn days(days: f64) -> Duration {
    Duration::from_secs_f64(days.max(1e-9))
}

fn time(cx: &Context<Shop>) -> f64 {
    cx.time().duration_since(MonotonicTime::EPOCH).as_secs_f64()
}

/// CPU time of this process in seconds, whatever its threads; it ticks in hundredths (Linux).
fn cpu_time() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").expect("a system with /proc");
    let ticks = told.rsplit(')').next().into_iter().flat_map(|rest| rest.split_whitespace().skip(11).take(2));
    ticks.map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / 100.0
}

/// A run from seed to figures, printed as one JSON object.
fn simulate(length: f64, seed: u64) -> Result<(), SimulationError> {
    let begun = cpu_time();
    let result = Arc::new(Mutex::new(Figures::default()));
    let mut figures = Figures::default();
    figures.free.iter_mut().zip(STOCK).for_each(|(level, stock)| level.level = stock);
    let shop = Shop {
        random: SmallRng::seed_from_u64(seed),
        end: WARM_UP + length,
        figures,
        orders: Vec::new(),
        vacant: Vec::new(),
        waiting: Default::default(),
        queue: VecDeque::new(),
        busy: 0,
        result: result.clone(),
    };
    let mut simulation =
        SimInit::with_num_threads(1).add_model(shop, Mailbox::new(), "shop").init(MonotonicTime::EPOCH)?;
    simulation.step_until(Duration::from_secs_f64(WARM_UP + length))?;
    let seconds = cpu_time() - begun;
    let mut figures = std::mem::take(&mut *result.lock().unwrap());
    let mean = |level: &Level| level.integral / length;
    let on_hand: Vec<f64> = figures.free.iter().map(mean).collect();
    let committed: Vec<f64> = figures.committed.iter().map(mean).collect();
    let units = on_hand.iter().zip(&committed).map(|(free, held)| free + held);
    let stock: f64 = units.zip(HOLDING).map(|(units, cost)| units * cost).sum();
    let count = figures.responses.len() as f64;
    figures.responses.sort_by(f64::total_cmp);
    println!(
        "{{\"program\": \"NexoSim\", \"seed\": {seed}, \"response_mean\": {}, \"response_p95\": {}, \
         \"parts_fill_rate\": {}, \"cost_total\": {}, \"on_hand_mean\": {on_hand:?}, \
         \"committed_mean\": {committed:?}, \"ns_per_event\": {}}}",
        figures.responses.iter().sum::<f64>() / count,
        figures.responses[(0.95 * count) as usize],
        figures.at_once as f64 / count,
        stock + BACKORDER * mean(&figures.open),
        seconds * 1e9 / (RATE * (WARM_UP + length) * EVENTS_PER_ORDER),
    );
    Ok(())
}

fn main() -> Result<(), SimulationError> {
    let words: Vec<u64> = std::env::args().skip(1).map(|word| word.parse().expect("DAYS SEED...")).collect();
    for seed in &words[1..] {
        simulate(words[0] as f64, *seed)?;
    }
    Ok(())
}
