//! What work is counted in.

use crate::word::{Word, words};

words! {
    /// What a sprint is counted in.
    Unit {
        /// Estimates in points.
        Points = "points",
        /// Estimates in time.
        Hours = "hours",
        /// Items.
        Items = "items",
    }
}

impl Unit {
    /// `5 points`, `1 item`.
    pub fn sized(self, size: f64) -> String {
        format!("{size} {}", self.behind((size - 1.0).abs() < f64::EPSILON))
    }

    /// What it is called behind a number: `points`, and `point` behind one.
    pub fn behind(self, one: bool) -> &'static str {
        match (self, one) {
            (Self::Points, true) => "point",
            (Self::Points, false) => "points",
            (Self::Hours, true) => "hour",
            (Self::Hours, false) => "hours",
            (Self::Items, true) => "item",
            (Self::Items, false) => "items",
        }
    }
}
