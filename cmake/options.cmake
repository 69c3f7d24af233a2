# How everything is compiled: the standard, the warnings, the sanitizers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(EARSHOT_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them: address,undefined or thread")

# Tests that need the 30 real day files look for them here; they are no part of the repository.
set(EARSHOT_REAL_EVENTS "${CMAKE_SOURCE_DIR}/../shared/data/event_data" CACHE PATH "Where the real day files are")
if(NOT EXISTS "${EARSHOT_REAL_EVENTS}")
  message(WARNING "No real day files in ${EARSHOT_REAL_EVENTS}: the tests that need them will not run.")
endif()

add_library(earshot_options INTERFACE)
target_include_directories(earshot_options INTERFACE "${CMAKE_SOURCE_DIR}/src")
target_compile_options(earshot_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)

# g++ 12 reports false alarms from inside the standard library's own inlined code (GCC bugs 105329 and 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(earshot_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()

if(EARSHOT_SANITIZE)
  add_compile_options(-fsanitize=${EARSHOT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EARSHOT_SANITIZE})
endif()

option(EARSHOT_FUZZ "Build the fuzzers; needs clang" OFF)
if(EARSHOT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# A faster linker and a compiler cache where the machine has them.
find_program(EARSHOT_MOLD mold)
if(EARSHOT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(EARSHOT_CCACHE ccache)
if(EARSHOT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${EARSHOT_CCACHE}")
endif()
