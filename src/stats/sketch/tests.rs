use super::*;
use proptest::prelude::*;

fn sketch(values: &[i64]) -> Sketch {
    let mut sketch = Sketch::new();
    values.iter().for_each(|v| sketch.add(*v));
    sketch
}

/// Values spread evenly over their logarithm: all octaves are met.
fn ticks() -> impl Strategy<Value = i64> {
    (0u32..63, any::<u64>()).prop_map(|(bits, word)| (word >> (63 - bits) >> 1) as i64)
}

fn truth(values: &[i64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let place = (0..sorted.len()).find(|i| (i + 1) as f64 >= q * sorted.len() as f64 * (1.0 - 1e-12));
    sorted[place.unwrap()] as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn quantiles_of_distinct_values_are_within_a_thousandth(values in prop::collection::hash_set(ticks(), 1..400), q in 0.001..1.0f64) {
        let values: Vec<i64> = values.into_iter().collect();
        let (found, exact) = (sketch(&values).quantile(q).unwrap(), truth(&values, q));
        prop_assert!((found - exact).abs() <= exact / 1000.0, "{found} {exact}");
    }

    #[test]
    fn quantiles_with_repeats_stay_in_the_bucket(values in prop::collection::vec(ticks(), 1..20), picks in prop::collection::vec(0usize..20, 1..400), q in 0.001..1.0f64) {
        let values: Vec<i64> = picks.iter().map(|p| values[p % values.len()]).collect();
        let (found, exact) = (sketch(&values).quantile(q).unwrap(), truth(&values, q));
        prop_assert!((found - exact).abs() <= exact / 512.0, "{found} {exact}");
    }

    /// A list that is in order is not gone through: the same quantiles as of buckets.
    #[test]
    fn a_list_in_order_has_the_quantiles_of_its_buckets(values in prop::collection::vec(ticks(), 1..60), picks in prop::collection::vec(0usize..60, 33..400), shares in prop::collection::vec(0.0..=1.0f64, 1..9)) {
        let values: Vec<i64> = picks.iter().map(|p| values[p % values.len()]).collect();
        let (mut list, mut buckets) = (sketch(&values), sketch(&values));
        list.settle();
        buckets.pack();
        prop_assert!(list.is_list() && !buckets.is_list());
        prop_assert_eq!(list.quantiles(&shares), buckets.quantiles(&shares));
    }

    #[test]
    fn merging_counts_the_union(a in prop::collection::vec(ticks(), 0..120), b in prop::collection::vec(ticks(), 0..120)) {
        let all: Vec<i64> = a.iter().chain(&b).copied().collect();
        let mut merged = sketch(&a);
        merged.merge(&sketch(&b));
        let mut swapped = sketch(&b);
        swapped.merge(&sketch(&a));
        let direct = sketch(&all);
        prop_assert_eq!(merged.count(), all.len() as u64);
        prop_assert_eq!(bucket_counts(&merged), bucket_counts(&direct));
        prop_assert_eq!(bucket_counts(&swapped), bucket_counts(&direct));
        if a.len() as u64 > FEW && b.len() as u64 > FEW {
            prop_assert_eq!(merged, swapped);
        }
    }

    /// Values in a list, in pages and packed say what they say when every value goes to its bucket at once.
    #[test]
    fn waiting_changes_nothing(values in prop::collection::vec(0i64..5_000, 1..200), times in 1usize..60, often in 300usize..3_000) {
        let all: Vec<i64> = values.iter().cycle().take(values.len() * times).copied().collect();
        let (waiting, mut settled, mut packed, mut copied) = (sketch(&all), Sketch::new(), Sketch::new(), Sketch::new());
        for (place, value) in all.iter().enumerate() {
            settled.add(*value);
            packed.add(*value);
            copied.add(*value);
            if place % often == 99 {
                settled.settle();
                packed.pack();
                copied = copied.compact();
            }
        }
        if all.len() as u64 > FEW {
            prop_assert_eq!(buckets(&waiting), at_once(&all));
        }
        prop_assert_eq!(waiting.count(), all.len() as u64);
        prop_assert_eq!(waiting.bins(), settled.bins());
        prop_assert_eq!(&waiting, &settled);
        prop_assert_eq!(&packed, &settled);
        prop_assert_eq!(&copied, &settled);
        prop_assert_eq!(waiting.compact().bins(), settled.bins());
    }

    /// Sums do not depend on how far the values of either have come.
    #[test]
    fn merging_does_not_ask_where_the_values_are(a in prop::collection::vec(0i64..3_000, 1..300), b in prop::collection::vec(0i64..3_000, 1..300), times in 1usize..30) {
        let mut settled = [&a, &b].map(|values| sketch(&values.repeat(times)));
        let mut sum = settled[0].clone();
        sum.merge(&settled[1]);
        settled.iter_mut().for_each(Sketch::settle);
        let mut from_nothing = Sketch::new();
        settled.iter().for_each(|part| from_nothing.merge(part));
        let mut from_compact = settled[0].compact();
        from_compact.merge(&settled[1].compact());
        prop_assert_eq!(&sum, &from_nothing);
        prop_assert_eq!(&sum, &from_compact);
    }

    #[test]
    fn packing_and_bytes_keep_everything(values in prop::collection::vec(ticks(), 0..200)) {
        let plain = sketch(&values);
        let mut packed = plain.clone();
        packed.pack();
        prop_assert_eq!(&packed, &plain);
        prop_assert_eq!(packed.bins(), plain.bins());
        let mut bytes = Vec::new();
        packed.put(&mut bytes);
        bytes.push(7);
        let mut input = bytes.as_slice();
        let mut read = Sketch::take(&mut input).unwrap();
        prop_assert_eq!(input, &[7]);
        prop_assert_eq!(&read, &plain);
        let mut grown = plain;
        read.add(77);
        grown.add(77);
        prop_assert_eq!(read, grown);
    }

    #[test]
    fn a_cleared_sketch_is_a_new_one(before in prop::collection::vec(ticks(), 0..100), times in 1usize..80, after in prop::collection::vec(ticks(), 0..100)) {
        let mut reused = sketch(&before.repeat(times));
        reused.settle();
        reused.clear();
        prop_assert_eq!(reused.count(), 0);
        after.iter().for_each(|v| reused.add(*v));
        prop_assert_eq!(&reused, &sketch(&after));
        prop_assert_eq!(reused.bins(), sketch(&after).bins());
    }

    #[test]
    fn garbage_is_refused_or_consistent(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        if let Some(read) = Sketch::take(&mut bytes.as_slice()) {
            prop_assert_eq!(read.bins().iter().map(|(_, n)| n).sum::<u64>(), read.count());
        }
    }
}

/// The buckets of more values than are kept raw.
fn buckets(sketch: &Sketch) -> Vec<(usize, Bucket)> {
    let mut found = Vec::new();
    sketch.for_each_bucket(|place, bucket| found.push((place, bucket)));
    found
}

/// The same from the rule of the buckets alone: one map, every value at once.
fn at_once(values: &[i64]) -> Vec<(usize, Bucket)> {
    let mut buckets = std::collections::BTreeMap::<usize, Bucket>::new();
    for ticks in values {
        let bucket = buckets.entry(page::place(*ticks)).or_default();
        bucket.count += 1;
        match bucket.atoms {
            _ if bucket.atom == *ticks => bucket.atoms += 1,
            0 | 1 => (bucket.atom, bucket.atoms) = (*ticks, 1),
            _ => {}
        }
    }
    buckets.into_iter().collect()
}

/// Counts per bucket, raw values put into theirs.
fn bucket_counts(sketch: &Sketch) -> Vec<(usize, u64)> {
    let mut spread = sketch.clone();
    let mut counts = Vec::new();
    spread.spread().for_each(&mut |place, bucket: Bucket| counts.push((place, bucket.count)));
    counts
}

#[test]
fn atoms_among_continuous_values_are_exact() {
    let constant = 10_500_000_000;
    let mut values = Vec::new();
    let mut word = 1u64;
    for i in 0..3_000i64 {
        // A fixed shuffle: which of the three comes next follows no pattern.
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        values.push(match (word >> 33) % 3 {
            0 => 0,
            1 => constant,
            // Distinct values, many of them in the constant's bucket.
            _ => constant - 9_000_000 + i * 7_919,
        });
    }
    let (zeros, constants) =
        values.iter().fold((0, 0), |(z, c), v| (z + u64::from(*v == 0), c + u64::from(*v == constant)));
    let sketch = sketch(&values);
    assert_eq!(sketch.quantile(0.25), Some(0.0));
    let bins = sketch.bins();
    let atom = bins.iter().find(|(value, _)| *value == constant as f64).unwrap();
    // The first equal neighbours come after 1/p² = 9 values on average; 40 would be odd.
    assert!(atom.1 <= constants && atom.1 + 40 >= constants, "{atom:?} of {constants}");
    assert_eq!(bins[0], (0.0, zeros));
    assert_eq!(bins.iter().map(|(_, n)| n).sum::<u64>(), 3_000);
    assert!(bins.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn a_constant_is_exact_at_every_quantile() {
    let sketch = sketch(&[123_456_789_012; 1_000]);
    for q in [0.001, 0.5, 0.95, 1.0] {
        assert_eq!(sketch.quantile(q), Some(123_456_789_012.0));
    }
    assert_eq!(sketch.bins(), [(123_456_789_012.0, 1_000)]);
}

#[test]
fn ranks_do_not_hang_on_the_last_bit_of_q() {
    let values: Vec<i64> = (1..=20).collect();
    assert_eq!(sketch(&values).quantile(0.95), Some(19.0));
    assert_eq!(sketch(&values).quantile(0.15), Some(3.0));
    assert_eq!(sketch(&values).quantile(0.151), Some(4.0));
    assert_eq!(Sketch::new().quantile(0.5), None);
}

#[test]
fn of_two_atoms_in_a_bucket_the_frequent_one_stays() {
    // 2⁴⁰ and 2⁴⁰ + 1 share a bucket.
    let (a, b) = (1i64 << 40, (1i64 << 40) + 1);
    let mut left = sketch(&[a; 50]);
    let right = sketch(&[b; 70]);
    left.merge(&right);
    let middle = (1i64 << 40) + (1 << 30);
    assert_eq!(left.bins(), [(b as f64, 70), (middle as f64, 50)]);
}

#[test]
fn a_nearly_empty_sketch_is_small() {
    let mut sketch = sketch(&[5_000_000_000; 32]);
    assert!(sketch.pages.is_none());
    sketch.add(5_000_000_000);
    assert!(sketch.waits() && sketch.is_list());
    sketch.settle();
    assert!(sketch.pages.is_none() && sketch.is_list());
    (34..WAITING as i64).for_each(|ticks| sketch.add(ticks));
    assert!(sketch.pages.is_none());
    sketch.add(0);
    assert!(sketch.pages.is_some() && sketch.few.is_empty());
    sketch.clear();
    [5_000_000_000; 40].into_iter().for_each(|ticks| sketch.add(ticks));
    sketch.pack();
    assert!(sketch.pages.is_none());
    assert!(sketch.packed.as_ref().unwrap().len() < 16 && sketch.few.capacity() == 0);
}
