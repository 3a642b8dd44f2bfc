//! `html`: the retro report as one self-contained page, without scripts, requests or other files.
//!
//! The template prints only through [`encode::Html`](super::encode::Html), so no input can become markup.
//! Drawings contain only numbers.

mod chart;
mod index;

use std::io;

use askama::Template;
use termcolor::WriteColor;

use super::encode::{Piece, pieces};
use super::retro::{Retro, RoleShare, SprintRow, SprintTable, TimeBucket, sentences, words};
use super::{NOT_CHECKED, Run};
use crate::charter::Level;

pub use index::{IndexEntry, index};

/// The page.
#[derive(Template)]
#[template(path = "page.html")]
struct RetroPage<'r> {
    retro: &'r Retro,
    not_checked: &'static [&'static str],
    version: &'static str,
}

/// Writes the report of a run.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let retro = Retro::of(run);
    let page = RetroPage { retro: &retro, not_checked: NOT_CHECKED, version: crate::VERSION }
        .render()
        .map_err(io::Error::other)?;
    out.write_all(page.as_bytes())
}

impl RetroPage<'_> {
    /// The CSS class of a level.
    fn level(&self, level: &Level) -> &'static str {
        match level {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Info | Level::Off => "info",
        }
    }

    /// The CSS class of a cell, by whose decision it is.
    fn part(&self, cell: &RoleShare) -> &'static str {
        match cell {
            cell if cell.owns() => "owns",
            cell if cell.shares() => "shared",
            cell if cell.helps() => "helps",
            _ => "other",
        }
    }

    /// The pieces of one of our own texts.
    fn pieces<'t>(&self, text: &'t str) -> Vec<Piece<'t>> {
        pieces(text)
    }

    fn disc(&self, cell: &RoleShare) -> String {
        chart::radius(cell.share)
    }

    fn bar(&self, bucket: &TimeBucket, most: &usize) -> Vec<chart::Bar> {
        chart::stacked(&bucket.counts, *most)
    }

    fn sprint(&self, sprints: &SprintTable, row: &SprintRow) -> chart::SprintBars {
        chart::sprint(row, sprints.scale(row))
    }
}
