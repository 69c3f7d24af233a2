# A module is a directory of src/: one library from its *.cc, one test program from its *_test.cc.
# Files are found by glob, so that a test cannot be forgotten; a module names the modules and libraries it uses. Its
# main.cc, if it has one, is a program's and not part of the library.
# STAGES names subdirectories whose files belong to the module, too.
# With EARSHOT_FUZZ each *_fuzz.cc is a libFuzzer program of its own, and `fuzzers` is all of them.

if(EARSHOT_FUZZ)
  add_custom_target(fuzzers)
endif()

function(earshot_module name)
  cmake_parse_arguments(MODULE "" "" "STAGES;USES;TEST_USES" ${ARGN})
  string(REPLACE "/" "_" target "earshot_${name}")
  set(patterns "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc")
  foreach(stage ${MODULE_STAGES})
    list(APPEND patterns "${CMAKE_CURRENT_SOURCE_DIR}/${name}/${stage}/*.cc")
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER sources EXCLUDE REGEX "(_(test|fuzz)|/main)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")

  if(NOT sources)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE earshot_options ${MODULE_USES})
    return()
  endif()
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC earshot_options ${MODULE_USES})

  if(tests AND EARSHOT_BUILD_TESTS)
    add_executable(${target}_tests ${tests})
    target_link_libraries(${target}_tests PRIVATE ${target} ${MODULE_TEST_USES} ${RAPIDCHECK_LIBRARY}
                          GTest::gmock GTest::gtest_main)
    add_test(NAME ${target} COMMAND ${target}_tests)
    set_tests_properties(${target} PROPERTIES ENVIRONMENT "EARSHOT_REAL_EVENTS=${EARSHOT_REAL_EVENTS}")
  endif()

  if(EARSHOT_FUZZ)
    foreach(fuzzer ${fuzzers})
      get_filename_component(name "${fuzzer}" NAME_WE)
      add_executable(${name} ${fuzzer})
      target_link_libraries(${name} PRIVATE ${target})
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
      set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzzers")
      add_dependencies(fuzzers ${name})
    endforeach()
  endif()
endfunction()

# Compiles texts into `target`: `source` is C++ with @variable@ where each text goes, of which file and variable follow.
function(earshot_embed_texts target source)
  set(rest ${ARGN})
  while(rest)
    list(POP_FRONT rest file variable)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    file(READ "${file}" ${variable})
  endwhile()
  string(REGEX REPLACE "\\.in$" "" generated "${CMAKE_CURRENT_BINARY_DIR}/${source}")
  configure_file("${source}" "${generated}" @ONLY)
  target_sources(${target} PRIVATE "${generated}")
endfunction()
