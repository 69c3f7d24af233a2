// What earshot.toml may hold: the settings that every command shares.
//
// Pure functions on plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// What the file leaves out is not set.
struct SettingsFile {
  std::optional<std::string> store;
  std::optional<std::string> questions;
  std::optional<uint64_t> memory_bytes;
};

// Parses a settings file (TOML; keys: store, questions, memory). Another key, or a value that is not text, is an error
// that begins with "source:line:column: ".
StatusOr<SettingsFile> ParseSettings(const std::string& text, const std::string& source);

// "65536", "64KiB", "64 mb", "1G": all in powers of 1024, from 1 byte to 1 TiB.
StatusOr<uint64_t> ParseSize(std::string_view text);

}  // namespace earshot
