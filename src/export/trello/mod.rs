//! Formats of Trello: a board as exported by "Print, export, and share › Export as JSON", the REST API (pages
//! of actions, cards with their actions), and the CSV of paid workspaces.

mod action;
mod actions;
mod board;
mod card_item;
mod cards;
mod csv;
mod facts;
mod lost;
mod names;
mod records;
mod rest;

pub(super) use board::Board;
pub(super) use csv::Csv;
pub(super) use rest::Rest;
