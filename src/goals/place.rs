//! Where something stands on a goal page, and the addresses that lead there.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::base::Title;
use crate::wiki::Site;

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The id that the heading above it has for readers; empty above the first heading, and where no link can lead.
    pub anchor: SmolStr,
    /// The number that `action=edit&section=` takes, in the page it is edited on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<u32>,
    /// The transcluded page to edit, where it isn't the goal page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_page: Option<Title>,
}

impl Place {
    /// The address at which this place on the goal page `title` is edited: its section, or the page it is transcluded
    /// from.
    pub fn edit_url(&self, site: &Site, title: &Title) -> String {
        match &self.source_page {
            Some(source) => site.edit_url(source, None),
            None => site.edit_url(title, self.section),
        }
    }

    /// The same for someone who comes from a notice or a table: the summary names the section and the item `what` that were
    /// meant, and the page `intro` stands above the edit box, in case the sections moved meanwhile.
    pub fn edit_url_for(&self, site: &Site, title: &Title, what: &str, intro: Option<&Title>) -> String {
        match (&self.source_page, self.section) {
            (None, Some(section)) => {
                let summary = format!("/* {} */ {what}", self.anchor.replace('_', " "));
                site.edit_section_url(title, section, &summary, intro)
            }
            _ => self.edit_url(site, title),
        }
    }
}
