// The lease of a SQLite file: a lock on a file beside it, which names who loads. It ends with the process, however that
// ends; the file is removed with the lease, or by the next one.
//
// Belongs to one thread.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "stores/load_lease.h"

namespace earshot {

// Where another process has it for longer than a while: BeingLoaded. Removes the new file (new_file.h) of a process
// that was killed. File systems without locks give a lease that keeps nobody away; SQLite has locks of its own.
StatusOr<std::unique_ptr<LoadLease>> TakeFileLease(const std::string& database, const LoadOwner& owner);

}  // namespace earshot
