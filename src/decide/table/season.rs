//! What readers of a table look for at different times of a quarter. Pure.

use chrono::NaiveDate;

use crate::base::Quarter;
use crate::config::Board;
use crate::rules::statuses_from;

/// Where in its quarter a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Goals are written.
    Goals,
    /// Statuses are.
    Statuses,
    /// The quarter is over: what became of it.
    Over,
}

impl Season {
    /// The season of a board's quarter on a day.
    pub fn of(board: &Board, quarter: Quarter, today: NaiveDate) -> Self {
        let last = quarter.last_day();
        let asked = statuses_from(quarter, board.notices.closing_days);
        match today {
            _ if today > last => Self::Over,
            _ if asked.is_some_and(|asked| today >= asked) => Self::Statuses,
            _ => Self::Goals,
        }
    }

    /// Its name, in the seal.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goals => "goals",
            Self::Statuses => "statuses",
            Self::Over => "over",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::BoardNotices;

    #[test]
    fn statuses_come_last_and_then_the_outcome() {
        let season = |closing_days: i64, day: &str| {
            let notices = BoardNotices { closing_days, ..BoardNotices::default() };
            let board = Board { notices, ..Board::default() };
            Season::of(&board, "2020-21Q2".parse().unwrap(), day.parse().unwrap())
        };
        for (closing_days, goals, statuses) in [
            (10, "2020-12-17", "2020-12-18"),
            (30, "2020-12-01", "2020-12-02"),
            (0, "2020-12-17", "2020-12-18"),
        ] {
            assert_eq!(season(closing_days, goals), Season::Goals);
            assert_eq!(season(closing_days, statuses), Season::Statuses);
        }
        // Asked for after the end: the last days are those of statuses all the same.
        assert_eq!(season(-14, "2020-12-18"), Season::Statuses);
        assert_eq!([season(-14, "2020-12-31"), season(10, "2021-01-01")], [Season::Statuses, Season::Over]);
    }
}
