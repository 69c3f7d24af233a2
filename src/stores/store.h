// Store: a store that can be written, read and administered. Code that needs less takes the part that it needs.
//
// Each part has its contract, threads and ownership in its own header. Nothing outside src/stores/ knows which store it
// uses; every store passes the same conformance suite (stores/conformance_suite.h). Data that cannot be read any more
// are a DamageError (stores/damage.h).
#pragma once

#include "stores/store_admin.h"
#include "stores/table_reader.h"
#include "stores/table_sink.h"

namespace earshot {

class Store : public TableSink, public TableReader, public StoreAdmin {};

}  // namespace earshot
