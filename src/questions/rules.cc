#include "questions/rules.h"

#include <absl/strings/numbers.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/nearest.h"
#include "base/printable.h"
#include "cql/cells.h"
#include "cql/names.h"
#include "questions/table.h"

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
    if (question.one_per.has_value()) one_per_ = *question.one_per;
  }

  std::vector<RuleViolation> Check() {
    CheckName();
    CheckAsks();
    if (question_.given.empty())
      Add("given", 0, "nothing is given, so no partition could answer it; name the columns that the asker knows");
    if (question_.answer.empty()) Add("answer", 0, "it has no answer; name the columns to return");
    CheckMeasures();
    CheckColumns("given", question_.given, Measures::kNo);
    CheckColumns("partition", question_.partition, Measures::kNo);
    CheckColumns("order", order_, Measures::kYes);
    CheckColumns("one_per", one_per_, Measures::kNo);
    CheckColumns("answer", question_.answer, Measures::kYes);
    CheckPartition();
    CheckNotGiven("order", order_, "all rows of the answer have the same");
    CheckNotGiven("one_per", one_per_, "there would be a single row");
    CheckOrderOfOnePer();
    CheckOnly();
    CheckLimit();
    CheckBuckets();
    if (mistakes_.empty()) CheckPartitionSizes();
    return std::move(mistakes_);
  }

 private:
  enum class Measures { kNo, kYes };

  void Add(std::string_view key, size_t item, std::string reason) {
    mistakes_.push_back({key, item, std::move(reason)});
  }

  void CheckName();
  void CheckAsks();
  void CheckMeasures();
  void CheckMeasureName(size_t item);
  void CheckMeasureColumn(size_t item);
  void CheckColumns(std::string_view key, const std::vector<std::string>& names, Measures measures);
  void CheckPartition();
  void CheckNotGiven(std::string_view key, const std::vector<std::string>& names, std::string_view why);
  void CheckOrderOfOnePer();
  void CheckOnly();
  void CheckLimit();
  void CheckBuckets();
  void CheckPartitionSizes();
  bool HasFewRowsInPartitions() const;

  bool HasColumn(std::string_view name) const { return dataset_.Find(name) < dataset_.columns.size(); }
  // Whether each of these columns has so few values.
  bool HaveAtMost(ValueCount count, const std::vector<std::string>& names) const {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return dataset_.ColumnOf(name).values.count <= count; });
  }
  // What `order` and `answer` may name.
  std::vector<std::string_view> NamesToSuggest(Measures measures) const {
    std::vector<std::string_view> names = ColumnNames(dataset_);
    if (measures == Measures::kYes) {
      for (const Measure& measure : question_.measures) names.push_back(measure.name);
    }
    return names;
  }
  // One row for what is given.
  bool HasOneRow() const { return question_.one_per.has_value() && one_per_.empty(); }

  const Question& question_;
  const Dataset& dataset_;
  std::vector<std::string> order_;
  std::vector<std::string> one_per_;
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
  for (const auto& [prefix, owner] : {std::pair(kSqliteNamePrefix, "SQLite"), std::pair(kOwnNamePrefix, "earshot")}) {
    if (!name.starts_with(prefix)) continue;
    Add("name", 0, fmt::format("names that begin with \"{}\" belong to {} itself", prefix, owner));
  }
}

// The words are printed to terminals, so they may hold nothing that steers one.
void Checker::CheckAsks() {
  if (WithoutControls(question_.asks) != question_.asks) {
    Add("asks", 0, "the question in words must be one line without control characters");
  }
}

void Checker::CheckMeasures() {
  if (!question_.measures.empty() && !question_.one_per.has_value()) {
    Add("measures", 0,
        "measures are taken over several records, and without one_per each has a row of its own; name what there is "
        "to be one row for, or write one_per = [] for one row for what is given");
  }
  if (question_.measures.size() > kMeasuresMax) {
    Add("measures", kMeasuresMax,
        fmt::format("there are {} measures, and a question can have {}", question_.measures.size(), kMeasuresMax));
  }
  for (size_t item = 0; item < question_.measures.size(); ++item) {
    CheckMeasureName(item);
    CheckMeasureColumn(item);
    const std::string& name = question_.measures[item].name;
    if (Contains(question_.answer, name) || Contains(order_, name)) continue;
    Add("measures", item, fmt::format("the measure \"{}\" is neither answered nor in order; leave it out", name));
  }
}

// It is a column's name.
void Checker::CheckMeasureName(size_t item) {
  const std::string& name = question_.measures[item].name;
  if (!IsCqlIdentifier(name) || name.size() > kCqlNameBytesMax || IsReservedWord(name)) {
    Add("measures", item,
        fmt::format("\"{}\" cannot name a measure: a name begins with a letter from a to z, has only such letters, "
                    "digits and underscores, {} at most, and is not a word that CQL takes for itself",
                    name, kCqlNameBytesMax));
  } else if (HasColumn(name) || name == kBucketColumn) {
    Add("measures", item, fmt::format("\"{}\" is a column already; call the measure otherwise", name));
  }
}

void Checker::CheckMeasureColumn(size_t item) {
  const Measure& measure = question_.measures[item];
  if (measure.function == MeasureFunction::kCount) return;
  if (!HasColumn(measure.column)) {
    return Add("measures", item,
               fmt::format(R"({} is "{}", and "{}" is not a column of {}{})", measure.name, TextOf(measure),
                           measure.column, dataset_.name, SuggestName(measure.column, ColumnNames(dataset_))));
  }
  const ColumnType type = dataset_.ColumnOf(measure.column).type;
  if (CanMeasure(measure.function, type)) return;
  Add("measures", item,
      fmt::format("{} is \"{}\", but {} is {}, and {} needs numbers", measure.name, TextOf(measure), measure.column,
                  CqlName(type), NameOf(measure.function)));
}

void Checker::CheckColumns(std::string_view key, const std::vector<std::string>& names, Measures measures) {
  for (size_t item = 0; item < names.size(); ++item) {
    const std::string& name = names[item];
    const bool is_measure = question_.FindMeasure(name) != nullptr;
    if (is_measure && measures == Measures::kNo) {
      Add(key, item,
          fmt::format("{} names the measure \"{}\"; a measure can be answered and put in order, but rows cannot be "
                      "found by it",
                      key, name));
    } else if (!is_measure && !HasColumn(name)) {
      Add(key, item,
          fmt::format("{} names \"{}\", which is not a column of {}{}", key, name, dataset_.name,
                      SuggestName(name, NamesToSuggest(measures))));
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
// what should be one, so that `order` can only say how the columns of one_per and what is measured are ordered.
void Checker::CheckOrderOfOnePer() {
  if (!question_.one_per.has_value()) return;
  if (HasOneRow() && !order_.empty()) {
    return Add("order", 0, "with one_per = [] there is one row for what is given, and nothing to put in order");
  }
  for (size_t item = 0; item < order_.size(); ++item) {
    if (!HasColumn(order_[item]) || Contains(question_.given, order_[item])) continue;
    if (Contains(one_per_, order_[item])) continue;
    Add("order", item,
        fmt::format(
            "order names \"{0}\", which one_per does not: with \"{0}\" in the key there would be a row for each "
            "of its values, not one for each {1}; order by columns of one_per or by measures, as in "
            "measures = {{ last_{0} = \"max {0}\" }}, or leave order out",
            order_[item], fmt::join(one_per_, ", ")));
  }
}

void Checker::CheckOnly() {
  for (size_t item = 0; item < question_.only.size(); ++item) {
    const Filter& only = question_.only[item];
    if (!HasColumn(only.column)) {
      Add("only", item,
          fmt::format("only names \"{}\", which is not a column of {}{}", only.column, dataset_.name,
                      SuggestName(only.column, ColumnNames(dataset_))));
      continue;
    }
    const DatasetColumn& column = dataset_.ColumnOf(only.column);
    for (const std::string& value : only.values) {
      std::string cell;
      const Status status = AppendCellFromText(column.type, value, &cell);
      // A value that the column never has would leave an empty table.
      const std::string why = status.ok() ? WhyNever(column.values, value) : MessageOf(status);
      if (why.empty()) continue;
      Add("only", item, fmt::format(R"(only has {} = "{}", which {})", only.column, value, why));
    }
  }
}

void Checker::CheckLimit() {
  if (question_.limit == 0) return;
  if (HasOneRow()) {
    Add("limit", 0, "with one_per = [] there is one row for what is given, and nothing to limit");
  } else if (order_.empty()) {
    Add("limit", 0, "limit keeps the first rows of each answer; let order say which come first");
  }
}

void Checker::CheckBuckets() {
  if (question_.buckets == 0) return;
  if (question_.buckets < kBucketsMin || question_.buckets > kBucketsMax) {
    Add("buckets", 0, fmt::format("buckets is {}; it can be {} to {}", question_.buckets, kBucketsMin, kBucketsMax));
  } else if (HasOneRow()) {
    Add("buckets", 0, "with one_per = [] there is one row for what is given, and nothing to spread");
  } else if (question_.limit > 0) {
    Add("buckets", 0,
        "limit keeps the first rows of an answer that is in one partition, and buckets spread it over several; leave "
        "one of them out");
  }
}

// Two or so partitions of all that there is: no cluster could spread them, and no node could read one.
void Checker::CheckPartitionSizes() {
  const std::vector<std::string>& partition = question_.PartitionColumns();
  if (question_.buckets > 0 || !HaveAtMost(ValueCount::kFew, partition) || HasFewRowsInPartitions()) return;
  const std::string world =
      fmt::format("{} {} a few values, so that a few partitions would hold all rows of the world; ",
                  fmt::join(partition, ", "), partition.size() == 1 ? "has" : "have");
  if (HaveAtMost(ValueCount::kFew, question_.given)) {
    Add("given", 0,
        world +
            "give a column with many values as well, keep the first rows alone (order and limit), let one_per merge "
            "them into rows that are few (as day is), or spread them over buckets");
  } else {
    const char* buckets = question_.limit > 0 ? "" : ", or spread the rows over buckets";
    Add("partition", 0, world + "name what else is given in partition as well, or leave partition out" + buckets);
  }
}

// What is given and not in the partition divides it into answers: they are few, and each is small.
bool Checker::HasFewRowsInPartitions() const {
  const bool is_small_answer =
      question_.limit > 0 || (question_.one_per.has_value() && HaveAtMost(ValueCount::kThousands, one_per_));
  return is_small_answer && HaveAtMost(ValueCount::kThousands, question_.given);
}

}  // namespace

std::vector<RuleViolation> ViolationsOf(const Question& question) { return Checker(question).Check(); }

}  // namespace earshot
