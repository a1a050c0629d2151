//! Bytes flipped, inserted and lost at random, the same way every time: any outcome but a panic or an endless loop.

use std::time::{Duration, Instant};

use super::decoded;
use crate::support::{Noise, ffmpeg, float_wav, signal};

/// Files of each format; `TESTPRESS_FUZZ` asks for more than some seconds' worth.
fn cases() -> usize {
    std::env::var("TESTPRESS_FUZZ").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150)
}

#[test]
fn no_damage_makes_the_decoder_panic_or_hang() {
    let source = float_wav(&signal(2, 22_050, 3.2), 22_050);
    let kinds: &[(&[&str], &str)] = &[
        (&["-c:a", "pcm_s16le"], "wav"),
        (&["-c:a", "pcm_s24be"], "aiff"),
        (&["-c:a", "flac"], "flac"),
        (&["-c:a", "libmp3lame"], "mp3"),
        (&["-c:a", "aac"], "m4a"),
        (&["-c:a", "alac", "-movflags", "+faststart"], "m4a"),
        (&["-c:a", "libvorbis"], "ogg"),
    ];
    for (index, &(arguments, extension)) in kinds.iter().enumerate() {
        let Some(file) = ffmpeg(&source, arguments, extension) else {
            return;
        };
        let mut noise = Noise::new(index as u64 + 1);
        let mut survived = 0;
        for case in 0..cases() {
            let mut file = file.clone();
            damage(&mut file, &mut noise, case % 3 == 0);
            if extension == "ogg" && case % 2 == 0 {
                seal_ogg_pages(&mut file);
            }
            let started = Instant::now();
            survived += usize::from(decoded(file).is_ok());
            assert!(started.elapsed() < Duration::from_secs(10), "{extension} case {case}");
        }
        println!("{extension} {arguments:?}: {survived} of {} still decode", cases());
    }
}

/// One to eight wounds; half of the files get them in their headers.
fn damage(file: &mut Vec<u8>, noise: &mut Noise, in_header: bool) {
    for _ in 0..=noise.word() % 8 {
        let reach = if in_header { file.len().min(6000) } else { file.len() };
        let at = (noise.word() % reach as u64) as usize;
        match noise.word() % 8 {
            0 => drop(file.drain(at..(at + 1 + (noise.word() % 64) as usize).min(file.len()))),
            1 => drop(file.splice(at..at, [0xFF; 7])),
            2 => file[at] = 0xFF,
            3 => file[at] = 0,
            _ => file[at] ^= 1 << (noise.word() % 8),
        }
    }
}

/// Gives every page its right checksum again, so that the damage reaches the codec.
fn seal_ogg_pages(file: &mut [u8]) {
    let starts: Vec<usize> = (0..file.len().saturating_sub(27)).filter(|&at| file[at..].starts_with(b"OggS")).collect();
    for start in starts {
        let body = start + 27 + usize::from(file[start + 26]);
        let Some(lengths) = file.get(start + 27..body) else {
            continue;
        };
        let end = body + lengths.iter().map(|&n| usize::from(n)).sum::<usize>();
        if end > file.len() {
            continue;
        }
        file[start + 22..start + 26].fill(0);
        let crc = file[start..end].iter().fold(0u32, |crc, &byte| {
            (0..8).fold(crc ^ (u32::from(byte) << 24), |crc, _| if crc >> 31 == 1 { (crc << 1) ^ 0x04C1_1DB7 } else { crc << 1 })
        });
        file[start + 22..start + 26].copy_from_slice(&crc.to_le_bytes());
    }
}

/// The smallest of files: every prefix of a header.
#[test]
fn no_prefix_of_a_file_makes_the_decoder_panic() {
    let source = float_wav(&signal(1, 8_000, 3.2), 8_000);
    for (arguments, extension) in [
        (["-c:a", "pcm_s16le"], "wav"),
        (["-c:a", "pcm_s16be"], "aiff"),
        (["-c:a", "flac"], "flac"),
        (["-c:a", "alac"], "m4a"),
        (["-c:a", "libvorbis"], "ogg"),
        (["-c:a", "libmp3lame"], "mp3"),
    ] {
        let Some(file) = ffmpeg(&source, &arguments, extension) else {
            return;
        };
        for length in 0..file.len().min(600) {
            assert!(decoded(file[..length].to_vec()).is_err(), "{extension}: {length} bytes");
        }
    }
}
