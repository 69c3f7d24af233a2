// The lease of tables in a keyspace: a row for each of them in the keyspace's table earshot_leases, written by
// lightweight transactions, that the server forgets a while after its last renewal.
//
// A lease renews its rows on a thread of its own. IsHeld may be asked on any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/status.h"
#include "earshot-cassandra-driver/src/lib.rs.h"
#include "stores/load_lease.h"

namespace earshot {

class CassandraLease : public LoadLease {
 public:
  // Waits for a while where another process has the lease of one of the tables; see TableSink::TakeLease. `client` must
  // outlive the lease. The keyspace and its table of leases exist.
  static StatusOr<std::shared_ptr<CassandraLease>> Take(const cql::Client& client, const std::string& keyspace,
                                                        const LoadOwner& owner, std::vector<std::string> tables);
  ~CassandraLease() override;

  // An error where the lease has run out, so that another load may have begun.
  Status Check() const;

 private:
  CassandraLease(const cql::Client& client, const std::string& keyspace, const LoadOwner& owner,
                 std::vector<std::string> tables);

  // Who has the lease of a table.
  struct Answer {
    bool is_own = false;
    std::string holder;
    LoadOwner owner;
  };
  using Cells = std::vector<std::string>;

  StatusOr<Answer> TakeOne(const std::string& table);
  StatusOr<Answer> Insert(const std::string& table);
  Status Delete(const std::string& table, const std::string& holder);
  bool Update(const std::string& table);
  std::string OwnCells() const;
  // The values that a lightweight transaction answers with, of which the first says whether it was applied.
  StatusOr<Cells> Execute(const std::string& cql, const std::string& bound_cells, const std::string& doing);
  void Renew();

  const cql::Client& client_;
  const std::string table_of_leases_;
  const LoadOwner owner_;
  const std::string holder_;  // unlike that of any other load
  const std::vector<std::string> tables_;
  size_t taken_ = 0;                       // of `tables_`, from the first on
  std::atomic<int64_t> renewed_at_ns_{0};  // when the last renewal that succeeded was begun
  std::mutex mutex_;
  std::condition_variable ends_;
  bool has_ended_ = false;
  std::thread renewing_;
};

inline constexpr const char* kLeasesTable = "earshot_leases";

// The statements that create the table of leases, and drop it.
std::string CqlCreateLeases(const std::string& keyspace);
std::string CqlDropLeases(const std::string& keyspace);

// BeingLoaded where a load has the lease of any table. REQUIRES: there is a table of leases.
Status CheckNoLease(const cql::Client& client, const std::string& keyspace);

}  // namespace earshot
