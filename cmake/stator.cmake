# Reading the standard library's headers takes a fifth of the time that compiling does. So they are read once for all
# files (stator_standard_headers), and once more, with GoogleTest, for all tests (stator_test_headers). Only in the preset
# that is compiled most: the others show where a file does not include what it uses.
set(STANDARD_HEADERS
    <algorithm> <array> <atomic> <charconv> <chrono> <coroutine> <cstddef> <cstdint> <cstring> <deque> <exception>
    <functional> <limits> <map> <memory> <mutex> <optional> <set> <span> <string> <string_view> <tuple> <type_traits>
    <unordered_map> <utility> <variant> <vector>)
set(TEST_OPTIONS $<$<CONFIG:Release>:-O1 -g0>)  # compiled more often than run
set(PRECOMPILE OFF)
if(CMAKE_BUILD_TYPE STREQUAL Release AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(PRECOMPILE ON)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cc CONTENT "// Nothing: its precompiled headers are what is wanted.\n")
  add_library(stator_standard_headers OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
  target_precompile_headers(stator_standard_headers PRIVATE ${STANDARD_HEADERS})
  add_library(stator_test_headers OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
  target_precompile_headers(stator_test_headers PRIVATE ${STANDARD_HEADERS} <gtest/gtest.h>)
  target_compile_options(stator_test_headers PRIVATE ${TEST_OPTIONS})
  target_link_libraries(stator_test_headers PRIVATE GTest::gtest)
endif()

# Reading the project's own headers, and the templates of both, take most of the rest. So the same preset compiles some files
# of a library together, which is twice as fast; what they have in their anonymous namespaces needs names of its own.
set(FILES_TOGETHER 8)

# stator_together(target)
function(stator_together target)
  if(PRECOMPILE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${FILES_TOGETHER})
    # A coroutine's frame has members of local types.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# stator_precompiled(target headers)
function(stator_precompiled target headers)
  if(PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${headers})
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # for ccache
  endif()
endfunction()

# stator_test_program(target): it is a program of tests, with GoogleTest.
function(stator_test_program target)
  target_link_libraries(${target} PRIVATE GTest::gtest GTest::gtest_main)
  target_compile_options(${target} PRIVATE ${TEST_OPTIONS})
  stator_precompiled(${target} stator_test_headers)
  stator_together(${target})
  add_test(NAME ${target} COMMAND ${target})
endfunction()

# stator_library(name FOLDER folder DEPS a b ...): every .cc of src/folder (not of its subfolders) is the library
# `name`; every *_test.cc there is the test program `name_test`. A main.cc belongs to a program, not to the library.
# SEPARATE: files that are compiled alone, as what they have for themselves has the name of others'.
function(stator_library name)
  cmake_parse_arguments(ARG "" "FOLDER" "DEPS;SYSTEM;SEPARATE" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/${ARG_FOLDER})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cc)
  set(tests ${sources})
  list(TRANSFORM ARG_SEPARATE PREPEND ${dir}/)
  set_source_files_properties(${ARG_SEPARATE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_property(GLOBAL APPEND PROPERTY STATOR_SEPARATE ${ARG_SEPARATE})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_SYSTEM})
    stator_precompiled(${name} stator_standard_headers)
    if(NOT ARG_FOLDER MATCHES /shapes$)  # tables of the same names in each file, and quick to compile
      stator_together(${name})
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ARG_SYSTEM})
    stator_test_program(${name}_test)
    set_property(GLOBAL APPEND PROPERTY STATOR_TESTS ${name}_test)
  endif()
endfunction()
