// Any text as questions: each is refused with its place, or becomes a sound table.
#include <cstdint>
#include <cstdlib>

#include "questions/advice.h"
#include "questions/table.h"

namespace {

void CheckTable(const earshot::Table& table) {
  const auto is_column = [&](size_t position) { return position < table.columns.size(); };
  bool sound = table.partition_size > 0 && table.partition_size <= table.key_size &&
               table.key_size <= table.columns.size() && table.answer.size() == table.question.answer.size() &&
               table.given.size() == table.question.given.size();
  for (const size_t position : table.given) sound = sound && is_column(position) && position < table.key_size;
  for (const size_t position : table.answer) sound = sound && is_column(position);
  // Names go into CQL and SQL as they are.
  sound = sound && table.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!sound || DescribeRows(table).empty()) std::abort();
  static_cast<void>(WarningsOf(table));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const earshot::QuestionsText found = earshot::ParseAllQuestions(text, "fans.toml");
  for (const earshot::Status& mistake : found.mistakes) {
    if (!earshot::MessageOf(mistake).starts_with("fans.toml:")) std::abort();
  }
  for (const earshot::Question& question : found.questions) {
    const earshot::StatusOr<earshot::Table> table = DeriveTable(question);
    if (table.ok()) CheckTable(*table);
  }
  const auto tables = earshot::TablesFromToml(text, "fans.toml");
  if (tables.ok() && (!found.mistakes.empty() || tables->size() != found.questions.size())) std::abort();
  return 0;
}
