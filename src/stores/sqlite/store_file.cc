#include "stores/sqlite/store_file.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "stores/load_mark.h"
#include "stores/sqlite/foreign_tables.h"
#include "stores/sqlite/new_file.h"

namespace earshot {

// A new file takes the store's place at the end.
class StoreFile::ANewFile : public Changes {
 public:
  ANewFile(StoreFile& store, std::unique_ptr<NewFile> file) : store_(store), file_(std::move(file)) {
    store_.Use(file_->path());
  }
  ~ANewFile() override { store_.Use(store_.path_); }

  bool appear_at_once() const override { return true; }
  Status Commit() override {
    store_.Use(store_.path_);
    // It may have been long since it was looked at.
    ASSIGN_OR_RETURN(const bool is_empty, store_.IsEmpty());
    if (!is_empty) {
      return TransientError("another program has filled {} meanwhile, so it was left as it is", store_.path_);
    }
    RETURN_IF_ERROR(UseLog());
    return file_->Commit();
  }

 private:
  // To get one later, the file would have to be read by nobody at that moment.
  Status UseLog() const {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_->path(), OpenMode::kFillNew));
    return connection.UseWriteAheadLog().status();
  }

  StoreFile& store_;
  const std::unique_ptr<NewFile> file_;
};

// Closing a connection without a COMMIT rolls back.
class StoreFile::OneTransaction : public Changes {
 public:
  explicit OneTransaction(StoreFile& store) : store_(store) {}
  ~OneTransaction() override { store_.changing_.reset(); }

  bool appear_at_once() const override { return true; }
  Status Commit() override { return store_.changing_->Execute("COMMIT"); }

 private:
  StoreFile& store_;
};

StatusOr<bool> StoreFile::Exists() const {
  std::error_code error;
  const bool exists = std::filesystem::exists(file_, error);
  if (error) return ErrnoError(error.value(), "cannot look for " + file_);
  return exists;
}

// A file without tables is filled under another name, which is faster than anything that could be undone. Else all
// changes are one transaction, and the file has a write-ahead log, so that readers do not wait for it.
StatusOr<std::unique_ptr<Changes>> StoreFile::BeginChanges() {
  CloseReaders();
  ASSIGN_OR_RETURN(const bool is_empty, IsEmpty());
  if (is_empty) {
    ASSIGN_OR_RETURN(std::string target, BehindLinks(path_));
    ASSIGN_OR_RETURN(std::unique_ptr<NewFile> file, NewFile::Create(std::move(target)));
    return std::make_unique<ANewFile>(*this, std::move(file));
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, ConnectionForChanges(OpenMode::kReadWrite));
  ASSIGN_OR_RETURN(const bool has_log, connection->UseWriteAheadLog());
  if (!has_log) {
    return InputError("{} cannot be written while it is read, as its file system shares no memory between programs",
                      path_);
  }
  RETURN_IF_ERROR(connection->Execute("BEGIN IMMEDIATE"));
  changing_ = connection;
  return std::make_unique<OneTransaction>(*this);
}

StatusOr<std::shared_ptr<Connection>> StoreFile::ConnectionForChanges(OpenMode mode) const {
  if (changing_ != nullptr) {
    RETURN_IF_ERROR(changing_->CheckInTransaction());
    return changing_;
  }
  ASSIGN_OR_RETURN(Connection opened, Connection::Open(file_, file_ == path_ ? mode : OpenMode::kFillNew));
  return std::make_shared<Connection>(std::move(opened));
}

// From now on this file is written and read.
void StoreFile::Use(const std::string& file) {
  file_ = file;
  pool_ = std::make_unique<ConnectionPool>(file_);
}

// Marks of loads are no tables.
StatusOr<bool> StoreFile::IsEmpty() const {
  ASSIGN_OR_RETURN(const bool exists, Exists());
  if (!exists) return true;
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_, OpenMode::kReadWrite));
  ASSIGN_OR_RETURN(const std::optional<std::string> other,
                   FindOther(connection, [](const std::string& name) { return name == LoadMarksTable().name; }));
  if (other.has_value()) return false;
  // A log that others have open would be taken for that of the file that replaces this one.
  return connection.UseNoWriteAheadLog();
}

}  // namespace earshot
