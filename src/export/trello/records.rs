//! The records of Trello's JSON. All values are raw and optional: versions and APIs leave out different ones.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::board::facts::{Account, Ref, StateChange, StateFact, Text, Who};
use crate::export::json::{self, Raw, filled, lazy, or_default, or_empty};
use crate::source::{Diagnostic, File, Mark};

/// The types of comment actions.
pub(super) const COMMENTS: &[&str] = &["commentCard", "copyCommentCard"];

/// The types of actions that bring a card from another board or from a member's inbox.
pub(super) const ARRIVALS: [&str; 2] = ["moveCardToBoard", "moveInboxCardToBoard"];

/// Whether actions of this type have a card, judged by the name of the type.
pub(super) fn is_of_a_card(kind: &str) -> bool {
    kind.contains("Card")
}

/// The roles of cards that are no items: separators, links, and mirrors of cards on other boards.
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
    /// Its own checklists, if the card was requested by itself.
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
    /// Whether the card is an item. Templates, separators and links are not.
    pub(super) fn is_item(&self) -> bool {
        !self.is_template && !NO_ITEMS.contains(&&*or_empty(self.card_role))
    }
}

/// Deserializes a value that may be `null`; with `default`, `None` means that the key is missing.
fn given<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Raw<'de>>, D::Error> {
    Raw::deserialize(json).map(Some)
}

/// Like [`or_default`]; with `default`, `None` means that the key is missing.
fn given_or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(json: D) -> Result<Option<T>, D::Error> {
    or_default(json).map(Some)
}

/// The badges on the front of a card.
#[derive(Deserialize)]
pub(super) struct Badges<'a> {
    #[serde(borrow, default, rename = "checkItems")]
    pub(super) check_items: Option<Raw<'a>>,
    /// Number of comments.
    #[serde(borrow, default)]
    pub(super) comments: Option<Raw<'a>>,
}

/// A custom field, with its choices if it is a list field.
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
    /// The id of the choice, if it is a list field.
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
    /// The number or the text; `None` for other kinds of values.
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
    /// The state of a list.
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
    /// What it did; required.
    #[serde(borrow)]
    pub(super) data: Data<'a>,
    /// The author as named at that time. Only read if the author is not a member of the board.
    #[serde(borrow, default, deserialize_with = "object")]
    member_creator: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) member: Option<Member<'a>>,
    #[serde(borrow, default)]
    app_creator: Option<Member<'a>>,
}

impl<'a> Action<'a> {
    /// The author. A named app, such as Butler, acts with a member's account. An app without a name is only
    /// the program that the member used. A copied comment belongs to its original author.
    pub(super) fn actor(&self) -> Option<Who<'a>> {
        if let Some(app) = self.app() {
            return app.ids.into_iter().next();
        }
        let author = self.data.id_original_commenter.filter(|_| self.is("copyCommentCard"));
        filled(author).or_else(|| self.member_id())
    }

    /// The id of the member in the action.
    fn member_id(&self) -> Option<Who<'a>> {
        let member = || member(self.member_creator?).and_then(|member| filled(member.id));
        filled(self.id_member_creator).or_else(member)
    }

    /// The named app that acted.
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

    /// Whether it brings its card from another board or an inbox.
    pub(super) fn arrives(&self) -> bool {
        ARRIVALS.contains(&&*or_empty(self.kind))
    }

    /// Whether it moves its card from this board to another one. A card that comes back brings its changes on
    /// other boards along as if they had been made here, including the move back. These are excluded.
    pub(super) fn departs(&self) -> bool {
        let id = |board: &Option<Entity<'a>>| board.as_ref().and_then(|board| filled(board.id));
        let target = id(&self.data.board_target);
        self.is("moveCardFromBoard") && (target.is_none() || target != id(&self.data.board))
    }

    /// Whether it is a comment.
    pub(super) fn is_comment(&self) -> bool {
        COMMENTS.contains(&&*or_empty(self.kind))
    }

    /// The board of the action.
    pub(super) fn board(&self) -> Option<&Entity<'a>> {
        self.data.board.as_ref()
    }

    /// The change of a list: `updateList` has the old values in `old`.
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

    /// The people in an action, current and former members.
    pub(super) fn people(&self) -> impl Iterator<Item = Named<'_, 'a>> {
        let who = |member: &Option<Member<'a>>| member.as_ref().and_then(|member| filled(member.id)).is_some();
        let target = [&self.member, &self.data.member].into_iter().find(|member| who(member)).and_then(Option::as_ref);
        let target = target.map(Named::Member).or_else(|| filled(self.data.id_member).map(Named::Bare));
        let actor = self.member_id().map(|id| Named::Actor(id, self.member_creator));
        let author = filled(self.data.id_original_commenter).map(Named::Bare);
        [self.app().map(Named::App), actor, target, author].into_iter().flatten()
    }
}

/// A person in an action. Most are members of the board, for whom only the id is needed.
pub(super) enum Named<'m, 'a> {
    App(Account<'a>),
    /// The author: the id, and the record of the member.
    Actor(Who<'a>, Option<Raw<'a>>),
    Member(&'m Member<'a>),
    /// Only an id.
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

    /// Everything that the action contains about the person.
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

/// Parses the record of a member; `None` if it is damaged.
fn member(raw: Raw<'_>) -> Option<Member<'_>> {
    json::from_str(raw.get()).ok()
}

/// Deserializes an object as raw, to be parsed later if needed.
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
    /// The target board of a card that was moved.
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
    /// The author of a comment on a copied card.
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
    /// The cards that it calls templates, now or before, and whether each is one from then on.
    pub(super) fn templates(&self) -> impl Iterator<Item = (Cow<'a, str>, bool)> {
        let source = self.card_source.as_ref().filter(|source| source.is_template);
        let source = source.and_then(|source| Some((filled(source.id)?, true)));
        let was = self.old.as_ref().and_then(|old| old.is_template).is_some_and(|was| was);
        let card = self.card.as_ref().and_then(|card| Some((filled(card.id)?, card.is_template)));
        let card = card.and_then(|(id, is)| (was || is == Some(true)).then_some((id, is.unwrap_or(!was))));
        [source, card].into_iter().flatten()
    }

    /// The lists in it.
    pub(super) fn lists(&self) -> impl Iterator<Item = &Entity<'a>> {
        [&self.list, &self.list_before, &self.list_after].into_iter().flatten()
    }
}

/// The original of a copied card.
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
    /// The due date. Among the old values, `null` means that the card had none.
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

/// The creation time in an id of Trello: its first eight digits.
pub(super) fn created(id: &str) -> Option<Timestamp> {
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    (id.len() == 24).then(|| Timestamp::from_second(seconds).ok()).flatten()
}

/// The diagnostic for an unreadable record, with its place.
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
