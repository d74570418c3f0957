# `cmake --install`: the library, its headers, a CMake package and a pkg-config file. Only what ships is installed.

if(NOT WYN_WORLD STREQUAL "production" OR WYN_SANITIZE)
  install(CODE "message(FATAL_ERROR \"wyn: this build tree is for tests (WYN_WORLD=${WYN_WORLD}, WYN_SANITIZE=\\\"${WYN_SANITIZE}\\\"); \
install from one configured without these\")")
  return()
endif()

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/wyn)
target_include_directories(wyn PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(TARGETS wyn EXPORT wyn_targets)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/wyn DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h"
  PATTERN "worlds/model.hpp" EXCLUDE)
install(EXPORT wyn_targets NAMESPACE wyn:: FILE wyn-targets.cmake DESTINATION ${package_dir})

file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/wyn-config.cmake [[
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/wyn-targets.cmake)
get_property(wyn_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
get_target_property(wyn_type wyn::wyn TYPE)
if(wyn_type STREQUAL "STATIC_LIBRARY" AND NOT "CXX" IN_LIST wyn_languages)
  # A project of C alone, whose linker does not add it.
  set_property(TARGET wyn::wyn APPEND PROPERTY INTERFACE_LINK_LIBRARIES stdc++)
endif()
unset(wyn_languages)
unset(wyn_type)
]])
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/wyn-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wyn-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/wyn-config-version.cmake
  DESTINATION ${package_dir})

# Found by where the file lies, so that the tree may be moved.
file(RELATIVE_PATH wyn_prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
set(wyn_pc_libs "-L\${prefix}/${CMAKE_INSTALL_LIBDIR} -lwyn -pthread")
if(NOT BUILD_SHARED_LIBS)
  string(APPEND wyn_pc_libs " -lstdc++")  # which a C linker does not add
endif()
set(wyn_pc_cflags "-I\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(WYN_CHECKED)
  string(APPEND wyn_pc_cflags " -DWYN_CHECKED")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/wyn.pc.in wyn.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/wyn.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
