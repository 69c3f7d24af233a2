#include "base/csv.h"

namespace earshot {

void AppendQuotedCsvField(std::string_view value, std::string* out) {
  out->push_back('"');
  for (size_t quote = value.find('"'); quote != std::string_view::npos; quote = value.find('"')) {
    out->append(value.substr(0, quote + 1)).push_back('"');
    value.remove_prefix(quote + 1);
  }
  out->append(value).push_back('"');
}

void AppendCsvField(std::string_view value, std::string* out) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out->append(value);
  } else {
    AppendQuotedCsvField(value, out);
  }
}

void AppendQuotedCsvLine(const std::vector<std::string_view>& values, std::string* out) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendQuotedCsvField(values[i], out);
  }
  out->append("\r\n");
}

}  // namespace earshot
