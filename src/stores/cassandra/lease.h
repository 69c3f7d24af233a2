// The lease of tables in a keyspace: a row for each of them in the keyspace's table earshot_leases, written by
// lightweight transactions, that the server forgets a while after its last renewal.
//
// A lease renews its rows on a thread of its own. Check may be called on any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/status.h"
#include "earshot-cassandra-driver/src/lib.rs.h"
#include "questions/table.h"
#include "stores/load_lease.h"

namespace earshot {

class CassandraLease : public LoadLease {
 public:
  // Waits for a while where another process has the lease of one of the tables; see TableSink::TakeLease. `client` must
  // outlive the lease. The keyspace and its table of leases exist. What is being written when the lease runs out has
  // `write_max` to end.
  static StatusOr<std::shared_ptr<CassandraLease>> Take(const cql::Client& client, const std::string& keyspace,
                                                        const LoadOwner& owner, std::vector<std::string> tables,
                                                        std::chrono::milliseconds write_max);
  ~CassandraLease() override;

  // An error where the lease has run out, so that another load may have begun.
  Status Check() const;
  // For how long it is held if it is not renewed any more; not positive where it has run out.
  std::chrono::milliseconds HeldFor() const;

 private:
  CassandraLease(const cql::Client& client, const std::string& keyspace, LoadOwner owner,
                 std::vector<std::string> tables, std::chrono::milliseconds write_max);

  // Who has the lease of a table.
  struct Answer {
    bool is_own = false;
    std::string holder;
    std::string process_space;
    LoadOwner owner;
  };
  using Cells = std::vector<std::string>;

  StatusOr<Answer> TakeOne(const std::string& table);
  StatusOr<Answer> Insert(const std::string& table);
  Status Delete(const std::string& table, const std::string& holder);
  // Whether it was renewed; else it has run out. An error where nobody knows.
  StatusOr<bool> Update(const std::string& table);
  std::string OwnCells() const;
  // The values that a lightweight transaction answers with, of which the first says whether it was applied.
  StatusOr<Cells> Execute(const std::string& cql, const std::string& bound_cells, const std::string& doing);
  void Renew();
  Status StartRenewing();

  const cql::Client& client_;
  const std::string table_of_leases_;
  const LoadOwner owner_;
  const std::string holder_;  // unlike that of any other load
  const std::vector<std::string> tables_;
  const int64_t seconds_;                  // after which the server forgets it
  size_t taken_ = 0;                       // of `tables_`, from the first on
  std::atomic<int64_t> renewed_at_ns_{0};  // when the last renewal that succeeded was begun
  std::atomic<bool> is_lost_{false};
  std::mutex mutex_;
  std::condition_variable ends_;
  bool has_ended_ = false;
  std::thread renewing_;
};

// The table of the leases.
const Table& LeasesTable();

// BeingLoaded where a load has the lease of `table`, or of any table where that is empty. REQUIRES: there is a table of
// leases.
Status CheckNoLease(const cql::Client& client, const std::string& keyspace, std::string_view table = "");

}  // namespace earshot
