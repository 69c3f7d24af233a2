#include "settings/settings_file.h"

#include <absl/strings/ascii.h>

#include <charconv>
#include <system_error>

#include "questions/toml_text.h"

namespace earshot {
namespace {

// More than any machine has, and few enough that no sum of it overflows.
constexpr uint64_t kSizeMax = uint64_t{1} << 40;

Status TakeSetting(const toml::key& key, const toml::node& value, const std::string& source, SettingsFile* settings) {
  const auto where = [&](const toml::source_region& region) {
    return fmt::format("{}:{}:{}", source, region.begin.line, region.begin.column);
  };
  const std::optional<std::string> text = value.value_exact<std::string>();
  if (!text.has_value()) return InputError("{}: {} must be a text in quotes", where(value.source()), key.str());
  if (key == "store") {
    settings->store = *text;
  } else if (key == "questions") {
    settings->questions = *text;
  } else if (key == "memory") {
    const StatusOr<uint64_t> bytes = ParseSize(*text);
    if (!bytes.ok()) return InputError("{}: {}", where(value.source()), MessageOf(bytes.status()));
    settings->memory_bytes = *bytes;
  } else {
    return InputError("{}: unknown setting {}; there are store, questions and memory", where(key.source()), key.str());
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<SettingsFile> ParseSettings(const std::string& text, const std::string& source) {
  ASSIGN_OR_RETURN(const toml::table table, ParseToml(text, source));
  SettingsFile settings;
  for (const auto& [key, value] : table) RETURN_IF_ERROR(TakeSetting(key, value, source, &settings));
  return settings;
}

StatusOr<uint64_t> ParseSize(std::string_view text) {
  constexpr std::string_view kUnits = "bkmgt";
  uint64_t count = 0;
  const char* const text_end = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), text_end, count);
  const std::string_view written(end, static_cast<size_t>(text_end - end));
  std::string unit = absl::AsciiStrToLower(absl::StripAsciiWhitespace({written.data(), written.size()}));
  if (unit.empty()) unit = "b";
  const size_t power = kUnits.find(unit.front());
  const std::string_view rest = std::string_view(unit).substr(1);
  const bool known = power != std::string_view::npos && (rest.empty() || (power > 0 && (rest == "b" || rest == "ib")));
  if (error != std::errc() || !known) return UsageError("invalid size \"{}\"; write it as 256MiB", text);
  const uint64_t unit_bytes = uint64_t{1} << (10 * power);
  if (count == 0 || count > kSizeMax / unit_bytes) {
    return UsageError("\"{}\" is out of range; a size is at least 1 byte and at most 1 TiB", text);
  }
  return count * unit_bytes;
}

}  // namespace earshot
