//! Rows of encoded cells, passed to the driver as they are: nothing is decoded or encoded again.

use scylla::errors::SerializationError;
use scylla::serialize::batch::{BatchValues, BatchValuesIterator};
use scylla::serialize::row::{RowSerializationContext, SerializeRow};
use scylla::serialize::writers::RowWriter;

use crate::failure::Error;

/// One row: its cells, one after the other. Only for bytes that [`cell_count`] has accepted.
pub struct RawRow<'a>(pub &'a [u8]);

/// The length of a cell that leaves what the server has there as it is.
const UNSET: i32 = -2;

enum Cell<'a> {
    Value(&'a [u8]),
    Null,
    Unset,
}

/// Splits the first cell off, from what follows. None where the bytes are not a whole cell.
fn split_cell(bytes: &[u8]) -> Option<(Cell<'_>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    match i32::from_be_bytes(*length) {
        UNSET => Some((Cell::Unset, rest)),
        length => match usize::try_from(length) {
            Ok(length) => rest.split_at_checked(length).map(|(value, rest)| (Cell::Value(value), rest)),
            Err(_) => Some((Cell::Null, rest)),
        },
    }
}

/// How many cells `row` has. None where it ends within a cell.
pub fn cell_count(mut row: &[u8]) -> Option<usize> {
    let mut count = 0;
    while !row.is_empty() {
        row = split_cell(row)?.1;
        count += 1;
    }
    Some(count)
}

impl SerializeRow for RawRow<'_> {
    fn serialize(&self, ctx: &RowSerializationContext<'_>, writer: &mut RowWriter) -> Result<(), SerializationError> {
        let mut rest = self.0;
        // A statement that needs the key alone has markers for the first cells only.
        while let Some((value, after)) = split_cell(rest).filter(|_| writer.value_count() < ctx.columns().len()) {
            let cell = writer.make_cell_writer();
            let _written = match value {
                Cell::Value(value) => cell.set_value(value).map_err(SerializationError::new)?,
                Cell::Null => cell.set_null(),
                Cell::Unset => cell.set_unset(),
            };
            rest = after;
        }
        debug_assert_eq!(writer.value_count(), ctx.columns().len());
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Rows of one batch, owned until the batch is done.
pub struct RawRows {
    cells: Vec<u8>,
    row_ends: Vec<u32>,
}

impl RawRows {
    /// Copies the rows; each must hold `columns` whole cells.
    pub fn new(cells: &[u8], row_ends: &[u32], columns: usize) -> Result<Self, Error> {
        let rows = Self { cells: cells.to_vec(), row_ends: row_ends.to_vec() };
        let mut start = 0;
        for &end in row_ends {
            let row = cells.get(start..end as usize);
            if row.and_then(cell_count) != Some(columns) {
                return Err(Error::system(format!("a row does not have {columns} whole cells")));
            }
            start = end as usize;
        }
        if start != cells.len() || rows.row_ends.is_empty() || rows.row_ends.len() > usize::from(u16::MAX) {
            return Err(Error::system("a batch is empty, too long, or has bytes after its last row"));
        }
        Ok(rows)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.row_ends.len()
    }
}

/// Walks the rows of a batch.
pub struct RawRowsIterator<'a> {
    rows: &'a RawRows,
    next: usize,
    start: usize,
}

impl<'a> RawRowsIterator<'a> {
    fn advance(&mut self) -> Option<RawRow<'a>> {
        let end = *self.rows.row_ends.get(self.next)? as usize;
        let row = self.rows.cells.get(self.start..end)?;
        self.next += 1;
        self.start = end;
        Some(RawRow(row))
    }
}

impl<'a> BatchValuesIterator<'a> for RawRowsIterator<'a> {
    fn serialize_next(
        &mut self,
        ctx: &RowSerializationContext<'_>,
        writer: &mut RowWriter,
    ) -> Option<Result<(), SerializationError>> {
        self.advance().map(|row| row.serialize(ctx, writer))
    }

    fn is_empty_next(&mut self) -> Option<bool> {
        self.advance().map(|row| row.is_empty())
    }

    fn skip_next(&mut self) -> Option<()> {
        self.advance().map(drop)
    }
}

impl BatchValues for RawRows {
    type BatchValuesIter<'r> = RawRowsIterator<'r>;

    fn batch_values_iter(&self) -> RawRowsIterator<'_> {
        RawRowsIterator { rows: self, next: 0, start: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_CELLS: &[u8] = &[0, 0, 0, 2, 7, 8, 255, 255, 255, 255];

    #[test]
    fn counts_cells_and_refuses_truncated_ones() {
        assert_eq!(cell_count(&[]), Some(0));
        assert_eq!(cell_count(TWO_CELLS), Some(2));
        for cut in [1, 3, 5, 7, 9] {
            assert_eq!(cell_count(&TWO_CELLS[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn splits_a_batch_into_its_rows() {
        let cells = [TWO_CELLS, TWO_CELLS].concat();
        let rows = RawRows::new(&cells, &[10, 20], 2).expect("whole rows");
        let mut iterator = rows.batch_values_iter();
        assert_eq!(iterator.advance().map(|row| row.0), Some(TWO_CELLS));
        assert_eq!(iterator.skip_next(), Some(()));
        assert_eq!(iterator.is_empty_next(), None);
    }

    #[test]
    fn refuses_batches_that_are_not_whole() {
        for (row_ends, columns) in [(&[10][..], 3), (&[9], 2), (&[11], 2), (&[6], 1), (&[10, 4], 2), (&[], 2)] {
            assert!(RawRows::new(TWO_CELLS, row_ends, columns).is_err(), "{row_ends:?}");
        }
    }
}
