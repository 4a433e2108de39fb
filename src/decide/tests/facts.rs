//! From a world to facts and a plan, and what a world is after a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use chrono::{NaiveDate, NaiveTime};
use globset::GlobSet;

use super::plans::{changed, fate, lines};
use super::world::{ALLOWED, BOT, LAYOUTS, NOW, OPERATOR, World, missing};
use crate::base::{Account, PageRevision, RevisionId, Title, UserId};
use crate::config::{self, NamedPages, OwnersPolicy, Settings, SettingsError, SettingsFile};
use crate::decide::decide;
use crate::goals::Figures;
use crate::ledger::History;
use crate::people::Policy;
use crate::plan::{EditKind, Plan};
use crate::read::{
    Facts, Filling, Finder, Lists, OptOuts, OverviewPlace, PageFacts, Person, Point, Survey, TablePlace,
    owners, table_places,
};
use crate::wiki::{AccountFacts, Site, TalkPage};
use crate::wikitext::exclusion::Names;

fn settings_in(text: &str) -> Result<Settings, SettingsError> {
    let file = SettingsFile::new("world.toml".to_owned(), text)?;
    let (settings, ..) = config::merged(vec![file], BTreeMap::new())?;
    config::validate::check(&settings, &LAYOUTS)?;
    Ok(settings)
}

fn site(world: &World) -> Arc<Site> {
    Arc::new(Site::from_answer(&world.site, "https://wiki.example/w/api.php").unwrap())
}

fn allowed(settings: &Settings) -> GlobSet {
    static USUAL: LazyLock<GlobSet> = LazyLock::new(|| {
        let allow = vec![ALLOWED.to_owned()];
        OwnersPolicy { allow, ..OwnersPolicy::default() }.allowed().unwrap()
    });
    let is_usual = settings.owners_policy.allow == [ALLOWED];
    if is_usual { USUAL.clone() } else { settings.owners_policy.allowed().unwrap() }
}

impl World {
    pub fn settings(&self) -> Settings {
        let mut text = "wiki.url = \"https://wiki.example/w/\"\nbot.contact = \"https://help.example/\"\n\
                        bot.stop_page = \"User:GoalkeeperBot/Stop\"\n"
            .to_owned();
        let lines = |of: &BTreeMap<String, String>| -> String {
            of.iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
        };
        for (key, value) in
            [("bot.operator", format!("\"{OPERATOR}\"")), ("owners_policy.allow", format!("[\"{ALLOWED}\"]"))]
        {
            if !self.settings.contains_key(key) {
                text += &format!("{key} = {value}\n");
            }
        }
        text += &lines(&self.settings);
        text += &match &self.boards {
            Some(boards) => boards.clone(),
            None => format!(
                "[[boards]]\nname = \"technology\"\ntitles = [\"Goals/{{fiscal_year}} Q{{quarter}}\"]\n{}",
                lines(&self.board)
            ),
        };
        // Most worlds have the same ones, and to read them takes longer than to decide.
        static READ: Mutex<BTreeMap<String, Settings>> = Mutex::new(BTreeMap::new());
        if let Some(settings) = READ.lock().unwrap().get(&text) {
            return settings.clone();
        }
        let settings = settings_in(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        READ.lock().unwrap().insert(text, settings.clone());
        settings
    }

    pub fn site(&self) -> Arc<Site> {
        static USUAL: LazyLock<Arc<Site>> = LazyLock::new(|| site(&World::new()));
        if self.site == World::new().site { Arc::clone(&USUAL) } else { site(self) }
    }

    /// Shows `then` the facts of this world.
    pub fn look<R>(&self, then: impl FnOnce(&Facts<'_>) -> R) -> R {
        let (settings, site, bot) = (self.settings(), self.site(), Account::new(BOT));
        let named_pages = NamedPages::of(&settings, &site, Some(&bot)).unwrap();
        let opt_out_page = named_pages.opt_out_page.clone().unwrap();
        let lists = Lists {
            names: Names::default(),
            opt_outs: OptOuts {
                page: PageRevision { title: opt_out_page, revision: Some(RevisionId(7)) },
                accounts: self.opted_out.clone(),
                mentions: Default::default(),
                unreadable: self.opt_outs_unreadable.clone(),
            },
        };
        let survey = self.survey(&settings, &site);
        let declined = settings.owners_policy.opt_out.iter().map(|name| Account::new(name)).collect();
        let policy = Policy { allowed: allowed(&settings), declined: survey.with_present_names(declined) };
        let places = table_places(&survey, &site);
        let kept = places.iter().map(|(.., title)| title);
        let kept = kept.chain(&named_pages.overview_page).chain(&named_pages.run_log_page);
        let talk_pages = self.talk_pages_of(&site, kept);
        let finder =
            Finder { site: &site, policy: &policy, accounts: &self.accounts, talk_pages: &talk_pages };
        let history = History::new(&self.contributions);
        let people: BTreeMap<_, _> =
            owners(&survey).into_iter().map(|account| (account.clone(), finder.owner(&account))).collect();
        let coordinators = settings.boards().filter_map(|board| board.coordinator());
        let coordinators: BTreeMap<_, _> =
            coordinators.map(|account| (account.clone(), finder.coordinator(&account))).collect();
        let posted = history.posted().map(|message| message.recipient);
        let recipients: BTreeSet<UserId> = posted.chain(self.answers.keys().map(|(id, _)| *id)).collect();
        let told = recipients.into_iter().filter_map(|id| Some((id, self.person(&finder, id)?))).collect();
        let owners_talk =
            survey.owners_page.title.as_ref().filter(|_| !survey.owners_page.mistakes.is_empty());
        let owners_talk_page = owners_talk.map(|title| {
            let title = site.talk_page(title).unwrap();
            talk_pages.get(&title).cloned().unwrap_or_else(|| Arc::new(missing(title)))
        });
        // What the bot saved last, if the page was edited since.
        let last = |on: &TalkPage, saved: Option<RevisionId>| {
            let saved = saved.filter(|saved| on.revision() != Some(*saved));
            saved.and_then(|saved| self.texts.get(&saved).cloned())
        };
        let tables = places.into_iter().map(|(page, board, quarter, title)| {
            let on = talk_pages[&title].clone();
            let last = last(&on, history.last_status(&board.name, quarter, &title));
            TablePlace { page, board, quarter, on, last }
        });
        let overview = named_pages.overview_page.as_ref().map(|title| {
            let on = talk_pages[title].clone();
            let last = last(&on, history.last_overview(title).map(|(_, revision)| revision));
            OverviewPlace { on, last, was_there: false }
        });
        then(&Facts {
            tables: tables.collect(),
            opted_out: survey.with_present_names(self.opted_out.clone()),
            settings: &settings,
            named_pages: &named_pages,
            site: &site,
            bot: &bot,
            today: self.today,
            survey: &survey,
            lists: &lists,
            policy: policy.clone(),
            accounts: self.accounts.clone(),
            people,
            coordinators,
            told,
            overview,
            run_log: named_pages.run_log_page.as_ref().and_then(|title| talk_pages.get(title).cloned()),
            is_partial: false,
            last_quarter: self.last_quarter(&settings, &site),
            fillings: self.fillings(&survey),
            owners_talk_page,
            deleted: self.deleted.clone(),
            gone: self.gone.clone(),
            sources: self.sources_of(&survey),
            earlier: self.earlier(&survey, &site),
            history,
            answers: self.answers.clone(),
            gos: self.gos.clone(),
            paused_since: self.paused_since,
        })
    }

    /// How the pages filled up of which this world says so.
    fn fillings<'s>(&self, survey: &'s Survey<'_>) -> Vec<Filling<'s>> {
        let of_page = |page: &'s PageFacts<'_>| {
            let points = self.filled.get(page.title.as_str())?;
            let point = |(day, figures): &(NaiveDate, Figures)| Point {
                day: *day,
                revision: RevisionId(1),
                figures: *figures,
            };
            Some(Filling {
                board: None,
                title: &page.title,
                quarter: page.quarter,
                points: points.iter().map(point).collect(),
                why_none: points.is_empty().then_some("its goals stand on pages that it transcludes"),
            })
        };
        survey.pages.iter().filter_map(of_page).collect()
    }

    fn person(&self, finder: &Finder<'_>, id: UserId) -> Option<Person> {
        let is_theirs =
            |facts: &AccountFacts| matches!(facts, AccountFacts::Known { id: known, .. } if *known == id);
        let (account, _) = self.accounts.iter().find(|(_, facts)| is_theirs(facts))?;
        finder.person(account, id)
    }

    fn talk_pages_of<'t>(
        &self,
        site: &Site,
        tables: impl Iterator<Item = &'t Title>,
    ) -> BTreeMap<Title, Arc<TalkPage>> {
        let own = self.accounts.keys().filter_map(|account| site.user_talk_page(account).ok());
        let titles: BTreeSet<Title> = own.chain(tables.cloned()).collect();
        let page =
            |title: &Title| self.talk_pages.get(title).cloned().unwrap_or_else(|| missing(title.clone()));
        let mut pages: BTreeMap<Title, Arc<TalkPage>> = titles
            .iter()
            .chain(self.talk_pages.keys())
            .map(|title| (title.clone(), Arc::new(page(title))))
            .collect();
        for (from, to) in &self.redirects {
            pages.insert(from.clone(), Arc::new(TalkPage { way: vec![from.clone()], ..page(to) }));
        }
        pages
    }

    /// What a run would do in it.
    pub fn plan(&self) -> Plan {
        self.look(|facts| decide(facts, facts.settings.limits.notices_per_run as usize))
    }

    /// The plan as lines.
    pub fn lines(&self) -> Vec<String> {
        lines(&self.plan())
    }

    /// What becomes of the notice to somebody: `planned`, why not, or `nothing`.
    pub fn notice(&self, name: &str) -> String {
        fate(&self.plan(), EditKind::Notice, name)
    }

    /// What becomes of the digest to the coordinator.
    pub fn digest(&self) -> String {
        fate(&self.plan(), EditKind::Digest, super::world::COORDINATOR)
    }

    /// The world when the plan of today was carried out, at noon of the same day.
    pub fn after_run(mut self) -> Self {
        let plan = self.plan();
        let at = plan.today.and_time(NaiveTime::MIN).and_utc() + chrono::Duration::hours(12);
        for edit in &plan.edits {
            let old = self.talk_pages.get(&edit.page).map(|page| page.text().to_owned()).unwrap_or_default();
            self.save(&edit.page, &changed(&old, edit), at, edit.summary());
            if edit.subject.kind == EditKind::OptOut {
                let recipient = edit.subject.recipient.as_ref();
                self.opted_out.extend(recipient.map(|recipient| Account::new(recipient.as_str())));
            }
        }
        self
    }

    /// The wiki's clock.
    pub fn clock(mut self, time: &str) -> Self {
        assert_eq!(self.site["query"]["general"]["time"], NOW, "it is set once");
        self.site["query"]["general"]["time"] = time.into();
        self
    }
}
