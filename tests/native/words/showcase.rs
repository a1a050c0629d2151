//! Laws of the examples' names: what the studio wrote stays whole, and a human master's name says that it is one.

use testpress::words::{example_file_name, example_offer, human_master_file_name, page, song_stem};

#[test]
fn a_title_is_the_songs_name_whatever_is_in_it() {
    let hostile = ["Rain", "Vol.2", ".hidden", "<img src=x onerror=alert(1)>", "a/b\\c", "שלום", "🎛️ mix.wav"];
    for title in hostile {
        for address in ["a/mix.flac", "/a/mix.WAV?v=2.1#t", "mix", "a.b/mix", "mix.something", "mix.", "?file=mix.wav"] {
            let name = example_file_name(title, address);
            assert_eq!(song_stem(&name), title, "{address}");
        }
    }
    assert_eq!(example_file_name("Rain", "/a/mix.WAV?v=2.1#t"), "Rain.WAV");
    assert!(example_offer("Rain", "Ann & Bo").contains("Hear Rain by Ann & Bo: mix, automatic master and human master"));
}

#[test]
fn a_human_masters_name_fits_and_ends_in_what_it_is() {
    assert_eq!(human_master_file_name("Ann, Studio One", "m.flac"), "Ann, Studio One human master.flac");
    for credit in ["é".repeat(200), "Ann. Bo.".into(), "J.".into(), "x".repeat(46), "x".repeat(47)] {
        let file = human_master_file_name(&credit, "m.flac");
        let name = song_stem(&file);
        assert!(name.ends_with(" human master") && name.chars().count() <= 60, "{name}");
    }
}

#[test]
fn the_folded_list_leaves_the_first_screen_short() {
    let screen =
        [page::TITLE, page::LEAD, page::CHOOSE, page::DEMO, page::SHOWCASE, page::PRIVATE, page::HONEST, "123 Studios London"];
    let words: usize = screen.iter().map(|text| text.split_whitespace().count()).sum();
    assert!(words <= 60, "{words}");
}
