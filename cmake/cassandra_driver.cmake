# The Cassandra driver: a Rust crate (src/stores/cassandra/driver), built by cargo into a static library together with
# the C++ side of its bridge, whose headers cargo leaves in the target directory. -DEARSHOT_CASSANDRA=OFF needs no Rust.

option(EARSHOT_CASSANDRA "Build the Cassandra store, which needs cargo and rustc 1.88 at least" ON)

if(EARSHOT_CASSANDRA)
  find_program(EARSHOT_CARGO cargo REQUIRED HINTS "$ENV{HOME}/.cargo/bin")
  set(driver_source "${CMAKE_SOURCE_DIR}/src/stores/cassandra/driver")
  # One directory for all presets: the crate is the same in each.
  set(driver_target "${CMAKE_SOURCE_DIR}/build/cargo")
  set(driver_library "${driver_target}/release/libearshot_cassandra_driver.a")
  set(driver_header "${driver_target}/cxxbridge/earshot-cassandra-driver/src/lib.rs.h")
  file(GLOB_RECURSE driver_files CONFIGURE_DEPENDS "${driver_source}/*.rs" "${driver_source}/Cargo.*")
  list(FILTER driver_files EXCLUDE REGEX "/(tests|target)/")

  add_custom_command(
    OUTPUT "${driver_library}" "${driver_header}"
    COMMAND "${EARSHOT_CARGO}" build --quiet --release --lib --locked
            --manifest-path "${driver_source}/Cargo.toml" --target-dir "${driver_target}"
    # Cargo leaves what is up to date alone, dates and all.
    COMMAND "${CMAKE_COMMAND}" -E touch "${driver_library}" "${driver_header}"
    DEPENDS ${driver_files}
    COMMENT "Building the Cassandra driver with cargo"
    VERBATIM)
  add_custom_target(earshot_cassandra_driver_build DEPENDS "${driver_library}" "${driver_header}")

  add_library(earshot_cassandra_driver INTERFACE)
  add_dependencies(earshot_cassandra_driver earshot_cassandra_driver_build)
  target_include_directories(earshot_cassandra_driver SYSTEM INTERFACE "${driver_target}/cxxbridge")
  target_link_libraries(earshot_cassandra_driver INTERFACE "${driver_library}" Threads::Threads ${CMAKE_DL_LIBS} m)
  # The library brings all of what its crates can do; a program needs a small part of that.
  target_link_options(earshot_cassandra_driver INTERFACE LINKER:--gc-sections)
endif()
