// Whether a value that a store gives is one of its column's type.
//
// A pure function; safe on any thread.
#pragma once

#include <string_view>

#include "answers/answer.h"
#include "base/status.h"
#include "questions/table.h"
#include "stores/table_reader.h"

namespace earshot {

// A store gives a null for a value of another type; that, and a text that is not UTF-8, is an error of damage
// (damaged_value). `value` is the one at `column` of `row`, at which `cursor` is.
Status CheckValue(const Table& table, size_t column, const Value& value, std::string_view row, const RowCursor& cursor);

}  // namespace earshot
