//! The byte form: variable-length integers (7 bits a byte, low ones first), so that it is small and the same on
//! every machine.

use super::page::{Bucket, PLACES, bounds};
use super::{FEW, Sketch};

impl Sketch {
    /// Appends the byte form: the count; then up to 32 raw values, or the number of bytes and the non-empty
    /// buckets, each as distance of its place from the previous one, count, atom count and, if that is not 0,
    /// the atom's offset in the bucket.
    pub fn put(&self, out: &mut Vec<u8>) {
        put(out, self.count);
        if self.count <= FEW {
            self.few.iter().for_each(|ticks| put(out, *ticks as u64));
        } else {
            let buckets = packed(self);
            put(out, buckets.len() as u64);
            out.extend(buckets);
        }
    }

    /// Reads what [`Sketch::put`] wrote and moves `input` behind it; `None` when it is not such a form.
    pub fn take(input: &mut &[u8]) -> Option<Sketch> {
        let count = take(input)?;
        if count <= FEW {
            let few: Option<Vec<i64>> = (0..count).map(|_| i64::try_from(take(input)?).ok()).collect();
            return Some(Sketch { count, few: few?, ..Sketch::default() });
        }
        let length = usize::try_from(take(input)?).ok()?;
        let (buckets, rest) = input.split_at_checked(length)?;
        *input = rest;
        let mut left = buckets;
        let (mut place, mut counted) = (0, 0u64);
        while !left.is_empty() {
            let (next, bucket) = take_bucket(&mut left, place)?;
            if !bucket.holds_at(next) || (next == place && counted > 0) {
                return None;
            }
            place = next;
            counted = counted.checked_add(bucket.count)?;
        }
        let packed = Some(buckets.into());
        (counted == count).then(|| Sketch { count, packed, ..Sketch::default() })
    }
}

/// The non-empty buckets of a sketch; empty while it keeps raw values.
pub(super) fn packed(sketch: &Sketch) -> Vec<u8> {
    if let (Some(packed), None, []) = (&sketch.packed, &sketch.pages, sketch.few.as_slice()) {
        return packed.to_vec();
    }
    let mut out = Vec::new();
    let mut previous = 0;
    sketch.for_each_bucket(|place, bucket| {
        let head = [(place - previous) as u64, bucket.count, bucket.atoms];
        if (head[0] | head[1] | head[2]) < 0x80 {
            // A byte each, as nearly always.
            out.extend_from_slice(&head.map(|value| value as u8));
        } else {
            head.into_iter().for_each(|value| put(&mut out, value));
        }
        if bucket.atoms > 0 {
            put(&mut out, (bucket.atom - bounds(place).0) as u64);
        }
        previous = place;
    });
    out
}

/// Visits the buckets of a byte form that is known to be right.
pub(super) fn each(mut packed: &[u8], mut visit: impl FnMut(usize, Bucket)) {
    let mut place = 0;
    while let Some((next, bucket)) = take_bucket(&mut packed, place) {
        visit(next, bucket);
        place = next;
    }
}

fn take_bucket(input: &mut &[u8], previous: usize) -> Option<(usize, Bucket)> {
    let place = previous.checked_add(usize::try_from(take(input)?).ok()?)?;
    let (count, atoms) = (take(input)?, take(input)?);
    if place >= PLACES {
        return None;
    }
    let atom = if atoms > 0 { bounds(place).0.checked_add(i64::try_from(take(input)?).ok()?)? } else { 0 };
    Some((place, Bucket { count, atom, atoms }))
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(input: &mut &[u8]) -> Option<u64> {
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
