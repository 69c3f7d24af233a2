#include "stores/cassandra/lease.h"

#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <random>
#include <utility>

#include "base/retry.h"
#include "base/stop_token.h"
#include "cql/cells.h"
#include "stores/cassandra/driver.h"

namespace earshot {
namespace {

// The server counts in seconds. A load that cannot reach it for so long has lost the lease.
constexpr int kLeaseSeconds = 60;
constexpr std::chrono::seconds kRenewalPause{10};
constexpr std::chrono::milliseconds kPause{250};
// A boolean's value.
constexpr std::string_view kTrue("\x01", 1);

// Before the server forgets it, so that what is being written then still has the lease.
constexpr int64_t kSafeNs = int64_t{kLeaseSeconds - 15} * 1'000'000'000;

// Goes on while the machine is suspended.
int64_t BootTimeNs() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

std::string RandomName() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}", random(), random(), random());
}

int64_t MillisecondsOf(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string TextCell(std::string_view text) {
  std::string cell;
  AppendTextCell(text, &cell);
  return cell;
}

// Of values that anybody may have written.
LoadOwner OwnerOf(std::string_view host, std::string_view process, std::string_view since) {
  LoadOwner owner = {std::string(host), 0, {}};
  if (process.size() == sizeof(int64_t)) owner.process = static_cast<uint64_t>(BigintOf(process));
  if (since.size() == sizeof(int64_t)) owner.since += std::chrono::milliseconds(TimestampOf(since));
  return owner;
}

// A process of this host that has ended needs no lease any more.
bool HasEnded(const LoadOwner& owner) {
  return owner.host == ThisLoad().host && kill(static_cast<pid_t>(owner.process), 0) != 0 && errno == ESRCH;
}

}  // namespace

std::string CqlCreateLeases(const std::string& keyspace) {
  return fmt::format(
      "CREATE TABLE IF NOT EXISTS \"{}\".{} (name text PRIMARY KEY, holder text, host text, process bigint, "
      "since timestamp)",
      keyspace, kLeasesTable);
}

std::string CqlDropLeases(const std::string& keyspace) {
  return fmt::format("DROP TABLE IF EXISTS \"{}\".{}", keyspace, kLeasesTable);
}

Status CheckNoLease(const cql::Client& client, const std::string& keyspace) {
  const std::string cql = fmt::format("SELECT name, host, process, since FROM \"{}\".{}", keyspace, kLeasesTable);
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, Select(client, {cql, "", "looking for leases"}));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
  if (!found) return absl::OkStatus();
  CellReader cells(row);
  const std::string_view table = cells.Next();
  const std::string_view host = cells.Next();
  const std::string_view process = cells.Next();
  return BeingLoaded(fmt::format("table {}.{}", keyspace, table), OwnerOf(host, process, cells.Next()));
}

CassandraLease::CassandraLease(const cql::Client& client, const std::string& keyspace, const LoadOwner& owner,
                               std::vector<std::string> tables)
    : client_(client),
      table_of_leases_(fmt::format("\"{}\".{}", keyspace, kLeasesTable)),
      owner_(owner),
      holder_(RandomName()),
      tables_(std::move(tables)) {}

StatusOr<std::shared_ptr<CassandraLease>> CassandraLease::Take(const cql::Client& client, const std::string& keyspace,
                                                               const LoadOwner& owner,
                                                               std::vector<std::string> tables) {
  std::shared_ptr<CassandraLease> lease(new CassandraLease(client, keyspace, owner, std::move(tables)));
  lease->renewed_at_ns_ = BootTimeNs();
  const auto deadline = std::chrono::steady_clock::now() + kLeaseWaitMax;
  while (lease->taken_ < lease->tables_.size()) {
    const std::string& table = lease->tables_[lease->taken_];
    ASSIGN_OR_RETURN(const Answer answer, lease->TakeOne(table));
    if (answer.is_own) {
      ++lease->taken_;
    } else if (std::chrono::steady_clock::now() >= deadline) {
      return BeingLoaded(fmt::format("table {}.{}", keyspace, table), answer.owner);
    } else {
      RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + kPause));
    }
  }
  lease->renewing_ = std::thread([renewed = lease.get()] { renewed->Renew(); });
  return lease;
}

CassandraLease::~CassandraLease() {
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
  }
  ends_.notify_all();
  if (renewing_.joinable()) renewing_.join();
  // What is not deleted runs out.
  for (size_t i = 0; i < taken_; ++i) static_cast<void>(Delete(tables_[i], holder_));
}

Status CassandraLease::Check() const {
  if (BootTimeNs() - renewed_at_ns_ < kSafeNs) return absl::OkStatus();
  return TransientError(
      "the lease of the tables could not be renewed for {} s, as the servers did not answer or this process was "
      "stopped, so another load may have begun",
      kSafeNs / 1'000'000'000);
}

StatusOr<CassandraLease::Answer> CassandraLease::TakeOne(const std::string& table) {
  ASSIGN_OR_RETURN(Answer answer, Insert(table));
  if (answer.is_own || !HasEnded(answer.owner)) return answer;
  RETURN_IF_ERROR(Delete(table, answer.holder));
  return Insert(table);
}

// What was sent twice may have been done the first time.
StatusOr<CassandraLease::Answer> CassandraLease::Insert(const std::string& table) {
  const std::string cql = fmt::format(
      "INSERT INTO {} (name, holder, host, process, since) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS USING TTL {}",
      table_of_leases_, kLeaseSeconds);
  Cells answered;
  RETURN_IF_ERROR(RetryTransient([&]() -> Status {
    ASSIGN_OR_RETURN(answered, Execute(cql, TextCell(table) + OwnCells(), "taking the lease of " + table));
    return absl::OkStatus();
  }));
  // Whether it was done; else the row that is there.
  if (answered.front() == kTrue) return Answer{true, holder_, owner_};
  if (answered.size() != 6) return SystemError("the lease of {} cannot be read", table);
  return Answer{answered[2] == holder_, answered[2], OwnerOf(answered[3], answered[4], answered[5])};
}

Status CassandraLease::Delete(const std::string& table, const std::string& holder) {
  const std::string cql = fmt::format("DELETE FROM {} WHERE name = ? IF holder = ?", table_of_leases_);
  return Execute(cql, TextCell(table) + TextCell(holder), "ending the lease of " + table).status();
}

bool CassandraLease::Update(const std::string& table) {
  const std::string cql = fmt::format(
      "UPDATE {} USING TTL {} SET holder = ?, host = ?, process = ?, since = ? WHERE name = ? IF holder = ?",
      table_of_leases_, kLeaseSeconds);
  const StatusOr<Cells> answered =
      Execute(cql, OwnCells() + TextCell(table) + TextCell(holder_), "renewing the lease of " + table);
  return answered.ok() && answered->front() == kTrue;
}

std::string CassandraLease::OwnCells() const {
  std::string cells = TextCell(holder_) + TextCell(owner_.host);
  AppendBigintCell(static_cast<int64_t>(owner_.process), &cells);
  AppendTimestampCell(MillisecondsOf(owner_.since), &cells);
  return cells;
}

StatusOr<CassandraLease::Cells> CassandraLease::Execute(const std::string& cql, const std::string& bound_cells,
                                                        const std::string& doing) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, Select(client_, {cql, bound_cells, doing}));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
  Cells answered;
  for (CellReader cells(row); found && !cells.AtEnd();) answered.emplace_back(cells.Next());
  if (answered.empty()) return SystemError("{}: the server did not say whether it was done", doing);
  return answered;
}

void CassandraLease::Renew() {
  std::unique_lock lock(mutex_);
  while (!ends_.wait_for(lock, kRenewalPause, [&] { return has_ended_; })) {
    lock.unlock();
    const int64_t begun = BootTimeNs();
    if (std::all_of(tables_.begin(), tables_.end(), [&](const std::string& table) { return Update(table); })) {
      renewed_at_ns_ = begun;
    }
    lock.lock();
  }
}

}  // namespace earshot
