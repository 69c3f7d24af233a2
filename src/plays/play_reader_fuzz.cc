// Any file as a consolidated one: it is refused with its place, or its plays, written down and read again, are the
// same.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/csv.h"
#include "plays/play_reader.h"

namespace {

using Fields = std::vector<std::string>;

std::string Written(const Fields& fields) {
  std::string text;
  earshot::AppendQuotedCsvLine({fields.begin(), fields.end()}, &text);
  return text;
}

std::string Header() {
  Fields names;
  for (const earshot::PlayColumn& column : earshot::kPlayColumns) names.emplace_back(column.csv_name);
  return Written(names);
}

// None where the file is refused.
std::optional<std::vector<Fields>> Read(const std::string& text) {
  static const int file = memfd_create("plays", MFD_CLOEXEC);
  const std::string path = fmt::format("/proc/self/fd/{}", file);
  if (ftruncate(file, 0) != 0 || pwrite(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    std::abort();
  }
  const auto reader = earshot::PlayReader::Open(path);
  std::vector<Fields> plays;
  earshot::Play play;
  earshot::StatusOr<bool> more = reader.ok();
  if (!reader.ok()) more = reader.status();
  while (more.ok() && *more) {
    more = (*reader)->Next(&play);
    if (more.ok() && *more) plays.emplace_back(play.fields.begin(), play.fields.end());
  }
  if (more.ok()) return plays;
  if (earshot::MessageOf(more.status()).find(path) != 0) std::abort();
  return std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::optional<std::vector<Fields>> plays = Read(data[0] % 2 == 0 ? rest : Header() + rest);
  if (!plays.has_value()) return 0;
  std::string text = Header();
  for (const Fields& fields : *plays) text += Written(fields);
  if (Read(text) != plays) std::abort();
  return 0;
}
