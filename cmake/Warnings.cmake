# Warnings are errors in every build of our own code; libraries' headers come in as system headers.
# Not -Wnull-dereference: it looks only where g++ optimizes, and finds what it inlined of std::string.
add_library(warnings INTERFACE)
target_compile_options(warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wextra-semi -Werror)
# g++ 12 sees overlapping copies inside std::string where there are none, once it optimizes (GCC bug
# 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(warnings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:-Wno-restrict>")
endif()
