//! Buckets and the pages they stand on.

/// Buckets per octave: 9 bits after the leading one.
const BITS: u32 = 9;
const PER_PAGE: usize = 1 << BITS;
/// Page 0 is [0, 512), page k is the octave [2ᵏ⁺⁸, 2ᵏ⁺⁹).
const PAGES: usize = 63 - BITS as usize + 1;
/// Places of all buckets.
pub(super) const PLACES: usize = PAGES * PER_PAGE;
/// Values that wait for their buckets, at most: as many bytes as the buckets of the octaves that they usually lie in.
pub(super) const WAITING: usize = 4096;

/// Counts of one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bucket {
    /// All values in the bucket.
    pub count: u64,
    /// The candidate, or the atom once `atoms` ≥ 2.
    pub atom: i64,
    /// How many of `count` are known to be `atom`.
    pub atoms: u64,
}

impl Bucket {
    #[inline]
    fn add(&mut self, ticks: i64) {
        self.count += 1;
        if self.atom == ticks {
            self.atoms += 1;
        } else if self.atoms < 2 {
            self.atom = ticks;
            self.atoms = 1;
        }
    }

    /// Adds the counts of the same bucket of another sketch; see [`super::Sketch::merge`] for the rule of atoms.
    fn absorb(&mut self, other: Bucket) {
        self.count += other.count;
        if other.atoms == 0 {
            return;
        }
        if self.atoms > 0 && self.atom == other.atom {
            self.atoms += other.atoms;
        } else if other.atoms > self.atoms || (other.atoms == self.atoms && other.atom < self.atom) {
            self.atom = other.atom;
            self.atoms = other.atoms;
        }
    }

    /// What the bucket says, as one or two bins in ascending order.
    pub fn bins(self, place: usize, visit: &mut impl FnMut(f64, u64)) {
        let (low, width) = bounds(place);
        let middle = low + width / 2;
        if width == 1 || self.atoms == self.count {
            return visit(if width == 1 { low } else { self.atom } as f64, self.count);
        }
        if self.atoms < 2 || self.atom == middle {
            return visit(middle as f64, self.count);
        }
        let others = self.count - self.atoms;
        if self.atom < middle {
            visit(self.atom as f64, self.atoms);
            visit(middle as f64, others);
        } else {
            visit(middle as f64, others);
            visit(self.atom as f64, self.atoms);
        }
    }

    /// Whether the counts can be those of the bucket at `place`.
    pub fn holds_at(self, place: usize) -> bool {
        let (low, width) = bounds(place);
        let inside = self.atom >= low && self.atom - low < width;
        self.count > 0 && self.atoms <= self.count && (self.atoms == 0 || inside)
    }
}

/// Place of a value, over all pages.
#[inline]
pub(super) fn place(ticks: i64) -> usize {
    let ticks = ticks as u64;
    if ticks < PER_PAGE as u64 {
        return ticks as usize;
    }
    let shift = 63 - ticks.leading_zeros() - BITS;
    // The leading one of the mantissa adds the 512 that page 0 takes.
    ((shift as usize) << BITS) + (ticks >> shift) as usize
}

/// Smallest value of a bucket and how many values it has.
pub(super) fn bounds(place: usize) -> (i64, i64) {
    if place < PER_PAGE {
        return (place as i64, 1);
    }
    let shift = place / PER_PAGE - 1;
    (((PER_PAGE + place % PER_PAGE) as i64) << shift, 1 << shift)
}

/// A list that waits in the order of the places of its values, those of one place in the order in which they came.
pub(super) fn in_order(values: &[i64]) -> Vec<i64> {
    const { assert!(PLACES << NUMBER <= 1 << u32::BITS && WAITING <= 1 << NUMBER, "place and number fit a word") };
    debug_assert!(values.len() <= WAITING, "a list that waits");
    // Words of place and number are sorted in a fraction of the time that values are by place.
    let mut words: Vec<u32> =
        values.iter().zip(0..).map(|(ticks, number)| (place(*ticks) as u32) << NUMBER | number).collect();
    words.sort_unstable();
    words.into_iter().map(|word| values[(word & ((1 << NUMBER) - 1)) as usize]).collect()
}

/// Bits of a value's number in its list.
const NUMBER: u32 = WAITING.ilog2();

/// The buckets of values in the order of their places, those of one place in the order in which they came.
pub(super) fn each_of_list(values: &[i64], mut visit: impl FnMut(usize, Bucket)) {
    let Some(first) = values.first() else { return };
    let (mut at, mut bucket) = (place(*first), Bucket::default());
    for ticks in values {
        let next = place(*ticks);
        if next != at {
            visit(at, bucket);
            (at, bucket) = (next, Bucket::default());
        }
        bucket.add(*ticks);
    }
    visit(at, bucket);
}

/// The value of a rank (from 1) in a list in the order of [`in_order`]: only its bucket is looked at.
pub(super) fn of_rank(values: &[i64], rank: u64) -> f64 {
    let at = place(values[rank as usize - 1]);
    let first = values.partition_point(|ticks| place(*ticks) < at);
    let own = values[first..].iter().take_while(|ticks| place(**ticks) == at);
    let mut bucket = Bucket::default();
    own.for_each(|ticks| bucket.add(*ticks));
    let (mut below, mut found) = (first as u64, f64::NAN);
    bucket.bins(at, &mut |value, count| {
        if below < rank {
            found = value;
        }
        below += count;
    });
    found
}

/// The buckets of an octave.
#[derive(Clone, Debug)]
struct Page {
    /// One bit per bucket: which are not empty, so that looking and clearing cost what was counted.
    filled: [u64; PER_PAGE / WORD],
    buckets: [Bucket; PER_PAGE],
}

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// Pages by octave, allocated when first met.
#[derive(Clone, Debug)]
pub(super) struct Pages([Option<Box<Page>>; PAGES]);

impl Default for Pages {
    fn default() -> Pages {
        Pages([const { None }; PAGES])
    }
}

impl Pages {
    #[inline]
    pub fn add(&mut self, ticks: i64) {
        self.bucket(place(ticks)).add(ticks);
    }

    pub fn absorb(&mut self, place: usize, bucket: Bucket) {
        self.bucket(place).absorb(bucket);
    }

    #[inline]
    fn bucket(&mut self, place: usize) -> &mut Bucket {
        let page = self.0[place / PER_PAGE].get_or_insert_with(new_page);
        let slot = place % PER_PAGE;
        page.filled[slot / WORD] |= 1 << (slot % WORD);
        &mut page.buckets[slot]
    }

    /// Non-empty buckets in ascending order of place.
    pub fn for_each(&self, visit: &mut impl FnMut(usize, Bucket)) {
        for (number, page) in self.0.iter().enumerate() {
            let Some(page) = page else { continue };
            for (word, mut filled) in page.filled.into_iter().enumerate() {
                while filled != 0 {
                    let slot = word * WORD + filled.trailing_zeros() as usize;
                    visit(number * PER_PAGE + slot, page.buckets[slot]);
                    filled &= filled - 1;
                }
            }
        }
    }

    pub fn clear(&mut self) {
        for page in self.0.iter_mut().flatten() {
            for (word, filled) in page.filled.iter_mut().enumerate() {
                while *filled != 0 {
                    page.buckets[word * WORD + filled.trailing_zeros() as usize] = Bucket::default();
                    *filled &= *filled - 1;
                }
            }
        }
    }
}

#[cold]
fn new_page() -> Box<Page> {
    Box::new(Page { filled: [0; PER_PAGE / WORD], buckets: [Bucket::default(); PER_PAGE] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_lies_in_the_bounds_of_its_place() {
        let edges = (0..63).flat_map(|bit| [(1i64 << bit) - 1, 1 << bit, (1 << bit) + 1]).chain([i64::MAX]);
        for ticks in edges {
            let place = place(ticks);
            assert!(place < PLACES);
            let (low, width) = bounds(place);
            assert!(low <= ticks && ticks - low < width, "{ticks} at {place}");
            assert!(width == 1 || width * 512 <= low, "{ticks}");
        }
    }

    #[test]
    fn places_follow_each_other_without_gaps() {
        for place in 1..PLACES {
            let (before, width) = bounds(place - 1);
            assert_eq!(before + width, bounds(place).0);
        }
    }
}
