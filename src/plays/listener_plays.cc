#include "plays/listener_plays.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "base/stop_token.h"
#include "plays/play.h"
#include "plays/play_reader.h"

namespace earshot {
namespace {

constexpr size_t kPlaysBufferBytes = size_t{1} << 20;

// Moves on to the next row of a file, and says whether it is the listener's.
class ListenerReader {
 public:
  static StatusOr<std::unique_ptr<ListenerReader>> Open(int64_t user_id, const std::string& path, const Dataset& of) {
    ASSIGN_OR_RETURN(std::unique_ptr<PlayReader> plays, PlayReader::Open(path, of));
    return std::unique_ptr<ListenerReader>(new ListenerReader(user_id, std::move(plays), of));
  }

  StatusOr<bool> Next(std::string_view* row, bool* is_theirs) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, plays_->NextText(row));
    const auto is_of_listener = [&](size_t column) { return HasUserAmong(plays_->field_text(column), listener_); };
    *is_theirs = more && std::any_of(columns_.begin(), columns_.end(), is_of_listener);
    return more;
  }

  NameHashes Names() const {
    return {HashOfName(plays_->field_text(kFirstNameColumn)), HashOfName(plays_->field_text(kLastNameColumn))};
  }
  const std::string& header() const { return plays_->header(); }

 private:
  ListenerReader(int64_t user_id, std::unique_ptr<PlayReader> plays, const Dataset& of) : plays_(std::move(plays)) {
    listener_.AddUser(user_id);
    for (size_t column = 0; column < of.columns.size(); ++column) {
      if (of.columns[column].names_listeners) columns_.push_back(column);
    }
  }

  Forgotten listener_;
  std::vector<size_t> columns_;  // that name listeners
  std::unique_ptr<PlayReader> plays_;
};

}  // namespace

bool HasUserAmong(std::string_view text, const Forgotten& listener) {
  while (true) {
    const size_t plus = text.find('+');
    if (listener.HasUser(text.substr(0, plus))) return true;
    if (plus == std::string_view::npos) return false;
    text.remove_prefix(plus + 1);
  }
}

StatusOr<ListenerPlays> FindPlaysOf(int64_t user_id, const std::string& path, const Dataset& of) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ListenerReader> reader, ListenerReader::Open(user_id, path, of));
  ListenerPlays found;
  std::string_view row;
  bool is_theirs = false;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&row, &is_theirs));
    if (!more) return found;
    ++found.plays;
    if (!is_theirs) continue;
    ++found.theirs;
    if (of.is_computed) continue;
    const NameHashes names = reader->Names();
    // One name alone is that of many.
    if (names.first != 0 && names.last != 0) found.names.insert(names);
  }
}

Status CopyPlaysWithout(int64_t user_id, const std::string& path, OutputFile* to, Beginnings* beginnings,
                        const Dataset& of) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ListenerReader> reader, ListenerReader::Open(user_id, path, of));
  std::string buffer;
  const auto take = [&](std::string_view text, bool is_kept) {
    for (Beginning& beginning : *beginnings) beginning.Add(text, is_kept);
    if (is_kept) buffer.append(text);
  };
  take(reader->header(), true);
  std::string_view row;
  bool is_theirs = false;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&row, &is_theirs));
    if (!more) return to->Write(buffer);
    take(row, !is_theirs);
    if (buffer.size() < kPlaysBufferBytes) continue;
    RETURN_IF_ERROR(to->Write(buffer));
    buffer.clear();
  }
}

}  // namespace earshot
