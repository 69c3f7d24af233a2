// One load at a time: who loads tables has their lease, and others wait.
//
// A lease belongs to one thread, and must be gone before its store is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

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

// "by process 123 on host db1 since 2018-11-30 03:00:01 UTC"
std::string Describe(const LoadOwner& owner);

// Ends when it is destroyed, or a while after its process has ended, however that was.
class LoadLease {
 public:
  virtual ~LoadLease() = default;
};

// How long another load is waited for.
inline constexpr std::chrono::seconds kLeaseWaitMax{5};

// The error where another load has the lease for longer.
Status BeingLoaded(const std::string& store, const LoadOwner& owner);

}  // namespace earshot
