//! The real recordings: right rate, channels and length.

use super::decoded;
use crate::support::real_songs;

#[test]
fn every_real_song_decodes_to_its_length() {
    for song in real_songs() {
        let started = std::time::Instant::now();
        let file = decoded(std::fs::read(&song.path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", song.name()));
        let audio = file.audio;
        println!(
            "{}: {:?}, {:.3} s of {:.3} s, in {:.2} s",
            song.name(),
            file.facts,
            audio.seconds(),
            song.seconds,
            started.elapsed().as_secs_f64()
        );
        assert_eq!(audio.sample_rate(), song.rate, "{}", song.name());
        assert_eq!(audio.channels().len(), song.channels, "{}", song.name());
        assert!((audio.seconds() - song.seconds).abs() < 0.1, "{}: {} s, not {}", song.name(), audio.seconds(), song.seconds);
        assert_eq!(file.facts.concealed_frames, 0, "{}", song.name());
        assert_eq!(file.facts.frames, audio.frames());
    }
}
