# Runs the tests FILTER of PROGRAM, which has a known-bad variant inside: they must fail, with a counterexample of at
# most six operations.
set(most 6)
execute_process(COMMAND ${PROGRAM} --gtest_filter=${FILTER} RESULT_VARIABLE status OUTPUT_VARIABLE output
  ERROR_VARIABLE output)

if(status EQUAL 0)
  message(FATAL_ERROR "the property is blind to the specimen:\n${output}")
elseif(NOT output MATCHES "smallest failing [a-z]+: ([0-9]+) operations: [^\n]*")
  message(FATAL_ERROR "the program ended with ${status}, but not with a counterexample:\n${output}")
elseif(CMAKE_MATCH_1 GREATER most)
  message(FATAL_ERROR "${CMAKE_MATCH_0}\nThat is not shrunk to ${most} operations at most.")
endif()
message(STATUS "${CMAKE_MATCH_0}")
