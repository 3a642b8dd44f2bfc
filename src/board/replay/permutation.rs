//! Lists that are put in another order where they lie.

/// For each place the number of it in `order`, which names each place once.
pub(super) fn numbers(order: &[usize]) -> Vec<usize> {
    let mut numbers = vec![0; order.len()];
    for (number, place) in order.iter().enumerate() {
        numbers[*place] = number;
    }
    numbers
}

/// Has `swap` exchange what lies at two places until each has come to the place that is its number in `numbers`.
pub(super) fn arrange(mut numbers: Vec<usize>, mut swap: impl FnMut(usize, usize)) {
    for place in 0..numbers.len() {
        while numbers[place] != place {
            let other = numbers[place];
            swap(place, other);
            numbers.swap(place, other);
        }
    }
}
