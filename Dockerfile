FROM debian:trixie-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends \
      busybox-static ca-certificates cmake g++ libboost-program-options-dev libcurl4-openssl-dev \
      libexpected-dev libgit2-dev libunistring-dev libyaml-dev ninja-build pkg-config rapidjson-dev \
      zlib1g-dev
WORKDIR /src
COPY . .
ARG VERSION=0.0.0-image
RUN cmake -S . -B /build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DSHIPTAG_STATIC=ON \
      -DSHIPTAG_VERSION="$VERSION" \
 && cmake --build /build --target shiptag
# The workspace belongs to the runner's user, not to root, hence safe.directory.
RUN install -D /build/shiptag /image/usr/bin/shiptag \
 && install -D /bin/busybox /image/bin/sh \
 && install -D entrypoint.sh /image/entrypoint.sh \
 && install -D post-entrypoint.sh /image/post-entrypoint.sh \
 && install -D -m 644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt \
 && install -d -m 1777 /image/tmp \
 && printf '[safe]\n\tdirectory = *\n' > /image/etc/gitconfig

FROM scratch
COPY --from=builder /image/ /
ENTRYPOINT ["/entrypoint.sh"]
