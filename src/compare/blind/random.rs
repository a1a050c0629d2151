//! Fair draws from somebody else's random numbers.

/// Where chance comes from: in the browser its cryptographic generator, in tests a seeded one.
pub trait Entropy {
    /// Uniform over all of `u32`, each independent of the others.
    fn next_u32(&mut self) -> u32;
}

/// A rejection is never likelier than one half, and for the few voices of a test less likely than 2^-28: this many in a row are a
/// broken generator, which may spoil the draw but not hang the page.
const MOST_REJECTIONS: usize = 128;

/// Uniform within `0..bound`; 0 if `bound` is 0.
///
/// The high word of x * bound, where x is drawn anew while the low word is below 2^32 mod bound, so that each result has exactly as
/// many x: Lemire 2019, "Fast random integer generation in an interval", ACM TOMACS 29 (1), algorithm 5.
pub fn below(bound: u32, entropy: &mut impl Entropy) -> u32 {
    if bound == 0 {
        return 0;
    }
    let surplus = bound.wrapping_neg() % bound;
    let mut product = 0;
    for _ in 0..MOST_REJECTIONS {
        product = u64::from(entropy.next_u32()) * u64::from(bound);
        if product as u32 >= surplus {
            break;
        }
    }
    (product >> 32) as u32
}

/// Every order equally likely: the shuffle of Fisher and Yates as Durstenfeld 1964 gives it (CACM 7 (7), algorithm 235).
pub fn shuffle<T>(items: &mut [T], entropy: &mut impl Entropy) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(last as u32 + 1, entropy) as usize);
    }
}
