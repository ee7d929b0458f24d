# -DSHIPTAG_SANITIZE=ON: AddressSanitizer and UndefinedBehaviorSanitizer, every finding fatal.
option(SHIPTAG_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
add_library(sanitizers INTERFACE)
if(SHIPTAG_SANITIZE)
  target_compile_options(sanitizers INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sanitizers INTERFACE -fsanitize=address,undefined)
endif()
