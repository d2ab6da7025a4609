//! What customers do beside waiting: they take another product, hear a promise and decide, bring back what they bought.
//!
//! An arrival asks in this order: is the product there, else which substitute is; what can be promised, and does the customer
//! consent; then comes the rule for shortages. Each chance is drawn by the number of the order, whether it is needed or not.

mod quote;
mod returns;
mod substitutes;

pub use quote::{QuotePlan, read as read_quote};
pub use returns::{ReturnPlan, read as read_returns};
pub use substitutes::{SubstitutePlan, read as read_substitutes};

use crate::keys::KeyRow;
use crate::model::{After, Demand, Item};

/// The keys of the family, of every demand stream and of items.
pub static ROWS: &[&[KeyRow]] = &[substitutes::ROWS, quote::ROWS, returns::ROWS];

/// The rules of a stream that has any.
#[derive(Clone, Debug)]
pub struct CustomerRules {
    /// Which orders take another product.
    pub substitutes: Option<SubstitutePlan>,
    /// What is promised, and who consents.
    pub quote: Option<QuotePlan>,
    /// Which orders come back.
    pub returns: Option<ReturnPlan>,
    /// When patience begins.
    pub patience: After,
}

impl CustomerRules {
    /// Of a stream; `None` where it has none that changes anything.
    #[must_use]
    pub fn new(demand: &Demand, items: &[Item]) -> Option<Box<CustomerRules>> {
        let rules = CustomerRules {
            substitutes: SubstitutePlan::new(demand, items),
            quote: demand.quote.as_ref().map(|quote| QuotePlan::new(quote, &demand.name)),
            returns: ReturnPlan::new(demand),
            patience: demand.patience_from,
        };
        let is_idle = rules.substitutes.is_none() && rules.quote.is_none() && rules.returns.is_none();
        (!is_idle || rules.patience == After::Due).then(|| Box::new(rules))
    }

    /// Whether kept sample paths can score it, for the demand stream of this name.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn scored_by_path(&self, demand: &str) -> Result<(), String> {
        let what = match self {
            CustomerRules { substitutes: Some(_), .. } => "take another product where theirs is short",
            CustomerRules { quote: Some(_), .. } => "are quoted a time and may decline it",
            CustomerRules { returns: Some(_), .. } => "bring orders back",
            CustomerRules { .. } => return Ok(()),
        };
        Err(format!("customers of {demand} {what}"))
    }
}
