//! The fixed words of the page. The first screen has at most 60 of them.

pub const TITLE: &str = "Hear your mix mastered.";
pub const LEAD: &str = "Drop a song. Compare it with an automatic master at the same loudness. Nothing is uploaded.";
pub const LEAD_TOUCH: &str = "Choose a song. Compare it with an automatic master at the same loudness. Nothing is uploaded.";
pub const CHOOSE: &str = "Choose your song";
pub const DEMO: &str = "Try the demo mix";
pub const SHOWCASE: &str = "Hear the studio's own examples";
pub const FETCHING: &str = "Fetching the mix and its human master";
pub const PRIVATE: &str = "Your audio never leaves this device.";
pub const HONEST: &str = "An automatic master: fixed rules and measurements, no trained model.";
pub const SELLERS: &str =
    "We sell human mastering. This automatic master is our own; services like LANDR or Ozone may sound different.";

pub const DROP_HERE: &str = "Let go to hear it mastered";
pub const DROP_ANOTHER: &str = "Another song";
pub const DROP_VERSION: &str = "Another version of this song";
pub const DROP_VERSION_NOTE: &str = "a human master, last week's mix";
pub const DROP_REFERENCE: &str = "A reference track";

pub const WHICH_FILE: &str = "Which one is the song?";
pub const NOT_AUDIO_LOOKING: &str = "does not look like audio";
pub const NEVER_MIND: &str = "Never mind";
pub const ANOTHER_SONG: &str = "Another song";
pub const CANCEL: &str = "Cancel";
pub const TRY_AGAIN: &str = "Try again";
pub const CLOSE: &str = "Close";
pub const MAKE_MASTER: &str = "Make the AI master";
pub const DEMO_NAME: &str = "Demo mix";
pub const PROGRESS: &str = "Progress";
pub const MASTER_READY: &str = "The AI master is ready.";

pub const LISTEN: &str = "Listen";
pub const SWITCH: &str = "What you hear";
pub const YOUR_MIX: &str = "your mix";
pub const MEASURED_RULES: &str = "automatic";
pub const FIRST_HEARING: &str = "Mastering the loudest half minute first";
pub const A_PART: &str = "a part so far";
pub const IN_THE_MAKING: &str = "in the making";
pub const IN_A_MOMENT: &str = "in a moment";
pub const PLAY: &str = "Play";
pub const PAUSE: &str = "Pause";
pub const POSITION: &str = "Position in the song";
pub const ADD_VERSION: &str = "Add another version";
pub const KEEP_VERSION: &str = "Keep this AI master";
pub const ONLY_CHANGE: &str = "Hear only the change";
pub const CHANGE_OF: &str = "What differs between";
pub const CHANGE_AGAINST: &str = "and";
pub const VERSIONS: &str = "All versions";
pub const TAKE_KEPT: &str = "Use its settings";

pub const WHAT_IS_DB: &str = "What is a dB?";
pub const DB_IS: &str = "A decibel (dB) measures level. One is about the least that you notice; ten sound about twice as loud.";

pub const SMALL_SPEAKER: &str = "Small speaker (approximation)";

pub const FIRST_MINUTE: &str = "Before you look";
pub const FIRST_MINUTE_NOTE: &str = "Your song's fullest 12 seconds, twice, equally loud, names hidden. One is your mix, one the automatic master. Which would you release?";
pub const FIRST_MINUTE_START: &str = "Listen blind";
pub const SKIP: &str = "Skip";
pub const ALL_THREE: &str = "Hear all three blind";
pub const ALL_THREE_NOTE: &str =
    "The example's mix, the automatic master and the human master, equally loud, names hidden. Which do you like most?";
pub const BLIND_LEVELS: &str = "All play equally loud. Names, pictures and figures are hidden until the end.";
pub const YOUR_ANSWER: &str = "Your answer";
pub const BLIND_LEAVE: &str = "Stop without a result";
pub const HEAR_IT: &str = "Hear those seconds";
pub const BLIND_RESULT: &str = "What your ears said";
pub const BLIND_TESTS: &str = "Blind listening tests";
pub const ABX_OF: &str = "Tell";
pub const ABX_AND: &str = "from";
pub const ABX_TRIALS: &str = "trials";
pub const ABX_START: &str = "Start ABX";
pub const PREFERENCE_ROUNDS: &str = "Which do you like most, of all versions; rounds";
pub const PREFERENCE_START: &str = "Start";
pub const BLIND_LOOP_NOTE: &str = "While a loop is on, the test stays within it. Versions that drift, or are another edit or another record, are left out: a switch alone would tell them. Every finished test is kept with the song.";

pub const STYLE: &str = "Style";

pub const REFERENCE: &str = "Reference track";
pub const USE_REFERENCE: &str = "Use a reference track";
pub const OTHER_REFERENCE: &str = "Another reference track";
pub const REFERENCE_TONE: &str = "Its tone and width";
pub const REFERENCE_DYNAMICS: &str = "Its loudness and dynamics";
pub const REFERENCE_NOTE: &str = "It is only measured; nothing of it is copied.";
pub const REMOVE: &str = "Remove";

pub const SHAPE: &str = "Shape it";
pub const AMOUNT: &str = "How much of it";
pub const AMOUNT_ENDS: [&str; 2] = ["Just your mix", "All of it"];
pub const LOUDNESS: &str = "How loud";
pub const TILT: &str = "Tone";
pub const TILT_ENDS: [&str; 2] = ["Warmer", "Brighter"];
pub const LOW_END: &str = "Bass";
pub const LOW_END_ENDS: [&str; 2] = ["Less bass", "More bass"];
pub const WIDTH: &str = "Width";
pub const WIDTH_ENDS: [&str; 2] = ["Narrower", "Wider"];
pub const NO_WIDTH: &str = "Your mix is mono: there is nothing to make wider or narrower.";
pub const UNSHAPE: &str = "Back to the start";

pub const ALREADY_FINISHED: &str = "Your song already measures like a finished master, so only what you ask for is changed.";
pub const WHAT_CHANGED: &str = "What changed";
pub const BEFORE_AFTER: &str = "Before and after";
pub const BEFORE: &str = "Original";
pub const AFTER: &str = "AI master";

pub const KEEP: &str = "What stays on this device";
pub const KEEP_AUDIO: &str = "Keep the audio on this device too";
pub const FORGET: &str = "Forget this song";
pub const REMEMBER: &str = "Remember this song";
pub const CANNOT_KEEP: &str = "The audio could not be kept: this browser has no room or no place for it, or the file has changed. Choose it again next time.";

pub const TAKE: &str = "Take it home";
pub const DOWNLOAD: &str = "Download the AI master";
pub const WRITING: &str = "Writing the file";

pub const PERSON: &str = "Ask a person";
pub const PERSON_NOTE: &str = "For a demo, a sketch or a fast turnaround, the automatic master is often enough. A person listens to what you meant, and answers.";
pub const BOOK: &str = "Book human mastering";
pub const WRITE: &str = "Write an e-mail";
pub const COPY_BRIEF: &str = "Copy the brief";
pub const COPIED: &str = "Copied. Paste it wherever you write to the studio.";
pub const COPY_BY_HAND: &str = "This browser would not copy by itself: the brief is selected, press Ctrl+C or ⌘C.";
pub const ORDER: &str = "Your order";
pub const SERVICE: &str = "Service";
pub const MEDIUM: &str = "Made on";
pub const TRACKS: &str = "Tracks";
pub const BRIEF: &str = "What the studio will be told";
pub const BRIEF_UNSEEN: &str =
    "Until you have looked at it, booking and e-mail carry no more than your order: nothing of your song, and nothing you typed.";
pub const LETTER_UNSEEN: &str = "Until you have looked at the brief, the e-mail carries no more than your order: nothing of your song, and nothing you typed.";
pub const BOOKING_IS_BARE: &str =
    "Booking opens the studio's page and takes nothing along. To send the brief, write an e-mail or copy it.";
pub const BRIEF_KEPT: &str = "What you type, your name and e-mail address too, is kept on this device with the song; your name and e-mail address also for the next song. “Forget this song” takes it away from this one. It goes nowhere until you send or copy it.";
pub const BRIEF_NEEDED: &str = "What the studio needs";
pub const MIXES_LATER: &str = "I'll send the mixes later";
pub const MIXES_TOO_LONG: &str = "This link is too long to be passed on whole, so it is left out: a shorter one, please.";
pub const BRIEF_MORE: &str = "More, if you like";
pub const NO_TREATMENT: &str = "Nothing in particular";
pub const BRIEF_TEXT: &str = "The brief, as it leaves this page";
pub const BRIEF_REWRITTEN: &str = "You rewrote it: it no longer follows the answers above.";
pub const BRIEF_REFILL: &str = "Back to the filled brief";
pub const NOTES_IN_LETTER: &str = "Add my listening results and moments";
pub const ABOUT_STUDIO: &str = "All prices, and the studio";
pub const ESTIMATE: &str = "Prices are estimates; the studio confirms them.";
pub const ENGINEER: &str = "Engineer";
pub const CREDITS: &str = "Credits include";
pub const CHAIN: &str = "Chain";
pub const NO_STUDIO: &str = "The studio's details could not be loaded. Everything else on this page works.";

pub const ENGINEERS: &str = "For engineers";
pub const LEVELS: &str = "Levels";
pub const LEVELS_MATCHED: &str = "All equally loud";
pub const LEVELS_REAL: &str = "As they are: hear how loudness fools you";
pub const PLATFORMS: &str = "On streaming services";
pub const KEYS: &str = "Keyboard shortcuts";
pub const KEYS_NOTE: &str = "Press ? for the list; off, they leave the keyboard to other tools.";
pub const EXACT: &str = "Exact loudness in LUFS";
pub const EXACT_NOTE: &str = "Overrides “How loud”; empty, that counts again. It is not forced where the song would suffer.";
pub const DECISIONS: &str = "Every decision, in the order of the chain";
pub const RECORDINGS: &str = "The recordings";
pub const FILE: &str = "File";
pub const LIMITING: &str = "Limiting";
