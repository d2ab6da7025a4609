//! The file: a mark, then entries that are whole or not there.

use crate::record::{Answer, RunKey, RunRecord};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _};

/// First bytes of the file; the digit is raised whenever its form changes.
pub const MARK: [u8; 8] = *b"PPRLOG1\n";
/// The mark without its digit.
const NAME: usize = 6;
/// Bytes before the payload of an entry: its length and its checksum (CRC-32).
const HEAD: usize = 8;
/// Bytes before the record in the payload of an entry: point, strategy and replication.
const KEY: usize = 12;
/// In place of a strategy: the entry of the answer of a point, with the replications behind it in place of their number.
const ANSWER: u32 = u32::MAX;
/// In place of a point: an entry without a record that says to how many replications the work goes.
const AIM: u32 = u32::MAX;
/// No entry is longer: a length beyond is damage.
const LONGEST: usize = 1 << 30;
/// No file of unfinished work grows longer: what comes after is done again by who goes on with it.
pub const MOST: u64 = 1 << 30;

/// An open file, and where in it each record stands.
pub struct RecordLog {
    file: File,
    /// Where the next entry goes.
    end: u64,
    places: BTreeMap<(u32, RunKey), Span>,
    /// Replications behind all of them.
    runs: u64,
    aim: Option<u32>,
    failure: Option<String>,
    /// Bytes of the file, at most.
    most: u64,
}

/// Bytes of a record in the file.
#[derive(Clone, Copy)]
struct Span {
    start: u64,
    length: usize,
}

/// Whether a file that begins so is ours, of any form: also one whose mark was never written to its end.
pub fn is_ours(first: &[u8]) -> bool {
    let known = first.len().min(NAME);
    first[..known] == MARK[..known]
}

/// The bytes before the first record.
pub fn beginning(fingerprint: &str) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    bytes.extend(framed(fingerprint.as_bytes()));
    bytes
}

/// The bytes of a record.
pub fn entry(point: u32, record: &RunRecord) -> Vec<u8> {
    keyed((point, record.key), &record.to_bytes())
}

/// The bytes of the answer of a point, and its key.
pub fn answer_entry(answer: &Answer) -> (Vec<u8>, (u32, RunKey)) {
    let key = (answer.point, answer_key(u32::try_from(answer.runs()).unwrap_or(u32::MAX)));
    (keyed(key, &answer.to_bytes()), key)
}

fn answer_key(runs: u32) -> RunKey {
    RunKey { strategy: ANSWER, replication: runs }
}

fn keyed((point, key): (u32, RunKey), bytes: &[u8]) -> Vec<u8> {
    let mut payload = [point, key.strategy, key.replication].map(u32::to_le_bytes).concat();
    payload.extend(bytes);
    framed(&payload)
}

/// Replications behind an entry.
fn runs(key: RunKey) -> u64 {
    if key.strategy == ANSWER { u64::from(key.replication) } else { 1 }
}

fn framed(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("an entry is far below four gigabytes");
    let mut bytes = Vec::with_capacity(HEAD + payload.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend(crc32fast::hash(payload).to_le_bytes());
    bytes.extend(payload);
    bytes
}

impl RecordLog {
    /// Empties the file and writes the beginning.
    pub fn begin(mut file: File, fingerprint: &str) -> io::Result<RecordLog> {
        let bytes = beginning(fingerprint);
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&bytes)?;
        let (end, places) = (bytes.len() as u64, BTreeMap::new());
        Ok(RecordLog { file, end, places, runs: 0, aim: None, failure: None, most: MOST })
    }

    /// Reads fingerprint and places up to the first entry that is not whole; `None` when not even the fingerprint is.
    pub fn read(mut file: File) -> io::Result<Option<(String, RecordLog)>> {
        let mut input = BufReader::with_capacity(1 << 16, &mut file);
        let mut mark = [0; MARK.len()];
        if !filled(&mut input, &mut mark)? || mark != MARK {
            return Ok(None);
        }
        let Some(fingerprint) = next(&mut input)?.and_then(|payload| String::from_utf8(payload).ok()) else {
            return Ok(None);
        };
        let mut end = (MARK.len() + HEAD + fingerprint.len()) as u64;
        let (mut places, mut aim) = (BTreeMap::new(), None);
        while let Some(payload) = next(&mut input)? {
            let Some((key, record)) = payload.split_first_chunk::<KEY>() else { break };
            let number = |at: usize| u32::from_le_bytes(key[at..at + 4].try_into().expect("four bytes"));
            let span = Span { start: end + (HEAD + KEY) as u64, length: record.len() };
            match number(0) {
                AIM => aim = (number(8) > 0).then(|| number(8)),
                point => {
                    places.insert((point, RunKey { strategy: number(4), replication: number(8) }), span);
                }
            }
            end += (HEAD + payload.len()) as u64;
        }
        let runs = places.keys().map(|(_, key)| runs(*key)).sum();
        Ok(Some((fingerprint, RecordLog { file, end, places, runs, aim, failure: None, most: MOST })))
    }

    /// Replications that are kept, by their records or behind answers.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Bytes that are kept.
    pub fn bytes(&self) -> u64 {
        self.end
    }

    pub fn failure(&self) -> Option<String> {
        self.failure.clone()
    }

    #[cfg(test)]
    pub fn set_most(&mut self, most: u64) {
        self.most = most;
    }

    /// To how many replications the work goes, where that is said.
    pub fn aim(&self) -> Option<u32> {
        self.aim
    }

    /// The record of a key; `None` when it is not there or of another version.
    pub fn find(&mut self, point: u32, key: RunKey) -> Option<RunRecord> {
        let span = *self.places.get(&(point, key))?;
        RunRecord::from_bytes(&self.bytes_at(span)?).ok().filter(|record| record.key == key)
    }

    pub fn has_record(&self, point: u32, key: RunKey) -> bool {
        self.places.contains_key(&(point, key))
    }

    pub fn has_answer(&self, point: u32) -> bool {
        self.answer_place(point).is_some()
    }

    fn answer_place(&self, point: u32) -> Option<Span> {
        let last = self.places.range((point, answer_key(0))..=(point, answer_key(u32::MAX))).next_back();
        last.map(|(_, span)| *span)
    }

    /// The answer of a point; `None` when it is not there or of another version.
    pub fn answer(&mut self, point: u32) -> Option<Answer> {
        let span = self.answer_place(point)?;
        Answer::from_bytes(&self.bytes_at(span)?).ok().filter(|answer| answer.point == point)
    }

    fn bytes_at(&mut self, span: Span) -> Option<Vec<u8>> {
        let mut bytes = vec![0; span.length];
        self.file.seek(SeekFrom::Start(span.start)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Writes the entry of a record or an answer.
    pub fn append(&mut self, entry: &[u8], key: (u32, RunKey)) {
        let start = self.end + (HEAD + KEY) as u64;
        if self.write(entry) {
            let before = self.places.insert(key, Span { start, length: entry.len() - HEAD - KEY });
            self.runs += if before.is_none() { runs(key.1) } else { 0 };
        }
    }

    /// Writes to how many replications the work goes; `None` takes back what was said before.
    pub fn set_aim(&mut self, aim: Option<u32>) {
        let numbers = [AIM, 0, aim.unwrap_or(0)];
        if self.write(&framed(&numbers.map(u32::to_le_bytes).concat())) {
            self.aim = aim;
        }
    }

    /// Writes an entry by one call; gives whether that went well. After a failure nothing more is written: the entries
    /// before it stay good.
    fn write(&mut self, entry: &[u8]) -> bool {
        if self.failure.is_some() {
            return false;
        }
        if self.end + entry.len() as u64 > self.most {
            self.failure =
                Some(format!("the file has {} MB, which is the most it may have", self.end.div_ceil(1 << 20)));
            return false;
        }
        let written = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(entry));
        match written {
            Ok(()) => self.end += entry.len() as u64,
            Err(error) => self.failure = Some(error.to_string()),
        }
        self.failure.is_none()
    }
}

/// The next payload; `None` at the end of what is whole.
fn next(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; HEAD];
    if !filled(input, &mut head)? {
        return Ok(None);
    }
    let length = u32::from_le_bytes(head[..4].try_into().expect("four bytes")) as usize;
    let sum = u32::from_le_bytes(head[4..].try_into().expect("four bytes"));
    if length > LONGEST {
        return Ok(None);
    }
    let mut payload = Vec::new();
    input.take(length as u64).read_to_end(&mut payload)?;
    Ok((payload.len() == length && crc32fast::hash(&payload) == sum).then_some(payload))
}

/// Whether all of `into` could be read.
fn filled(input: &mut impl Read, into: &mut [u8]) -> io::Result<bool> {
    match input.read_exact(into) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
