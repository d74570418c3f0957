# Runs PROGRAM and expects it to fail with REPORT and a line of its source in its output; with an empty REPORT, to succeed and say
# nothing.
execute_process(COMMAND ${PROGRAM} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(output MATCHES "unexpected memory mapping")
  message(FATAL_ERROR "ThreadSanitizer does not start here: the kernel places memory too randomly for it. Run\n"
    "  sudo sysctl vm.mmap_rnd_bits=28\n"
    "or start the tests with reduced randomness: setarch --addr-no-randomize ctest ...\n${output}")
endif()

if(REPORT STREQUAL "")
  if(NOT status EQUAL 0 OR NOT output STREQUAL "")
    message(FATAL_ERROR "a program without a fault ended with ${status}:\n${output}")
  endif()
elseif(status EQUAL 0)
  message(FATAL_ERROR "the sanitizer is blind: the program ended with success, '${REPORT}' was expected\n${output}")
elseif(NOT output MATCHES "${REPORT}")
  message(FATAL_ERROR "the program ended with ${status}, but '${REPORT}' is not in its output:\n${output}")
elseif(NOT output MATCHES "#[0-9]+ [^\n]*[.]cpp:[0-9]+")
  message(FATAL_ERROR "the report names no line of a source. On Debian that takes the package llvm-14:\n${output}")
endif()
