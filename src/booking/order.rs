//! What the artist asks for, and what that costs.

use serde::{Deserialize, Serialize};

use super::studio::{Service, Studio};

/// More tracks than any release has: what is above is a slip of the keyboard.
pub const MOST_TRACKS: u32 = 100;

/// Kept with the song; the price is looked up anew each time, so that an edited `studio.json` counts at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// One of [`Studio::kinds`].
    pub service: String,
    /// One of [`Studio::media`].
    pub medium: String,
    pub tracks: u32,
}

/// A price to be confirmed by the studio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate<'a> {
    pub service: &'a Service,
    pub tracks: u32,
    /// In whole units of `currency`.
    pub total: u64,
    pub currency: &'a str,
}

/// Why an order has no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Not, or no longer, in `studio.json`.
    #[error("the studio has no service {service:?} on {medium:?}")]
    NoSuchService { service: String, medium: String },
    #[error("{given} tracks were asked for, 1 to {most} can be ordered")]
    Tracks { given: u32, most: u32 },
}

impl Order {
    /// The studio's first service for one track, to start from.
    #[must_use]
    pub fn first(studio: &Studio) -> Option<Self> {
        let service = studio.services.first()?;
        Some(Self { service: service.name.clone(), medium: service.medium.clone(), tracks: 1 })
    }

    /// Of several tracks, how many being still to be said: the studio's first service priced per track.
    #[must_use]
    pub fn of_several(studio: &Studio) -> Option<Self> {
        let service = studio.services.iter().find(|service| service.per_track)?;
        Some(Self { service: service.name.clone(), medium: service.medium.clone(), tracks: 0 })
    }

    /// The same on another kind of service: on the same medium where that has it, for one track where it is for one only.
    #[must_use]
    pub fn of_kind(&self, kind: &str, studio: &Studio) -> Self {
        let media = studio.media(kind);
        let medium = media.iter().find(|medium| **medium == self.medium).or(media.first()).map_or("", |medium| medium);
        let order = Self { service: kind.to_owned(), medium: medium.to_owned(), tracks: self.tracks };
        match order.estimate(studio) {
            Err(OrderError::Tracks { most: 1, .. }) => Self { tracks: 1, ..order },
            _ => order,
        }
    }

    /// The price by the studio's list.
    ///
    /// # Errors
    /// [`OrderError`] where the list has no such service, or not for so many tracks.
    pub fn estimate<'a>(&self, studio: &'a Studio) -> Result<Estimate<'a>, OrderError> {
        let asked = |service: &&Service| service.name == self.service && service.medium == self.medium;
        let service = studio
            .services
            .iter()
            .find(asked)
            .ok_or_else(|| OrderError::NoSuchService { service: self.service.clone(), medium: self.medium.clone() })?;
        let most = if service.per_track { MOST_TRACKS } else { 1 };
        if !(1..=most).contains(&self.tracks) {
            return Err(OrderError::Tracks { given: self.tracks, most });
        }
        let total = u64::from(service.price) * u64::from(self.tracks);
        Ok(Estimate { service, tracks: self.tracks, total, currency: &studio.currency })
    }
}
