#include "events/reject/json_fields.h"

#include "base/json_text.h"

namespace earshot {

using Json = nlohmann::ordered_json;

StatusOr<uint64_t> CountOf(const Json& value, std::string_view key) {
  if (value.is_number_unsigned()) return value.get<uint64_t>();
  return InputError("\"{}\" is not a count: a whole number from 0 to 2^64 - 1", key);
}

std::string ShownText(const std::string& text) { return Json::parse(JsonText(Json(text))).get<std::string>(); }

std::string WhatIsWrong(const Json::exception& error) {
  const std::string_view text = error.what();
  return std::string(text.substr(text.find("] ") + 2));
}

}  // namespace earshot
