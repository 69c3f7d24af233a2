// Drops the tables that changed questions have left: those that were replaced, and those that were built in vain.
//
// Functions on a store, for the thread that its administration belongs to. The lease of the questions is held.
#pragma once

#include <string>

#include "base/status.h"
#include "stores/store.h"
#include "stores/stored_table.h"

namespace earshot {

// Drops it, and what marks say of it. `answering` is the table that answers its question: a remainder of that name is
// only taken out of the marks. A table of another schema is not ours any more, and stays.
Status DropRemainder(Store& store, const Remainder& remainder, const std::string& answering);

}  // namespace earshot
