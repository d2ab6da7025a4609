//! What a point of a design leaves: numbers without names, a few hundred bytes per strategy in the place of its records.

use super::RecordError;
use super::bytes::{chunk, numbers, put_numbers, sealed, unsealed};

/// First bytes of every answer.
const MAGIC: [u8; 4] = *b"PPAN";
/// Raised whenever the form or the meaning of a field changes.
const VERSION: u16 = 2;

/// Mean and standard deviation of a measure over the replications of a point; NaN where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleMoments {
    /// Mean over replications.
    pub mean: f64,
    /// With divisor n − 1.
    pub sd: f64,
    /// Replications that have a value.
    pub n: u32,
}

/// Who leads at a point in the measure judged; strategies by place in the scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lead {
    /// Best mean first; strategies without a value are left out.
    pub ranking: Vec<u32>,
    /// Those that cannot be told from the first.
    pub tied: Vec<u32>,
    /// Probability that the first is the best.
    pub p_best: Option<f64>,
    /// By how much the first is better than the second, with its paired interval.
    pub margin: Option<f64>,
    /// Lower end of the interval of the lead.
    pub ci_low: Option<f64>,
    /// Upper end of the interval of the lead.
    pub ci_high: Option<f64>,
    /// Where the exact answer is known: see the column `boundary` of `winners.csv`.
    pub boundary: Option<f64>,
}

/// What a point of a design leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Number of the point.
    pub point: u32,
    /// Replications of each strategy, events of all, and the largest self-check residual.
    pub replications: u32,
    /// Events processed.
    pub events: u64,
    /// Largest self-check residual.
    pub residual: f64,
    /// Of the intervals.
    pub confidence: f64,
    /// By strategy, then by entry of its layout, of the kinds of entities that have rows.
    pub moments: Vec<Vec<SampleMoments>>,
    /// Standard error and ends of the interval of those of them that are quotients, by strategy and in their order.
    pub intervals: Vec<Vec<[f64; 3]>>,
    /// The measure judged by strategy and replication; empty where the design does not compare points.
    pub judged: Vec<Vec<f64>>,
    /// Who is best, and how surely.
    pub lead: Lead,
    /// Findings: id, symptom, advice.
    pub findings: Vec<[String; 3]>,
}

impl Answer {
    /// Replications of all strategies.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.moments.len() as u64 * u64::from(self.replications)
    }

    /// The byte form: magic, version, the fields in their order, and a checksum. Lists have their length before them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(self.point.to_le_bytes());
        out.extend(self.replications.to_le_bytes());
        out.extend(self.events.to_le_bytes());
        put_numbers(&mut out, &[self.residual, self.confidence]);
        put_list(&mut out, &self.moments, |out, moments| {
            put_list(out, moments, |out, SampleMoments { mean, sd, n }| {
                out.extend([mean.to_le_bytes(), sd.to_le_bytes()].concat());
                out.extend(n.to_le_bytes());
            });
        });
        put_list(&mut out, &self.intervals, |out, intervals| {
            put_list(out, intervals, |out, interval| out.extend(interval.map(f64::to_le_bytes).concat()));
        });
        put_list(&mut out, &self.judged, |out, values| put_numbers(out, values));
        let Lead { ranking, tied, p_best, margin, ci_low, ci_high, boundary } = &self.lead;
        for places in [ranking, tied] {
            put_list(&mut out, places, |out, place| out.extend(place.to_le_bytes()));
        }
        put_numbers(&mut out, &[p_best, margin, ci_low, ci_high, boundary].map(|value| value.unwrap_or(f64::NAN)));
        put_list(&mut out, &self.findings, |out, words| {
            for text in words {
                put_list(out, text.as_bytes(), |out, byte| out.push(*byte));
            }
        });
        sealed(out)
    }

    /// Reads what [`Answer::to_bytes`] wrote; the whole slice is one answer.
    ///
    /// # Errors
    /// When the bytes are no answer, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Answer, RecordError> {
        let mut input = unsealed(bytes, MAGIC, VERSION)?;
        let answer = take(&mut input).ok_or(RecordError::Damaged)?;
        if input.is_empty() { Ok(answer) } else { Err(RecordError::Damaged) }
    }
}

fn take(input: &mut &[u8]) -> Option<Answer> {
    let (point, replications) = (u32::from_le_bytes(chunk(input)?), u32::from_le_bytes(chunk(input)?));
    let events = u64::from_le_bytes(chunk(input)?);
    let [residual, confidence] = numbers(input)?[..] else { return None };
    let moments = list(input, |input| {
        list(input, |input| {
            let (mean, sd) = (f64::from_le_bytes(chunk(input)?), f64::from_le_bytes(chunk(input)?));
            Some(SampleMoments { mean, sd, n: u32::from_le_bytes(chunk(input)?) })
        })
    })?;
    let number = |input: &mut &[u8]| Some(f64::from_le_bytes(chunk(input)?));
    let intervals = list(input, |input| list(input, |input| Some([number(input)?, number(input)?, number(input)?])))?;
    let judged = list(input, numbers)?;
    let place = |input: &mut &[u8]| Some(u32::from_le_bytes(chunk(input)?));
    let (ranking, tied) = (list(input, place)?, list(input, place)?);
    let known = |value: f64| (!value.is_nan()).then_some(value);
    let [p_best, margin, ci_low, ci_high, boundary] =
        numbers(input)?.try_into().ok().map(|all: [f64; 5]| all.map(known))?;
    let findings = list(input, |input| Some([text(input)?, text(input)?, text(input)?]))?;
    let lead = Lead { ranking, tied, p_best, margin, ci_low, ci_high, boundary };
    Some(Answer { point, replications, events, residual, confidence, moments, intervals, judged, lead, findings })
}

fn put_list<T>(out: &mut Vec<u8>, list: &[T], mut put: impl FnMut(&mut Vec<u8>, &T)) {
    out.extend((list.len() as u64).to_le_bytes());
    list.iter().for_each(|one| put(out, one));
}

fn list<T>(input: &mut &[u8], mut one: impl FnMut(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let count = u64::from_le_bytes(chunk(input)?);
    (0..count).map(|_| one(input)).collect()
}

fn text(input: &mut &[u8]) -> Option<String> {
    String::from_utf8(list(input, |input| chunk(input).map(|[byte]: [u8; 1]| byte))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        let moments = |mean: f64| SampleMoments { mean, sd: 0.1, n: 7 };
        Answer {
            point: 3,
            replications: 7,
            events: 1 << 40,
            residual: 1e-17,
            confidence: 0.95,
            moments: vec![vec![moments(0.1), moments(-0.0)], vec![], vec![moments(f64::INFINITY)]],
            intervals: vec![vec![[0.01, 0.05, f64::INFINITY]], vec![], vec![]],
            judged: vec![vec![1.5, 2.5], vec![]],
            lead: Lead { ranking: vec![2, 0], tied: vec![0], margin: Some(0.25), ..Lead::default() },
            findings: vec![["few_replications".into(), "zu wenige – größer".into(), String::new()]],
        }
    }

    #[test]
    fn reads_back_what_it_wrote() {
        assert_eq!(Answer::from_bytes(&answer().to_bytes()), Ok(answer()));
        let mut without = answer();
        without.moments[0][0] = SampleMoments { mean: f64::NAN, sd: f64::NAN, n: 0 };
        let read = Answer::from_bytes(&without.to_bytes()).unwrap();
        assert!(read.moments[0][0].mean.is_nan() && read.to_bytes() == without.to_bytes());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let bytes = answer().to_bytes();
        assert!((0..bytes.len()).all(|length| Answer::from_bytes(&bytes[..length]).is_err()));
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x10;
            assert!(Answer::from_bytes(&changed).is_err(), "{place}");
        }
    }
}
