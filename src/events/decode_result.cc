#include "events/decode_result.h"

#include <nlohmann/json.hpp>

#include "base/json_text.h"

namespace earshot {

void AppendRepairJson(const Repair& repair, uint64_t line_offset, std::string* out) {
  nlohmann::ordered_json json;
  json["file"] = repair.file;
  json["line"] = line_offset + repair.line;
  json["column"] = repair.column;
  json["from"] = repair.from;
  json["to"] = repair.to;
  *out += JsonText(json);
  *out += '\n';
}

}  // namespace earshot
