# Builds wyn's library once per flavour (a world, checked or not), then links every pair of flavours: two parts of one
# flavour must link and run, two of different flavours must fail and name the world that the library lacks.

set(flavours production_unchecked production_checked perturbed_checked counted_checked)
set(flags_production_unchecked "")
set(flags_production_checked -DWYN_CHECKED)
set(flags_perturbed_checked -DWYN_WORLD_PERTURBED -DWYN_CHECKED)
set(flags_counted_checked -DWYN_WORLD_COUNTED -DWYN_CHECKED)
set(flags_model_checked -DWYN_WORLD_MODEL -DWYN_CHECKED)

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

function(compile source flavour object)
  execute_process(
    COMMAND ${COMPILER} -std=c++20 -O0 -I${CORE} ${flags_${flavour}} -c ${source} -o ${object}
    RESULT_VARIABLE status ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${source} does not compile for ${flavour}:\n${output}")
  endif()
endfunction()

function(compile_library flavour)
  file(GLOB sources ${CORE}/wyn/sync/*.cpp)
  if(flavour MATCHES "^perturbed")
    file(GLOB own ${CORE}/wyn/sync/worlds/perturbed*.cpp)
    list(APPEND sources ${own})
  endif()
  list(TRANSFORM sources REPLACE "(.+)" "#include \"\\1\"\n" OUTPUT_VARIABLE includes)
  file(WRITE ${WORK}/${flavour}_sync.cpp ${includes})  # one unit, which is quicker
  compile(${WORK}/${flavour}_sync.cpp ${flavour} ${WORK}/${flavour}_sync.o)
  set(library_${flavour} ${WORK}/${flavour}_sync.o PARENT_SCOPE)
endfunction()

foreach(flavour ${flavours})
  compile_library(${flavour})
  compile(${SOURCES}/program.cpp ${flavour} ${WORK}/${flavour}_program.o)
endforeach()
foreach(flavour ${flavours} model_checked)
  compile(${SOURCES}/other_part.cpp ${flavour} ${WORK}/${flavour}_other_part.o)
endforeach()

function(link flavour other)
  set(program ${WORK}/${flavour}_with_${other})
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} ${WORK}/${flavour}_program.o ${WORK}/${other}_other_part.o ${library_${flavour}}
      -pthread -o ${program}
    RESULT_VARIABLE status ERROR_VARIABLE output)
  if(flavour STREQUAL other)
    if(NOT status EQUAL 0)
      message(SEND_ERROR "${flavour} alone does not link:\n${output}")
      return()
    endif()
    execute_process(COMMAND ${program} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
      message(SEND_ERROR "${flavour} alone links, but its program ends with ${status}")
    endif()
  elseif(status EQUAL 0)
    message(SEND_ERROR "a program of ${flavour} links with a part of ${other}")
  elseif(NOT output MATCHES "undefined reference to [^\n]*this_program_mixes_worlds_${other}")
    message(SEND_ERROR "${flavour} with ${other} fails to link, but not by the name of the world:\n${output}")
  endif()
endfunction()

foreach(flavour ${flavours})
  foreach(other ${flavours} model_checked)
    link(${flavour} ${other})
  endforeach()
endforeach()
