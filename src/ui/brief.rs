//! What the studio will be told: the questions, and the whole text before anything of it leaves.

use leptos::prelude::*;
use leptos::{ev, html};

use super::desk::Desk;
use super::session::Event;
use crate::advice::Purpose;
use crate::booking::{
    Brief, BriefFacts, BriefField, Delivery, FormLink, Letter, Mixes, Order, Studio, Treatment, booking_link, form_link, letter,
};
use crate::words::{self, page};

/// Kept of a link to the mixes: more than is passed on, so that one that is too long is not taken for a whole one.
const MOST_LINK: usize = 2_000;
/// Letters in a line of the text area, about: it is as high as its text.
const LETTERS_A_LINE: usize = 55;

/// What the studio would be told just now, and the ways there.
#[derive(Clone, Copy)]
pub struct Told {
    pub studio: StoredValue<Studio>,
    /// The whole text has been on the page. Until then the ways carry the order only.
    seen: Memo<bool>,
    /// It is on the page now, and has been made for that.
    open: RwSignal<bool>,
    made: RwSignal<bool>,
    /// The answers, with an order to start from.
    pub brief: Memo<Brief>,
    text: Memo<String>,
    pub letter: Memo<Letter>,
    /// To the booking form or page, if there is one.
    pub link: Memo<Option<FormLink>>,
    details: NodeRef<html::Details>,
    area: NodeRef<html::Textarea>,
}

impl Told {
    pub fn new(desk: Desk, studio: Studio) -> Self {
        let studio = StoredValue::new(studio);
        let (open, made) = (RwSignal::new(false), RwSignal::new(false));
        let seen = Memo::new(move |_| open.get() || desk.brief_shown.with(Option::is_some));
        let brief = Memo::new(move |_| {
            let brief = desk.session.with(|s| s.brief.clone());
            let several = desk.session.with(|s| s.answers.purpose == Some(Purpose::Album));
            let start = |studio: &Studio| several.then(|| Order::of_several(studio)).flatten().or_else(|| Order::first(studio));
            Brief { order: brief.order.or_else(|| studio.with_value(start)), ..brief }
        });
        // Closed, it tells what was last on the page, not what came since.
        let facts = Memo::new(move |_| match open.get() {
            true => desk.session.with(|s| s.brief_facts(studio.with_value(|studio| studio.headroom_db))),
            false => desk.brief_shown.get().unwrap_or_default(),
        });
        Effect::new(move |_| {
            if open.get() {
                desk.brief_shown.set(Some(facts.get()));
            }
        });
        let shown = Memo::new(move |_| match seen.get() {
            true => brief.get(),
            false => Brief { order: brief.with(|brief| brief.order.clone()), ..Brief::default() },
        });
        let with_all = move |say: &dyn Fn(&Brief, &BriefFacts, &Studio) -> String| {
            shown.with(|brief| facts.with(|facts| studio.with_value(|studio| say(brief, facts, studio))))
        };
        let text = Memo::new(move |_| with_all(&words::brief_text));
        let letter = Memo::new(move |_| {
            let subject = with_all(&|brief, facts, _| words::brief_subject(brief, facts));
            text.with(|text| studio.with_value(|studio| letter(&studio.email, &subject, text, words::letter_cut)))
        });
        let link = Memo::new(move |_| {
            shown.with(|brief| facts.with(|facts| studio.with_value(|studio| way_to_book(studio, brief, facts, seen.get()))))
        });
        Self { studio, seen, open, made, brief, text, letter, link, details: NodeRef::new(), area: NodeRef::new() }
    }

    /// Opens the brief and hands over its whole text.
    pub fn show(self) -> String {
        self.made.set(true);
        self.open.set(true);
        if let Some(details) = self.details.get_untracked() {
            details.set_open(true);
        }
        self.text.get_untracked()
    }

    #[must_use]
    pub fn is_seen(self) -> bool {
        self.seen.get()
    }

    #[must_use]
    pub fn says(self, text: &str) -> bool {
        self.text.with(|now| now == text)
    }

    /// For the artist's own hands.
    pub fn select(self) {
        // It may just have been opened.
        request_animation_frame(move || {
            if let Some(area) = self.area.try_get_untracked().flatten() {
                let _ = area.focus();
                area.select();
            }
        });
    }
}

fn way_to_book(studio: &Studio, brief: &Brief, facts: &BriefFacts, seen: bool) -> Option<FormLink> {
    let booking = &studio.booking;
    let Some(form) = &booking.form else {
        let link = (!booking.url.is_empty()).then(|| booking_link(studio))?;
        return Some(FormLink { link, filled: Vec::new(), cut: Vec::new(), left_out: Vec::new() });
    };
    let mut values = words::brief_values(brief, facts, studio);
    if !seen {
        // An empty form to fill in is no brief.
        values.remove(&BriefField::Brief);
    }
    Some(form_link(form, &booking.own_parameter, &values))
}

pub fn edit(desk: Desk, change: impl FnOnce(&mut Brief)) {
    let mut brief = desk.session.with_untracked(|s| s.brief.clone());
    change(&mut brief);
    desk.tell(Event::BriefEdited(Box::new(brief)));
}

#[component]
pub fn BriefPanel(desk: Desk, told: Told) -> impl IntoView {
    // Made when it is first looked at.
    let made = told.made;
    let toggled = move |_| {
        let open = told.details.get_untracked().is_some_and(|details| details.open());
        if open {
            made.set(true);
        }
        told.open.set(open);
    };
    view! {
        <details id="brief" class="brief" node_ref=told.details on:toggle=toggled>
            <summary on:click=move |_| made.set(true)>{page::BRIEF}</summary>
            <Show when=move || made.get()>
                <div class="brief-body">
                    <p class="aside">{page::BRIEF_KEPT}</p>
                    <Needed desk told />
                    <More desk told />
                    <WholeText desk told />
                </div>
            </Show>
        </details>
    }
    .into_any()
}

#[component]
fn Needed(desk: Desk, told: Told) -> impl IntoView {
    let mixes = Memo::new(move |_| told.brief.with(|brief| brief.mixes.clone()));
    let later = move || mixes.with(|mixes| *mixes == Mixes::Later);
    let link = move || match mixes.get() {
        Mixes::Link(link) => link,
        Mixes::Later => String::new(),
    };
    let too_long = move || link().trim().chars().count() > BriefField::Mixes.most_chars();
    let set_link = move |event| edit(desk, |brief| brief.mixes = Mixes::Link(event_target_value(&event)));
    let set_later = move |event| {
        let later = event_target_checked(&event);
        edit(desk, |brief| brief.mixes = if later { Mixes::Later } else { Mixes::default() });
    };
    view! {
        <fieldset class="brief-part">
            <legend>{page::BRIEF_NEEDED}</legend>
            <Typed desk told field=BriefField::Name />
            <Typed desk told field=BriefField::Email />
            <label for="brief-mixes">{words::brief_label(BriefField::Mixes)}</label>
            <input
                type="text"
                id="brief-mixes"
                inputmode="url"
                autocomplete="off"
                maxlength=MOST_LINK
                aria-describedby="mixes-note"
                prop:value=link
                disabled=later
                on:input=set_link
            />
            <p id="mixes-note" class="aside" role="status">{move || too_long().then_some(page::MIXES_TOO_LONG)}</p>
            <label class="tick">
                <input type="checkbox" id="mixes-later" prop:checked=later on:change=set_later />
                <span>{page::MIXES_LATER}</span>
            </label>
            <Typed desk told field=BriefField::Description />
        </fieldset>
    }
    .into_any()
}

#[component]
fn More(desk: Desk, told: Told) -> impl IntoView {
    let formats = Memo::new(move |_| told.brief.with(|brief| brief.formats.clone()));
    let format = move |delivery: Delivery| {
        let set = move |event: ev::Event| {
            let wanted = event_target_checked(&event);
            edit(desk, |brief| {
                brief.formats.retain(|one| *one != delivery);
                brief.formats.extend(wanted.then_some(delivery));
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || formats.with(|all| all.contains(&delivery)) on:change=set />
                <span>{words::delivery(delivery)}</span>
            </label>
        }
    };
    let wish = Memo::new(move |_| told.brief.with(|brief| brief.automatic));
    let set_wish = move |event| {
        let index: Option<usize> = event_target_value(&event).parse().ok();
        edit(desk, |brief| brief.automatic = index.and_then(|index| Treatment::ALL.get(index).copied()));
    };
    let wishes = Treatment::ALL.into_iter().enumerate().map(move |(index, one)| {
        view! { <option value=index.to_string() prop:selected=move || wish.get() == Some(one)>{words::treatment(one)}</option> }
    });
    let several = Memo::new(move |_| {
        told.brief.with(|brief| !brief.track_order.is_empty() || brief.order.as_ref().is_some_and(|order| order.tracks > 1))
    });
    view! {
        <details id="brief-more">
            <summary>{page::BRIEF_MORE}</summary>
            <div class="brief-part">
                <Typed desk told field=BriefField::Artist />
                <Typed desk told field=BriefField::Release />
                <Show when=move || several.get()>
                    <Typed desk told field=BriefField::TrackOrder />
                </Show>
                <Typed desk told field=BriefField::References />
                <div class="ticks" role="group" aria-label=words::brief_label(BriefField::Formats)>
                    {Delivery::ALL.map(format).collect_view()}
                </div>
                <Typed desk told field=BriefField::Deadline />
                <label for="brief-automatic">{words::brief_label(BriefField::Automatic)}</label>
                <select id="brief-automatic" on:change=set_wish>
                    <option value="" prop:selected=move || wish.get().is_none()>{page::NO_TREATMENT}</option>
                    {wishes.collect_view()}
                </select>
                <Typed desk told field=BriefField::Notes />
            </div>
        </details>
    }
    .into_any()
}

/// One text that the artist types: a line, or several where running text is asked for.
#[component]
fn Typed(desk: Desk, told: Told, field: BriefField) -> impl IntoView {
    let id = format!("brief-{}", field.id());
    let value = Memo::new(move |_| told.brief.with(|brief| brief.typed(field).to_owned()));
    let typed = move |event| edit(desk, |brief| brief.set_typed(field, event_target_value(&event)));
    let (autocomplete, inputmode) = match field {
        BriefField::Name => ("name", "text"),
        BriefField::Email => ("email", "email"),
        _ => ("off", "text"),
    };
    let most = field.most_chars();
    view! {
        <label for=id.clone()>{words::brief_label(field)}</label>
        {if field.may_be_cut() {
            view! { <textarea id=id rows="3" maxlength=most prop:value=move || value.get() on:input=typed></textarea> }.into_any()
        } else {
            view! {
                <input
                    type="text"
                    id=id
                    autocomplete=autocomplete
                    inputmode=inputmode
                    maxlength=most
                    prop:value=move || value.get()
                    on:input=typed
                />
            }
            .into_any()
        }}
    }
    .into_any()
}

#[component]
fn WholeText(desk: Desk, told: Told) -> impl IntoView {
    let text = told.text;
    let rows = Memo::new(move |_| {
        text.with(|text| text.split('\n').map(|line| 1 + line.chars().count() / LETTERS_A_LINE).sum::<usize>().clamp(8, 80))
    });
    let rewritten = Memo::new(move |_| told.brief.with(|brief| brief.rewritten.is_some()));
    let rewrite = move |event| edit(desk, |brief| brief.rewritten = Some(event_target_value(&event)));
    let refill = move |_| {
        edit(desk, |brief| brief.rewritten = None);
        // The button that was pressed is gone.
        if let Some(area) = told.area.get_untracked() {
            let _ = area.focus();
        }
    };
    // A text of the artist's own may say it all in other words.
    let missing = move || told.brief.with(|brief| words::still_missing(&brief.missing()).filter(|_| brief.rewritten.is_none()));
    let has_email = told.studio.with_value(|studio| !studio.email.is_empty());
    let has_form = told.studio.with_value(|studio| studio.booking.form.is_some());
    let form_note = move || told.link.with(|link| link.as_ref().map(|link| words::form_filled_note(&link.filled)));
    let form_cut = move || told.link.with(|link| link.as_ref().and_then(|link| words::form_cut_note(&link.cut, &link.left_out)));
    let notes = Memo::new(move |_| desk.session.with(|s| !s.listening_notes().is_empty()));
    let notes_in = Memo::new(move |_| desk.session.with(|s| s.listening.notes_in_letter));
    view! {
        <Show when=move || notes.get()>
            <label class="tick">
                <input
                    type="checkbox"
                    id="notes-in-letter"
                    prop:checked=move || notes_in.get()
                    on:change=move |event| desk.tell(Event::NotesInLetterSet(event_target_checked(&event)))
                />
                <span>{page::NOTES_IN_LETTER}</span>
            </label>
        </Show>
        <label for="brief-text">{page::BRIEF_TEXT}</label>
        <textarea
            id="brief-text"
            dir="auto"
            spellcheck="false"
            node_ref=told.area
            rows=move || rows.get()
            maxlength=BriefField::Brief.most_chars()
            prop:value=move || text.get()
            on:input=rewrite
        ></textarea>
        <Show when=move || rewritten.get()>
            <p class="aside">
                {page::BRIEF_REWRITTEN} " "
                <button type="button" id="brief-refill" class="tool" on:click=refill>{page::BRIEF_REFILL}</button>
            </p>
        </Show>
        <p id="brief-missing" class="aside">{missing}</p>
        {has_form.then(|| view! { <p id="form-note" class="aside">{form_note} " " {form_cut}</p> })}
        {has_email.then(|| view! { <p id="letter-note" class="aside">{move || told.letter.with(words::letter_cut_note)}</p> })}
    }
    .into_any()
}
