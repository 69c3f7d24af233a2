#include "questions/json_schema.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/json_text.h"
#include "cql/names.h"
#include "plays/dataset.h"
#include "questions/question.h"
#include "questions/table.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

Json Reference(std::string_view definition) { return {{"$ref", fmt::format("#/definitions/{}", definition)}}; }

Json Described(Json schema, const char* description) {
  // A reference allows nothing beside it.
  if (schema.contains("$ref")) schema = {{"allOf", Json::array({schema})}};
  schema["description"] = description;
  return schema;
}

Json ListOf(const Json& item, size_t items_min, const char* description) {
  Json list = {{"type", "array"}, {"items", item}, {"uniqueItems", true}};
  if (items_min > 0) list["minItems"] = items_min;
  return Described(list, description);
}

// All columns of all datasets, as long as nobody knows which one a question is of. A column that several have has the
// same type in each.
const Dataset& AnyDataset() {
  static const Dataset any = [] {
    Dataset all = EventsDataset();
    all.name = "any";
    for (const Dataset* dataset : AllDatasets()) {
      for (const DatasetColumn& column : dataset->columns) {
        if (all.Find(column.name) == all.columns.size()) all.columns.push_back(column);
      }
    }
    return all;
  }();
  return any;
}

// What is said of one dataset: "#/definitions/plays_column".
Json ReferenceOf(const Dataset& of, const char* definition) {
  return Reference(fmt::format("{}_{}", of.name, definition));
}

Json ColumnNamesOf(const Dataset& of) {
  Json names = Json::array();
  for (const DatasetColumn& column : of.columns) names.push_back(column.name);
  return names;
}

// Of a question, which is its table's, or of a measure, which is a column's.
Json NameSchema(const std::string& not_begun_with) {
  Json reserved = Json::array();
  for (const std::string_view word : ReservedWords()) reserved.push_back(word);
  Json refused = Json::array({{{"enum", reserved}}});
  if (!not_begun_with.empty()) refused.push_back({{"pattern", not_begun_with}});
  return {{"type", "string"},
          {"pattern", "^[a-z][a-z0-9_]*$"},
          {"maxLength", kCqlNameBytesMax},
          {"not", {{"anyOf", refused}}}};
}

// Editors offer the texts; there may be more blanks.
Json TextsOrPattern(const Json& texts, const std::string& pattern) {
  return {{"type", "string"}, {"anyOf", {{{"enum", texts}}, {{"pattern", pattern}}}}};
}

// "count", "sum length".
Json MeasuresOf(const Dataset& of) {
  Json texts = Json::array({"count"});
  std::string pattern = "count";
  for (const MeasureFunction function : {MeasureFunction::kDistinct, MeasureFunction::kSum, MeasureFunction::kMin,
                                         MeasureFunction::kMax, MeasureFunction::kAvg}) {
    std::string names;
    for (const DatasetColumn& column : of.columns) {
      if (!CanMeasure(function, column.type)) continue;
      texts.push_back(TextOf({.name = "", .function = function, .column = column.name}));
      names += (names.empty() ? "" : "|") + column.name;
    }
    pattern += fmt::format("|{} +({})", NameOf(function), names);
  }
  return TextsOrPattern(texts, fmt::format("^ *({}) *$", pattern));
}

// "day", "day asc", "day desc".
Json OrderedColumnsOf(const Dataset& of) {
  std::string names;
  Json texts = Json::array();
  for (const DatasetColumn& column : of.columns) {
    for (const char* direction : {"", " asc", " desc"}) texts.push_back(column.name + direction);
    names += (names.empty() ? "" : "|") + column.name;
  }
  return TextsOrPattern(texts, fmt::format("^({})( +(asc|desc))?$", names));
}

Json OrMeasure(const char* definition, const char* pattern) {
  return {{"type", "string"}, {"anyOf", {ReferenceOf(AnyDataset(), definition), {{"pattern", pattern}}}}};
}

Json OneOrMore(const Json& value) {
  return {{"anyOf", {value, {{"type", "array"}, {"items", value}, {"minItems", 1}}}}};
}

Json OnlySchema() {
  const Json value = {{"type", {"string", "integer", "number"}}};
  Json limited;
  for (const DatasetColumn& column : AnyDataset().columns) {
    const ColumnValues& values = column.values;
    if (values.bounds.has_value()) {
      Json number = value;
      number["minimum"] = values.bounds->first;
      number["maximum"] = values.bounds->last;
      limited[column.name] = OneOrMore(number);
    }
    if (values.form != nullptr) {
      limited[column.name] = OneOrMore({{"type", "string"}, {"pattern", values.form->pattern}});
    }
  }
  return {{"type", "object"},
          {"propertyNames", ReferenceOf(AnyDataset(), "column")},
          {"properties", limited},
          {"additionalProperties", OneOrMore(value)},
          {"minProperties", 1}};
}

Json MeasuresSchema() {
  Json name = NameSchema("");
  name["not"]["anyOf"].push_back({{"const", kBucketColumn}});
  return {{"type", "object"},
          {"propertyNames", name},
          {"additionalProperties", ReferenceOf(AnyDataset(), "measure")},
          {"minProperties", 1},
          {"maxProperties", kMeasuresMax}};
}

Json Definitions() {
  Json definitions = {{"ordered", OrMeasure("ordered_column", "^[a-z][a-z0-9_]*( +(asc|desc))?$")},
                      {"answered", OrMeasure("column", "^[a-z][a-z0-9_]*$")}};
  std::vector<const Dataset*> datasets = AllDatasets();
  datasets.push_back(&AnyDataset());
  for (const Dataset* of : datasets) {
    definitions[of->name + "_column"] = {{"type", "string"}, {"enum", ColumnNamesOf(*of)}};
    definitions[of->name + "_ordered_column"] = OrderedColumnsOf(*of);
    definitions[of->name + "_measure"] = MeasuresOf(*of);
  }
  return definitions;
}

Json Items(const Json& item) { return {{"items", item}}; }

// What a question of that dataset can name.
Json NamesOf(const Dataset& of) {
  const Json column = ReferenceOf(of, "column");
  const Json measures = {{"propertyNames", {{"not", column}}}, {"additionalProperties", ReferenceOf(of, "measure")}};
  const Json without_measures = {
      {"properties", {{"order", Items(ReferenceOf(of, "ordered_column"))}, {"answer", Items(column)}}}};
  return {{"properties",
           {{"only", {{"propertyNames", column}}},
            {"given", Items(column)},
            {"partition", Items(column)},
            {"one_per", Items(column)},
            {"measures", measures}}},
          {"if", {{"required", Json::array({"measures"})}}},
          {"else", without_measures}};
}

// Which dataset a question is of decides it.
Json NamesOfEach() {
  Json each = Json::array();
  for (const Dataset* dataset : AllDatasets()) {
    const Json is_named = {{"properties", {{"of", {{"const", dataset->name}}}}}};
    const Json is_required = {{"required", Json::array({"of"})}};
    Json is_of = {{"allOf", {is_named, is_required}}};
    // A question that names none is of plays.
    if (dataset == &PlaysDataset()) is_of = is_named;
    each.push_back({{"if", is_of}, {"then", NamesOf(*dataset)}});
  }
  return each;
}

// Of all datasets: what a question of one of them cannot name, NamesOf leaves out.
Json QuestionProperties() {
  const Json column = ReferenceOf(AnyDataset(), "column");
  Json datasets = Json::array();
  for (const std::string_view name : DatasetNames()) datasets.push_back(name);
  return {
      {"name", Described(NameSchema(fmt::format("^({}|{})", kSqliteNamePrefix, kOwnNamePrefix)),
                         "What ask calls the question, and the table's name.")},
      {"asks", Described({{"type", "string"}, {"pattern", R"(^[^\u0000-\u001f\u007f-\u009f]*$)"}},
                         "The question in words, in one line.")},
      {"of", Described({{"type", "string"}, {"enum", datasets}},
                       "What is asked of: plays, where it is left out, all events, or what is computed of plays.")},
      {"only", Described(OnlySchema(), "Which records count: columns with one value each, or a list of values.")},
      {"given", ListOf(column, 1, "The columns whose values the asker knows.")},
      {"partition", ListOf(column, 1, "Which of given make the partition key; all of them without it.")},
      {"one_per", ListOf(column, 0,
                         "One row for each value of these columns; [] is one row for what is given. Without it, a row "
                         "is a record.")},
      {"measures", Described(MeasuresSchema(),
                             "What is counted or added up over the records of a row, under names of "
                             "your own.")},
      {"order",
       ListOf(Reference("ordered"), 1, "The columns and measures that put the answer in order; desc reverses one.")},
      {"limit", Described({{"type", "integer"}, {"minimum", 1}, {"maximum", kLimitMax}},
                          "How many rows of each answer the table keeps, the first ones by order.")},
      {"buckets", Described({{"type", "integer"}, {"minimum", kBucketsMin}, {"maximum", kBucketsMax}},
                            "Over how many partitions each answer is spread.")},
      {"answer", ListOf(Reference("answered"), 1, "The columns and measures returned, in this order.")}};
}

Json QuestionSchema() {
  return {{"type", "object"},
          {"properties", QuestionProperties()},
          {"required", {"name", "given", "answer"}},
          {"additionalProperties", false},
          {"dependencies", {{"measures", Json::array({"one_per"})}, {"limit", Json::array({"order"})}}},
          {"not", {{"required", {"limit", "buckets"}}}},
          {"allOf", NamesOfEach()}};
}

}  // namespace

std::string QuestionsJsonSchema() {
  const Json questions = {{"type", "array"}, {"items", QuestionSchema()}, {"minItems", 1}};
  const Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", "Questions of earshot"},
                       {"type", "object"},
                       {"properties", {{"question", questions}}},
                       {"required", Json::array({"question"})},
                       {"additionalProperties", false},
                       {"definitions", Definitions()}};
  return JsonText(schema, 2) + "\n";
}

}  // namespace earshot
