#include "answers/given_values.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "answers/column_range.h"
#include "answers/find_question.h"
#include "base/error_code.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cql/cells.h"

namespace earshot {
namespace {

template <typename... Args>
Status InvalidArguments(fmt::format_string<Args...> format, Args&&... args) {
  return WithCode(UsageError(format, std::forward<Args>(args)...), ErrorCode::kInvalidArguments);
}

// Reads the words of one asking.
class WordsReader {
 public:
  explicit WordsReader(const Table& table) : table_(table), cells_(table.given.size()) {}

  Status Read(const std::string& word) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return InvalidArguments("\"{}\" is not of the form name=value", word);
    const std::string name = word.substr(0, equals);
    const std::string value = word.substr(equals + 1);
    if (!IsUtf8(word)) return InvalidArguments("\"{}\" is not UTF-8, as all that can be asked for is", word);
    const TableColumn* ordered = FirstOrdered(table_);
    if (ordered != nullptr && ordered->name == name) return ReadRange(*ordered, value);
    for (size_t i = 0; i < table_.given.size(); ++i) {
      const TableColumn& column = GivenAt(i);
      if (column.name == name && column.origin == ColumnOrigin::kRecord) return ReadValue(column, value, &cells_[i]);
    }
    return UnknownName(name);
  }

  StatusOr<GivenValues> Finish() {
    values_.answers.emplace_back(1);
    for (size_t i = 0; i < cells_.size(); ++i) {
      if (GivenAt(i).origin == ColumnOrigin::kBucket) {
        AddBuckets();
      } else {
        RETURN_IF_ERROR(AddValues(i));
      }
    }
    return std::move(values_);
  }

 private:
  const TableColumn& GivenAt(size_t position) const { return table_.columns[table_.given[position]]; }

  Status ReadRange(const TableColumn& column, const std::string& value) {
    if (has_range_) return InvalidArguments("{} is given twice, and has one value or range", column.name);
    has_range_ = true;
    StatusOr<ColumnRange> range = ParseColumnRange(column.type, value);
    if (!range.ok()) return InvalidArguments("{}: \"{}\" {}", column.name, value, MessageOf(range.status()));
    values_.range = *std::move(range);
    return absl::OkStatus();
  }

  Status ReadValue(const TableColumn& column, const std::string& value, std::vector<std::string>* cells) const {
    std::string cell;
    const Status status = AppendCellFromText(column.type, value, &cell);
    const ColumnValues& values = table_.question.of->columns[column.source].values;
    const std::string why = status.ok() ? WhyNever(values, value) : MessageOf(status);
    if (!why.empty()) return InvalidArguments("{}: \"{}\" {}", column.name, value, why);
    // What is asked for twice is answered once.
    if (std::find(cells->begin(), cells->end(), cell) == cells->end()) cells->push_back(std::move(cell));
    return absl::OkStatus();
  }

  Status UnknownName(const std::string& name) const {
    std::vector<std::string_view> names;
    for (const std::string& given : table_.question.given) names.push_back(given);
    const TableColumn* ordered = FirstOrdered(table_);
    if (ordered != nullptr) names.push_back(ordered->name);
    const auto in_key = [&](const TableColumn& column) { return column.name == name; };
    const auto key_end = table_.columns.begin() + static_cast<std::ptrdiff_t>(table_.key_size);
    if (std::any_of(table_.columns.begin(), key_end, in_key) && ordered != nullptr) {
      return InvalidArguments(
          "question {} is not asked with {}: ranges can be of {} alone, which its answers are "
          "ordered by first; a question whose order begins with {} could be asked so",
          table_.name, name, ordered->name, name);
    }
    return InvalidArguments("question {} is not asked with {}{}", table_.name, name, SuggestName(name, names));
  }

  // Each answer so far with each of the values.
  Status AddValues(size_t position) {
    const std::vector<std::string>& cells = cells_[position];
    if (cells.empty()) return InvalidArguments("{} is missing", GivenAt(position).name);
    if (cells.size() > 1) values_.several.push_back(table_.given[position]);
    if (values_.answers.size() * cells.size() > kAnswersMax) {
      return InvalidArguments("these are {} answers and more; ask for {} at once at most",
                              values_.answers.size() * cells.size(), kAnswersMax);
    }
    std::vector<GivenCells> answers;
    for (const GivenCells& answer : values_.answers) {
      for (const std::string& cell : cells) {
        answers.push_back(answer);
        for (std::string& partition : answers.back()) partition += cell;
      }
    }
    values_.answers = std::move(answers);
    return absl::OkStatus();
  }

  void AddBuckets() {
    for (GivenCells& answer : values_.answers) {
      const std::string before = answer.front();
      answer.assign(table_.question.buckets, before);
      for (size_t bucket = 0; bucket < answer.size(); ++bucket) {
        AppendIntCell(static_cast<int32_t>(bucket), &answer[bucket]);
      }
    }
  }

  const Table& table_;
  std::vector<std::vector<std::string>> cells_;  // of each of Table::given, its values
  bool has_range_ = false;
  GivenValues values_;
};

}  // namespace

StatusOr<GivenValues> ParseGivenValues(const Table& table, const std::vector<std::string>& words) {
  WordsReader reader(table);
  for (const std::string& word : words) RETURN_IF_ERROR(reader.Read(word));
  return reader.Finish();
}

}  // namespace earshot
