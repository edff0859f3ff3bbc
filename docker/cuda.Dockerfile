# mnist4j on an NVIDIA GPU. The context is the root of the project:
#   docker build -f docker/cuda.Dockerfile -t mnist4j:cuda .
# CUDA comes with Maven's artifacts (2.4 GB), the driver from the host by NVIDIA's container toolkit.

# Every stage stands on this image: Debian, so glibc, as DL4J's native libraries need.
ARG BASE=docker.io/library/debian:bookworm-20260824-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171

FROM ${BASE} AS build
# Packages are not pinned: Debian keeps only the newest version, so a pinned one soon cannot be installed.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates maven openjdk-17-jdk-headless \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
WORKDIR /work
COPY .mvn .mvn
COPY LICENSE .
COPY NOTICE .
COPY pom.xml .
COPY models/outliers models/outliers
COPY models/pretrained models/pretrained
COPY src/main src/main
# The build's own run of the program (antrun) is for an archive that fits no other Java than Maven's.
# Git stays outside the image, so --build-arg COMMIT=$(git describe --always --dirty --exclude '*') tells it its commit.
ARG COMMIT=unknown
RUN --mount=type=cache,id=mnist4j-maven,target=/root/.m2,sharing=locked \
    mvn -B -ntp -q -Pcuda package -Dmaven.test.skip -Dspotless.check.skip -Dmaven.antrun.skip \
      "-Dgit.commit.id.describe=${COMMIT}"
# The native libraries are unpacked once, into the volume, since the rest of the image is read-only.
RUN mkdir -p /opt/mnist4j \
    && cp -r LICENSE NOTICE target/mnist4j target/mnist4j.jar target/jvm.config target/lib /opt/mnist4j/ \
    && echo -Dorg.bytedeco.javacpp.cachedir=/work/data/javacpp >> /opt/mnist4j/jvm.config
# A Java of the modules that the program needs. Debian's own has its certificates behind a link.
RUN jlink --output /opt/java --compress=2 --strip-java-debug-attributes --no-header-files --no-man-pages \
      --add-modules java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs \
    && cp --remove-destination /etc/ssl/certs/java/cacerts /opt/java/lib/security/cacerts \
    && /opt/java/bin/java -Xshare:dump

FROM ${BASE}
# Java draws text only where fontconfig and a font are; the other four are libraries of Debian's Java.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       fontconfig fonts-dejavu-core libharfbuzz0b libjpeg62-turbo liblcms2-2 zlib1g \
    && apt-get clean && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /work mnist4j \
    && mkdir -p /work/data /work/models \
    && chown -R mnist4j:mnist4j /work
COPY --from=build /opt/java /opt/java
COPY --from=build /opt/mnist4j /opt/mnist4j
ENV JAVA_HOME=/opt/java \
    PATH=/opt/mnist4j:$PATH \
    LANG=C.UTF-8 \
    XDG_CACHE_HOME=/work/data \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 10001:10001
WORKDIR /work
# data: MNIST and the unpacked native libraries. models: what runs write.
VOLUME ["/work/data", "/work/models"]
EXPOSE 8080
ENTRYPOINT ["mnist4j"]
CMD ["--help"]
