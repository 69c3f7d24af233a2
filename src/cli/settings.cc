#include "cli/settings.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/file.h"
#include "base/words.h"
#include "settings/settings_file.h"

namespace earshot {
namespace {

constexpr const char* kSettingsFile = "earshot.toml";

constexpr const char* kFormatNames = "table|csv|json|ndjson";
const std::map<std::string, Format> kFormats = {
    {"table", Format::kTable}, {"csv", Format::kCsv}, {"json", Format::kJson}, {"ndjson", Format::kNdjson}};

StatusOr<SettingsFile> ReadSettingsFile() {
  std::error_code error;
  if (!std::filesystem::exists(kSettingsFile, error) && !error) return SettingsFile();
  RETURN_IF_ERROR(CheckRegularFile(kSettingsFile));
  ASSIGN_OR_RETURN(const std::string text, ReadSmallFile(kSettingsFile));
  return ParseSettings(text, kSettingsFile);
}

}  // namespace

Status CompleteSettings(const CLI::App& app, Settings* settings) {
  ASSIGN_OR_RETURN(SettingsFile others, ReadSettingsFile());
  const char* store = std::getenv("EARSHOT_STORE");
  if (store != nullptr && *store != '\0') others.store = store;
  if (app.count("--store") == 0) settings->store = others.store.value_or(settings->store);
  if (app.count("--questions") == 0) settings->questions = others.questions.value_or(settings->questions);
  if (app.count("--memory") == 0) settings->memory_bytes = others.memory_bytes.value_or(settings->memory_bytes);
  return absl::OkStatus();
}

bool SetFormat(const std::string& name, Settings* settings) {
  const auto format = kFormats.find(CLI::detail::to_lower(name));
  if (format == kFormats.end()) return false;
  settings->format = format->second;
  return true;
}

void AddSettings(CLI::App& app, Settings* settings) {
  app.add_option("--store", settings->store, "Keep the tables in sqlite:FILE or cassandra://HOST/KEYSPACE")
      ->type_name("URL")
      ->capture_default_str();
  app.add_option("--questions", settings->questions, "Read the questions from this TOML file (default: those built in)")
      ->type_name("FILE");
  const auto set_memory = [settings](const std::string& text) {
    const StatusOr<uint64_t> bytes = ParseSize(text);
    if (!bytes.ok()) throw CLI::ValidationError("--memory", MessageOf(bytes.status()));
    settings->memory_bytes = *bytes;
  };
  app.add_option_function<std::string>("--memory", set_memory,
                                       "Sort rows in this much memory, and beyond it in temporary files")
      ->type_name("SIZE")
      ->default_str("256MiB");
  const auto set_format = [settings](const std::string& text) {
    if (SetFormat(text, settings)) return;
    throw CLI::ValidationError("--format", fmt::format("\"{}\" is none of {}", text, kFormatNames));
  };
  app.add_option_function<std::string>("--format", set_format, "Print results in this format")
      ->type_name(kFormatNames)
      ->default_str("table");
}

std::string OptionsText(const Settings& settings) {
  std::string text;
  if (!settings.questions.empty()) text += " --questions " + QuoteWord(settings.questions);
  if (settings.store != Settings().store) text += " --store " + QuoteWord(settings.store);
  return text;
}

void AddThreadsOption(CLI::App& command, Settings* settings) {
  constexpr size_t kThreadsMax = 1024;
  command.add_option("--threads", settings->threads, "Use at most this many threads (default: one for each core)")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kThreadsMax).description(""));
}

}  // namespace earshot
