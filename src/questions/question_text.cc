#include "questions/question_text.h"

#include <absl/strings/str_join.h>

#include <vector>

namespace earshot {
namespace {

std::string ListOf(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(InQuotes(text));
  return fmt::format("[{}]", absl::StrJoin(quoted, ", "));
}

std::string OnlyOf(const std::vector<Filter>& only) {
  std::vector<std::string> entries;
  for (const Filter& filter : only) entries.push_back(fmt::format("{} = {}", filter.column, ListOf(filter.values)));
  return fmt::format("{{ {} }}", absl::StrJoin(entries, ", "));
}

std::string MeasuresOf(const std::vector<Measure>& measures) {
  std::vector<std::string> entries;
  for (const Measure& measure : measures) {
    entries.push_back(fmt::format("{} = {}", measure.name, InQuotes(TextOf(measure))));
  }
  return fmt::format("{{ {} }}", absl::StrJoin(entries, ", "));
}

std::string OrderOf(const std::vector<OrderedColumn>& order) {
  std::vector<std::string> columns;
  for (const OrderedColumn& column : order) columns.push_back(TextOf(column));
  return ListOf(columns);
}

}  // namespace

std::string InQuotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string QuestionText(const Question& question) {
  std::string text = "[[question]]\n";
  const auto add = [&text](std::string_view key, std::string_view value) {
    text += fmt::format("{} = {}\n", key, value);
  };
  add("name", InQuotes(question.name));
  if (!question.asks.empty()) add("asks", InQuotes(question.asks));
  if (question.of != &PlaysDataset()) add("of", InQuotes(question.of->name));
  if (!question.only.empty()) add("only", OnlyOf(question.only));
  add("given", ListOf(question.given));
  if (!question.partition.empty()) add("partition", ListOf(question.partition));
  if (question.one_per.has_value()) add("one_per", ListOf(*question.one_per));
  if (!question.measures.empty()) add("measures", MeasuresOf(question.measures));
  if (!question.order.empty()) add("order", OrderOf(question.order));
  if (question.limit > 0) add("limit", fmt::format("{}", question.limit));
  if (question.buckets > 0) add("buckets", fmt::format("{}", question.buckets));
  add("answer", ListOf(question.answer));
  return text;
}

}  // namespace earshot
