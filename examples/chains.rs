//! Writes the scenario of a large made-up supply chain, to measure searches on: bought parts, assemblies of parts and of
//! other assemblies, products that take one or two of these.
//!
//! ```sh
//! cargo run --release --example chains -- 1000 chain-1000
//! pushpull optimize chain-1000/scenario.toml --strategies MTS --target on_time_rate=0.95
//! ```

use std::fmt::Write as _;
use std::{env, fs, io, path::Path, process};

/// Of the stages, the share that is bought and the share that is sold; what lies between is assembled.
const BOUGHT: f64 = 0.5;
const SOLD: f64 = 0.2;
/// Lines of an assembly, at most, and stages back that they reach.
const LINES: u64 = 4;
const BACK: u64 = 40;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [stages, folder] = arguments.as_slice() else {
        eprintln!("usage: chains STAGES FOLDER");
        process::exit(2);
    };
    let stages: usize = stages.parse().map_err(|_| io::Error::other(format!("{stages} is not a number of stages")))?;
    write(&Chain::of(stages.max(10)), Path::new(folder))
}

/// The tables of a scenario.
struct Chain {
    items: String,
    parts: String,
    demand: String,
}

/// The same numbers for every chain of a size (Knuth's multiplier).
struct Numbers(u64);

impl Numbers {
    /// From 0 to below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

impl Chain {
    fn of(stages: usize) -> Chain {
        let (bought, sold) = ((stages as f64 * BOUGHT) as usize, (stages as f64 * SOLD) as usize);
        let mut numbers = Numbers(stages as u64);
        let mut chain = Chain {
            items: "name,buy.lead_time,cost,make.cost,make.time,stock.base_stock\n".into(),
            parts: "item,part,quantity\n".into(),
            demand: "name,item,arrivals.every,due,quantity.negative_binomial.mean,quantity.negative_binomial.sd\n"
                .into(),
        };
        let (mut part, mut assembly) = (0, 0);
        for stage in 0..stages {
            if stage < bought {
                let (time, cost) = (5 + numbers.below(40), 1 + numbers.below(60));
                let _ = writeln!(chain.items, "s{stage},{time},{cost},,,0");
                continue;
            }
            let (cost, time) = (5 + numbers.below(40), 1 + numbers.below(9));
            let _ = writeln!(chain.items, "s{stage},,,{cost},{time},0");
            let is_sold = stage >= stages - sold;
            let lines = if is_sold { 1 + numbers.below(2) } else { 2 + numbers.below(LINES - 1) };
            let below = if is_sold { stages - sold } else { stage };
            let mut used = Vec::new();
            for _ in 0..lines {
                // What nothing takes yet comes first: a product takes assemblies; an assembly mostly parts, or an assembly
                // that stands not far before it.
                let back = BACK.min((below - bought) as u64);
                let part = if is_sold {
                    assembly = if assembly <= bought as u64 { below as u64 } else { assembly } - 1;
                    assembly
                } else if numbers.below(4) > 0 || back == 0 {
                    part = (part + 1) % bought as u64;
                    part
                } else {
                    below as u64 - 1 - numbers.below(back)
                };
                if !used.contains(&part) {
                    used.push(part);
                    let _ = writeln!(chain.parts, "s{stage},s{part},1");
                }
            }
            if is_sold {
                let mean = 2 + numbers.below(30);
                let _ = writeln!(chain.demand, "s{stage},s{stage},1,0,{mean},{}", mean as f64 * 0.8);
            }
        }
        chain
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
