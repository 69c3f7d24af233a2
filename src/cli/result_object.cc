#include "cli/result_object.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/check.h"
#include "base/json_text.h"

namespace earshot {
namespace {

std::string QuotedName(std::string_view name) { return JsonText(nlohmann::json(name)); }

Status PrintCsvRow(const nlohmann::ordered_json& object, OutputStream& output) {
  std::vector<OutputColumn> columns;
  std::vector<OutputValue> row;
  for (const auto& [name, value] : object.items()) {
    if (value.is_structured()) continue;
    columns.push_back({name});
    const std::string text = value.is_null() ? "" : value.is_string() ? value.get<std::string>() : JsonText(value);
    row.push_back({text, value.is_null()});
  }
  ResultPrinter printer(std::move(columns), Format::kCsv, output);
  RETURN_IF_ERROR(printer.Add(std::move(row)));
  return printer.Finish();
}

}  // namespace

Status PrintObject(const nlohmann::ordered_json& object, Format format, OutputStream& output) {
  switch (format) {
    case Format::kTable: return absl::OkStatus();
    case Format::kCsv: return PrintCsvRow(object, output);
    case Format::kJson: return output.Write(JsonText(object, 2) + "\n");
    case Format::kNdjson: return output.Write(JsonText(object) + "\n");
    case Format::kJsonLine: return output.Write(JsonText(object));
  }
  return absl::OkStatus();
}

Status ResultObject::Name(std::string_view name) {
  if (!is_json()) return absl::OkStatus();
  std::string text;
  if (depth_ == 0) {
    depth_ = 1;
    is_first_ = true;
    text = std::string("{") + line_end();
  }
  if (!std::exchange(is_first_, false)) text += format_ == Format::kNdjson ? ", " : ",\n";
  return output_.Write(text + QuotedName(name) + ": ");
}

Status ResultObject::Open(std::string_view name) {
  if (!is_json()) return absl::OkStatus();
  RETURN_IF_ERROR(Name(name));
  ++depth_;
  is_first_ = true;
  return output_.Write(std::string("{") + line_end());
}

Status ResultObject::Close() {
  if (!is_json()) return absl::OkStatus();
  EARSHOT_CHECK(depth_ > 1);
  --depth_;
  is_first_ = false;
  return output_.Write(std::string("}") + line_end());
}

Status ResultObject::Finish() {
  if (depth_ == 0) return absl::OkStatus();
  const std::string ends(std::exchange(depth_, 0), '}');
  return output_.Write(ends + "\n");
}

}  // namespace earshot
