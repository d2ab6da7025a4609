//! Random small supply networks, as scenario texts.

use proptest::prelude::*;
use proptest::test_runner::Config;
use std::fmt::Write as _;

/// Every kind of item, and all but products, as `hold` lists them.
pub const ALL: &str = "\"products\", \"subassemblies\", \"parts\"";
pub const BELOW: &str = "\"subassemblies\", \"parts\"";

/// So many cases: few, as a network is simulated several times in each.
pub fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Parts a to d; maybe a sub-assembly of the first two; one or two products.
#[derive(Clone, Debug)]
pub struct Network {
    pub parts: Vec<Part>,
    pub subassembly: Option<Made>,
    pub products: Vec<Product>,
    pub station_servers: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Part {
    pub law: usize,
    pub stock: u32,
}

/// Something made from parts.
#[derive(Clone, Debug)]
pub struct Made {
    /// Per part, units needed; 0 for none.
    pub quantities: Vec<u32>,
    pub law: usize,
    pub stock: u32,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub made: Made,
    /// Whether it needs the sub-assembly, if there is one.
    pub with_subassembly: bool,
    pub quantity: usize,
    pub shipping: &'static str,
}

/// How random times are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    Constant,
    /// Making takes constant times, buying any: work orders of an item never overtake each other.
    ConstantMaking,
    /// Everything is made by one server, in any time: nothing is overtaken there.
    OneServer,
    Any,
}

/// The first of the laws are constants.
const CONSTANTS: usize = 3;
const LAWS: [&str; 7] = [
    "2",
    "0.75",
    "0",
    "{ exponential = { mean = 1.5 } }",
    "{ gamma = { mean = 2, cv = 0.6 } }",
    "{ uniform = { min = 0.5, max = 2 } }",
    "{ discrete = { values = [1, 3], weights = [2, 1] } }",
];
const QUANTITIES: [&str; 3] = ["1", "2", "{ geometric = { p = 0.6 } }"];

/// Networks with one to four parts.
pub fn networks(times: Times) -> impl Strategy<Value = Network> {
    (1usize..=4).prop_flat_map(move |parts| {
        let products = prop::collection::vec(product(parts), 1..=2);
        let servers = match times {
            Times::Constant | Times::ConstantMaking => Just(None).boxed(),
            Times::OneServer => Just(Some(1)).boxed(),
            Times::Any => prop::option::of(1u32..=3).boxed(),
        };
        (prop::collection::vec(part(), parts), prop::option::of(made(parts)), products, servers).prop_map(
            move |(parts, subassembly, products, station_servers)| {
                let mut network = Network { parts, subassembly, products, station_servers };
                if times == Times::Constant {
                    network.parts.iter_mut().for_each(|part| part.law %= CONSTANTS);
                }
                if times == Times::Constant || times == Times::ConstantMaking {
                    network.make_constant();
                }
                network
            },
        )
    })
}

fn part() -> impl Strategy<Value = Part> {
    (0..LAWS.len(), 0u32..8).prop_map(|(law, stock)| Part { law, stock })
}

fn made(parts: usize) -> impl Strategy<Value = Made> {
    (prop::collection::vec(0u32..=2, parts), 0..LAWS.len(), 0u32..5).prop_map(|(quantities, law, stock)| Made {
        quantities,
        law,
        stock,
    })
}

fn product(parts: usize) -> impl Strategy<Value = Product> {
    let shipping = prop_oneof![Just("complete"), Just("partial")];
    (made(parts), any::<bool>(), 0..QUANTITIES.len(), shipping)
        .prop_map(|(made, with_subassembly, quantity, shipping)| Product { made, with_subassembly, quantity, shipping })
}

impl Network {
    fn make_constant(&mut self) {
        let products = self.products.iter_mut().map(|product| &mut product.made);
        products.chain(&mut self.subassembly).for_each(|made| made.law %= CONSTANTS);
    }

    /// The scenario, without strategies. `shortage` is `backorder` or `lost`.
    pub fn scenario(&self, shortage: &str) -> String {
        let mut text = String::from("name = \"network\"\nrun = { warm_up = 7, horizon = 60, replications = 3 }\n");
        text += "report.windows = [0, 1.5]\ncosts.holding_rate = 0.3\n";
        for (place, part) in self.parts.iter().enumerate() {
            let Part { law, stock } = part;
            let name = part_name(place);
            let _ = writeln!(
                text,
                "items.{name} = {{ cost = {}, buy = {{ lead_time = {}, order_cost = 2 }}, stock.base_stock = {stock} }}",
                place + 3,
                LAWS[*law]
            );
        }
        if let Some(made) = &self.subassembly {
            let _ = writeln!(text, "items.sub = {{ {} }}", self.make(made, false));
        }
        for (place, product) in self.products.iter().enumerate() {
            let name = product_name(place);
            let with = product.with_subassembly && self.subassembly.is_some();
            let _ = writeln!(text, "items.{name} = {{ price = 50, {} }}", self.make(&product.made, with));
            let _ = writeln!(
                text,
                "demand.{name} = {{ arrivals.poisson.rate = 0.8, quantity = {}, ship = \"{}\", due = 2, shortage = \"{shortage}\", backorder_cost = 3, lost_cost = 4, delivery.cost = 1 }}",
                QUANTITIES[product.quantity], product.shipping
            );
        }
        if let Some(servers) = self.station_servers {
            let _ = writeln!(text, "stations.bench.servers = {servers}");
        }
        text
    }

    fn make(&self, made: &Made, with_subassembly: bool) -> String {
        let quantities = made.quantities.iter().enumerate().filter(|(_, quantity)| **quantity > 0);
        let mut lines: Vec<String> =
            quantities.map(|(place, quantity)| format!("{} = {quantity}", part_name(place))).collect();
        if with_subassembly {
            lines.push("sub = 1".into());
        }
        // At a station times are short, so that no queue grows without bound.
        let (time, station) = match self.station_servers {
            Some(_) => ("{ gamma = { mean = 0.1, cv = 0.5 } }", ", station = \"bench\", setup_cost = 1"),
            None => (LAWS[made.law], ""),
        };
        format!(
            "make = {{ parts = {{ {} }}, time = {time}, cost = 2{station} }}, stock.base_stock = {}",
            lines.join(", "),
            made.stock
        )
    }

    /// Names of everything below the products.
    pub fn below(&self) -> Vec<String> {
        let parts = (0..self.parts.len()).map(|place| part_name(place).to_string());
        parts.chain(self.subassembly.iter().map(|_| "sub".to_string())).collect()
    }

    pub fn product_names(&self) -> Vec<String> {
        (0..self.products.len()).map(|place| product_name(place).to_string()).collect()
    }
}

/// A strategy's table; `stocks` are base stocks of its own.
pub fn strategy(name: &str, hold: &str, pegging: &str, stocks: &[(String, u32)]) -> String {
    let stocks: Vec<String> = stocks.iter().map(|(item, level)| format!("{item}.base_stock = {level}")).collect();
    format!("[strategies.{name}]\nhold = [{hold}]\npegging = \"{pegging}\"\nstock = {{ {} }}\n", stocks.join(", "))
}

/// Stock everywhere, below the products, and nowhere; pegged, and from a pool.
pub fn presets() -> String {
    strategy("MTS", ALL, "pegged", &[])
        + &strategy("ATO", BELOW, "pegged", &[])
        + &strategy("MTO", "", "pegged", &[])
        + &strategy("pool", "", "pooled", &[])
}

/// The same, and work orders that take their parts only all together.
pub fn presets_and_no_holdback() -> String {
    presets() + "[strategies.free]\nhold = [\"subassemblies\", \"parts\"]\nallocation = \"no_holdback\"\n"
}

fn part_name(place: usize) -> &'static str {
    ["a", "b", "c", "d"][place]
}

fn product_name(place: usize) -> &'static str {
    ["p", "q"][place]
}
