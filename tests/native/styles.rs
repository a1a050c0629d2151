//! The styles as a table, and which of them a mix is found to be nearest to.

use crate::support::{decoded, measured, measurements, real_songs};
use testpress::audio::AudioBuffer;
use testpress::demo::demo_mix;
use testpress::mastering::Decision;
use testpress::mastering::{Controls, StyleId, nearest, plan, styles};
use testpress::measure::REFERENCE_BANDS;
use testpress::pace::{Unpaced, run};

/// Kinds of music that a listener would call close, as the manifest names them.
fn family(genre: &str) -> &'static [StyleId] {
    use StyleId::*;
    match genre {
        g if g.starts_with("metal") => &[Metal, Rock],
        g if g.starts_with("orchestral") => &[Classical, Ambient],
        // Before "electronic": an orchestral fantasy score.
        g if g.starts_with("fantasy game soundtrack") => &[Classical, Ambient, FolkAcoustic],
        g if g.contains("electronic") => &[ElectronicEdm, HouseTechno, Ambient],
        g if g.starts_with("hip-hop") => &[HiphopTrap, RnbSoul],
        g if g.starts_with("jazz") => &[Jazz],
        g if g.starts_with("folk") => &[FolkAcoustic, SingerSongwriter],
        g if g.starts_with("speech") => &[PodcastSpeech],
        _ => &[],
    }
}

#[test]
fn the_family_is_found_for_six_of_the_nine_full_band_songs() {
    let (mut found, mut first, mut belief, mut full_band) = (0, 0, 0.0, 0);
    for song in real_songs() {
        let near = nearest(&measurements(&decoded(&song)));
        let family = family(&song.genre);
        println!("{}: {near:?}, {}", song.name(), song.genre);
        assert!((1.0 / 14.0..=1.0).contains(&near.confidence) && near.best != near.runner_up);
        assert!(song.rate > 8_000 || !near.clear, "{}: {near:?}", song.name());
        if song.rate < 44_100 {
            continue;
        }
        full_band += 1;
        belief += near.confidence;
        first += usize::from(family.contains(&near.best));
        found += usize::from(family.contains(&near.best) || family.contains(&near.runner_up));
    }
    if full_band > 0 {
        println!("{found} of {full_band} among the first two, {first} first, {belief:.1} claimed");
        assert_eq!(full_band, 9);
        assert!(found >= 6, "the family of only {found} of 9 songs was found");
        // Confidence does not overclaim: added up, it is no more than what was right.
        assert!(belief <= first as f64, "{belief:.2} claimed, {first} right");
    }
}

#[test]
fn a_mix_with_no_clear_style_is_held_against_all_genres_and_told_so() {
    // All bands alike, 2 dB of rise everywhere: nothing sounds like this.
    let odd = measured(-18.0);
    let near = nearest(&odd);
    let made = plan(&odd, &Controls::UNTOUCHED, None);
    assert!(!near.clear && made.style.id == StyleId::AllGenres, "{near:?}");
    assert!(matches!(made.decisions[0], Decision::StyleUnclear { .. }));
    // A mix that measures exactly as a style expects is found, and is clear.
    for style in
        styles().iter().filter(|style| matches!(style.id, StyleId::Classical | StyleId::HouseTechno | StyleId::PodcastSpeech))
    {
        let mut typical = odd.clone();
        typical.spectrum.mid_db = style.curve_db.map(|db| db - 30.0);
        typical.spectrum.side_db = style.curve_db.map(|db| db - 45.0);
        let hits = style.hits.expect("hits");
        typical.onsets.rise_db = [hits.low_rise_db.mean, 5.0, 5.0, hits.high_rise_db.mean];
        typical.onsets.rhythm.regularity = [hits.regularity.mean; 4];
        typical.loudness.lra_lu = 0.5 * (style.lra_lu.low + style.lra_lu.high);
        let near = nearest(&typical);
        assert!(near.best == style.id && near.clear, "{:?}: {near:?}", style.id);
        assert!(
            matches!(plan(&typical, &Controls::UNTOUCHED, None).decisions[0], Decision::StyleNearest { id, .. } if id == style.id)
        );
    }
    let chosen = plan(&odd, &Controls { style: Some(StyleId::AllGenres), ..Controls::UNTOUCHED }, None);
    assert_eq!(chosen.loudness.target_lufs, StyleId::AllGenres.style().open_lufs);
}

#[test]
fn the_table_is_in_order_and_level() {
    for (id, style) in StyleId::ALL.into_iter().zip(styles()) {
        assert_eq!(id, style.id);
        let middle = &style.curve_db[REFERENCE_BANDS];
        assert!((middle.iter().sum::<f64>() / middle.len() as f64).abs() < 0.1, "{id:?} is not level with the others");
        assert!(style.loud_lufs > style.open_lufs, "{id:?}");
        for usual in [style.plr_db, style.lra_lu, style.side_db] {
            assert!(usual.low < usual.high, "{id:?}: {usual:?}");
        }
        assert_eq!(style.hits.is_none(), id == StyleId::AllGenres);
    }
}

#[test]
fn the_level_of_a_mix_changes_no_decision() {
    let mut mixes = vec![run(demo_mix(&mut Unpaced)).expect("a mix")];
    mixes.extend(real_songs().iter().filter(|song| song.seconds < 150.0 && song.rate >= 44_100).take(3).map(decoded));
    for audio in mixes {
        let before = plan(&measurements(&audio), &Controls::UNTOUCHED, None);
        for gain in [0.25f32, 4.0] {
            let planes = audio.channels().iter().map(|plane| plane.iter().map(|x| gain * x).collect()).collect();
            let after = plan(&measurements(&AudioBuffer::new(planes, audio.sample_rate())), &Controls::UNTOUCHED, None);
            assert_eq!(before.style, after.style);
            let kinds = |decisions: &[Decision]| decisions.iter().map(std::mem::discriminant).collect::<Vec<_>>();
            assert_eq!(kinds(&before.decisions), kinds(&after.decisions));
            if let (Some(old), Some(new)) = (&before.tone, &after.tone) {
                assert!(old.gains_db.iter().zip(new.gains_db).all(|(a, b)| (a - b).abs() < 0.01), "{old:?} {new:?}");
            }
            assert_eq!(before.loudness, after.loudness);
        }
    }
}
