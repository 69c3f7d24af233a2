# The libraries of docs/architecture.md, all from Debian's packages; scripts/setup installs them.

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(fmt REQUIRED)
find_package(Eigen3 3.4 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(lz4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(deflate REQUIRED IMPORTED_TARGET libdeflate)

# CLI11, nlohmann/json and Highway are found by the compiler in the system's own include directory.

# Tests are built where their libraries are; scripts/test insists on them.
find_package(GTest QUIET)
option(EARSHOT_BUILD_TESTS "Build the tests; needs GoogleTest and RapidCheck" ${GTest_FOUND})
if(EARSHOT_BUILD_TESTS)
  find_package(GTest REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
endif()

# `earshot ask` is a short process: looking up thirty shared libraries took most of its time. Where a package has a
# static library beside the shared one, the program takes that.
get_property(imported_targets DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target ${imported_targets})
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    continue()
  endif()
  foreach(property IMPORTED_LOCATION IMPORTED_LOCATION_NONE)
    get_target_property(location ${target} ${property})
    if(location AND location MATCHES "\\.so[0-9.]*$")
      string(REGEX REPLACE "\\.so[0-9.]*$" ".a" static_library "${location}")
      if(EXISTS "${static_library}")
        set_target_properties(${target} PROPERTIES ${property} "${static_library}")
      endif()
    endif()
  endforeach()
endforeach()
