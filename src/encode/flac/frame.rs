//! One block as a frame: which channels, which predictors, and the bits (RFC 9639, 9).

use super::bits::{Bits, crc8, crc16};
use super::predict::{Analysis, Linear, fixed, precision, window};
use super::rice::Residual;

/// Frames of a block; as libFLAC's, and within the streamable subset at any rate (RFC 9639, 7).
pub(super) const BLOCK_FRAMES: usize = 4096;

/// One signal of a block: a channel, the middle or the side.
struct Signal {
    samples: Vec<i32>,
    exact: Vec<f64>,
    bits: u32,
    analysis: Analysis,
}

impl Signal {
    fn new(samples: Vec<i32>, bits: u32, window: &[f64]) -> Self {
        let exact: Vec<f64> = samples.iter().map(|&x| f64::from(x)).collect();
        let analysis = Analysis::of(&exact, window, bits);
        Self { samples, exact, bits, analysis }
    }
}

/// A signal as it is written (RFC 9639, 9.2).
enum Subframe {
    Constant,
    Verbatim,
    Fixed { order: usize, residual: Residual },
    Linear { predictor: Linear, residual: Residual },
}

/// Writes blocks of one stream.
pub(super) struct Frames {
    sample_rate: u32,
    bits: u32,
    window: Vec<f64>,
    number: u32,
}

impl Frames {
    pub fn new(sample_rate: u32, bits: u32) -> Self {
        Self { sample_rate, bits, window: window(BLOCK_FRAMES), number: 0 }
    }

    /// One or two channels, of [`BLOCK_FRAMES`] each or fewer in the last block. Gives the frame's bytes.
    pub fn write(&mut self, planes: Vec<Vec<i32>>, file: &mut Vec<u8>) -> usize {
        let start = file.len();
        let frames = planes[0].len();
        let short;
        let window = if frames == BLOCK_FRAMES {
            &self.window
        } else {
            short = window(frames);
            &short
        };
        let signal = |samples, bits| Signal::new(samples, bits, window);
        let (code, signals) = match <[Vec<i32>; 2]>::try_from(planes) {
            Ok([left, right]) => {
                let side: Vec<i32> = left.iter().zip(&right).map(|(l, r)| l - r).collect();
                // Rounded down; the side's lowest bit tells which way.
                let middle = left.iter().zip(&right).map(|(l, r)| (l + r) >> 1).collect();
                let bits = self.bits;
                cheapest_pair(signal(left, bits), signal(right, bits), signal(middle, bits), signal(side, bits + 1))
            }
            Err(planes) => (0, planes.into_iter().map(|plane| signal(plane, self.bits)).collect()),
        };
        self.header(frames, code, file);
        let mut out = Bits::new(file);
        for signal in &signals {
            subframe(signal).write(signal, &mut out);
        }
        out.align();
        let checksum = crc16(&file[start..]);
        file.extend_from_slice(&checksum.to_be_bytes());
        self.number += 1;
        file.len() - start
    }

    /// RFC 9639, 9.1.
    fn header(&self, frames: usize, channels: u32, file: &mut Vec<u8>) {
        let start = file.len();
        let mut out = Bits::new(file);
        // The sync code, and that all blocks but the last have one length.
        out.put(0xFFF8, 16);
        let (length, length_bits) = match frames {
            BLOCK_FRAMES => (0b1100, 0),
            1..=256 => (0b0110, 8),
            _ => (0b0111, 16),
        };
        let (rate, rate_value, rate_bits) = rate_code(self.sample_rate);
        out.put(length, 4);
        out.put(rate, 4);
        out.put(channels, 4);
        out.put(if self.bits == 16 { 0b100 } else { 0b110 }, 3);
        out.put(0, 1);
        let (number, number_bytes) = coded_number(self.number);
        number[..number_bytes].iter().for_each(|&byte| out.put(u32::from(byte), 8));
        out.put(if length_bits == 0 { 0 } else { frames as u32 - 1 }, length_bits);
        out.put(rate_value, rate_bits);
        out.align();
        let checksum = crc8(&file[start..]);
        file.push(checksum);
    }
}

/// RFC 9639, 9.1.2: the code, and what follows at the header's end.
fn rate_code(sample_rate: u32) -> (u32, u32, u32) {
    const KNOWN: [(u32, u32); 11] = [
        (88_200, 1),
        (176_400, 2),
        (192_000, 3),
        (8_000, 4),
        (16_000, 5),
        (22_050, 6),
        (24_000, 7),
        (32_000, 8),
        (44_100, 9),
        (48_000, 10),
        (96_000, 11),
    ];
    match KNOWN.iter().find(|(hz, _)| *hz == sample_rate) {
        Some((_, code)) => (*code, 0, 0),
        None if sample_rate < 1 << 16 => (0b1101, sample_rate, 16),
        None if sample_rate.is_multiple_of(10) && sample_rate / 10 < 1 << 16 => (0b1110, sample_rate / 10, 16),
        // As the stream's header says.
        None => (0, 0, 0),
    }
}

/// A frame's number in the manner of UTF-8, up to 31 bits (RFC 9639, 9.1.5).
fn coded_number(number: u32) -> ([u8; 6], usize) {
    let mut bytes = [0; 6];
    if number < 0x80 {
        bytes[0] = number as u8;
        return (bytes, 1);
    }
    // n bytes hold 5 n + 1 bits.
    let count = (2..6).find(|n| number < 1 << (5 * n + 1)).unwrap_or(6);
    for (index, byte) in bytes[..count].iter_mut().enumerate() {
        let six = (number >> (6 * (count - 1 - index))) & 0x3F;
        *byte = if index == 0 { (0xFF00u32 >> count) as u8 | six as u8 } else { 0x80 | six as u8 };
    }
    (bytes, count)
}

/// Which two of left, right, middle and side should take least, and the code for it (RFC 9639, 9.1.3).
fn cheapest_pair(left: Signal, right: Signal, middle: Signal, side: Signal) -> (u32, Vec<Signal>) {
    let bits = |a: &Signal, b: &Signal| a.analysis.bits + b.analysis.bits;
    let costs = [bits(&left, &right), bits(&left, &side), bits(&side, &right), bits(&middle, &side)];
    let best = (1..4).fold(0, |best, pair| if costs[pair] < costs[best] { pair } else { best });
    match best {
        0 => (1, vec![left, right]),
        1 => (8, vec![left, side]),
        2 => (9, vec![side, right]),
        _ => (10, vec![middle, side]),
    }
}

/// The cheapest way to write a signal, counted exactly.
fn subframe(signal: &Signal) -> Subframe {
    let samples = &signal.samples;
    if samples.iter().all(|x| *x == samples[0]) {
        return Subframe::Constant;
    }
    let (bits, precision) = (u64::from(signal.bits), precision(signal.bits));
    let mut best = (samples.len() as u64 * bits, Subframe::Verbatim);
    let (order, residual) = fixed(samples);
    let residual = Residual::new(&residual, order);
    let cost = order as u64 * bits + residual.bits;
    if cost < best.0 {
        best = (cost, Subframe::Fixed { order, residual });
    }
    if let Some(predictor) = signal.analysis.linear(precision)
        && let Some(residual) = predictor.residual(&signal.exact)
    {
        let order = predictor.coefficients.len();
        let residual = Residual::new(&residual, order);
        let cost = order as u64 * (bits + u64::from(precision)) + 9 + residual.bits;
        if cost < best.0 {
            best = (cost, Subframe::Linear { predictor, residual });
        }
    }
    best.1
}

impl Subframe {
    fn write(&self, signal: &Signal, out: &mut Bits<'_>) {
        let warm_up = |out: &mut Bits<'_>, count: usize| {
            signal.samples[..count].iter().for_each(|&x| out.put_signed(x, signal.bits));
        };
        // A zero, six bits of type, and that no low bits are left out of every sample: dithered ones have none to spare.
        match self {
            Self::Constant => {
                out.put(0, 8);
                warm_up(out, 1);
            }
            Self::Verbatim => {
                out.put(0b1 << 1, 8);
                warm_up(out, signal.samples.len());
            }
            Self::Fixed { order, residual } => {
                out.put((0b00_1000 + *order as u32) << 1, 8);
                warm_up(out, *order);
                residual.write(out);
            }
            Self::Linear { predictor, residual } => {
                let (order, precision) = (predictor.coefficients.len(), precision(signal.bits));
                out.put((0b10_0000 + order as u32 - 1) << 1, 8);
                warm_up(out, order);
                out.put(precision - 1, 4);
                out.put(predictor.shift, 5);
                predictor.coefficients.iter().for_each(|&q| out.put_signed(q, precision));
                residual.write(out);
            }
        }
    }
}
