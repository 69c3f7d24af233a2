#include "plays/forget.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <tuple>
#include <utility>

#include "base/error_code.h"
#include "base/file.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "cql/time_text.h"
#include "events/forgotten.h"
#include "plays/forgotten_file.h"
#include "plays/listener_plays.h"
#include "plays/listener_rows.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

bool IsThere(const std::string& path) {
  std::error_code error;
  return !path.empty() && std::filesystem::status(path, error).type() != std::filesystem::file_type::not_found;
}

std::string Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return FormatTimestamp(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

Forgotten ListenerOf(int64_t user_id, const std::vector<ForgottenListener>& list) {
  Forgotten listener;
  listener.AddUser(user_id);
  for (const ForgottenListener& one : list) {
    if (one.user_id != user_id) continue;
    for (const NameHashes& names : one.names) listener.AddNames(names);
  }
  return listener;
}

// Adds the listener with these names; false where all that was in the list.
bool AddListener(int64_t user_id, const std::set<NameHashes>& names, std::vector<ForgottenListener>* list) {
  const auto is_listener = [&](const ForgottenListener& one) { return one.user_id == user_id; };
  auto entry = std::find_if(list->begin(), list->end(), is_listener);
  const bool is_new = entry == list->end();
  if (is_new) entry = list->insert(entry, {user_id, Now(), {}});
  const size_t names_before = entry->names.size();
  entry->names.insert(names.begin(), names.end());
  return is_new || entry->names.size() > names_before;
}

Status WriteList(const std::vector<ForgottenListener>& list, OutputFile* file) {
  std::string text;
  for (const ForgottenListener& listener : list) text += ForgottenJson(listener);
  RETURN_IF_ERROR(file->Write(text));
  return file->CommitToDisk();
}

// Those files of what was computed of the plays that name listeners.
StatusOr<std::vector<SearchedFile>> SearchTaste(const ForgetOptions& options, const Forgotten& listener) {
  std::vector<SearchedFile> searched;
  for (const Dataset* dataset : TasteDatasets()) {
    const std::string path = TasteFileOf(options.plays, *dataset);
    const auto names_listeners = [](const DatasetColumn& column) { return column.names_listeners; };
    if (!std::any_of(dataset->columns.begin(), dataset->columns.end(), names_listeners) || !IsThere(path)) continue;
    ASSIGN_OR_RETURN(const ListenerPlays records, FindPlaysOf(options.user_id, path, *dataset));
    searched.push_back({"taste", path, records.plays, records.theirs});
  }
  for (const std::string& path : {TasteOptInOf(options.plays), TasteGroupsOf(options.plays)}) {
    if (!IsThere(path)) continue;
    ASSIGN_OR_RETURN(const ListenerRows lines, FindRowsOf(listener, path));
    searched.push_back({"taste", path, lines.rows, lines.theirs});
  }
  return searched;
}

// One call: its files, locked, and what it finds in them.
class Forgetter {
 public:
  explicit Forgetter(const ForgetOptions& options) : options_(options) {}

  StatusOr<ForgottenFiles> Run() {
    RETURN_IF_ERROR(Lock());
    RETURN_IF_ERROR(AddToList());
    RETURN_IF_ERROR(AddTaste());
    RETURN_IF_ERROR(AfterList(CopyFiles()));
    RETURN_IF_ERROR(AfterList(CommitFiles()));
    found_.plays_lock = std::move(plays_);
    found_.events_lock = std::move(events_);
    return std::move(found_);
  }

 private:
  // Locks what is written. Whoever writes several of them locks them in this order.
  Status Lock() {
    ASSIGN_OR_RETURN(plays_, OutputFile::Create(options_.plays));
    if (IsThere(options_.events)) {
      ASSIGN_OR_RETURN(events_, OutputFile::Create(options_.events));
    }
    if (IsThere(options_.rejects)) {
      ASSIGN_OR_RETURN(rejects_, OutputFile::Create(options_.rejects));
    }
    if (IsThere(options_.corrections)) {
      ASSIGN_OR_RETURN(corrections_, OutputFile::Create(options_.corrections));
    }
    ASSIGN_OR_RETURN(list_, OutputFile::Create(ForgottenOf(options_.plays)));
    return absl::OkStatus();
  }

  // The list comes first: whatever happens from then on, no run brings the listener back.
  Status AddToList() {
    ASSIGN_OR_RETURN(const ListenerPlays plays, FindPlaysOf(options_.user_id, options_.plays));
    found_.before.push_back({"plays", options_.plays, plays.plays, plays.theirs});
    std::set<NameHashes> names = plays.names;
    if (events_ != nullptr) {
      ASSIGN_OR_RETURN(const ListenerPlays events, FindPlaysOf(options_.user_id, options_.events, EventsDataset()));
      found_.before.push_back({"events", options_.events, events.plays, events.theirs});
      names.insert(events.names.begin(), events.names.end());
    }
    RETURN_IF_ERROR(AddLast("last plays", options_.last_plays, PlaysDataset(), &names, &found_.last_plays));
    RETURN_IF_ERROR(AddLast("last events", options_.last_events, EventsDataset(), &names, &found_.last_events));
    ASSIGN_OR_RETURN(std::vector<ForgottenListener> list, ReadForgottenList(ForgottenOf(options_.plays)));
    if (AddListener(options_.user_id, names, &list)) RETURN_IF_ERROR(WriteList(list, list_.get()));
    listener_ = ListenerOf(options_.user_id, list);
    return absl::OkStatus();
  }

  // An error after that says what was done.
  Status AfterList(const Status& status) const {
    if (status.ok() || absl::IsCancelled(status)) return status;
    return WithMessage(status, fmt::format("{}; {} has the listener, but not all other files are free of them",
                                           MessageOf(status), ForgottenOf(options_.plays)));
  }

  // Only names that are in no other file are missed without them.
  Status AddLast(const std::string& what, const std::string& path, const Dataset& of, std::set<NameHashes>* names,
                 Status* unread) {
    if (!IsThere(path)) return absl::OkStatus();
    const StatusOr<ListenerPlays> last = FindPlaysOf(options_.user_id, path, of);
    RETURN_IF_ERROR(CheckStop());
    *unread = last.status();
    if (!last.ok()) return absl::OkStatus();
    found_.before.push_back({what, path, last->plays, last->theirs});
    names->insert(last->names.begin(), last->names.end());
    return absl::OkStatus();
  }

  // All of it is computed again, whatever cannot be read of it now.
  Status AddTaste() {
    const StatusOr<std::vector<SearchedFile>> taste = SearchTaste(options_, listener_);
    RETURN_IF_ERROR(CheckStop());
    if (taste.ok()) found_.before.insert(found_.before.end(), taste->begin(), taste->end());
    return absl::OkStatus();
  }

  // What is copied first is named by what comes after it.
  Status CopyFiles() {
    NamedBeginnings named;
    if (rejects_ != nullptr) {
      ASSIGN_OR_RETURN(ListenerRows rejects, FindRowsOf(listener_, options_.rejects));
      found_.before.push_back({"rejects", options_.rejects, rejects.rows, rejects.theirs});
      named = std::move(rejects.beginnings);
    }
    if (Erases("plays")) {
      RETURN_IF_ERROR(CopyPlaysWithout(options_.user_id, options_.plays, plays_.get(), &named.plays));
    }
    if (Erases("events")) {
      RETURN_IF_ERROR(
          CopyPlaysWithout(options_.user_id, options_.events, events_.get(), &named.events, EventsDataset()));
    }
    if (corrections_ != nullptr) {
      ASSIGN_OR_RETURN(const ListenerRows corrections, FindRowsOf(listener_, options_.corrections));
      found_.before.push_back({"corrections", options_.corrections, corrections.rows, corrections.theirs});
    }
    if (Erases("corrections")) {
      RETURN_IF_ERROR(
          CopyRowsWithout(listener_, {options_.corrections, corrections_.get(), nullptr, &named.corrections}));
    }
    if (rejects_ == nullptr) return absl::OkStatus();
    return CopyRowsWithout(listener_, {options_.rejects, rejects_.get(), &named, nullptr});
  }

  // Rejects first: ended in between, by whatever, they name plays that the next call makes.
  Status CommitFiles() {
    std::vector<OutputFile*> changed;
    for (OutputFile* file : {rejects_.get(), corrections_.get(), events_.get(), plays_.get()}) {
      if (file != nullptr && IsChanged(file)) changed.push_back(file);
    }
    for (const OutputFile* file : changed) RETURN_IF_ERROR(file->CheckUnchanged());
    ASSIGN_OR_RETURN(found_.plays, Erases("plays") ? plays_->Stamp() : StampOf(options_.plays));
    if (events_ != nullptr) {
      ASSIGN_OR_RETURN(found_.events, Erases("events") ? events_->Stamp() : StampOf(options_.events));
    }
    for (OutputFile* file : changed) RETURN_IF_ERROR(file->CommitToDisk());
    return absl::OkStatus();
  }

  bool Erases(std::string_view what) const {
    return std::any_of(found_.before.begin(), found_.before.end(),
                       [&](const SearchedFile& file) { return file.what == what && file.theirs > 0; });
  }

  // A file of which nothing is theirs stays, but for rejects that name others.
  bool IsChanged(const OutputFile* file) const {
    if (file == plays_.get()) return Erases("plays");
    if (file == events_.get()) return Erases("events");
    if (file == corrections_.get()) return Erases("corrections");
    return Erases("rejects") || Erases("plays") || Erases("events") || Erases("corrections");
  }

  const ForgetOptions& options_;
  std::shared_ptr<OutputFile> plays_;
  std::shared_ptr<OutputFile> events_;
  std::unique_ptr<OutputFile> rejects_;
  std::unique_ptr<OutputFile> corrections_;
  std::unique_ptr<OutputFile> list_;
  Forgotten listener_;
  ForgottenFiles found_;
};

Status CheckFiles(const ForgetOptions& options) {
  for (const std::string& path : {options.plays, options.events, options.rejects, options.corrections}) {
    RETURN_IF_ERROR(CheckRegularFile(path));
  }
  return CheckSeparateFiles(
      {options.plays, options.events, options.rejects, options.corrections, ForgottenOf(options.plays)}, {});
}

}  // namespace

StatusOr<ForgottenFiles> ForgetInFiles(const ForgetOptions& options) {
  RETURN_IF_ERROR(CheckFiles(options));
  return Forgetter(options).Run();
}

StatusOr<std::vector<SearchedFile>> SearchFiles(const ForgetOptions& options) {
  std::vector<SearchedFile> searched;
  for (const auto& [what, path, of] : {std::tuple{"plays", options.plays, &PlaysDataset()},
                                       {"last plays", options.last_plays, &PlaysDataset()},
                                       {"events", options.events, &EventsDataset()},
                                       {"last events", options.last_events, &EventsDataset()}}) {
    if (!IsThere(path)) continue;
    ASSIGN_OR_RETURN(const ListenerPlays plays, FindPlaysOf(options.user_id, path, *of));
    searched.push_back({what, path, plays.plays, plays.theirs});
  }
  ASSIGN_OR_RETURN(const std::vector<ForgottenListener> list, ReadForgottenList(ForgottenOf(options.plays)));
  const Forgotten listener = ListenerOf(options.user_id, list);
  for (const auto& [what, path] : {std::pair{"rejects", options.rejects}, {"corrections", options.corrections}}) {
    if (!IsThere(path)) continue;
    ASSIGN_OR_RETURN(const ListenerRows rows, FindRowsOf(listener, path));
    searched.push_back({what, path, rows.rows, rows.theirs});
  }
  ASSIGN_OR_RETURN(const std::vector<SearchedFile> taste, SearchTaste(options, listener));
  searched.insert(searched.end(), taste.begin(), taste.end());
  return searched;
}

}  // namespace earshot
