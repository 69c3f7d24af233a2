#include "events/decode_result.h"

#include <nlohmann/json.hpp>

namespace earshot {

void AppendRepairJson(const Repair& repair, uint64_t line_offset, std::string* out) {
  nlohmann::ordered_json json;
  json["file"] = repair.file;
  json["line"] = line_offset + repair.line;
  json["column"] = repair.column;
  json["from"] = repair.from;
  json["to"] = repair.to;
  *out += json.dump();
  *out += '\n';
}

}  // namespace earshot
