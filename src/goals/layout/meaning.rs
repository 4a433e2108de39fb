//! What labels, columns and tables of a layout mean.

/// What a label says of the line it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Names who answers for what follows.
    Manager(Covers),
    /// Opens a key result.
    Item,
    /// Opens one after a manager line, divides one elsewhere.
    ItemAfterManager,
    /// Goals follow.
    Goals,
    /// Belongs to a key result and says what it is for.
    Other,
    /// The status of the key result follows.
    Status,
    /// Is about something else.
    Note,
}

impl Meaning {
    /// Whether it opens a key result.
    pub fn opens(self) -> bool {
        matches!(self, Self::Item | Self::ItemAfterManager)
    }
}

/// How far a manager line reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// The whole page.
    Page,
    /// The whole objective.
    Objective,
    /// The key results that follow, and the tables of the section.
    Section,
    /// The key result that follows.
    Item,
    /// The rows of the outcomes whose numbers it names.
    Outcome,
}

/// What a table's column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The goals. Without such a column a table isn't read.
    Goal,
    /// What the row is about.
    Text,
    /// The same, with the outcome's number.
    Outcome,
    /// Who answers for the row.
    Owner,
    /// How far it is.
    Status,
    /// When it will be done.
    Eta,
    /// Nothing that is read.
    Other,
}

/// What the tables and lists of a layout are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Tables with named columns, a goal or several in each row.
    #[default]
    Columns,
    /// Tables of themes, each a row of its own, followed by rows of goals.
    Themes,
    /// No tables: each section is a list of goals.
    Lists,
    /// Lists and tables, wherever something says that they are goals. All of it is a guess.
    Outline,
}
