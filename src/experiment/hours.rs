//! What suppliers and stations do where they are not always at work, in words.

use super::words::list;
use crate::model::{AtClose, Interrupted, Model, Station, Stops, Supplier};

/// Suppliers and stations by what they do, after other words; empty where all are always at work.
pub(super) fn hours(model: &Model) -> String {
    let suppliers = |stops: Stops| {
        let own = model.suppliers.iter().filter(move |own| !own.work.is_always() && own.stops == stops);
        own.map(|own: &Supplier| own.name.clone()).collect::<Vec<String>>()
    };
    let stations = |does: &dyn Fn(&Station) -> bool| {
        let own = model.stations.iter().filter(|own| does(own));
        own.map(|own| own.name.clone()).collect::<Vec<String>>()
    };
    let fails = |own: &Station| own.work.outages.is_some() || own.work.up_down.is_some();
    let kinds = [
        (suppliers(Stops::Starts), "sends nothing while not at work (stops = starts)"),
        (suppliers(Stops::All), "moves nothing while not at work (stops = all)"),
        (
            stations(&|own| fails(own) && own.habits.interrupted == Interrupted::Resume),
            "goes on with a job after a failure (interrupted = resume)",
        ),
        (
            stations(&|own| fails(own) && own.habits.interrupted == Interrupted::Repeat),
            "begins a job again after a failure (interrupted = repeat)",
        ),
        (
            stations(&|own| own.work.calendar.is_some() && own.habits.at_close == AtClose::Pause),
            "pauses outside its hours (at_close = pause)",
        ),
        (
            stations(&|own| own.work.calendar.is_some() && own.habits.at_close == AtClose::Finish),
            "finishes a job after hours (at_close = finish)",
        ),
    ];
    let by_words = model.stations.iter().filter(|own| !own.queue.is_empty()).map(|own| {
        let words: Vec<String> = own.queue.iter().map(|word| format!("{word:?}").to_lowercase()).collect();
        format!("; {} takes who is next by {}", own.name, list(&words))
    });
    let told = kinds.into_iter().filter(|(names, _)| !names.is_empty());
    told.map(|(names, does)| format!("; {} {does}", list(&names))).chain(by_words).collect()
}
