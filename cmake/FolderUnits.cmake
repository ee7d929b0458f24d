# Where CMAKE_UNITY_BUILD is on (the presets asan and tidy), the sources of a folder are compiled as
# one: much faster, as their headers are read once. So names in the unnamed namespaces of one folder
# must differ. The dev preset compiles each source by itself, and sees that it includes what it uses.
function(unite_folders target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER "${folder}" group)
    set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${group})
  endforeach()
  set_property(TARGET ${target} PROPERTY UNITY_BUILD_MODE GROUP)
endfunction()
