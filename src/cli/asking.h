// A question with its arguments, as a person types them: `song_at session_id=338 item_in_session=4`. Shared by `ask`
// and `run`. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "answers/answer.h"
#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

// A question with what is given, ready to be asked. The table belongs to whoever read the questions.
struct Asking {
  const Table* table = nullptr;
  std::vector<std::string> words;  // "name=value", which the question takes
};

// "earshot ask song_at session_id=<bigint> item_in_session=<int>"
std::string UsageText(const Table& table);

// The error shows how the question, or each of the questions, is asked.
StatusOr<Asking> ParseAsking(const std::vector<Table>& tables, const std::string& question,
                             const std::vector<std::string>& words);

// The question and its words as they would be typed, quoted where a shell would take them apart.
std::string TypedText(const Asking& asking);

// Asks the store and prints the answer's columns, row by row as they come. Gives what asks for the next page
// (Page::after); nothing where there is none, or nobody reads any more.
StatusOr<std::string> PrintAnswer(Store& store, const Asking& asking, const Page& page, Format format,
                                  OutputStream& output);

}  // namespace earshot
