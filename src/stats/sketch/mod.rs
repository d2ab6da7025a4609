//! A mergeable quantile sketch with integer counts.
//!
//! Values are non-negative ticks. Each octave [2ᵉ, 2ᵉ⁺¹) is cut into 512 equal buckets (log-linear, as in
//! HdrHistogram), so a bucket is at most 1/512 of its values wide and its middle is within 1/1024 < 0.1 % of
//! each of them. Below 512 ticks a bucket is one value.
//!
//! Times of a simulation are rarely all continuous: many responses are 0, or a constant assembly time, or a
//! constant 10.5 days. So each bucket also keeps one candidate value with its own count. A value seen twice in a
//! row in its bucket is *locked* as the bucket's atom (continuous values practically never repeat at 10⁻⁹ of a
//! time unit); later equal values are counted with it and come out exactly. What a bucket held before its atom
//! was locked, and other values in it, stand at the bucket's middle.
//!
//! Memory is that of what was counted. The first 32 values are kept as they are. Further ones wait in a list, and only
//! when it is long do they go to their buckets, all at once and in the order in which they came: a value then costs
//! a place at the end of a list, and what thousands of products have counted does not drive everything else out of
//! the caches. A list that never grew so long is brought into the order of its buckets where it stands; pages of 512
//! buckets exist only in sketches of more values, for octaves that were met.

mod bytes;
mod page;

use page::{Bucket, Pages, WAITING};

/// Values that are kept raw for good when there are no more.
const FEW: u64 = 32;

/// Counts of non-negative tick values, with quantiles and exact atoms.
///
/// ```
/// let mut sketch = pushpull::stats::Sketch::new();
/// for _ in 0..60 {
///     sketch.add(0);
/// }
/// for _ in 0..40 {
///     sketch.add(10_500_000_000);
/// }
/// assert_eq!(sketch.quantile(0.5), Some(0.0));
/// assert_eq!(sketch.quantile(0.95), Some(10.5e9));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// Values counted.
    count: u64,
    /// While `count` ≤ [`FEW`] the values themselves, in order; else those that wait for their buckets, those of one
    /// bucket in order.
    few: Vec<i64>,
    /// How many of a list that waits are in the order of their buckets: all, once it is settled.
    sorted: usize,
    /// The buckets of values that do not wait; kept for reuse when empty.
    pages: Option<Box<Pages>>,
    /// Before `pages` while packed: non-empty buckets in the byte form of [`Sketch::put`].
    packed: Option<Box<[u8]>>,
}

impl Sketch {
    /// An empty sketch; allocates nothing.
    #[must_use]
    pub fn new() -> Sketch {
        Sketch::default()
    }

    /// Counts one value (ticks; a negative one counts as 0).
    #[inline]
    pub fn add(&mut self, ticks: i64) {
        debug_assert!(ticks >= 0, "a span of time is not negative");
        let ticks = ticks.max(0);
        self.few.push(ticks);
        self.count += 1;
        if self.few.len() == WAITING {
            self.spread();
        }
    }

    /// Brings values that wait to their buckets, or into their order, so that looking at the sketch again and again
    /// does not.
    pub fn settle(&mut self) {
        if !self.waits() {
            return;
        }
        if self.is_list() {
            if self.sorted < self.few.len() {
                self.few = page::in_order(&self.few);
                self.sorted = self.few.len();
            }
        } else {
            self.spread();
        }
    }

    /// Whether values wait for their buckets.
    fn waits(&self) -> bool {
        self.count > FEW && !self.few.is_empty()
    }

    /// Whether all values are still in the list.
    fn is_list(&self) -> bool {
        self.count == self.few.len() as u64
    }

    /// Adds another sketch's counts: the same counts as if its values had been added one by one.
    ///
    /// Where two buckets have different atoms the one counted more often stays (the smaller value of two equally
    /// frequent ones) and the other's values become ordinary ones of the bucket. So the result does not depend on
    /// which of two sketches is merged into which, but may depend on the order in which three or more are: merge
    /// in run-key order.
    pub fn merge(&mut self, other: &Sketch) {
        if other.count == 0 {
            return;
        }
        if self.count + other.count <= FEW {
            self.few.extend(&other.few);
        } else {
            let pages = self.spread();
            if other.count <= FEW {
                other.few.iter().for_each(|ticks| pages.add(*ticks));
            }
            other.for_each_bucket(|place, bucket| pages.absorb(place, bucket));
        }
        self.count += other.count;
    }

    /// The pages, after whatever is kept raw or packed has moved into them.
    fn spread(&mut self) -> &mut Pages {
        let pages = self.pages.get_or_insert_with(Box::default);
        if let Some(packed) = self.packed.take() {
            bytes::each(&packed, |place, bucket| pages.absorb(place, bucket));
        }
        for ticks in self.few.drain(..) {
            pages.add(ticks);
        }
        self.sorted = 0;
        pages
    }

    fn for_each_bucket(&self, mut visit: impl FnMut(usize, Bucket)) {
        if self.count <= FEW {
            return;
        }
        if self.is_list() && self.sorted == self.few.len() {
            return page::each_of_list(&self.few, visit);
        }
        if self.waits() {
            let mut settled = self.clone();
            settled.settle();
            return settled.for_each_bucket(visit);
        }
        if let Some(pages) = &self.pages {
            pages.for_each(&mut visit);
        }
        if let Some(packed) = &self.packed {
            bytes::each(packed, visit);
        }
    }

    /// Values counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Smallest value whose cumulated share is at least `q` (0 … 1), in ticks; `None` when empty.
    ///
    /// Exact for the first 32 values, for values below 512 ticks and for atoms; else within 0.1 % of a value of
    /// that rank (0.2 % in a bucket that also has an atom).
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        self.quantiles(&[q])[0]
    }

    /// [`Sketch::quantile`] of several shares, looking through the counts once.
    #[must_use]
    pub fn quantiles(&self, shares: &[f64]) -> Vec<Option<f64>> {
        let rank = |(q, place): (&f64, usize)| {
            // 0.95 × 20 is 19 whatever the last bit of 0.95 says.
            let exact = q * self.count as f64;
            ((exact - exact.abs() * 1e-12).ceil().clamp(1.0, self.count.max(1) as f64) as u64, place)
        };
        let mut ranks: Vec<(u64, usize)> = shares.iter().zip(0..).map(rank).collect();
        if self.count > FEW && self.is_list() && self.sorted == self.few.len() {
            return ranks.into_iter().map(|(rank, _)| Some(page::of_rank(&self.few, rank))).collect();
        }
        ranks.sort_unstable();
        let mut ranks = ranks.into_iter().peekable();
        let (mut found, mut below) = (vec![None; shares.len()], 0);
        self.for_each_bin(|value, count| {
            below += count;
            while let Some((_, place)) = ranks.next_if(|(rank, _)| *rank <= below) {
                found[place] = Some(value);
            }
        });
        found
    }

    /// Empties the sketch, keeping its memory: afterwards it behaves as a new one.
    pub fn clear(&mut self) {
        let is_list = self.is_list();
        if let Some(pages) = self.pages.as_mut().filter(|_| !is_list) {
            pages.clear();
        }
        self.packed = None;
        self.few.clear();
        (self.count, self.sorted) = (0, 0);
    }

    /// (value in ticks, count), ascending in value, counts above 0; atoms exact.
    #[must_use]
    pub fn bins(&self) -> Vec<(f64, u64)> {
        let mut bins = Vec::new();
        self.for_each_bin(|value, count| bins.push((value, count)));
        bins
    }

    fn for_each_bin(&self, mut visit: impl FnMut(f64, u64)) {
        if self.count <= FEW {
            let mut few = self.few.clone();
            few.sort_unstable();
            few.chunk_by(|one, next| one == next).for_each(|alike| visit(alike[0] as f64, alike.len() as u64));
        }
        self.for_each_bucket(|place, bucket| bucket.bins(place, &mut visit));
    }

    /// A copy in as little memory as the counts need: what stands in buckets is packed.
    #[must_use]
    pub fn compact(&self) -> Sketch {
        if self.is_list() {
            return self.clone();
        }
        Sketch { count: self.count, packed: Some(self.buckets_as_bytes().into_boxed_slice()), ..Sketch::default() }
    }

    /// Frees all memory that the counts do not need: a few bytes per non-empty bucket remain.
    /// Counts, bins and quantiles stay the same; adding to it later unpacks it.
    pub fn pack(&mut self) {
        if self.count > FEW && (self.packed.is_none() || self.waits()) {
            self.settle();
            self.packed = Some(self.buckets_as_bytes().into_boxed_slice());
            self.few.clear();
            self.sorted = 0;
        }
        self.pages = None;
        self.few.shrink_to_fit();
    }

    /// Appends the byte form: the count; then up to 32 raw values, or the number of bytes and the non-empty
    /// buckets, each as distance of its place from the previous one, count, atom count and, if that is not 0,
    /// the atom's offset in the bucket.
    pub fn put(&self, out: &mut Vec<u8>) {
        bytes::put(out, self.count);
        if self.count <= FEW {
            self.few.iter().for_each(|ticks| bytes::put(out, *ticks as u64));
        } else {
            let buckets = self.buckets_as_bytes();
            bytes::put(out, buckets.len() as u64);
            out.extend(buckets);
        }
    }

    /// Reads what [`Sketch::put`] wrote and moves `input` behind it; `None` when it is not such a form.
    pub fn take(input: &mut &[u8]) -> Option<Sketch> {
        let count = bytes::take(input)?;
        if count <= FEW {
            let few: Option<Vec<i64>> = (0..count).map(|_| i64::try_from(bytes::take(input)?).ok()).collect();
            return Some(Sketch { count, few: few?, ..Sketch::default() });
        }
        let length = usize::try_from(bytes::take(input)?).ok()?;
        let (buckets, rest) = input.split_at_checked(length)?;
        *input = rest;
        let mut left = buckets;
        let (mut place, mut counted) = (0, 0u64);
        while !left.is_empty() {
            let (next, bucket) = bytes::take_bucket(&mut left, place)?;
            if !bucket.holds_at(next) || (next == place && counted > 0) {
                return None;
            }
            place = next;
            counted = counted.checked_add(bucket.count)?;
        }
        let packed = Some(buckets.into());
        (counted == count).then(|| Sketch { count, packed, ..Sketch::default() })
    }

    /// The non-empty buckets in their byte form; empty while the values are kept raw.
    fn buckets_as_bytes(&self) -> Vec<u8> {
        if let (Some(packed), None, []) = (&self.packed, &self.pages, self.few.as_slice()) {
            return packed.to_vec();
        }
        let mut out = Vec::new();
        let mut previous = 0;
        self.for_each_bucket(|place, bucket| {
            bytes::put_bucket(&mut out, previous, place, &bucket);
            previous = place;
        });
        out
    }
}

/// Equal counts and atoms, whatever memory is kept.
impl PartialEq for Sketch {
    fn eq(&self, other: &Sketch) -> bool {
        let raw = |sketch: &'_ Sketch| sketch.count <= FEW;
        let same = if raw(self) { self.few == other.few } else { self.buckets_as_bytes() == other.buckets_as_bytes() };
        self.count == other.count && same
    }
}

#[cfg(test)]
mod tests;
