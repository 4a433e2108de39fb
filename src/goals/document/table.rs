//! Where the cells of a table stand, row and column spans counted in.

use std::collections::BTreeMap;

/// How many columns one cell may span, as HTML has it. No table is read wider than that.
const WIDEST: usize = 1000;

/// A table as a grid.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its cells, in page order.
    pub cells: Vec<TableCell>,
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
    /// The cells that cover these columns in a row; of two in one place the first on the page.
    pub fn row<T>(&self, row: usize, columns: &BTreeMap<usize, T>) -> BTreeMap<usize, TableCell> {
        let mut covering = BTreeMap::new();
        for cell in self.cells.iter().take_while(|cell| cell.row <= row) {
            if cell.row.saturating_add(cell.rows) > row {
                for column in columns.range(cell.column..cell.column + cell.columns).map(|(column, _)| column)
                {
                    covering.entry(*column).or_insert(*cell);
                }
            }
        }
        covering
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0)
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0)
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
            table.cells.push(grid.next_cell(rowspan, colspan));
        }
        grid.next_row();
        table.cells.push(grid.next_cell(None, None));
        assert_eq!((table.width(), table.height()), (WIDEST, 2));
        let columns = BTreeMap::from([(0, ()), (998, ()), (999, ())]);
        let covering: Vec<_> = table.row(0, &columns).into_values().map(|cell| cell.column).collect();
        assert_eq!(covering, [0, 0, 999]);
    }
}
