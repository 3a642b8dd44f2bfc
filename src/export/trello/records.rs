//! The records of Trello's JSON. Everything is raw and optional: what a year or an interface leaves out is none.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::board::facts::{Account, Ref, StateChange, StateFact, Text, Who};
use crate::export::json::{self, Raw, filled, lazy, or_default, or_empty};
use crate::source::{Diagnostic, File, Mark};

/// The types of actions that only say something.
pub(super) const COMMENTS: &[&str] = &["commentCard", "copyCommentCard"];

/// The types of actions that bring a card from another board, or from somebody's own inbox.
pub(super) const ARRIVALS: [&str; 2] = ["moveCardToBoard", "moveInboxCardToBoard"];

/// Whether actions of this type are done to a card, by its name.
pub(super) fn is_of_a_card(kind: &str) -> bool {
    kind.contains("Card")
}

/// The roles of cards that are a line between others, the address of a page or a board, or a card of another board.
const NO_ITEMS: &[&str] = &["separator", "link", "board", "mirror"];

#[derive(Deserialize, Default)]
pub(super) struct Export<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) actions: Vec<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) cards: Vec<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) lists: Vec<Entity<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) members: Vec<Member<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) labels: Vec<Entity<'a>>,
    #[serde(borrow, default, rename = "customFields", deserialize_with = "or_default")]
    pub(super) custom_fields: Vec<CustomField<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) checklists: Vec<Raw<'a>>,
}

/// A checklist and its entries.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checklist<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) check_items: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card<'a> {
    #[serde(borrow)]
    pub(super) id: Raw<'a>,
    #[serde(borrow, default)]
    pub(super) id_short: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) short_link: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) short_url: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) url: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub(super) desc: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "given_or_default")]
    pub(super) closed: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    is_template: bool,
    #[serde(borrow, default)]
    card_role: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_board: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_list: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "given_or_default")]
    pub(super) id_members: Option<Vec<Raw<'a>>>,
    #[serde(borrow, default)]
    pub(super) id_member_creator: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "given_or_default")]
    pub(super) labels: Option<Vec<Entity<'a>>>,
    #[serde(borrow, default, deserialize_with = "given_or_default")]
    pub(super) id_labels: Option<Vec<Raw<'a>>>,
    #[serde(borrow, default)]
    pub(super) pos: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) badges: Option<Badges<'a>>,
    #[serde(borrow, default, deserialize_with = "given_or_default")]
    pub(super) id_checklists: Option<Vec<Raw<'a>>>,
    /// Those that the card itself holds, where it was asked for alone.
    #[serde(borrow, default, deserialize_with = "given_or_default")]
    pub(super) checklists: Option<Vec<Raw<'a>>>,
    #[serde(borrow, default)]
    pub(super) date_last_activity: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub(super) due: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) custom_field_items: Vec<CustomFieldItem<'a>>,
}

impl Card<'_> {
    /// Whether it holds work: a template does not, nor does what only divides a list or points at something that is elsewhere.
    pub(super) fn is_item(&self) -> bool {
        !self.is_template && !NO_ITEMS.contains(&&*or_empty(self.card_role))
    }
}

/// A value that may be `null`; none where its key is missing.
fn given<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Raw<'de>>, D::Error> {
    Raw::deserialize(json).map(Some)
}

/// Like [`or_default`]; none where the key is missing.
fn given_or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(json: D) -> Result<Option<T>, D::Error> {
    or_default(json).map(Some)
}

/// What a card shows on its front.
#[derive(Deserialize)]
pub(super) struct Badges<'a> {
    #[serde(borrow, default, rename = "checkItems")]
    pub(super) check_items: Option<Raw<'a>>,
    /// How often somebody said something on the card.
    #[serde(borrow, default)]
    pub(super) comments: Option<Raw<'a>>,
}

/// A custom field, and the choices of one that is picked from a list.
#[derive(Deserialize)]
pub(super) struct CustomField<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) options: Vec<CustomFieldItem<'a>>,
}

/// The value of a custom field on a card, or one of the field's choices.
#[derive(Deserialize)]
pub(super) struct CustomFieldItem<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "idCustomField")]
    pub(super) field: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) value: Option<CustomValue<'a>>,
    /// The choice, where the field is picked from a list.
    #[serde(borrow, default, rename = "idValue")]
    pub(super) choice: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub(super) struct CustomValue<'a> {
    #[serde(borrow, default)]
    number: Option<Raw<'a>>,
    #[serde(borrow, default)]
    text: Option<Raw<'a>>,
}

impl<'a> CustomValue<'a> {
    /// The number or the text; none where the value is of another kind.
    pub(super) fn text(&self) -> Option<Text<'a>> {
        lazy(self.number.or(self.text))
    }
}

/// Anything with an id and a name: a list, a label, a custom field.
#[derive(Deserialize)]
pub(super) struct Entity<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) closed: bool,
}

impl<'a> Entity<'a> {
    /// The list, as a state of cards.
    pub(super) fn state(&self) -> StateFact<'a> {
        StateFact { id: or_empty(self.id), name: or_empty(self.name), category: None, closed: self.closed }
    }

    /// Its id and its name.
    pub(super) fn reference(&self) -> Ref<'a> {
        Ref { id: or_empty(self.id), name: or_empty(self.name) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) username: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) full_name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
}

impl<'a> Member<'a> {
    /// The account; none without an id.
    pub(super) fn account(&self) -> Option<Account<'a>> {
        Some(Account {
            ids: vec![filled(self.id)?],
            login: filled(self.username),
            email: None,
            display: filled(self.full_name).or_else(|| filled(self.name)),
            app: false,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Action<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_member_creator: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) date: Option<Raw<'a>>,
    /// What it did; no action goes without it.
    #[serde(borrow)]
    pub(super) data: Data<'a>,
    /// Who did it, as they were called then: read of those alone whom the members of the board do not name.
    #[serde(borrow, default, deserialize_with = "object")]
    member_creator: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) member: Option<Member<'a>>,
    #[serde(borrow, default)]
    app_creator: Option<Member<'a>>,
}

impl<'a> Action<'a> {
    /// Who did it. A named app, such as Butler, borrows a member's account; one without a name is the program through which
    /// the member acted. A copied comment is its author's.
    pub(super) fn actor(&self) -> Option<Who<'a>> {
        if let Some(app) = self.app() {
            return app.ids.into_iter().next();
        }
        let author = self.data.id_original_commenter.filter(|_| self.is("copyCommentCard"));
        filled(author).or_else(|| self.member_id())
    }

    /// The id of the member who did it.
    fn member_id(&self) -> Option<Who<'a>> {
        let member = || member(self.member_creator?).and_then(|member| filled(member.id));
        filled(self.id_member_creator).or_else(member)
    }

    /// The named app that did it.
    fn app(&self) -> Option<Account<'a>> {
        let app = self.app_creator.as_ref()?;
        let name = filled(app.name)?;
        let id = filled(app.id).unwrap_or_else(|| name.clone());
        Some(Account { ids: vec![id], display: Some(name), app: true, ..Account::default() })
    }

    /// Whether it is of this type.
    pub(super) fn is(&self, kind: &str) -> bool {
        &*or_empty(self.kind) == kind
    }

    /// Whether it brings its card from elsewhere.
    pub(super) fn arrives(&self) -> bool {
        ARRIVALS.contains(&&*or_empty(self.kind))
    }

    /// Whether it takes its card from this board to another one. A card that comes back brings what was done to it elsewhere along, as
    /// if it had been done here: also that it went from there to here.
    pub(super) fn departs(&self) -> bool {
        let id = |board: &Option<Entity<'a>>| board.as_ref().and_then(|board| filled(board.id));
        let target = id(&self.data.board_target);
        self.is("moveCardFromBoard") && (target.is_none() || target != id(&self.data.board))
    }

    /// Whether it only says something.
    pub(super) fn is_comment(&self) -> bool {
        COMMENTS.contains(&&*or_empty(self.kind))
    }

    /// The board it happened on.
    pub(super) fn board(&self) -> Option<&Entity<'a>> {
        self.data.board.as_ref()
    }

    /// What it did to a list: `updateList` has what was there before in `old`.
    pub(super) fn state_change(&self, at: Timestamp) -> Option<StateChange<'a>> {
        let (list, old) = (self.data.list.as_ref()?, self.data.old.as_ref()?);
        if !self.is("updateList") {
            return None;
        }
        let closed_before = old.closed.map(|closed| closed.get() == "true");
        Some(StateChange {
            at,
            id: filled(list.id)?,
            name_before: old.name.map(|name| or_empty(Some(name))),
            closed_before,
        })
    }

    /// The people an action names, present or former members alike.
    pub(super) fn people(&self) -> impl Iterator<Item = Named<'_, 'a>> {
        let who = |member: &Option<Member<'a>>| member.as_ref().and_then(|member| filled(member.id)).is_some();
        let target = [&self.member, &self.data.member].into_iter().find(|member| who(member)).and_then(Option::as_ref);
        let target = target.map(Named::Member).or_else(|| filled(self.data.id_member).map(Named::Bare));
        let actor = self.member_id().map(|id| Named::Actor(id, self.member_creator));
        let author = filled(self.data.id_original_commenter).map(Named::Bare);
        [self.app().map(Named::App), actor, target, author].into_iter().flatten()
    }
}

/// Somebody whom an action names. Most are members of the board, of whom no more than the id is asked.
pub(super) enum Named<'m, 'a> {
    App(Account<'a>),
    /// Who did it: the id, and the record of a member.
    Actor(Who<'a>, Option<Raw<'a>>),
    Member(&'m Member<'a>),
    /// Nothing but an id.
    Bare(Who<'a>),
}

impl<'a> Named<'_, 'a> {
    /// The id.
    pub(super) fn id(&self) -> Option<Who<'a>> {
        match self {
            Self::App(account) => account.ids.first().cloned(),
            Self::Actor(id, _) | Self::Bare(id) => Some(id.clone()),
            Self::Member(member) => filled(member.id),
        }
    }

    /// All that the action says of them.
    pub(super) fn account(self) -> Option<Account<'a>> {
        let bare = |id| Account { ids: vec![id], ..Account::default() };
        match self {
            Self::App(account) => Some(account),
            Self::Actor(id, raw) => raw.and_then(member).and_then(|member| member.account()).or_else(|| Some(bare(id))),
            Self::Member(member) => member.account(),
            Self::Bare(id) => Some(bare(id)),
        }
    }
}

/// The member in a record; none where the record is damaged.
fn member(raw: Raw<'_>) -> Option<Member<'_>> {
    json::from_str(raw.get()).ok()
}

/// An object that is read later, if at all.
fn object<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Raw<'de>>, D::Error> {
    let raw = Option::<Raw<'de>>::deserialize(json)?;
    match raw.filter(|raw| !raw.get().starts_with('{')) {
        Some(_) => Err(D::Error::custom("expected an object")),
        None => Ok(raw),
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Data<'a> {
    #[serde(borrow, default)]
    pub(super) board: Option<Entity<'a>>,
    /// The board that a card went to.
    #[serde(borrow, default)]
    board_target: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) card: Option<CardData<'a>>,
    #[serde(borrow, default)]
    pub(super) card_source: Option<CardSource<'a>>,
    #[serde(borrow, default)]
    pub(super) list: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) list_before: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) list_after: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) old: Option<CardData<'a>>,
    #[serde(borrow, default)]
    pub(super) id_member: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) member: Option<Member<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) from_copy: bool,
    /// The author of a comment that came along with a copied card.
    #[serde(borrow, default)]
    id_original_commenter: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) checklist: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) custom_field: Option<Entity<'a>>,
    #[serde(borrow, default)]
    pub(super) custom_field_item: Option<CustomFieldItem<'a>>,
}

impl<'a> Data<'a> {
    /// Cards that are templates or were, as it says, and whether each is one from then on.
    pub(super) fn templates(&self) -> impl Iterator<Item = (Cow<'a, str>, bool)> {
        let source = self.card_source.as_ref().filter(|source| source.is_template);
        let source = source.and_then(|source| Some((filled(source.id)?, true)));
        let was = self.old.as_ref().and_then(|old| old.is_template).is_some_and(|was| was);
        let card = self.card.as_ref().and_then(|card| Some((filled(card.id)?, card.is_template)));
        let card = card.and_then(|(id, is)| (was || is == Some(true)).then_some((id, is.unwrap_or(!was))));
        [source, card].into_iter().flatten()
    }

    /// The lists it names.
    pub(super) fn lists(&self) -> impl Iterator<Item = &Entity<'a>> {
        [&self.list, &self.list_before, &self.list_after].into_iter().flatten()
    }
}

/// The card that another is a copy of.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardSource<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) short_link: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) is_template: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardData<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_short: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) short_link: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) desc: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) pos: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_list: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) closed: Option<Raw<'a>>,
    /// When it is due: `null` among the old values is that of a card which was not.
    #[serde(borrow, default, deserialize_with = "given")]
    pub(super) due: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) id_labels: Option<Vec<Raw<'a>>>,
    #[serde(default)]
    pub(super) is_template: Option<bool>,
    #[serde(borrow, default)]
    pub(super) value: Option<CustomValue<'a>>,
    #[serde(borrow, default)]
    pub(super) id_value: Option<Raw<'a>>,
}

/// The instant at which Trello made the id: its first eight digits.
pub(super) fn created(id: &str) -> Option<Timestamp> {
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    (id.len() == 24).then(|| Timestamp::from_second(seconds).ok()).flatten()
}

/// A record that cannot be read, at its place.
pub(super) fn unreadable(file: &File, what: &str, raw: Raw<'_>, reason: &str) -> Diagnostic {
    let start = file.mark(raw.get()).start;
    let at = Mark::new(file.id(), start..start + 1);
    Diagnostic::error(format!("this {what} cannot be read and is left out"))
        .at(at, reason)
        .note("export the board again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_tells_when_it_was_made() {
        let at = created("6942a9505f6e7d8c000003e8").map(|at| at.to_string());
        assert_eq!(at.as_deref(), Some("2025-12-17T13:00:00Z"));
        assert_eq!(created("short"), None);
    }
}
