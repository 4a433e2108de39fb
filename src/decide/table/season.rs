//! What readers of a table look for at different times of a quarter. Pure.

use chrono::{Days, NaiveDate};

use crate::base::Quarter;
use crate::config::Board;

/// A quarter's last days in which statuses count for more than goals, where the board doesn't ask for statuses before its
/// end.
const LAST_DAYS: u64 = 10;

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
        let usual = last.checked_sub_days(Days::new(LAST_DAYS - 1)).unwrap_or(last);
        let asked = board.closing(quarter).map_or(usual, |(first, _)| first);
        match today {
            _ if today > last => Self::Over,
            _ if today >= asked.min(usual) => Self::Statuses,
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
            (10, "2020-12-21", "2020-12-22"),
            (30, "2020-12-01", "2020-12-02"),
            (0, "2020-12-21", "2020-12-22"),
        ] {
            assert_eq!(season(closing_days, goals), Season::Goals);
            assert_eq!(season(closing_days, statuses), Season::Statuses);
        }
        // Asked for after the end: the last days are those of statuses all the same.
        assert_eq!(season(-14, "2020-12-22"), Season::Statuses);
        assert_eq!([season(-14, "2020-12-31"), season(10, "2021-01-01")], [Season::Statuses, Season::Over]);
    }
}
