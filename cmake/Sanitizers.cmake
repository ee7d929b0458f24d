# -DSHIPTAG_SANITIZE=ON, with clang: AddressSanitizer and UndefinedBehaviorSanitizer, every finding
# fatal, and what libFuzzer needs to see where an input leads, for the targets of tests/fuzz.
option(SHIPTAG_SANITIZE "Build with clang's sanitizers, and tests/fuzz for libFuzzer" OFF)
add_library(sanitizers INTERFACE)
add_library(coverage INTERFACE)  # of the program alone: tests lead a fuzzer nowhere
if(SHIPTAG_SANITIZE)
  target_compile_options(sanitizers INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitizers-ignore.txt)
  target_compile_options(coverage INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(sanitizers INTERFACE -fsanitize=address,undefined)
endif()
