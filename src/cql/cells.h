// Cells: values as CQL has them on the wire, a 4-byte big-endian length and that many bytes (bigint, int and timestamp
// big-endian two's complement, date big-endian unsigned, double IEEE 754 big-endian, text UTF-8; native protocol v4,
// sections 3 and 6).
//
// Plain functions on the caller's memory; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "cql/types.h"

namespace earshot {

// Appends the cell of one value given as text, as a file or a command line has it. The error says what is wrong with
// the value ("is not a whole number", "is out of range for int"), not where: the caller knows where.
Status AppendCellFromText(ColumnType type, std::string_view text, std::string* out);

void AppendBigintCell(int64_t value, std::string* out);
void AppendIntCell(int32_t value, std::string* out);
void AppendDoubleCell(double value, std::string* out);
void AppendTextCell(std::string_view value, std::string* out);
void AppendTimestampCell(int64_t milliseconds, std::string* out);
void AppendDateCell(uint32_t date, std::string* out);
// A cell without a value: a record's that lacks it, or in a store that others write to.
void AppendNullCell(std::string* out);
// A cell that a store has no value of its column's type for, but one of another type. It is null, and not the same as
// one without a value.
void AppendInvalidCell(std::string* out);
// Makes null cells of `cells` such as leave what a server has there as it is (protocol v4, section 3: "not set"). A
// null that is written is kept as a removal, over which each reader has to read for days.
void UnsetNullCells(std::string* cells, size_t begin);
// Whether the cell at the front of `cells` is null, or such a cell.
bool IsNullCell(std::string_view cells);
bool IsUnsetCell(std::string_view cells);

// Walks over cells. They must be whole: made by the functions above, or checked by IsWholeCell.
class CellReader {
 public:
  explicit CellReader(std::string_view cells) : rest_(cells) {}
  // The next cell's value, without its length. A null cell gives a view without data. REQUIRES: a whole cell is left.
  std::string_view Next();
  bool AtEnd() const { return rest_.empty(); }
  // The cells that are left.
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// Takes the cell at the front of `cells` out of it. False if that cell is cut, or has a length that its type cannot
// have.
bool TakeWholeCell(ColumnType type, std::string_view* cells);

int64_t BigintOf(std::string_view value);
int32_t IntOf(std::string_view value);
double DoubleOf(std::string_view value);
int64_t TimestampOf(std::string_view value);
uint32_t DateOf(std::string_view value);

// A cell's value as a person reads it; a double in the shortest form that reads back the same (495.3073), times as in
// cql/time_text.h, and "" for a null.
std::string TextOf(ColumnType type, std::string_view value);

// The same for messages: without what would steer a terminal, and cut short where it is long.
std::string ShownText(ColumnType type, std::string_view value);

}  // namespace earshot
