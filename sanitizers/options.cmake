# Runtime options of the sanitizers, for every test of a sanitized build tree. There are no suppressions.

set(WYN_SANITIZER_ENVIRONMENT
  "TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1"
  "ASAN_OPTIONS=detect_stack_use_after_return=1:detect_leaks=1:strict_init_order=1"
  "UBSAN_OPTIONS=print_stacktrace=1")

function(wyn_sanitizer_options test)
  if(WYN_SANITIZE)
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "${WYN_SANITIZER_ENVIRONMENT}")
  endif()
endfunction()
