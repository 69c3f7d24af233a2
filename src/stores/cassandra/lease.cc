#include "stores/cassandra/lease.h"

#include <algorithm>
#include <ctime>
#include <random>
#include <system_error>
#include <utility>

#include "base/stop_token.h"
#include "cql/cells.h"
#include "cql/tables/statements.h"
#include "stores/cassandra/driver.h"
#include "stores/cassandra/process_space.h"
#include "stores/own_table.h"

namespace earshot {
namespace {

// A load that has not reached the server for so long has lost the lease: it writes nothing more.
constexpr int64_t kHeldSeconds = 45;
constexpr int64_t kNsPerSecond = 1'000'000'000;
// After that the server keeps it for as long as what is being written may take, and for so long at least.
constexpr int64_t kWriteSecondsMin = 15;
constexpr std::chrono::seconds kRenewalPause{10};
constexpr std::chrono::milliseconds kPause{250};
// How long servers are waited for that do not answer, as while they start again.
constexpr std::chrono::seconds kAnswerWaitMax{30};
// A boolean's value.
constexpr std::string_view kTrue("\x01", 1);

int64_t SecondsOf(std::chrono::milliseconds write_max) {
  return kHeldSeconds + std::max(kWriteSecondsMin, std::chrono::ceil<std::chrono::seconds>(write_max).count());
}

// Goes on while the machine is suspended.
int64_t BootTimeNs() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec * kNsPerSecond + now.tv_nsec;
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

}  // namespace

const Table& LeasesTable() {
  static const Table table = MakeOwnTable("earshot_leases", "Who is loading this table?",
                                          {{"name", ColumnType::kText},
                                           {"holder", ColumnType::kText},
                                           {"host", ColumnType::kText},
                                           {"process", ColumnType::kBigint},
                                           {"process_space", ColumnType::kText},
                                           {"since", ColumnType::kTimestamp}});
  return table;
}

Status CheckNoLease(const cql::Client& client, const std::string& keyspace, std::string_view table) {
  const std::string cql = fmt::format("SELECT name, host, process, since, process_space FROM {}{}",
                                      CqlTableName(keyspace, LeasesTable()), table.empty() ? "" : " WHERE name = ?");
  const std::string bound = table.empty() ? "" : TextCell(table);
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, Select(client, {cql, bound, "looking for leases"}));
  std::string_view row;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
    if (!found) return absl::OkStatus();
    CellReader cells(row);
    const std::string_view name = cells.Next();
    const std::string_view host = cells.Next();
    const std::string_view process = cells.Next();
    const LoadOwner owner = OwnerOf(host, process, cells.Next());
    if (HasEnded(owner.process, std::string(cells.Next()))) continue;
    return BeingLoaded(fmt::format("table {}.{}", keyspace, name), owner);
  }
}

CassandraLease::CassandraLease(const cql::Client& client, const std::string& keyspace, LoadOwner owner,
                               std::vector<std::string> tables, std::chrono::milliseconds write_max)
    : client_(client),
      table_of_leases_(CqlTableName(keyspace, LeasesTable())),
      owner_(std::move(owner)),
      holder_(RandomName()),
      tables_(std::move(tables)),
      seconds_(SecondsOf(write_max)) {}

StatusOr<std::shared_ptr<CassandraLease>> CassandraLease::Take(const cql::Client& client, const std::string& keyspace,
                                                               const LoadOwner& owner, std::vector<std::string> tables,
                                                               std::chrono::milliseconds write_max) {
  std::shared_ptr<CassandraLease> lease(new CassandraLease(client, keyspace, owner, std::move(tables), write_max));
  lease->renewed_at_ns_ = BootTimeNs();
  const auto begun = std::chrono::steady_clock::now();
  while (lease->taken_ < lease->tables_.size()) {
    const std::string& table = lease->tables_[lease->taken_];
    const StatusOr<Answer> answer = lease->TakeOne(table);
    if (!answer.ok() && !absl::IsUnavailable(answer.status())) return answer.status();
    if (answer.ok() && answer->is_own) {
      ++lease->taken_;
      continue;
    }
    const auto waited = std::chrono::steady_clock::now() - begun;
    if (!answer.ok() && waited >= kAnswerWaitMax) return answer.status();
    if (answer.ok() && waited >= kLeaseWaitMax) {
      return BeingLoaded(fmt::format("table {}.{}", keyspace, table), answer->owner);
    }
    RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + kPause));
  }
  RETURN_IF_ERROR(lease->StartRenewing());
  return lease;
}

Status CassandraLease::StartRenewing() {
  try {
    renewing_ = std::thread([this] { Renew(); });
  } catch (const std::system_error& error) {
    return SystemError("cannot start the thread that renews the lease of the tables: {}", error.what());
  }
  return absl::OkStatus();
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
  if (is_lost_) return TransientError("the lease of the tables has run out, so another load may have begun");
  if (HeldFor().count() > 0) return absl::OkStatus();
  return TransientError(
      "the lease of the tables could not be renewed for {} s, as the servers did not answer or this process was "
      "stopped, so another load may have begun",
      kHeldSeconds);
}

std::chrono::milliseconds CassandraLease::HeldFor() const {
  const std::chrono::nanoseconds left(renewed_at_ns_ + kHeldSeconds * kNsPerSecond - BootTimeNs());
  return std::chrono::floor<std::chrono::milliseconds>(left);
}

StatusOr<CassandraLease::Answer> CassandraLease::TakeOne(const std::string& table) {
  ASSIGN_OR_RETURN(Answer answer, Insert(table));
  if (answer.is_own || !HasEnded(answer.owner.process, answer.process_space)) return answer;
  RETURN_IF_ERROR(Delete(table, answer.holder));
  return Insert(table);
}

// What was sent twice may have been done the first time.
StatusOr<CassandraLease::Answer> CassandraLease::Insert(const std::string& table) {
  const std::string cql = fmt::format(
      "INSERT INTO {} (name, holder, host, process, process_space, since) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS "
      "USING TTL {}",
      table_of_leases_, seconds_);
  ASSIGN_OR_RETURN(const Cells answered, Execute(cql, TextCell(table) + OwnCells(), "taking the lease of " + table));
  // Whether it was done; else the row that is there.
  if (answered.front() == kTrue) return Answer{true, holder_, "", owner_};
  if (answered.size() != 1 + LeasesTable().columns.size()) return SystemError("the lease of {} cannot be read", table);
  return Answer{answered[2] == holder_, answered[2], answered[5], OwnerOf(answered[3], answered[4], answered[6])};
}

Status CassandraLease::Delete(const std::string& table, const std::string& holder) {
  const std::string cql = fmt::format("DELETE FROM {} WHERE name = ? IF holder = ?", table_of_leases_);
  return Execute(cql, TextCell(table) + TextCell(holder), "ending the lease of " + table).status();
}

StatusOr<bool> CassandraLease::Update(const std::string& table) {
  const std::string cql = fmt::format(
      "UPDATE {} USING TTL {} SET holder = ?, host = ?, process = ?, process_space = ?, since = ? WHERE name = ? "
      "IF holder = ?",
      table_of_leases_, seconds_);
  ASSIGN_OR_RETURN(const Cells answered,
                   Execute(cql, OwnCells() + TextCell(table) + TextCell(holder_), "renewing the lease of " + table));
  return answered.front() == kTrue;
}

std::string CassandraLease::OwnCells() const {
  std::string cells = TextCell(holder_) + TextCell(owner_.host);
  AppendBigintCell(static_cast<int64_t>(owner_.process), &cells);
  AppendTextCell(ThisProcessSpace(), &cells);
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
    bool all_are_renewed = true;
    for (const std::string& table : tables_) {
      const StatusOr<bool> renewed = Update(table);
      if (renewed.ok() && !*renewed) is_lost_ = true;
      all_are_renewed = all_are_renewed && renewed.value_or(false);
    }
    if (all_are_renewed) renewed_at_ns_ = begun;
    lock.lock();
  }
}

}  // namespace earshot
