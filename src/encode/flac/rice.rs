//! Residuals in Rice codes, each part of a block with a parameter of its own (RFC 9639, 9.2.7).

use super::bits::Bits;

/// 32 parts of a block at most; `flac -5` looks as far.
const MOST_ORDER: u32 = 5;
/// Parameters of the short form have 4 bits, of which all ones are the escape; of the long form 5.
const MOST_SHORT: u32 = 14;
const MOST: u32 = 30;

/// A residual and the cheapest way found to write it.
#[derive(Clone, Debug)]
pub(super) struct Residual {
    /// Folded: 0, -1, 1, -2, 2 ... as 0, 1, 2, 3, 4 ...
    folded: Vec<u32>,
    /// Samples of the block that the predictor starts from: they are missing in the first part.
    warm_up: usize,
    parameters: Vec<u32>,
    /// What writing takes, exactly.
    pub bits: u64,
}

impl Residual {
    pub fn new(residual: &[i32], warm_up: usize) -> Self {
        let folded: Vec<u32> = residual.iter().map(|&r| ((r << 1) ^ (r >> 31)) as u32).collect();
        let parameters = parameters(&folded, warm_up);
        let mut this = Self { folded, warm_up, parameters, bits: 0 };
        let width = u64::from(this.parameter_bits());
        let codes: u64 = this
            .parts()
            .map(|(part, k)| part.iter().map(|&u| u64::from(u >> k)).sum::<u64>() + part.len() as u64 * u64::from(k + 1) + width)
            .sum();
        this.bits = 6 + codes;
        this
    }

    pub fn write(&self, out: &mut Bits<'_>) {
        let long = self.parameter_bits() == 5;
        out.put(u32::from(long), 2);
        out.put(self.parameters.len().ilog2(), 4);
        for (part, parameter) in self.parts() {
            out.put(parameter, self.parameter_bits());
            for &folded in part {
                out.put_rice(folded, parameter);
            }
        }
    }

    fn parameter_bits(&self) -> u32 {
        if self.parameters.iter().any(|&k| k > MOST_SHORT) { 5 } else { 4 }
    }

    fn parts(&self) -> impl Iterator<Item = (&[u32], u32)> {
        let length = (self.folded.len() + self.warm_up) / self.parameters.len();
        self.parameters.iter().enumerate().map(move |(index, &k)| {
            let from = (index * length).saturating_sub(self.warm_up);
            (&self.folded[from..(index + 1) * length - self.warm_up], k)
        })
    }
}

/// The parameters of the cheapest division into 1, 2, 4 ... parts.
fn parameters(folded: &[u32], warm_up: usize) -> Vec<u32> {
    let block = folded.len() + warm_up;
    // Parts are equally long, and longer than the predictor.
    let mut order = block.trailing_zeros().min(MOST_ORDER);
    while order > 0 && block >> order <= warm_up {
        order -= 1;
    }
    let length = block >> order;
    let mut sums: Vec<u64> = (0..1usize << order)
        .map(|index| {
            folded[(index * length).saturating_sub(warm_up)..(index + 1) * length - warm_up].iter().map(|&u| u64::from(u)).sum()
        })
        .collect();
    let mut best: Option<(u64, Vec<u32>)> = None;
    loop {
        let length = block / sums.len();
        let parts =
            sums.iter().enumerate().map(|(index, &sum)| cheapest(if index == 0 { length - warm_up } else { length }, sum));
        let (mut bits, mut parameters) = (0, Vec::with_capacity(sums.len()));
        for (k, cost) in parts {
            bits += cost + 5;
            parameters.push(k);
        }
        if best.as_ref().is_none_or(|(least, _)| bits < *least) {
            best = Some((bits, parameters));
        }
        if sums.len() == 1 {
            return best.map(|(_, parameters)| parameters).unwrap_or_default();
        }
        sums = sums.chunks_exact(2).map(|pair| pair[0] + pair[1]).collect();
    }
}

/// Parameter and about the bits of `count` folded values with this sum: a value takes its quotient, a one, and k bits. What the shift drops
/// is taken as half its range a value.
fn cheapest(count: usize, sum: u64) -> (u32, u64) {
    let n = count as u64;
    let guess = (sum / n.max(1)).checked_ilog2().unwrap_or(0);
    (guess.saturating_sub(1)..=(guess + 1).min(MOST))
        .map(|k| (k, n * u64::from(k + 1) + (sum.saturating_sub(n * ((1 << k) - 1) / 2) >> k)))
        .min_by_key(|(_, bits)| *bits)
        .unwrap_or((0, 0))
}
