#include "cli/question_args.h"

#include <algorithm>
#include <utility>

#include "base/stop_token.h"
#include "rows/row.h"

namespace earshot {
namespace {

Status ArgumentError(const Table& table, const std::string& what) {
  return UsageError("{}\nask it like this: {}", what, UsageOf(table));
}

// The position in table.given of the column called `name`, or -1.
int FindGiven(const Table& table, const std::string& name) {
  for (size_t i = 0; i < table.given.size(); ++i) {
    if (table.columns[table.given[i]].name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

std::string UsageOf(const Table& table) {
  std::string usage = "earshot ask " + table.name;
  for (const std::string& name : table.question.given) {
    usage += fmt::format(" {}=<{}>", name, CqlName(table.question.of->columns[table.question.of->Find(name)].type));
  }
  return usage;
}

StatusOr<const Table*> FindQuestion(const std::vector<Table>& tables, const std::string& name) {
  std::string known;
  for (const Table& table : tables) {
    if (table.name == name) return &table;
    known += "\n  " + UsageOf(table);
  }
  return UsageError("there is no question {}; there are:{}", name, known);
}

StatusOr<std::string> GivenCells(const Table& table, const std::vector<std::string>& words) {
  std::vector<std::string> cells(table.given.size());
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos)
      return ArgumentError(table, fmt::format("\"{}\" is not of the form name=value", word));
    const std::string name = word.substr(0, equals);
    const int position = FindGiven(table, name);
    if (position < 0) return ArgumentError(table, fmt::format("question {} is not asked with {}", table.name, name));
    std::string& cell = cells[static_cast<size_t>(position)];
    if (!cell.empty()) return ArgumentError(table, fmt::format("{} is given twice", name));
    const TableColumn& column = table.columns[table.given[static_cast<size_t>(position)]];
    const std::string value = word.substr(equals + 1);
    if (const Status status = AppendCellFromText(column.type, value, &cell); !status.ok()) {
      return ArgumentError(table, fmt::format("{}: \"{}\" {}", name, value, MessageOf(status)));
    }
  }
  std::string all;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) return ArgumentError(table, fmt::format("{} is missing", table.columns[table.given[i]].name));
    all += cells[i];
  }
  return all;
}

StatusOr<std::vector<std::string>> SplitWords(const std::string& line) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = '\0';
  for (const char c : line) {
    const bool is_space = c == ' ' || c == '\t' || c == '\n';
    if (quote == '\0' && is_space) {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) words.emplace_back();
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') return UsageError("the quote {} in \"{}\" is not closed", quote, line);
  return words;
}

StatusOr<bool> PrintAnswer(Store& store, const Table& table, const std::string& given_cells, Format format,
                           uint64_t rows_max) {
  std::vector<OutputColumn> columns;
  for (const size_t column : table.answer) {
    columns.push_back({table.columns[column].name, IsNumber(table.columns[column].type)});
  }
  ResultPrinter printer(std::move(columns), format);
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, store.Answer(table, given_cells));
  std::string_view row;
  for (uint64_t printed = 0; !ReaderIsGone(); ++printed) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more || printed == rows_max) {
      RETURN_IF_ERROR(printer.Finish());
      return !more;
    }
    std::vector<OutputValue> values;
    CellReader cells(row);
    for (const TableColumn& column : table.columns) {
      const std::string_view value = cells.Next();
      values.push_back({TextOf(column.type, value), value.data() == nullptr});
    }
    std::vector<OutputValue> answer;
    for (const size_t column : table.answer) answer.push_back(values[column]);
    RETURN_IF_ERROR(printer.Add(std::move(answer)));
  }
  return false;
}

}  // namespace earshot
