# -DSHIPTAG_STATIC=ON: one static binary, for an image that holds nothing else. Debian 13's archives.
#
# Debian's libcurl and libgit2 are built with Kerberos, LDAP and RTMP, which Debian has no archive of,
# or none that links. shiptag never speaks them: what they would have defined (never_called.txt, exact:
# a missing name fails the link) is defined as never_called(), which says so and ends the program.
#
# Not -static-pie: nothing here listens, a process lives for one operation, and position independence
# costs the image 1 MB. The heap, the stack and mapped memory are at random addresses anyway.
pkg_check_modules(archives REQUIRED libgit2 libcurl zlib yaml-0.1)
set(libraries ${archives_STATIC_LIBRARIES})
list(REMOVE_ITEM libraries
  krb5 k5crypto com_err krb5support gssapi_krb5        # Kerberos
  ldap lber                                            # LDAP, needs SASL
  rtmp gnutls hogweed nettle gmp tasn1 p11-kit gpg-error  # RTMP, needs GnuTLS, and that p11-kit
  atomic)
list(REMOVE_DUPLICATES libraries)
list(JOIN libraries "," libraries)

set(never_called_names ${CMAKE_CURRENT_LIST_DIR}/never_called.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${never_called_names})
file(STRINGS ${never_called_names} never_called_symbols)
list(TRANSFORM never_called_symbols REPLACE "(.+)" "LINKER:--defsym=\\1=never_called")
add_library(never_called STATIC ${CMAKE_CURRENT_LIST_DIR}/never_called.cpp)
# The linker's options name its functions, so they must be there before link-time optimization.
set_target_properties(never_called PROPERTIES INTERPROCEDURAL_OPTIMIZATION_RELEASE OFF)

# libgit2's own HTTPS is not used; without the wrap its start parses the whole CA bundle for it.
add_library(c_libraries INTERFACE)
target_link_libraries(c_libraries INTERFACE "$<LINK_GROUP:RESCAN,never_called,${libraries}>")
target_link_options(c_libraries INTERFACE
  -static -s LINKER:--gc-sections ${never_called_symbols}
  LINKER:--wrap=git_mbedtls_stream_global_init)
