# The libraries of docs/architecture.md, all from Debian's packages; scripts/setup installs them.

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(hwy REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

# CLI11, nlohmann/json and RapidCheck are found by the compiler in the system's own include folder.
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
