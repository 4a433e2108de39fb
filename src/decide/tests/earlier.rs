//! What stood on a world's pages before, and when what they transclude was edited.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::world::{LAYOUTS, World};
use crate::base::{PageId, RevisionId, Title};
use crate::goals::{Reading, read_page};
use crate::read::{Earlier, PageFacts, Survey};
use crate::wiki::{RawPage, Site};

impl World {
    pub(super) fn earlier(&self, survey: &Survey<'_>, site: &Site) -> BTreeMap<PageId, Earlier> {
        let earlier = |page: &PageFacts<'_>| {
            let read = page.read.as_ref()?;
            let text = self.pages.iter().find(|text| text.title == page.title)?;
            let reading = Reading {
                title: &page.title,
                quarter: page.quarter,
                by_heading: None,
                layouts: &LAYOUTS,
                layout: Some(&read.content.layout),
                may_guess: false,
                namespaces: site.user_namespaces(),
            };
            let content = match &text.before {
                Some(html) => read_page(html, reading).ok(),
                None => Some(read.content.clone()),
            };
            Some((read.id, Earlier { is_old: text.is_old, content }))
        };
        survey.pages.iter().filter_map(earlier).collect()
    }

    pub(super) fn sources_of(&self, survey: &Survey<'_>) -> BTreeMap<Title, RawPage> {
        let quiet: DateTime<Utc> = "2020-09-28T09:00:00Z".parse().unwrap();
        let named = survey.contents().flat_map(|(_, content)| content.source_pages());
        let mut all: BTreeMap<&Title, &DateTime<Utc>> = named.map(|title| (title, &quiet)).collect();
        all.extend(&self.sources);
        let source = |(title, edited): (&Title, &DateTime<Utc>)| {
            let (id, revision) = (PageId(900), RevisionId(900));
            (
                title.clone(),
                RawPage {
                    is_translation: false,
                    title: title.clone(),
                    id,
                    revision,
                    edited: Some(*edited),
                    touched: None,
                    transcluded: Default::default(),
                },
            )
        };
        all.into_iter().map(source).collect()
    }
}
