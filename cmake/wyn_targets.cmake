# What wyn's own targets share. Nothing here reaches a program that links wyn.

add_library(wyn_strict INTERFACE)
target_compile_options(wyn_strict INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
target_include_directories(wyn_strict INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_features(wyn_strict INTERFACE cxx_std_20)

# Of every target made from here on. The checkers' headers are system headers, whose warnings no compiler shows.
if(WYN_WERROR)
  set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()

if(WYN_SANITIZE)
  if(WYN_BUILD_BENCHMARKS)
    message(FATAL_ERROR "a benchmark measures nothing under a sanitizer: set WYN_SANITIZE or WYN_BUILD_BENCHMARKS")
  endif()
  add_compile_options(-fsanitize=${WYN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WYN_SANITIZE})
endif()

# A test program: wyn_test(NAME name COMPONENT component LENS lens SOURCES ... [LIBRARIES ...] [TIMEOUT seconds]
#                          [ARGUMENTS ...])
function(wyn_test)
  cmake_parse_arguments(test "" "NAME;COMPONENT;LENS;TIMEOUT" "SOURCES;LIBRARIES;ARGUMENTS" ${ARGN})
  add_executable(${test_NAME} ${test_SOURCES})
  target_link_libraries(${test_NAME} PRIVATE wyn::wyn wyn_strict ${test_LIBRARIES})
  add_test(NAME ${test_NAME} COMMAND ${test_NAME} ${test_ARGUMENTS})
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 300)
  endif()
  set_tests_properties(${test_NAME} PROPERTIES LABELS "${test_LENS};${test_COMPONENT}" TIMEOUT ${test_TIMEOUT})
endfunction()
