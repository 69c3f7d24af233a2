#include "plays/play_writer.h"

namespace earshot {

void AppendQuoted(std::string_view value, std::string* out) {
  out->push_back('"');
  for (size_t quote = value.find('"'); quote != std::string_view::npos; quote = value.find('"')) {
    out->append(value.substr(0, quote + 1)).push_back('"');
    value.remove_prefix(quote + 1);
  }
  out->append(value).push_back('"');
}

void AppendPlay(const Play& play, std::string* out) {
  for (size_t i = 0; i < kPlayColumnCount; ++i) {
    if (i > 0) out->push_back(',');
    AppendQuoted(play.fields[i], out);
  }
  out->append("\r\n");
}

void AppendPlaysHeader(std::string* out) {
  Play header;
  for (size_t i = 0; i < kPlayColumnCount; ++i) header.fields[i] = kPlayColumns[i].csv_name;
  AppendPlay(header, out);
}

}  // namespace earshot
