// A row of one question's table, encoded once as CQL cells: for each of the table's columns, in order, a 4-byte
// big-endian length and that many bytes (bigint and int big-endian two's complement, double IEEE 754 big-endian,
// text UTF-8; native protocol v4, sections 3 and 6). That one encoding is sorted, digested, compared and sent.
//
// Plain functions on the caller's memory; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/play.h"
#include "questions/table.h"

namespace earshot {

// Appends the cell of one value given as text, as a file or a command line has it. The error says what is wrong with
// the value ("is not a whole number", "is out of range for int"), not where: the caller knows where.
Status AppendCellFromText(ColumnType type, std::string_view text, std::string* out);

void AppendBigintCell(int64_t value, std::string* out);
void AppendIntCell(int32_t value, std::string* out);
void AppendDoubleCell(double value, std::string* out);
void AppendTextCell(std::string_view value, std::string* out);
// A cell without a value. A play's row has none; a store that others write to may.
void AppendNullCell(std::string* out);
// Whether the cell at the front of `cells` is null.
bool IsNullCell(std::string_view cells);

// Appends the row that `play` has in `table`. The error names the column and the play's line.
Status AppendRow(const Table& table, const Play& play, std::string* out);

// Whether `play` has a value of the right type in each of `columns` (positions in kPlayColumns). The error is
// AppendRow's.
Status CheckValues(const Play& play, const std::vector<size_t>& columns);

// Walks the cells of a row. The row must be whole: one that was made by the functions above, or checked by IsWholeRow.
class CellReader {
 public:
  explicit CellReader(std::string_view row) : rest_(row) {}
  // The next cell's value, without its length. A null cell gives a view without data.
  std::string_view Next();
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// Whether `row` holds exactly the cells of `table`, each of a length that its type can have.
bool IsWholeRow(const Table& table, std::string_view row);

int64_t BigintOf(std::string_view value);
int32_t IntOf(std::string_view value);
double DoubleOf(std::string_view value);

// A cell's value as a person reads it; a double in the shortest form that reads back the same (495.3073), and "" for
// a null.
std::string TextOf(ColumnType type, std::string_view value);

// The same for messages: without what would steer a terminal, and cut short where it is long.
std::string ShownText(ColumnType type, std::string_view value);

// "session_id=338, item_in_session=4": the key of a row, for messages.
std::string DescribeKey(const Table& table, std::string_view row);

}  // namespace earshot
