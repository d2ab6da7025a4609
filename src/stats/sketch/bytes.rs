//! The byte form of integers and buckets: variable-length integers (7 bits a byte, low ones first), so that it is small
//! and the same on every machine.

use super::page::{Bucket, PLACES, bounds};

/// Appends a bucket, with the distance of its place from that of the previous one.
pub(super) fn put_bucket(out: &mut Vec<u8>, previous: usize, place: usize, bucket: &Bucket) {
    let head = [(place - previous) as u64, bucket.count, bucket.atoms];
    if (head[0] | head[1] | head[2]) < 0x80 {
        // A byte each, as nearly always.
        out.extend_from_slice(&head.map(|value| value as u8));
    } else {
        head.into_iter().for_each(|value| put(out, value));
    }
    if bucket.atoms > 0 {
        put(out, (bucket.atom - bounds(place).0) as u64);
    }
}

/// Visits the buckets of a byte form that is known to be right.
pub(super) fn each(mut packed: &[u8], mut visit: impl FnMut(usize, Bucket)) {
    let mut place = 0;
    while let Some((next, bucket)) = take_bucket(&mut packed, place) {
        visit(next, bucket);
        place = next;
    }
}

/// Reads a bucket and its place, given the place of the previous one.
pub(super) fn take_bucket(input: &mut &[u8], previous: usize) -> Option<(usize, Bucket)> {
    let place = previous.checked_add(usize::try_from(take(input)?).ok()?)?;
    let (count, atoms) = (take(input)?, take(input)?);
    if place >= PLACES {
        return None;
    }
    let atom = if atoms > 0 { bounds(place).0.checked_add(i64::try_from(take(input)?).ok()?)? } else { 0 };
    Some((place, Bucket { count, atom, atoms }))
}

/// Appends an integer, 7 bits a byte.
pub(super) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`put`] wrote; `None` when it is not such a form.
pub(super) fn take(input: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = input.split_first()?;
        *input = rest;
        let bits = u64::from(byte & 0x7f);
        value |= bits << shift;
        if value >> shift != bits {
            return None;
        }
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
