#include "events/source/file_encodings.h"

#include <fnmatch.h>

#include <algorithm>

#include "base/error_code.h"
#include "events/source/transcoding_source.h"

namespace earshot {
namespace {

bool Matches(const FileEncoding& entry, const std::string& path) {
  if (entry.pattern.empty()) return true;
  const bool by_name = entry.pattern.find('/') == std::string::npos;
  const std::string name = by_name ? path.substr(path.rfind('/') + 1) : path;
  return name == entry.pattern || fnmatch(entry.pattern.c_str(), name.c_str(), 0) == 0;
}

}  // namespace

StatusOr<std::vector<FileEncoding>> ParseFileEncodings(const std::vector<std::string>& texts) {
  std::vector<FileEncoding> encodings;
  for (const std::string& text : texts) {
    const size_t equals = text.rfind('=');
    FileEncoding entry;
    if (equals != std::string::npos) entry.pattern = text.substr(0, equals);
    entry.encoding = text.substr(equals == std::string::npos ? 0 : equals + 1);
    if (equals == 0 || entry.encoding.empty()) {
      return WithCode(
          UsageError("{}: give an encoding for all files, as in cp1252, or for some, as in '2018-*=cp1252'", text),
          ErrorCode::kInvalidEncoding);
    }
    RETURN_IF_ERROR(MakeTranscodingSource(MakeTextSource(""), entry.encoding).status());
    encodings.push_back(std::move(entry));
  }
  return encodings;
}

std::string EncodingOfFile(const std::string& path, const std::vector<FileEncoding>& encodings) {
  const auto found = std::find_if(encodings.rbegin(), encodings.rend(),
                                  [&](const FileEncoding& entry) { return Matches(entry, path); });
  return found == encodings.rend() ? "" : found->encoding;
}

Status CheckPatternsMatch(const std::vector<FileEncoding>& encodings, const std::vector<std::string>& files) {
  for (const FileEncoding& entry : encodings) {
    const auto matches = [&](const std::string& file) { return Matches(entry, file); };
    if (std::any_of(files.begin(), files.end(), matches)) continue;
    if (entry.pattern.empty()) continue;
    return WithCode(UsageError("{}={}: no file matches {}; a pattern without a / is matched with the names of files",
                               entry.pattern, entry.encoding, entry.pattern),
                    ErrorCode::kInvalidEncoding);
  }
  return absl::OkStatus();
}

}  // namespace earshot
