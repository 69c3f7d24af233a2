#include "cli/settings.h"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/file.h"
#include "questions/toml_text.h"

namespace earshot {
namespace {

constexpr const char* kSettingsFile = "earshot.toml";

constexpr const char* kFormatNames = "table|csv|json|ndjson";
const std::map<std::string, Format> kFormats = {
    {"table", Format::kTable}, {"csv", Format::kCsv}, {"json", Format::kJson}, {"ndjson", Format::kNdjson}};

// More than any machine has, and few enough that no sum of it overflows.
constexpr uint64_t kMemoryBytesMax = uint64_t{1} << 40;

// "65536", "64KiB", "64 mb", "1G": all in powers of 1024.
Status ParseSize(std::string_view text, uint64_t* bytes) {
  constexpr std::string_view kUnits = "bkmgt";
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  std::string unit = CLI::detail::to_lower(CLI::detail::trim_copy(std::string(end, text.data() + text.size())));
  if (unit.empty()) unit = "b";
  const size_t power = kUnits.find(unit.front());
  const std::string_view rest = std::string_view(unit).substr(1);
  const bool known = power != std::string_view::npos && (rest.empty() || (power > 0 && (rest == "b" || rest == "ib")));
  if (error != std::errc() || !known) return UsageError("\"{}\" is no size; write it as 256MiB", text);
  const uint64_t unit_bytes = uint64_t{1} << (10 * power);
  if (count == 0 || count > kMemoryBytesMax / unit_bytes) {
    return UsageError("\"{}\" is out of range; a size is at least 1 byte and at most 1 TiB", text);
  }
  *bytes = count * unit_bytes;
  return absl::OkStatus();
}

Status TakeSetting(const toml::key& key, const toml::node& value, Settings* settings) {
  const auto where = [](const toml::source_region& source) {
    return fmt::format("{}:{}:{}", kSettingsFile, source.begin.line, source.begin.column);
  };
  const std::optional<std::string> text = value.value_exact<std::string>();
  if (!text.has_value()) return InputError("{}: {} must be a text in quotes", where(value.source()), key.str());
  if (key == "store") {
    settings->store = *text;
  } else if (key == "questions") {
    settings->questions = *text;
  } else if (key == "memory") {
    if (const Status status = ParseSize(*text, &settings->memory_bytes); !status.ok()) {
      return InputError("{}: {}", where(value.source()), MessageOf(status));
    }
  } else {
    return InputError("{}: unknown setting {}; there are store, questions and memory", where(key.source()), key.str());
  }
  return absl::OkStatus();
}

Status ReadSettingsFile(Settings* settings) {
  std::error_code error;
  if (!std::filesystem::exists(kSettingsFile, error) && !error) return absl::OkStatus();
  RETURN_IF_ERROR(CheckRegularFile(kSettingsFile));
  ASSIGN_OR_RETURN(const std::string text, ReadSmallFile(kSettingsFile));
  ASSIGN_OR_RETURN(const toml::table table, ParseToml(text, kSettingsFile));
  for (const auto& [key, value] : table) RETURN_IF_ERROR(TakeSetting(key, value, settings));
  return absl::OkStatus();
}

}  // namespace

Status CompleteSettings(const CLI::App& app, Settings* settings) {
  Settings others;
  RETURN_IF_ERROR(ReadSettingsFile(&others));
  const char* store = std::getenv("EARSHOT_STORE");
  if (store != nullptr && *store != '\0') others.store = store;
  if (app.count("--store") == 0) settings->store = others.store;
  if (app.count("--questions") == 0) settings->questions = others.questions;
  if (app.count("--memory") == 0) settings->memory_bytes = others.memory_bytes;
  return absl::OkStatus();
}

void AddSettings(CLI::App& app, Settings* settings) {
  app.add_option("--store", settings->store, "Where the tables are: sqlite:FILE or cassandra://HOST/KEYSPACE")
      ->type_name("URL")
      ->capture_default_str();
  app.add_option("--questions", settings->questions, "The questions, as TOML; without it, the three built-in ones")
      ->type_name("FILE");
  const auto set_memory = [settings](const std::string& text) {
    const Status status = ParseSize(text, &settings->memory_bytes);
    if (!status.ok()) throw CLI::ValidationError("--memory", MessageOf(status));
  };
  app.add_option_function<std::string>("--memory", set_memory,
                                       "Memory to sort rows in; beyond it they go to temporary files")
      ->option_text("SIZE=256MiB");
  const auto set_format = [settings](const std::string& text) {
    const auto format = kFormats.find(CLI::detail::to_lower(text));
    if (format == kFormats.end()) {
      throw CLI::ValidationError("--format", fmt::format("\"{}\" is none of {}", text, kFormatNames));
    }
    settings->format = format->second;
  };
  app.add_option_function<std::string>("--format", set_format, "How results are printed")->option_text(kFormatNames);
}

}  // namespace earshot
