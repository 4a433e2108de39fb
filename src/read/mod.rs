//! Asks the wiki everything, in batches and once: goal pages, which come out as what was read on them, then all that a
//! decision needs besides. Decides nothing, and writes nothing.

mod accounts;
mod answers;
mod cache;
mod collected;
mod denied;
mod earlier;
mod facts;
mod filling;
mod found;
mod gather;
mod gone;
mod gos;
mod kept;
mod languages;
mod last_quarter;
mod ledger;
mod lists;
mod person;
mod reading;
mod retract;
mod survey;
mod unread;
mod wanted;

pub use cache::Cache;
pub use earlier::{Earlier, windows};
pub use facts::{Facts, OverviewPlace, Pause, TablePlace, Whom};
pub use filling::{Filling, Point, filling};
pub use found::{Found, FoundFrom, FoundPage};
pub use gather::facts;
#[cfg(test)]
pub(crate) use gather::{Finder, owners};
pub use gone::Redirected;
pub use gos::Go;
#[cfg(test)]
pub(crate) use kept::table_places;
pub use last_quarter::last_quarter;
pub use lists::{Lists, OptOuts, owners_page_of, with_boards_page};
pub use person::{Door, Person};
pub use retract::{OwnMessages, own_messages};
pub use survey::{Asked, PageFacts, ReadPage, Survey, survey};
pub use unread::{Cause, NeverMatched, Unread};
pub use wanted::{FoundBy, How, board_of_title};
