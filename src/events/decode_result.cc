#include "events/decode_result.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"

namespace earshot {

void OtherKeys::Add(std::string_view key) {
  constexpr size_t kKeysMax = 24;
  constexpr size_t kKeyBytesMax = 64;
  if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) return;
  if (keys_.size() < kKeysMax && key.size() <= kKeyBytesMax) keys_.emplace_back(key);
}

void OtherKeys::Add(const OtherKeys& other) {
  for (const std::string& key : other.keys_) Add(key);
}

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
