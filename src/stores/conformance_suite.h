// What every store does: the same suite for each, in the parts of stores/store.h. A store's test program includes this
// header in one file and instantiates the parts that the store has:
//
//   const StoreUnderTest kStore = {"sqlite", OpenStoreOfThisTest};
//   INSTANTIATE_TEST_SUITE_P(Sqlite, TableConformance, ::testing::Values(kStore));
//   INSTANTIATE_TEST_SUITE_P(Sqlite, AdminConformance, ::testing::Values(kStore));
//
// For tests on one thread.
#pragma once

#include "stores/conformance_admin.h"
#include "stores/conformance_reader.h"
#include "stores/conformance_sink.h"
