// Values of JSON that people may have edited. Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// get() by itself would convert any number: one below zero, one with decimals, one that is too large for a count.
StatusOr<uint64_t> CountOf(const nlohmann::ordered_json& value, std::string_view key);

// `text` as JSON shows it and gives it back: what is not UTF-8 as U+FFFD.
std::string ShownText(const std::string& text);

// "type must be string, but is null": the library puts a number of its own before it.
std::string WhatIsWrong(const nlohmann::ordered_json::exception& error);

}  // namespace earshot
