//! The geometry of the drawings, as attributes of SVG. Widths are percentages, so that letters keep their
//! size on a phone. No text of an export gets into them.

use super::super::retro::SprintRow;
use crate::board::share_of;

/// The radius of a full disc.
const DISC: f64 = 27.0;
/// The smallest radius that is still visible.
const SMALLEST: f64 = 3.5;

/// A piece of a bar, in percent of the whole width.
pub(super) struct Bar {
    /// The name of its style.
    pub(super) class: &'static str,
    /// Where it begins.
    pub(super) x: String,
    /// How long it is.
    pub(super) width: String,
}

/// The drawing of a sprint.
pub(super) struct SprintBars {
    /// The committed size that stayed, what was removed, and what was added.
    pub(super) plan: Vec<Bar>,
    /// The size that was done.
    pub(super) done: Bar,
    /// The position of the velocity line.
    pub(super) velocity: Option<String>,
}

/// The radius of a disc whose area is `share` of the full one.
pub(super) fn radius(share: f64) -> String {
    let radius = DISC * share.clamp(0.0, 1.0).sqrt();
    number(if share > 0.0 { radius.max(SMALLEST) } else { 0.0 })
}

/// Bars for errors, warnings and infos, one after the other. `most` findings would fill the width.
pub(super) fn stacked(counts: &[usize; 3], most: usize) -> Vec<Bar> {
    let mut x = 0.0;
    let mut bars = Vec::new();
    for (count, class) in counts.iter().zip(["error", "warn", "info"]).filter(|(count, _)| **count > 0) {
        let width = share_of(*count, most).unwrap_or_default() * 100.0;
        bars.push(bar(class, x, width));
        x += width;
    }
    bars
}

/// The bars of a sprint. A size of `scale` would fill the width.
pub(super) fn sprint(row: &SprintRow, scale: f64) -> SprintBars {
    // 99 percent leave room for the line of the velocity if it is the largest value.
    let percent = |size: f64| (size / scale * 99.0).clamp(0.0, 99.0);
    let stayed = percent((row.committed - row.removed).max(0.0));
    let (removed, added) = (percent(row.removed), percent(row.added));
    let plan = [("stayed", 0.0, stayed), ("removed", stayed, removed), ("added", stayed + removed, added)];
    SprintBars {
        plan: plan
            .into_iter()
            .filter(|(.., width)| *width > 0.0)
            .map(|(class, x, width)| bar(class, x, width))
            .collect(),
        done: bar("done", 0.0, percent(row.done)),
        velocity: row.velocity.map(|velocity| number(percent(velocity))),
    }
}

fn bar(class: &'static str, x: f64, width: f64) -> Bar {
    Bar { class, x: number(x), width: number(width) }
}

/// A number with at most two decimals.
fn number(number: f64) -> String {
    format!("{}", (number * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_decisions_is_a_quarter_of_the_area() {
        assert_eq!([0.0, 0.25, 1.0].map(radius), ["0", "13.5", "27"]);
        assert_eq!(radius(0.001), "3.5", "one of a thousand can still be seen");
    }

    #[test]
    fn a_stacked_bar_is_as_long_as_its_findings_are_many() {
        let bars: Vec<_> = stacked(&[2, 0, 1], 4).into_iter().map(|bar| (bar.class, bar.x, bar.width)).collect();
        assert_eq!(bars, [("error", "0".to_owned(), "50".to_owned()), ("info", "50".to_owned(), "25".to_owned())]);
    }
}
