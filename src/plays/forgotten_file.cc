#include "plays/forgotten_file.h"

#include <absl/strings/numbers.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/json_text.h"
#include "base/line_reader.h"
#include "base/links.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kForgottenBytesMax = size_t{16} << 20;

std::string Hex(uint64_t hash) { return fmt::format("{:016x}", hash); }

StatusOr<uint64_t> HashIn(const Json& json) {
  uint64_t hash = 0;
  const std::string text = json.get<std::string>();
  if (!absl::SimpleHexAtoi(text, &hash)) return InputError("\"{}\" is not the hash of a name", text);
  return hash;
}

}  // namespace

std::string ForgottenOf(const std::string& plays_path) { return NameBeside(plays_path, ".forgotten"); }

StatusOr<ForgottenListener> ParseForgotten(std::string_view line) {
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  try {
    ForgottenListener listener;
    if (!json.at("user_id").is_number_integer()) return InputError("user_id is not a whole number");
    listener.user_id = json.at("user_id").get<int64_t>();
    listener.since = json.at("since").get<std::string>();
    for (const Json& names : json.at("names")) {
      NameHashes hashes;
      ASSIGN_OR_RETURN(hashes.first, HashIn(names.at(0)));
      ASSIGN_OR_RETURN(hashes.last, HashIn(names.at(1)));
      listener.names.insert(hashes);
    }
    return listener;
  } catch (const Json::exception&) {
    return InputError("it must have user_id, since and names, as forget writes them");
  }
}

StatusOr<std::vector<ForgottenListener>> ReadForgottenList(const std::string& path) {
  std::vector<ForgottenListener> list;
  std::error_code error;
  if (std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found) return list;
  RETURN_IF_ERROR(CheckRegularFile(path));
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  LineReader lines(std::move(file), kForgottenBytesMax);
  std::string_view line;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines.Next(&line));
    if (!more) return list;
    if (line.empty()) continue;
    StatusOr<ForgottenListener> listener = ParseForgotten(line);
    if (!listener.ok()) {
      return InputError("{}, line {}: the line is not a forgotten listener: {}", path, lines.number(),
                        MessageOf(listener.status()));
    }
    list.push_back(*std::move(listener));
  }
}

std::string ForgottenJson(const ForgottenListener& listener) {
  Json json = {{"user_id", listener.user_id}, {"since", listener.since}, {"names", Json::array()}};
  for (const NameHashes& names : listener.names) json["names"].push_back({Hex(names.first), Hex(names.last)});
  return JsonText(json) + "\n";
}

Forgotten ForgottenIn(const std::vector<ForgottenListener>& list) {
  Forgotten forgotten;
  for (const ForgottenListener& listener : list) {
    forgotten.AddUser(listener.user_id);
    for (const NameHashes& names : listener.names) forgotten.AddNames(names);
  }
  return forgotten;
}

}  // namespace earshot
