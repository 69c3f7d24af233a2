#include "questions/rules.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "base/nearest.h"
#include "base/printable.h"
#include "cql/names.h"

namespace earshot {
namespace {

std::vector<std::string_view> ColumnNames(const Dataset& dataset) {
  std::vector<std::string_view> names;
  for (const DatasetColumn& column : dataset.columns) names.push_back(column.name);
  return names;
}

// Collects the mistakes of one question; each Check... looks at one rule.
class Checker {
 public:
  explicit Checker(const Question& question) : question_(question), dataset_(*question.of) {
    for (const OrderedColumn& column : question.order) order_.push_back(column.name);
  }

  std::vector<RuleViolation> Check() {
    CheckName();
    CheckAsks();
    if (question_.given.empty())
      Add("given", 0, "nothing is given, so no partition could answer it; name the columns that the asker knows");
    if (question_.answer.empty()) Add("answer", 0, "it has no answer; name the columns to return");
    CheckColumns("given", question_.given);
    CheckColumns("partition", question_.partition);
    CheckColumns("order", order_);
    CheckColumns("one_per", question_.one_per);
    CheckColumns("answer", question_.answer);
    CheckPartition();
    CheckNotGiven("order", order_, "all rows of the answer have the same");
    CheckNotGiven("one_per", question_.one_per, "there would be a single row");
    CheckOrderOfOnePer();
    return std::move(mistakes_);
  }

 private:
  void Add(std::string_view key, size_t item, std::string reason) {
    mistakes_.push_back({key, item, std::move(reason)});
  }

  void CheckName();
  void CheckAsks();
  void CheckColumns(std::string_view key, const std::vector<std::string>& names);
  void CheckPartition();
  void CheckNotGiven(std::string_view key, const std::vector<std::string>& names, std::string_view why);
  void CheckOrderOfOnePer();

  bool HasColumn(std::string_view name) const { return dataset_.Find(name) < dataset_.columns.size(); }

  const Question& question_;
  const Dataset& dataset_;
  std::vector<std::string> order_;
  std::vector<RuleViolation> mistakes_;
};

// The name is the table's too, so it must be one that CQL and SQLite take as it is.
void Checker::CheckName() {
  const std::string& name = question_.name;
  if (name.empty()) return Add("name", 0, "it has no name");
  if (!IsCqlIdentifier(name)) {
    return Add("name", 0, "a name begins with a letter from a to z, and has only such letters, digits and underscores");
  }
  if (name.size() > kCqlNameBytesMax) {
    return Add(
        "name", 0,
        fmt::format("the name has {} letters, and a table's can have {} at most", name.size(), kCqlNameBytesMax));
  }
  if (IsReservedWord(name)) {
    return Add("name", 0, "the name is a word that CQL takes for itself");
  }
  if (name.starts_with("sqlite_")) Add("name", 0, "names that begin with \"sqlite_\" belong to SQLite itself");
  if (name.starts_with("earshot_")) Add("name", 0, "names that begin with \"earshot_\" belong to earshot itself");
}

// The words are printed to terminals, so they may hold nothing that steers one.
void Checker::CheckAsks() {
  if (WithoutControls(question_.asks) != question_.asks) {
    Add("asks", 0, "the question in words must be one line without control characters");
  }
}

void Checker::CheckColumns(std::string_view key, const std::vector<std::string>& names) {
  for (size_t item = 0; item < names.size(); ++item) {
    const std::string& name = names[item];
    if (!HasColumn(name)) {
      Add(key, item,
          fmt::format("{} names \"{}\", which is not a column of {}{}", key, name, dataset_.name,
                      SuggestName(name, ColumnNames(dataset_))));
    } else if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(item), name) !=
               names.begin() + static_cast<std::ptrdiff_t>(item)) {
      Add(key, item, fmt::format("{} names the same column twice: \"{}\"", key, name));
    }
  }
}

// What is not given cannot lead to a partition: the store would have to look into all of them.
void Checker::CheckPartition() {
  for (size_t item = 0; item < question_.partition.size(); ++item) {
    const std::string& name = question_.partition[item];
    if (!HasColumn(name) || Contains(question_.given, name)) continue;
    Add("partition", item,
        fmt::format("partition names \"{}\", which is not given: every partition would have to be searched; "
                    "add it to given or "
                    "leave it out of partition",
                    name));
  }
}

void Checker::CheckNotGiven(std::string_view key, const std::vector<std::string>& names, std::string_view why) {
  for (size_t item = 0; item < names.size(); ++item) {
    if (!Contains(question_.given, names[item])) continue;
    Add(key, item, fmt::format("given and {} name the same column: \"{}\"; as it is given, {}", key, names[item], why));
  }
}

// A column of `order` is part of the key. With one_per a further column in the key would make several rows of
// what should be one, so that `order` can only say how the columns of one_per are ordered.
void Checker::CheckOrderOfOnePer() {
  if (question_.one_per.empty()) return;
  for (size_t item = 0; item < order_.size(); ++item) {
    if (!HasColumn(order_[item]) || Contains(question_.given, order_[item])) continue;
    if (Contains(question_.one_per, order_[item])) continue;
    Add("order", item,
        fmt::format("order names \"{0}\", which one_per does not: with \"{0}\" in the key there would be a "
                    "row for each of its "
                    "values, not one for each {1}; order by columns of one_per, or leave order out",
                    order_[item], fmt::join(question_.one_per, ", ")));
  }
}

}  // namespace

std::vector<RuleViolation> ViolationsOf(const Question& question) { return Checker(question).Check(); }

}  // namespace earshot
