// A row of one question's table, encoded once as CQL cells (cql/cells.h): one for each of the table's columns, in their
// order. That one encoding is sorted, digested, compared and sent.
//
// Plain functions on the caller's memory; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "cql/cells.h"
#include "plays/record.h"
#include "questions/table.h"

namespace earshot {

// Appends the row that `record` has in `table`; measures, which a record alone has none of, are zero or empty.
// REQUIRES: the record has a cell for each of SourcesOf(table).
void AppendRow(const Table& table, const Record& record, std::string* out);

// What a record is to a table: the table is made of others (Question::only), it lacks a value without which it has no
// row, or none that says whether it counts, or it has a row.
enum class RecordUse { kNone, kLacksValue, kRow };
RecordUse UseOf(const Table& table, const Record& record);

// What the first `count` cells of `row` are, which must be whole: of its partition, of what is given.
std::string_view FirstCells(std::string_view row, size_t count);

// Whether `row` holds exactly the cells of `table`, each of a length that its type can have.
bool IsWholeRow(const Table& table, std::string_view row);

// "session_id=338, item_in_session=4": the key of a row, for messages.
std::string DescribeKey(const Table& table, std::string_view row);
// The same of its partition key.
std::string DescribePartition(const Table& table, std::string_view row);

}  // namespace earshot
