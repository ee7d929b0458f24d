# Debian's packages, nothing else; script/setup installs them.
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)
if(SHIPTAG_STATIC)
  set(Boost_USE_STATIC_LIBS ON)
endif()
find_package(Boost CONFIG REQUIRED COMPONENTS program_options)
find_path(RAPIDJSON_INCLUDE_DIR rapidjson/document.h REQUIRED)
add_library(rapidjson INTERFACE)
target_include_directories(rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIR})

# c_libraries: what adapters link.
if(SHIPTAG_STATIC)
  include(StaticLink)
else()
  pkg_check_modules(shared_c_libraries REQUIRED IMPORTED_TARGET libgit2 libcurl zlib yaml-0.1)
  add_library(c_libraries INTERFACE)
  target_link_libraries(c_libraries INTERFACE PkgConfig::shared_c_libraries)
endif()
