# The known-bad variants under the properties: each that a property can reach fails there, and shrinks to at most six
# operations. The line `property:` of a specimen says which of them reaches it: sequential, model, or none and why.
find_program(PATCH patch REQUIRED)

set(filter_sequential deque_sequential.words_behave_as_in_the_reference)
set(filter_model deque_model.every_history_of_random_programs_is_allowed)

# The structures with the specimen's mistake, as the build makes them: `headers` receives their names.
function(wyn_patched_headers specimen copy headers)
  file(GLOB originals CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/core/wyn/lockfree/*.hpp)
  set(patched "")
  foreach(original ${originals})
    get_filename_component(name ${original} NAME)
    list(APPEND patched ${copy}/core/wyn/lockfree/${name})
  endforeach()
  add_custom_command(OUTPUT ${patched}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${copy}
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/core/wyn/lockfree ${copy}/core/wyn/lockfree
    COMMAND ${PATCH} --strip=1 --batch --silent --no-backup-if-mismatch --directory=${copy} --input=${specimen}
    DEPENDS ${specimen} ${originals} VERBATIM)
  set(${headers} ${patched} PARENT_SCOPE)
endfunction()

# Each specimen that `property` reaches: wyn_shrinking(component property SOURCES ... LIBRARIES ...), the sources being
# those that include the structure.
function(wyn_shrinking component property)
  cmake_parse_arguments(with "" "" "SOURCES;LIBRARIES" ${ARGN})
  file(GLOB specimens CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/${component}/specimens/*.patch)
  foreach(specimen ${specimens})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${specimen})
    file(STRINGS ${specimen} reached REGEX "^property: (sequential|model|none, .+)$")
    if(NOT reached)
      message(FATAL_ERROR "${specimen} lacks a line `property: ` with sequential, model, or none and why")
    elseif(NOT reached STREQUAL "property: ${property}")
      continue()
    endif()
    get_filename_component(name ${specimen} NAME_WE)
    set(test wyn_shrinks_${component}_${name})
    set(copy ${CMAKE_CURRENT_BINARY_DIR}/specimens/${name})
    wyn_patched_headers(${specimen} ${copy} headers)
    add_executable(${test} ${with_SOURCES} ${headers})
    target_include_directories(${test} BEFORE PRIVATE ${copy}/core)
    target_link_libraries(${test} PRIVATE ${with_LIBRARIES})
    target_precompile_headers(${test} REUSE_FROM wyn_word_properties)
    # What the mistake leaves unused is not what must be seen.
    set_target_properties(${test} PROPERTIES COMPILE_WARNING_AS_ERROR OFF)
    add_test(NAME ${test}
      COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:${test}> -DFILTER=${filter_${property}}
        -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/expect_shrinking.cmake)
    # How far it shrinks depends on what is found first.
    set_tests_properties(${test} PROPERTIES LABELS "shrinking;${component}" TIMEOUT 300 ENVIRONMENT "RC_PARAMS=seed=1")
  endforeach()
endfunction()
