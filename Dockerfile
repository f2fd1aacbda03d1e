# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0
# One image for each role: docker build --target ingest-api | projector | query-api .

FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Papp -DskipTests -pl ingest-api,projector,query-api -am package
# Unpacked, a role starts faster, and its libraries are a layer that seldom changes.
RUN for role in ingest-api projector query-api; do \
      java -Djarmode=tools -jar "$role"/target/agentlens-"$role"-*-exec.jar extract --destination "/out/$role" \
      && mv "/out/$role"/agentlens-"$role"-*-exec.jar "/out/$role/agentlens.jar" \
      || exit 1; \
    done

# Newer than what it is built with: from 21 on, requests that wait for the database run on virtual threads.
FROM eclipse-temurin:25-jre AS jre

# A role put together once, up to where it would look for Kafka and PostgreSQL. What the JVM loads for that is kept for
# all later starts. It fits the same JVM, the same files in the same places, and a heap below 32 GB.
FROM jre AS recorded
COPY --from=build /out /app
RUN for role in ingest-api projector query-api; do \
      cd "/app/$role" \
      && java -Xmx256m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -XX:AOTCacheOutput=agentlens.aot -Dspring.context.exit=onRefresh -jar agentlens.jar >/dev/null \
      || exit 1; \
    done

FROM jre AS role
RUN groupadd --gid 10001 agentlens \
    && useradd --uid 10001 --gid agentlens --no-create-home --shell /usr/sbin/nologin agentlens
USER 10001:10001
# The rest of the container's memory is for buffers outside the heap, code and threads. JAVA_TOOL_OPTIONS adds options.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=55", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-XX:AOTCache=agentlens.aot", "-Xlog:aot*=off", "-jar", "agentlens.jar"]
# 13000: probes and metrics.
EXPOSE 13000

FROM role AS ingest-api
WORKDIR /app/ingest-api
COPY --from=recorded /app/ingest-api/lib lib
COPY --from=recorded /app/ingest-api/agentlens.jar /app/ingest-api/agentlens.aot ./
EXPOSE 3000

FROM role AS projector
WORKDIR /app/projector
COPY --from=recorded /app/projector/lib lib
COPY --from=recorded /app/projector/agentlens.jar /app/projector/agentlens.aot ./

FROM role AS query-api
WORKDIR /app/query-api
COPY --from=recorded /app/query-api/lib lib
COPY --from=recorded /app/query-api/agentlens.jar /app/query-api/agentlens.aot ./
EXPOSE 3000
