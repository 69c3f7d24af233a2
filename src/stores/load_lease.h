// One load at a time: who loads tables has their lease, and others wait.
//
// A lease belongs to one thread, and must be gone before its store is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// Who loads.
struct LoadOwner {
  std::string host;
  uint64_t process = 0;
  std::chrono::system_clock::time_point since;
};

// This process, from now on.
LoadOwner ThisLoad();

// "2018-11-30 03:00:01 UTC"
std::string TimeInWords(std::chrono::system_clock::time_point time);

// "by process 123 on host db1 since 2018-11-30 03:00:01 UTC"
std::string Describe(const LoadOwner& owner, std::string_view since = "since");

// Ends when it is destroyed, or a while after its process has ended, however that was.
class LoadLease {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit LoadLease(Time taken_at = std::chrono::system_clock::now()) : taken_at_(taken_at) {}
  virtual ~LoadLease() = default;

  // When it was taken, by the clock of the store, or where that has none by that of this host.
  Time taken_at() const { return taken_at_; }

 private:
  const Time taken_at_;
};

// How long another load is waited for.
inline constexpr std::chrono::seconds kLeaseWaitMax{5};

// The error where another load has the lease for longer.
Status BeingLoaded(const std::string& store, const LoadOwner& owner);

}  // namespace earshot
