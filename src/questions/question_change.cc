#include "questions/question_change.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "questions/question_text.h"

namespace earshot {
namespace {

std::string TextOf(const std::vector<std::string>& columns) { return absl::StrJoin(columns, ", "); }

std::string OrderText(const Question& question) {
  std::vector<std::string> columns;
  for (const OrderedColumn& column : question.order) columns.push_back(TextOf(column));
  return TextOf(columns);
}

std::string MeasuresText(const Question& question) {
  std::vector<std::string> measures;
  for (const Measure& measure : question.measures) {
    measures.push_back(fmt::format("{} = {}", measure.name, TextOf(measure)));
  }
  return TextOf(measures);
}

std::string OnePerText(const Question& question) {
  return question.one_per.has_value() ? fmt::format("[{}]", TextOf(*question.one_per)) : "";
}

std::string NumberText(uint64_t number) { return number == 0 ? "" : fmt::format("{}", number); }

// Each key and its value as a person reads it; the same for values that mean the same.
std::vector<std::pair<std::string, std::string>> KeysAndValues(const Question& question) {
  return {{"of", question.of->name},
          {"only", FiltersText(question)},
          {"given", TextOf(question.given)},
          {"partition", TextOf(question.partition)},
          {"one_per", OnePerText(question)},
          {"measures", MeasuresText(question)},
          {"order", OrderText(question)},
          {"limit", NumberText(question.limit)},
          {"buckets", NumberText(question.buckets)},
          {"answer", TextOf(question.answer)}};
}

std::vector<std::string> Sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

bool HaveSameOrder(const Question& one, const Question& other) {
  return std::equal(one.order.begin(), one.order.end(), other.order.begin(), other.order.end(),
                    [](const OrderedColumn& left, const OrderedColumn& right) {
                      return left.name == right.name && left.descending == right.descending;
                    });
}

// A measure has a name that is no column's.
bool HaveSameMeaning(std::string_view name, const Question& one, const Question& other) {
  const Measure* measure = one.FindMeasure(name);
  const Measure* other_measure = other.FindMeasure(name);
  if (measure == nullptr || other_measure == nullptr) return measure == other_measure;
  return TextOf(*measure) == TextOf(*other_measure);
}

// Whether the same records make rows, the same of them stay, and they are in the same order.
bool HaveSameRows(const Question& one, const Question& other) {
  const auto means_the_same = [&](const OrderedColumn& column) { return HaveSameMeaning(column.name, one, other); };
  return AskOfSameRecords(one, other) && Sorted(one.given) == Sorted(other.given) && one.one_per == other.one_per &&
         HaveSameOrder(one, other) && std::all_of(one.order.begin(), one.order.end(), means_the_same) &&
         one.limit == other.limit;
}

}  // namespace

std::vector<KeyChange> ChangesBetween(const Question& before, const Question& now) {
  std::vector<KeyChange> changes;
  const auto was = KeysAndValues(before);
  const auto is = KeysAndValues(now);
  for (size_t i = 0; i < is.size(); ++i) {
    if (was[i].second != is[i].second) changes.push_back({is[i].first, was[i].second, is[i].second});
  }
  return changes;
}

std::string KeysOf(const std::vector<KeyChange>& changes) {
  return absl::StrJoin(changes, ", ", [](std::string* text, const KeyChange& change) { text->append(change.key); });
}

std::string WhatHasChanged(const Question& before, const Question& now) {
  const std::string keys = KeysOf(ChangesBetween(before, now));
  return keys.empty() ? "how earshot makes its table" : keys;
}

std::map<std::string, std::set<std::string>> FiltersOf(const Question& question) {
  std::map<std::string, std::set<std::string>> filters;
  for (const Filter& only : question.only) filters[only.column].insert(only.values.begin(), only.values.end());
  return filters;
}

std::string FiltersText(const Question& question) {
  std::vector<std::string> filters;
  for (const auto& [column, values] : FiltersOf(question)) {
    const auto quote = [](std::string* text, const std::string& value) { text->append(InQuotes(value)); };
    filters.push_back(fmt::format("{} = {}", column, absl::StrJoin(values, " or ", quote)));
  }
  return absl::StrJoin(filters, ", ");
}

bool AskOfSameRecords(const Question& one, const Question& other) {
  return one.of == other.of && FiltersOf(one) == FiltersOf(other);
}

std::optional<Table> TableToAsk(const Table& stored, const Question& question) {
  if (!HaveSameRows(stored.question, question)) return std::nullopt;
  Table asked = stored;
  asked.answer.clear();
  for (const std::string& name : question.answer) {
    const auto column = std::find_if(stored.columns.begin(), stored.columns.end(),
                                     [&](const TableColumn& one) { return one.name == name; });
    if (column == stored.columns.end() || !HaveSameMeaning(name, stored.question, question)) return std::nullopt;
    asked.answer.push_back(static_cast<size_t>(column - stored.columns.begin()));
  }
  asked.question.answer = question.answer;
  return asked;
}

}  // namespace earshot
