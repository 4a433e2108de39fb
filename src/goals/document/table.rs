//! Where the cells of a table stand, row and column spans counted in.

/// How many columns one cell may span, as HTML has it. No table is read wider than that.
const WIDEST: usize = 1000;

/// A table as a grid.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its cells, in page order, which is that of their rows.
    cells: Vec<TableCell>,
    /// Those that reach down over several rows.
    tall: Vec<TableCell>,
    width: usize,
}

/// A cell, with what it spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// Its first row, counted from 0.
    pub row: usize,
    /// Its first column, counted from 0.
    pub column: usize,
    /// How many rows it spans.
    pub rows: usize,
    /// How many columns it spans.
    pub columns: usize,
}

impl Table {
    /// Adds the next cell.
    pub fn push(&mut self, cell: TableCell) {
        self.width = self.width.max(cell.column + cell.columns);
        self.cells.push(cell);
        if cell.rows > 1 {
            self.tall.push(cell);
        }
    }

    /// The cells that begin in this row.
    pub fn row(&self, row: usize) -> &[TableCell] {
        let from = self.cells.partition_point(|cell| cell.row < row);
        let to = self.cells.partition_point(|cell| cell.row <= row);
        self.cells.get(from..to).unwrap_or_default()
    }

    /// The cell that covers this place.
    pub fn at(&self, row: usize, column: usize) -> Option<TableCell> {
        let within = |cell: &&TableCell| {
            (cell.row..cell.row.saturating_add(cell.rows)).contains(&row)
                && (cell.column..cell.column + cell.columns).contains(&column)
        };
        // The nearest one from above, if there is none in the row itself.
        self.row(row).iter().find(within).or_else(|| self.tall.iter().rev().find(within)).copied()
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.row + 1)
    }
}

/// The grid under construction.
#[derive(Debug, Default)]
pub struct Grid {
    row: Option<usize>,
    next: usize,
    /// For each column the first row that no cell from above reaches into.
    free_from: Vec<usize>,
}

impl Grid {
    /// `<tr>`
    pub fn next_row(&mut self) {
        self.row = Some(self.row.map_or(0, |row| row + 1));
        self.next = 0;
    }

    /// `<td>` or `<th>`; spans as HTML limits them.
    pub fn next_cell(&mut self, rowspan: Option<usize>, colspan: Option<usize>) -> TableCell {
        let row = *self.row.get_or_insert(0);
        while self.next < WIDEST && self.free_from.get(self.next).is_some_and(|free| *free > row) {
            self.next += 1;
        }
        self.next = self.next.min(WIDEST - 1);
        let columns = colspan.unwrap_or(1).clamp(1, WIDEST - self.next);
        let rows = match rowspan {
            // To the end of the table.
            Some(0) => usize::MAX / 2,
            rows => rows.unwrap_or(1).min(65534),
        };
        let cell = TableCell { row, column: self.next, rows, columns };
        self.next += columns;
        if self.free_from.len() < self.next {
            self.free_from.resize(self.next, 0);
        }
        self.free_from[cell.column..self.next].fill(row.saturating_add(rows));
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_move_aside_for_those_that_reach_down() {
        let mut grid = Grid::default();
        grid.next_row();
        assert_eq!(grid.next_cell(Some(2), None).column, 0);
        assert_eq!(grid.next_cell(None, Some(2)).column, 1);
        grid.next_row();
        assert_eq!((grid.next_cell(None, None).column, grid.next_cell(None, None).column), (1, 2));
        grid.next_row();
        assert_eq!(grid.next_cell(Some(0), None).column, 0);
        grid.next_row();
        assert_eq!(grid.next_cell(None, None).column, 1);
    }

    #[test]
    fn no_table_is_wider_than_a_cell_may_be() {
        let mut grid = Grid::default();
        let mut table = Table::default();
        for (rowspan, colspan) in
            [(Some(0), Some(999)), (None, Some(5)), (None, None), (Some(9), Some(usize::MAX))]
        {
            table.push(grid.next_cell(rowspan, colspan));
        }
        grid.next_row();
        table.push(grid.next_cell(None, None));
        assert_eq!((table.width(), table.height()), (WIDEST, 2));
        let covering = [0, 998, 999].map(|column| table.at(0, column).map(|cell| cell.column));
        assert_eq!(covering, [Some(0), Some(0), Some(999)]);
    }
}
