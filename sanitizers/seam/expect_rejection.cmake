# Compiles CASE, which must work, and CASE with WRONG, which must fail with the diagnostic of its first line:
#   // rejected: <regular expression of CMake>
file(STRINGS ${CASE} first_line LIMIT_COUNT 1)
if(NOT first_line MATCHES "^// rejected: (.+)$")
  message(FATAL_ERROR "${CASE} does not say on its first line how it is rejected")
endif()
set(diagnostic "${CMAKE_MATCH_1}")

set(compile ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only -I${CORE})
execute_process(COMMAND ${compile} ${CASE} RESULT_VARIABLE status ERROR_VARIABLE output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${CASE} does not compile though nothing is wrong with it:\n${output}")
endif()

execute_process(COMMAND ${compile} -DWRONG ${CASE} RESULT_VARIABLE status ERROR_VARIABLE output)
if(status EQUAL 0)
  message(FATAL_ERROR "${CASE} compiles, and must not")
elseif(NOT output MATCHES "${diagnostic}")
  message(FATAL_ERROR "${CASE} is rejected, but not with '${diagnostic}':\n${output}")
endif()
