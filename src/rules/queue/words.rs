//! The words of a station's queue: who is next, compared in turn; ties by who came first.
//!
//! Earliest due time (J. Jackson, 1955), shortest time first (T. Phipps, Operations Research 4, 1956), campaigns of a family. Nobody is
//! interrupted.

use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::QueueWord;
use crate::reader::{Cursor, Problem, Problems};

/// Words and what they are.
const WORDS: [(&str, QueueWord); 4] = [
    ("priority", QueueWord::Priority),
    ("due", QueueWord::Due),
    ("shortest", QueueWord::Shortest),
    ("family", QueueWord::Family),
];

/// Its key, of every station.
#[rustfmt::skip]
pub const STATION_ROWS: &[KeyRow] = &[
    key("stations.*.queue", ValueKind::Texts, "", Fallback::Follows("`[\"priority\"]`"), "Who is next, words compared in turn, ties first come: `\"priority\"` of classes, `\"due\"` time of the order it is for (none or the pool: last), `\"shortest\"` process and set-up time, `\"family\"` that the server is set up for."),
];

/// The words of a station; none for what holds without them.
pub fn read(station: Cursor, problems: &mut Problems) -> Vec<QueueWord> {
    let mut words = Vec::new();
    for node in station.at("queue").list().unwrap_or_default() {
        let Some(text) = node.text() else { continue };
        match WORDS.iter().find(|(word, _)| *word == text) {
            Some((_, word)) if words.contains(word) => problems.at(node.place, format!("`{text}` stands there twice")),
            Some((_, word)) => words.push(*word),
            None => {
                let problem = Problem::new(node.place, format!("`{text}` is no word of a queue"));
                let known = WORDS.map(|(word, _)| word);
                let mut problem = problem.nearest(text, known);
                problem.help.get_or_insert_with(|| format!("words are: {}", known.join(", ")));
                problems.add(problem);
            }
        }
    }
    if station.at("queue").is_given() && station.at("queue").list().is_some_and(<[_]>::is_empty) {
        problems.at(
            station.at("queue").value_place(),
            "a queue needs a word at least; `[\"priority\"]` is first come, first served",
        );
    }
    if words == [QueueWord::Priority] { Vec::new() } else { words }
}

/// What is asked of one who waits.
#[derive(Clone, Copy, Debug)]
pub struct WaitingJob {
    /// Priority of its request.
    pub priority: u16,
    /// Due time, ticks; `i64::MAX` for none.
    pub due: i64,
    /// Process and set-up time, ticks.
    pub time: i64,
    /// Whether the asking server is set up for its family.
    pub is_set_up: bool,
}

impl QueueWord {
    /// The smaller the sooner.
    #[must_use]
    pub fn rank(self, job: WaitingJob) -> i64 {
        match self {
            QueueWord::Priority => i64::from(job.priority),
            QueueWord::Due => job.due,
            QueueWord::Shortest => job.time,
            QueueWord::Family => i64::from(!job.is_set_up),
        }
    }
}
