// A question with its arguments, as a person types them: `song_at session_id=338 item_in_session=4`.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

// "earshot ask song_at session_id=<bigint> item_in_session=<int>"
std::string UsageOf(const Table& table);

// The table of the question called `name`; the error lists what there is to ask.
StatusOr<const Table*> FindQuestion(const std::vector<Table>& tables, const std::string& name);

// One cell for each of Table::given out of "name=value" words. A missing, unknown or repeated name and a value of the
// wrong type are usage errors that show how the question is asked.
StatusOr<std::string> GivenCells(const Table& table, const std::vector<std::string>& words);

// Splits a command line into words at white space; 'single' and "double" quotes keep a word together.
StatusOr<std::vector<std::string>> SplitWords(const std::string& line);

inline constexpr uint64_t kAllRows = std::numeric_limits<uint64_t>::max();

// Asks the store and prints the answer's columns, row by row as they come, `rows_max` rows at most. False where there
// are more, or nobody reads them any more.
StatusOr<bool> PrintAnswer(Store& store, const Table& table, const std::string& given_cells, Format format,
                           uint64_t rows_max);

}  // namespace earshot
