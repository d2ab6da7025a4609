//! The byte form of a record; resumed runs read it, so its layout is fixed.

use super::{RunKey, RunRecord};
use crate::stats::Sketch;
use std::fmt;

/// First bytes of every record.
const MAGIC: [u8; 4] = *b"PPRR";
/// Raised whenever the form or the meaning of a field changes.
const VERSION: u16 = 3;

/// Why bytes are not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// They do not begin as a record does.
    NotARecord,
    /// They are a record of another version.
    Version(u16),
    /// They are cut short or damaged.
    Damaged,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordError::NotARecord => write!(f, "not a run record"),
            RecordError::Version(found) => {
                write!(f, "a run record of version {found}, which this version does not read")
            }
            RecordError::Damaged => write!(f, "a damaged run record"),
        }
    }
}

impl std::error::Error for RecordError {}

impl RunRecord {
    /// The byte form: magic, version, key, events, residual, values, divisors, series and pilot (each a count and the
    /// little-endian bits of its numbers), sketches, and a checksum (CRC-32) of all that.
    /// Equal records have equal bytes; NaN keeps its bits.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend(self.key.strategy.to_le_bytes());
        out.extend(self.key.replication.to_le_bytes());
        out.extend(self.events.to_le_bytes());
        out.extend(self.residual.to_le_bytes());
        let numbers = [&self.values, &self.divisors, &self.series, &self.pilot];
        numbers.into_iter().for_each(|numbers| put_numbers(&mut out, numbers));
        out.extend((self.sketches.len() as u64).to_le_bytes());
        self.sketches.iter().for_each(|sketch| sketch.put(&mut out));
        sealed(out)
    }

    /// Reads what [`RunRecord::to_bytes`] wrote; the whole slice is one record.
    ///
    /// # Errors
    /// When the bytes are no record, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<RunRecord, RecordError> {
        let mut input = unsealed(bytes, MAGIC, VERSION)?;
        let record = take_body(&mut input).ok_or(RecordError::Damaged)?;
        if input.is_empty() { Ok(record) } else { Err(RecordError::Damaged) }
    }
}

fn take_body(input: &mut &[u8]) -> Option<RunRecord> {
    let strategy = u32::from_le_bytes(chunk(input)?);
    let replication = u32::from_le_bytes(chunk(input)?);
    let events = u64::from_le_bytes(chunk(input)?);
    let residual = f64::from_le_bytes(chunk(input)?);
    let (values, divisors) = (numbers(input)?, numbers(input)?);
    let (series, pilot) = (numbers(input)?, numbers(input)?);
    let count = u64::from_le_bytes(chunk(input)?);
    let sketches: Option<Vec<Sketch>> = (0..count).map(|_| Sketch::take(input)).collect();
    let key = RunKey { strategy, replication };
    Some(RunRecord { key, values, divisors, sketches: sketches?, series, pilot, events, residual })
}

/// Bytes with their checksum behind them.
pub(super) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// What stands between magic and version and the checksum.
pub(super) fn unsealed(bytes: &[u8], magic: [u8; 4], version: u16) -> Result<&[u8], RecordError> {
    let mut input = bytes.strip_prefix(&magic).ok_or(RecordError::NotARecord)?;
    let found = u16::from_le_bytes(chunk(&mut input).ok_or(RecordError::Damaged)?);
    if found != version {
        return Err(RecordError::Version(found));
    }
    let (body, sum) = bytes.split_last_chunk().ok_or(RecordError::Damaged)?;
    let whole = crc32fast::hash(body) == u32::from_le_bytes(*sum);
    body.get(magic.len() + 2..).filter(|_| whole).ok_or(RecordError::Damaged)
}

/// Numbers with their count before them.
pub(super) fn put_numbers(out: &mut Vec<u8>, numbers: &[f64]) {
    out.extend((numbers.len() as u64).to_le_bytes());
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

pub(super) fn chunk<const N: usize>(input: &mut &[u8]) -> Option<[u8; N]> {
    let (chunk, rest) = input.split_first_chunk()?;
    *input = rest;
    Some(*chunk)
}

pub(super) fn numbers(input: &mut &[u8]) -> Option<Vec<f64>> {
    let count = usize::try_from(u64::from_le_bytes(chunk(input)?)).ok()?;
    let (numbers, rest) = input.split_at_checked(count.checked_mul(8)?)?;
    *input = rest;
    Some(numbers.chunks_exact(8).map(|bits| f64::from_le_bytes(bits.try_into().expect("eight bytes"))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> RunRecord {
        let mut few = Sketch::new();
        [0, 5, 5].into_iter().for_each(|ticks| few.add(ticks));
        let mut many = Sketch::new();
        (0..500).for_each(|i| many.add(i * i * 1_000_003));
        RunRecord {
            key: RunKey { strategy: 2, replication: 17 },
            values: vec![0.1, f64::NAN, -0.0, f64::INFINITY],
            divisors: vec![7.0, 0.0],
            sketches: vec![few, many, Sketch::new()],
            series: vec![1.5; 6],
            pilot: vec![],
            events: 123_456_789,
            residual: 1e-17,
        }
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let record = record();
        let read = RunRecord::from_bytes(&record.to_bytes()).unwrap();
        assert_eq!(read.to_bytes(), record.to_bytes());
        assert_eq!((read.key, &read.sketches, read.events), (record.key, &record.sketches, record.events));
        assert!(read.values[1].is_nan() && read.values[2].is_sign_negative());
        assert_eq!((read.series, read.divisors), (record.series, record.divisors));
    }

    #[test]
    fn other_versions_are_refused() {
        let mut bytes = record().to_bytes();
        bytes[4] = 99;
        assert_eq!(RunRecord::from_bytes(&bytes), Err(RecordError::Version(99)));
        assert_eq!(RunRecord::from_bytes(b"PPRX...."), Err(RecordError::NotARecord));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let bytes = record().to_bytes();
        for length in 0..bytes.len() {
            assert!(RunRecord::from_bytes(&bytes[..length]).is_err(), "{length}");
        }
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x10;
            assert!(RunRecord::from_bytes(&changed).is_err(), "{place}");
        }
    }
}
