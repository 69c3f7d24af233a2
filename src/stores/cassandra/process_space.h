// Where the number of a process means one process, so that it can be known to have ended.
//
// Functions that read the system's state; safe on any thread.
#pragma once

#include <cstdint>
#include <string>

namespace earshot {

// This start of this machine, and in it this container, as far as that can be known; "" where not.
std::string ThisProcessSpace();

// Whether the process is known to have ended. It is not known of one in another space.
bool HasEnded(uint64_t process, const std::string& process_space);

}  // namespace earshot
