// Who a file belongs to and who may use it, where it is to replace another one.
//
// A function without state; safe on any thread.
#pragma once

#include <sys/stat.h>

namespace earshot {

// Whoever could use the old file, and nobody else, can use the new one. Only root can give a file away; for others it
// is theirs.
void TakeOver(const struct stat& old, int descriptor);

}  // namespace earshot
