//! Who holds a role together with whom.

use super::PersonId;
use super::people::{People, Tenure};
use crate::charter::Role;

impl People<'_> {
    /// The people who hold `role` on the same day, on the first of the days on which they are most: whoever began first
    /// stands first. A replacement from the day after the last day of the one before shares no day.
    pub fn most_at_once(&self, role: Role) -> Vec<(PersonId, &Tenure)> {
        let mut starts: Vec<_> = self
            .iter()
            .flat_map(|(_, person)| &person.tenures)
            .filter(|tenure| tenure.role == role)
            .map(|tenure| tenure.since)
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let mut most: Vec<(PersonId, &Tenure)> = Vec::new();
        for start in starts {
            let mut there: Vec<_> = self.holders(role, start).collect();
            there.dedup_by_key(|(id, _)| *id);
            if there.len() > most.len() {
                most = there;
            }
        }
        most.sort_by_key(|(_, tenure)| (tenure.since, tenure.mark));
        most
    }
}
