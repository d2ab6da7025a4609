//! `classes`, and who may be named in a `reserve`.

use super::builder::Builder;
use crate::model::Class;
use crate::reader::{Cursor, Problem};
use crate::rules::queue;
use crate::rules::stock::reserve::{KEY, RESTOCK};

impl Builder<'_> {
    /// Classes, in the order of the file.
    pub fn classes(&mut self) -> Vec<Class> {
        for named in self.scenario.at("demand").names() {
            let class = named.at.at("class");
            if class.given_text() == Some(RESTOCK) {
                self.problems.add(no_customers(Problem::new(class.value_place(), MESSAGE)));
            }
        }
        let mut classes = Vec::new();
        for named in self.scenario.at("classes").names() {
            if named.name == RESTOCK {
                self.problems.add(no_customers(Problem::new(named.place, MESSAGE)));
            }
            classes.push(Class { name: named.name.into(), priority: queue::read_priority(named.at) });
        }
        classes
    }

    /// A problem for every class of a `reserve` that nobody has.
    pub fn check_reserve(&mut self, stock: Cursor) {
        if !stock.at(KEY).is_given() {
            return;
        }
        let streams = self.scenario.at("demand").names();
        let recorded = self.recorded_classes.iter().map(String::as_str);
        let known: Vec<&str> =
            streams.map(|named| named.at.at("class").text()).chain(recorded).chain([RESTOCK]).collect();
        for named in stock.at(KEY).names().filter(|named| !known.contains(&named.name)) {
            let message = format!("no stream has the class `{}`, for which this is a reserve", named.name);
            let named_classes = known.iter().copied().filter(|class| !class.is_empty());
            self.problems.add(Problem::new(named.place, message).nearest(named.name, named_classes));
        }
    }
}

const MESSAGE: &str = "`restock` is no class of customers";

fn no_customers(problem: Problem) -> Problem {
    problem.help("it is the class of what is made for no order that waits: name customers otherwise")
}
