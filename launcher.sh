# SPDX-License-Identifier: Apache-2.0
# What the launchers share: which JDK runs, and how the build is made. Sourced by them; they set HOME_DIR and define fail.
# shellcheck shell=sh disable=SC2034

MIN_JAVA=17
# For what is over before the second compiler pays.
ONE_COMPILER=-XX:TieredStopAtLevel=1

# The major version of the JDK in directory $1; nothing if there is none.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    full=
    if [ -r "$1/release" ]; then
        full=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
    fi
    if [ -z "$full" ]; then
        full=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    fi
    major=${full%%[!0-9]*}
    printf '%s' "$major"
}

# The home of the JDK whose javac is found on the path.
jdk_on_path() {
    javac=$(command -v javac 2>/dev/null) || return 0
    while [ -L "$javac" ]; do
        link=$(readlink "$javac")
        case $link in
            /*) javac=$link ;;
            *) javac=$(dirname -- "$javac")/$link ;;
        esac
    done
    CDPATH='' cd -- "$(dirname -- "$javac")/.." && pwd -P
}

find_jdk() {
    if [ -n "${AGENTLENS_JAVA_HOME:-}" ]; then
        found=$(jdk_version "$AGENTLENS_JAVA_HOME")
        [ -n "$found" ] || fail "AGENTLENS_JAVA_HOME is $AGENTLENS_JAVA_HOME, where there is no JDK"
        [ "$found" -ge "$MIN_JAVA" ] || fail "AGENTLENS_JAVA_HOME is a JDK $found; AgentLens needs $MIN_JAVA or newer"
        JDK=$AGENTLENS_JAVA_HOME
        return
    fi
    JDK=
    newest=0
    for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        [ -n "$candidate" ] || continue
        found=$(jdk_version "$candidate")
        if [ -n "$found" ] && [ "$found" -gt "$newest" ]; then
            newest=$found
            JDK=$candidate
        fi
    done
    [ "$newest" -ge "$MIN_JAVA" ] || fail "No JDK $MIN_JAVA or newer found. Install one (https://adoptium.net) or set AGENTLENS_JAVA_HOME."
}

# Whether file $1 is newer than every source of the modules; and than the further files or directories that follow.
is_newer_than_sources() {
    stamp=$1
    shift
    [ -f "$stamp" ] || return 1
    newer=$(find "$HOME_DIR"/pom.xml "$HOME_DIR"/*/pom.xml "$HOME_DIR"/*/src/main "$@" -type f -newer "$stamp" | head -n 1)
    [ -z "$newer" ]
}

# Packages with JDK and the arguments given to Maven.
package() {
    options=$ONE_COMPILER
    # Maven's own libraries make newer JDKs warn.
    [ "$(jdk_version "$JDK")" -lt 24 ] || options="$options --sun-misc-unsafe-memory-access=allow"
    (cd "$HOME_DIR" && JAVA_HOME=$JDK MAVEN_OPTS="$options ${MAVEN_OPTS:-}" ./mvnw -q -B -ntp -DskipTests "$@" -am package </dev/null) \
        || fail "The build failed; the lines above say why."
}
