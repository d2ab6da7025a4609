//! Writes the scenario of a large made-up supply chain, to measure searches on: bought parts, assemblies of parts and of
//! other assemblies, finished products, and a tree of warehouses that sell them.
//!
//! ```sh
//! cargo run --release --example chains -- 1000 chain-1000
//! pushpull optimize chain-1000/scenario.toml --strategies MTS --target on_time_rate=0.95
//! ```

use std::fmt::Write as _;
use std::{env, fs, io, path::Path, process};

/// Of a hundred stages, those that are bought, assembled and finished; what is left are warehouses.
const BOUGHT: usize = 40;
const ASSEMBLED: usize = 25;
const FINISHED: usize = 10;
/// Lines of an assembly, at most, and stages back that they reach.
const LINES: usize = 4;
const BACK: usize = 40;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [stages, folder] = arguments.as_slice() else {
        eprintln!("usage: chains STAGES FOLDER");
        process::exit(2);
    };
    let stages: usize = stages.parse().map_err(|_| io::Error::other(format!("{stages} is not a number of stages")))?;
    write(&Chain::of(stages.max(20)), Path::new(folder))
}

/// The tables of a scenario.
struct Chain {
    items: String,
    parts: String,
    demand: String,
    numbers: Numbers,
}

/// The same numbers for every chain of a size (Knuth's multiplier).
struct Numbers(u64);

impl Numbers {
    /// From 0 to below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

impl Chain {
    fn of(stages: usize) -> Chain {
        let mut chain = Chain {
            items: "name,buy.lead_time,cost,make.cost,make.time,stock.base_stock\n".into(),
            parts: "item,part,quantity\n".into(),
            demand: "name,item,arrivals.every,due,quantity.negative_binomial.mean,quantity.negative_binomial.sd\n"
                .into(),
            numbers: Numbers(stages as u64),
        };
        let assembled = stages * BOUGHT / 100;
        let finished = assembled + stages * ASSEMBLED / 100;
        let warehouses = finished + stages * FINISHED / 100;
        (0..assembled).for_each(|stage| chain.bought(stage));
        let mut part = 0;
        (assembled..finished).for_each(|stage| chain.assembled(stage, assembled, &mut part));
        let mut assembly = finished;
        (finished..warehouses).for_each(|stage| chain.finished(stage, assembled..finished, &mut assembly));
        (warehouses..stages).for_each(|stage| chain.warehouse(stage, finished..warehouses));
        chain
    }

    fn bought(&mut self, stage: usize) {
        let (time, cost) = (5 + self.numbers.below(40), 1 + self.numbers.below(60));
        let _ = writeln!(self.items, "s{stage},{time},{cost},,,0");
    }

    fn made(&mut self, stage: usize, cost: usize, time: usize) {
        let _ = writeln!(self.items, "s{stage},,,{},{},0", cost + self.numbers.below(40), time + self.numbers.below(8));
    }

    fn line(&mut self, stage: usize, part: usize, quantity: usize) {
        let _ = writeln!(self.parts, "s{stage},s{part},{quantity}");
    }

    /// Of bought parts in turn, and at times of an assembly that stands not far before it; of some parts several.
    fn assembled(&mut self, stage: usize, first: usize, part: &mut usize) {
        self.made(stage, 5, 1);
        let mut used = Vec::new();
        for _ in 0..2 + self.numbers.below(LINES - 1) {
            let back = BACK.min(stage - first);
            let from = if self.numbers.below(5) > 0 || back == 0 {
                *part = (*part + 1) % first;
                *part
            } else {
                stage - 1 - self.numbers.below(back)
            };
            if !used.contains(&from) {
                used.push(from);
                let several = self.numbers.below(5) == 0;
                let quantity = if several && from < first { 2 + self.numbers.below(7) } else { 1 };
                self.line(stage, from, quantity);
            }
        }
    }

    /// Of one or two assemblies in turn.
    fn finished(&mut self, stage: usize, assemblies: std::ops::Range<usize>, last: &mut usize) {
        self.made(stage, 20, 1);
        for _ in 0..1 + self.numbers.below(2.min(assemblies.len())) {
            *last = if *last == assemblies.start { assemblies.end } else { *last } - 1;
            self.line(stage, *last, 1);
        }
    }

    /// From a product in turn, or from a warehouse of the same product.
    fn warehouse(&mut self, stage: usize, products: std::ops::Range<usize>) {
        self.made(stage, 2, 2);
        let above = stage - products.len();
        let from = if above >= products.end && self.numbers.below(3) == 0 {
            above
        } else {
            products.start + (stage - products.end) % products.len()
        };
        self.line(stage, from, 1);
        let mean = if self.numbers.below(8) == 0 { 100 + self.numbers.below(300) } else { 2 + self.numbers.below(30) };
        let due = self.numbers.below(3);
        let _ = writeln!(self.demand, "s{stage},s{stage},1,{due},{mean},{}", mean as f64 * 0.8);
    }
}
fn write(chain: &Chain, folder: &Path) -> io::Result<()> {
    let scenario = "name = \"made-up chain\"\ntime_unit = \"day\"\n\
        tables = { items = \"items.csv\", parts = \"parts.csv\", demand = \"demand.csv\" }\n\
        run = { warm_up = 120, horizon = 400, replications = 10, seed = 1 }\ncosts.holding_rate = 0.25\n\
        strategies.MTS = { hold = [\"products\", \"subassemblies\", \"parts\"] }\n";
    fs::create_dir_all(folder)?;
    fs::write(folder.join("scenario.toml"), scenario)?;
    fs::write(folder.join("items.csv"), &chain.items)?;
    fs::write(folder.join("parts.csv"), &chain.parts)?;
    fs::write(folder.join("demand.csv"), &chain.demand)
}
