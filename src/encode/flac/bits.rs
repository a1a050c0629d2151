//! Bits into bytes, the highest first, and the two checksums over them.

/// Appends to a file; whole after [`Self::align`].
pub(super) struct Bits<'a> {
    bytes: &'a mut Vec<u8>,
    /// The last `pending` bits wait; above them may be old ones.
    waiting: u64,
    /// Less than 32 between two calls.
    pending: u32,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes, waiting: 0, pending: 0 }
    }

    /// The lowest `count` bits of `value`, at most 32; higher ones must be 0.
    #[inline(always)]
    pub fn put(&mut self, value: u32, count: u32) {
        self.waiting = (self.waiting << count) | u64::from(value);
        self.pending += count;
        if self.pending >= 32 {
            self.pending -= 32;
            self.bytes.extend_from_slice(&((self.waiting >> self.pending) as u32).to_be_bytes());
        }
    }

    /// The same of a number with a sign, in two's complement.
    #[inline(always)]
    pub fn put_signed(&mut self, value: i32, count: u32) {
        self.put(value as u32 & (u32::MAX >> (32 - count)), count);
    }

    /// A Rice code: the quotient as so many zeros and a one, then `parameter` bits, at most 30.
    #[inline(always)]
    pub fn put_rice(&mut self, folded: u32, parameter: u32) {
        let mut zeros = folded >> parameter;
        let rest = (1 << parameter) | (folded & ((1 << parameter) - 1));
        while zeros + parameter > 31 {
            let part = zeros.min(31);
            self.put(0, part);
            zeros -= part;
        }
        self.put(rest, zeros + parameter + 1);
    }

    /// Zeros to the next whole byte, and everything into the file.
    pub fn align(&mut self) {
        self.put(0, (8 - self.pending % 8) % 8);
        while self.pending > 0 {
            self.pending -= 8;
            self.bytes.push((self.waiting >> self.pending) as u8);
        }
    }
}

/// Over a frame's header: x^8 + x^2 + x + 1, from 0 (RFC 9639, 9.1.8).
pub(super) fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, &byte| (0..8).fold(crc ^ byte, |crc: u8, _| (crc << 1) ^ (0x07 * (crc >> 7))))
}

/// Over a whole frame: x^16 + x^15 + x^2 + 1, from 0 (RFC 9639, 9.3).
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    const TABLE: [u16; 256] = table();
    bytes.iter().fold(0, |crc, &byte| (crc << 8) ^ TABLE[usize::from((crc >> 8) as u8 ^ byte)])
}

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc << 1) ^ (0x8005 * (crc >> 15));
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}
