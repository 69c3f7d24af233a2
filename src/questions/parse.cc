#include <absl/container/flat_hash_map.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "questions/question.h"
#include "questions/rules.h"
#include "questions/toml_text.h"

namespace earshot {
namespace {

const std::vector<std::string_view> kQuestionKeys = {"name",    "asks",     "of",    "only",  "given",   "partition",
                                                     "one_per", "measures", "order", "limit", "buckets", "answer"};

// A key whose value is a whole number from one to another.
struct CountKey {
  std::string_view name;
  int64_t least;
  int64_t greatest;
};

// Reads one text; collects the questions and what is wrong with the others.
class Parser {
 public:
  explicit Parser(const std::string& source) : source_(source) {}

  QuestionsText Parse(const std::string& text);

 private:
  void Add(const toml::source_region& where, std::string_view reason) {
    mistakes_.push_back(
        {where.begin, InputError("{}:{}:{}: {}", source_, where.begin.line, where.begin.column, reason)});
  }
  // For mistakes of one question, which is named where it has a name.
  void Add(const toml::source_region& where, const Question& question, std::string_view reason) {
    Add(where, question.name.empty() ? std::string(reason) : fmt::format("question \"{}\": {}", question.name, reason));
  }

  void ParseRoot(const toml::table& root);
  void ParseQuestion(const toml::table& table);
  void ReadKeys(const toml::table& table, Question* question);
  void ReadText(const toml::node& node, std::string_view key, const Question& question, std::string* text);
  void ReadDataset(const toml::node& node, Question* question);
  void ReadColumns(const toml::node& node, std::string_view key, const Question& question,
                   std::vector<std::string>* names);
  void ReadOrder(const toml::node& node, Question* question);
  void ReadOnly(const toml::node& node, Question* question);
  void ReadOnlyValue(const toml::node& node, const Question& question, Filter* filter);
  void ReadMeasures(const toml::node& node, Question* question);
  template <typename Number>
  void ReadCount(const toml::node& node, const CountKey& key, const Question& question, Number* count);

  struct PlacedMistake {
    toml::source_position place;
    Status status;
  };

  const std::string& source_;
  std::vector<Question> questions_;
  std::vector<PlacedMistake> mistakes_;
  absl::flat_hash_map<std::string, toml::source_index> line_of_name_;
};

QuestionsText Parser::Parse(const std::string& text) {
  const StatusOr<toml::table> root = ParseToml(text, source_);
  if (!root.ok()) return {{}, {root.status()}};
  ParseRoot(*root);
  // A TOML table does not keep its keys in the order of the text.
  std::stable_sort(mistakes_.begin(), mistakes_.end(),
                   [](const PlacedMistake& left, const PlacedMistake& right) { return left.place < right.place; });
  QuestionsText result{std::move(questions_), {}};
  for (PlacedMistake& mistake : mistakes_) result.mistakes.push_back(std::move(mistake.status));
  return result;
}

void Parser::ParseRoot(const toml::table& root) {
  for (const auto& [key, node] : root) {
    if (key.str() == "question") continue;
    Add(key.source(), fmt::format("unknown key \"{}\"{}", key.str(), SuggestName(key.str(), {"question"})));
  }
  const toml::node* node = root.get("question");
  if (node == nullptr) {
    if (root.empty()) Add({{1, 1}, {1, 1}, nullptr}, "there is no question; each begins with a line [[question]]");
    return;
  }
  const toml::array* questions = node->as_array();
  if (questions == nullptr) return Add(node->source(), "a question begins with [[question]], in double brackets");
  for (const toml::node& item : *questions) {
    if (const toml::table* table = item.as_table()) {
      ParseQuestion(*table);
    } else {
      Add(item.source(), "a question is a table of keys, begun by a line [[question]]");
    }
  }
  if (questions->empty()) Add(questions->source(), "there is no question; each begins with a line [[question]]");
}

using Entry = std::pair<std::string_view, const toml::node*>;

// A table's entries in the order of the text, which a TOML table does not keep.
std::vector<Entry> EntriesOf(const toml::table& table) {
  std::vector<Entry> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key.str(), &node);
  std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
    return left.second->source().begin < right.second->source().begin;
  });
  return entries;
}

// Where the word is that breaks a rule: in its list, else at its key, else (the key is missing) at the
// question.
const toml::source_region& PlaceOf(const toml::table& table, const RuleViolation& mistake) {
  const toml::node* node = table.get(mistake.key);
  if (node == nullptr) return table.source();
  if (const toml::array* list = node->as_array(); list != nullptr && mistake.item < list->size()) {
    return list->get(mistake.item)->source();
  }
  if (const toml::table* entries = node->as_table(); entries != nullptr && mistake.item < entries->size()) {
    return EntriesOf(*entries)[mistake.item].second->source();
  }
  return node->source();
}

void Parser::ParseQuestion(const toml::table& table) {
  const size_t mistakes_before = mistakes_.size();
  Question question;
  question.line = table.source().begin.line;
  ReadKeys(table, &question);
  if (!question.name.empty()) {
    const auto [first, is_new] = line_of_name_.emplace(question.name, question.line);
    if (!is_new)
      Add(table.get("name")->source(),
          fmt::format("the name \"{}\" is taken by the question at line {}", question.name, first->second));
  }
  // What could not be read cannot be judged either: a misspelt `given` is not also "nothing given".
  if (mistakes_.size() == mistakes_before) {
    for (const RuleViolation& mistake : ViolationsOf(question)) Add(PlaceOf(table, mistake), question, mistake.reason);
  }
  if (mistakes_.size() == mistakes_before) questions_.push_back(std::move(question));
}

void Parser::ReadKeys(const toml::table& table, Question* question) {
  // The name first, for the messages about the other keys.
  if (const toml::node* name = table.get("name")) ReadText(*name, "name", *question, &question->name);
  for (const auto& [toml_key, node] : table) {
    const std::string_view key = toml_key.str();
    if (key == "name") continue;
    if (key == "asks") {
      ReadText(node, key, *question, &question->asks);
    } else if (key == "of") {
      ReadDataset(node, question);
    } else if (key == "given") {
      ReadColumns(node, key, *question, &question->given);
    } else if (key == "partition") {
      ReadColumns(node, key, *question, &question->partition);
    } else if (key == "order") {
      ReadOrder(node, question);
    } else if (key == "one_per") {
      ReadColumns(node, key, *question, &question->one_per.emplace());
    } else if (key == "only") {
      ReadOnly(node, question);
    } else if (key == "measures") {
      ReadMeasures(node, question);
    } else if (key == "limit") {
      ReadCount(node, {key, 1, kLimitMax}, *question, &question->limit);
    } else if (key == "buckets") {
      ReadCount(node, {key, kBucketsMin, kBucketsMax}, *question, &question->buckets);
    } else if (key == "answer") {
      ReadColumns(node, key, *question, &question->answer);
    } else {
      Add(toml_key.source(), *question, fmt::format("unknown key \"{}\"{}", key, SuggestName(key, kQuestionKeys)));
    }
  }
}

void Parser::ReadText(const toml::node& node, std::string_view key, const Question& question, std::string* text) {
  if (const auto value = node.value_exact<std::string>()) {
    *text = *value;
  } else {
    Add(node.source(), question, fmt::format("{} must be a text in quotes", key));
  }
}

void Parser::ReadDataset(const toml::node& node, Question* question) {
  std::string name;
  const size_t mistakes_before = mistakes_.size();
  ReadText(node, "of", *question, &name);
  if (mistakes_.size() > mistakes_before) return;
  if (const Dataset* dataset = FindDataset(name)) {
    question->of = dataset;
  } else {
    Add(node.source(), *question,
        fmt::format("of names \"{}\"; a question can be of {}{}", name, fmt::join(DatasetNames(), " or of "),
                    SuggestName(name, DatasetNames())));
  }
}

void Parser::ReadColumns(const toml::node& node, std::string_view key, const Question& question,
                         std::vector<std::string>* names) {
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    return Add(node.source(), question, fmt::format("{0} must be a list of columns, as in {0} = [\"song\"]", key));
  }
  for (const toml::node& item : *list) {
    if (const auto name = item.value_exact<std::string>()) {
      names->push_back(*name);
    } else {
      Add(item.source(), question, fmt::format("{} must be a list of column names, each in quotes", key));
    }
  }
  // An empty `given` or `answer` breaks a rule of its own, and an empty one_per has a meaning.
  if (list->empty() && key != "given" && key != "answer" && key != "one_per") {
    Add(node.source(), question, fmt::format("{} is empty; name a column or leave the key out", key));
  }
}

void Parser::ReadOrder(const toml::node& node, Question* question) {
  std::vector<std::string> items;
  const size_t mistakes_before = mistakes_.size();
  ReadColumns(node, "order", *question, &items);
  if (mistakes_.size() > mistakes_before) return;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string& item = items[i];
    const size_t name_end = std::min(item.find(' '), item.size());
    const size_t direction_begin = std::min(item.find_first_not_of(' ', name_end), item.size());
    const std::string_view direction = std::string_view(item).substr(direction_begin);
    if (name_end < item.size() && direction != "asc" && direction != "desc") {
      Add(node.as_array()->get(i)->source(), *question,
          fmt::format("order has \"{}\"; only asc or desc may follow the column", item));
    }
    question->order.push_back({item.substr(0, name_end), direction == "desc"});
  }
}

void Parser::ReadOnly(const toml::node& node, Question* question) {
  const toml::table* columns = node.as_table();
  if (columns == nullptr || columns->empty()) {
    return Add(node.source(), *question,
               "only must be columns and the values that count, as in only = { level = \"paid\" }");
  }
  for (const auto& [column, value] : EntriesOf(*columns)) {
    Filter& filter = question->only.emplace_back();
    filter.column = column;
    const toml::array* list = value->as_array();
    if (list == nullptr) {
      ReadOnlyValue(*value, *question, &filter);
      continue;
    }
    if (list->empty()) Add(value->source(), *question, fmt::format("only has no value for {}", column));
    for (const toml::node& item : *list) ReadOnlyValue(item, *question, &filter);
  }
}

void Parser::ReadOnlyValue(const toml::node& node, const Question& question, Filter* filter) {
  if (const auto text = node.value_exact<std::string>()) {
    filter->values.push_back(*text);
  } else if (const auto number = node.value_exact<int64_t>()) {
    filter->values.push_back(fmt::format("{}", *number));
  } else if (const auto decimal = node.value_exact<double>()) {
    filter->values.push_back(fmt::format("{}", *decimal));
  } else {
    Add(node.source(), question,
        fmt::format("only must have a text in quotes or a number for {}, or a list of them", filter->column));
  }
}

void Parser::ReadMeasures(const toml::node& node, Question* question) {
  const toml::table* measures = node.as_table();
  if (measures == nullptr || measures->empty()) {
    return Add(node.source(), *question,
               "measures must be names and what they measure, as in measures = { plays = \"count\" }");
  }
  for (const auto& [key, value] : EntriesOf(*measures)) {
    const std::string name(key);
    const auto text = value->value_exact<std::string>();
    if (!text.has_value()) {
      Add(value->source(), *question,
          fmt::format("the measure {} must be a text in quotes, as in \"sum length\"", name));
      continue;
    }
    StatusOr<Measure> measure = ParseMeasure(name, *text);
    if (measure.ok()) {
      question->measures.push_back(*std::move(measure));
    } else {
      Add(value->source(), *question, fmt::format("the measure {} {}", name, MessageOf(measure.status())));
    }
  }
}

template <typename Number>
void Parser::ReadCount(const toml::node& node, const CountKey& key, const Question& question, Number* count) {
  const auto number = node.value_exact<int64_t>();
  if (number.has_value() && *number >= key.least && *number <= key.greatest) {
    *count = static_cast<Number>(*number);
  } else {
    Add(node.source(), question,
        fmt::format("{} must be a whole number from {} to {}", key.name, key.least, key.greatest));
  }
}

}  // namespace

QuestionsText ParseAllQuestions(const std::string& text, const std::string& source) {
  return Parser(source).Parse(text);
}

StatusOr<std::vector<Question>> ParseQuestions(const std::string& text, const std::string& source) {
  QuestionsText result = ParseAllQuestions(text, source);
  if (!result.mistakes.empty()) return result.mistakes.front();
  return std::move(result.questions);
}

}  // namespace earshot
