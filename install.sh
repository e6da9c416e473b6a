#!/bin/sh
# Puts an `aiplat` command on this machine, from a clone or from a released JAR. See --help.
# Everything is in functions that the last line calls, so a script that was cut short does nothing.
set -eu

NEEDED_JAVA=25
MARK='# aiplat, put here by install.sh'

usage() {
    cat <<'END'
Usage: ./install.sh [OPTION]... [COMMAND [ARGUMENT]...]

Installs aiplat for this user and then runs `aiplat COMMAND`, if one is given: ./install.sh up

From a clone it builds the JAR, unless what is installed was built from these very files.
From a release it takes the aiplat.jar beside it, and checks it against aiplat.jar.sha256 if that is there.
Where a bundle archive (*.aipb) is beside it, 'up' installs from that, without a network, and a Java runtime that
was put into it (aiplat bundle create --runtime) is used where this machine has none.
It never asks for root. What needs it says so: sudo aiplat up --cluster native

  --jar FILE        install this JAR
  --bundle FILE     install from this bundle archive (default: the one beside this script)
  --prefix FOLDER   install below this folder (default: $PREFIX, else ~/.local)
  --java FOLDER     use this JDK (default: AIPLAT_JAVA, JAVA_HOME, the usual places)
  --service         have systemd keep the appliance running: aiplat service install
  --find-java       print the JDK that would be used, and stop
  --uninstall       remove what was installed; data stays (aiplat down --purge removes it)
  --help            print this, and stop

Exit status: 0 done, 2 wrong option, 4 something is missing on this machine, 5 the build failed.
END
}

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    status=$1
    shift
    say "install.sh: $*"
    exit "$status"
}

# The feature version of the JDK in a folder, 0 if there is none.
feature() {
    if [ -r "$1/release" ] && [ -x "$1/bin/java" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
    fi
    printf '%s' "${version:-0}"
    version=
}

# The first JDK that is new enough, of those named and those in the usual places.
find_java() {
    on_path=$(command -v java || true)
    [ -z "$on_path" ] || on_path=$(cd "$(dirname "$(readlink -f "$on_path")")/.." && pwd)
    for place in "${AIPLAT_JAVA:-}" "${JAVA_HOME:-}" "$on_path" \
        /usr/lib/jvm/* /usr/java/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/* /opt/homebrew/opt/*; do
        for home in "$place" "$place/Contents/Home" "$place/libexec/openjdk.jdk/Contents/Home"; do
            if [ -n "$place" ] && [ "$(feature "$home")" -ge "$NEEDED_JAVA" ]; then
                printf '%s\n' "$home"
                return 0
            fi
        done
    done
    return 1
}

# How this system is told from others: a word of its package manager.
system() {
    if [ "$(uname -s)" = Darwin ]; then
        echo macos
    elif [ -r /etc/os-release ]; then
        # shellcheck disable=SC1091 # It is there only at run time.
        (. /etc/os-release && printf '%s %s\n' "${ID:-}" "${ID_LIKE:-}")
    fi
}

advise_java() {
    say "install.sh: aiplat needs a JDK $NEEDED_JAVA and there is none${1:+ in $1}."
    case " $(system) " in
        *" macos "*) say "  try: brew install openjdk@$NEEDED_JAVA" ;;
        *" debian "* | *" ubuntu "*)
            say "  try: sudo apt install openjdk-$NEEDED_JAVA-jdk-headless"
            say "  try: where apt has none: sudo apt install temurin-$NEEDED_JAVA-jdk (https://adoptium.net/installation/linux)"
            ;;
        *" fedora "* | *" rhel "*) say "  try: sudo dnf install java-$NEEDED_JAVA-openjdk-devel" ;;
        *" suse "* | *" opensuse "*) say "  try: sudo zypper install java-$NEEDED_JAVA-openjdk-devel" ;;
        *" arch "*) say "  try: sudo pacman -S jdk-openjdk" ;;
        *" alpine "*) say "  try: sudo apk add openjdk$NEEDED_JAVA" ;;
    esac
    say "  try: any system, without root: https://adoptium.net, unpacked anywhere, and AIPLAT_JAVA=FOLDER"
    exit 4
}

# The folder of this script; empty where it came through a pipe.
here() {
    case $0 in
        */install.sh) (cd "$(dirname "$0")" && pwd) ;;
        install.sh) pwd ;;
    esac
}

# A sum over everything the JAR is built from.
sum_of_sources() {
    (
        cd "$1"
        find pom.xml LICENSE NOTICE appliance bundles gpu-profiles launcher -type f \
            ! -path '*/target/*' ! -path '*/src/test/*' -exec cksum {} + | LC_ALL=C sort | cksum
    )
}

build() {
    say "Building aiplat (some minutes the first time) ..."
    JAVA_HOME=$2 "$1/mvnw" -q -f "$1/pom.xml" -Dquick -DskipTests -Dcyclonedx.skip package -pl launcher -am >&2 || {
        status=$?
        [ "$status" -eq 4 ] && exit 4
        fail 5 "the build failed; its messages are above"
    }
}

sum_of() {
    if command -v sha256sum >/dev/null 2>&1; then
        sum_line=$(sha256sum <"$1")
    else
        sum_line=$(shasum -a 256 <"$1")
    fi
    printf '%s' "${sum_line%% *}"
}

check_sum() {
    wanted=$(sed -n '1s/^\([0-9a-fA-F]\{64\}\).*/\1/p' "$1.sha256")
    [ "$(sum_of "$1")" = "$wanted" ] || fail 4 "$1 is not the file that was released: $1.sha256 says otherwise"
}

# Digest and name of each file of the Java runtime in a bundle archive, which is an uncompressed tar. Its manifest is one
# line of JSON with sorted keys, so the files of a part come before its kind. Who signed it is checked by aiplat itself,
# as soon as there is a Java: until then the archive is trusted as much as this script, which came with it.
runtime_files() {
    tar -xOf "$1" bundle.json | tr '{' '\n' | awk '
        /"file":"/ && /"sha256":"/ {
            file = $0; sub(/.*"file":"/, "", file); sub(/".*/, "", file)
            sum = $0; sub(/.*"sha256":"/, "", sum); sub(/".*/, "", sum)
            files = files sum " " file "\n"
        }
        /"kind":"/ { if ($0 ~ /"kind":"runtime"/) printf "%s", files; files = "" }'
}

# Puts the Java runtime of a bundle archive into a folder; fails if it has none.
unpack_runtime() {
    list=$(runtime_files "$1")
    [ -n "$list" ] || return 1
    say "Unpacking the Java runtime of $1 ..."
    rm -rf "$2.new"
    mkdir -p "$2.new"
    printf '%s\n' "$list" | sed 's|^\([0-9a-f]*\) .*|blobs/sha256/\1|' | sort -u >"$2.new/list"
    tar -xf "$1" -C "$2.new" -T "$2.new/list" || fail 4 "$1 cannot be unpacked; see whether the disk is full"
    printf '%s\n' "$list" | while read -r sum file; do
        case $file in /* | *..*) fail 4 "$1 has a file that would be put elsewhere: $file" ;; esac
        case $(sum_of "$2.new/blobs/sha256/$sum") in
            "$sum") ;;
            *) fail 4 "$1 is damaged: $file has another sum than its manifest says" ;;
        esac
        mkdir -p "$2.new/java/$(dirname "$file")"
        cp "$2.new/blobs/sha256/$sum" "$2.new/java/$file"
        case $file in bin/* | lib/jspawnhelper | lib/jexec) chmod 755 "$2.new/java/$file" ;; esac
    done || exit $?
    [ "$(feature "$2.new/java")" -ge "$NEEDED_JAVA" ] || fail 4 "the Java runtime of $1 is older than $NEEDED_JAVA"
    rm -rf "$2"
    mv "$2.new/java" "$2"
    rm -rf "$2.new"
}

# The bundle archive beside this script; nothing where there are none or several.
bundle_beside() {
    found=
    for file in "$1"/*.aipb; do
        [ -f "$file" ] || continue
        [ -z "$found" ] || return 0
        found=$file
    done
    printf '%s' "$found"
}

quoted() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

# The command itself. Short commands run on the first compiler and the small collector; serve on all the JVM has.
write_wrapper() {
    cat <<END
#!/bin/sh
$MARK
jar=$(quoted "$2/aiplat.jar")
cache=$(quoted "$2/aiplat.aot")
java=$(quoted "$1/bin/java")
END
    cat <<'END'
if [ -n "${AIPLAT_JAVA:-}" ] && grep -qE '^JAVA_VERSION="?(2[5-9]|[3-9][0-9])' "$AIPLAT_JAVA/release"; then
    java=$AIPLAT_JAVA/bin/java
fi
if [ ! -x "$java" ]; then
    # The JDK has moved; the JAR looks for another one.
    exec java -jar "$jar" "$@"
fi
tuning='-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1'
# What runs for long is worth the compiler that takes its time.
case " $* " in *' serve '* | *' gateway run '*) tuning='-Xmx416m -XX:MaxNewSize=64m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash' ;; esac
# And so are digests of gigabytes: SHA-256 is ten times as fast with it. 160 MiB are enough for archives of any size.
case " $* " in *' bundle '*) tuning='-Xmx160m -XX:MaxNewSize=64m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders' ;; *' --bundle '* | *' --bundle='*) tuning='-Xmx192m -XX:MaxNewSize=48m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders' ;; esac
# shellcheck disable=SC2086 # Both are lists of words.
exec "$java" $tuning -XX:AOTCache="$cache" -Xlog:aot=off,cds=off ${AIPLAT_JAVA_OPTIONS:-} -jar "$jar" "$@"
END
}

# Goes once through what the commands do, in a scratch folder, and keeps what the JVM learned: the next start is quicker.
# The collector and the layout of objects are those of every aiplat process, or the JVM would not take the cache; what it
# compiled is left out, because commands and appliance do not run on the same compilers.
train() {
    say "Rehearsing, so that it starts quickly ..."
    rm -f "$2/aiplat.aot"
    scratch=$(mktemp -d)
    "$1/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching -XX:-AOTStubCaching \
        -XX:AOTCacheOutput="$2/aiplat.aot" -Xlog:aot=off,cds=off \
        -cp "$2/aiplat.jar" io.aiplat.launcher.rehearsal.AotTraining "$scratch/home" >/dev/null 2>&1 || true
    rm -rf "$scratch"
    [ -f "$2/aiplat.aot" ] || say "note: no start-up cache could be made; aiplat works, and starts a little slower"
}

place() {
    mkdir -p "$3" "$4/bin"
    cp "$1" "$3/aiplat.jar.new"
    mv -f "$3/aiplat.jar.new" "$3/aiplat.jar"
    write_wrapper "$2" "$3" >"$4/bin/aiplat.new"
    chmod 755 "$4/bin/aiplat.new"
    mv -f "$4/bin/aiplat.new" "$4/bin/aiplat"
    train "$2" "$3"
}

uninstall() {
    if [ -f "$1/bin/aiplat" ] && ! grep -q "^$MARK" "$1/bin/aiplat"; then
        fail 4 "$1/bin/aiplat was not put there by install.sh; it stays"
    fi
    if [ -x "$1/bin/aiplat" ] && [ -f "${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user/aiplat.service" ]; then
        "$1/bin/aiplat" service uninstall >&2 || say "note: the unit of systemd stays: systemctl --user disable aiplat"
    fi
    rm -f "$1/bin/aiplat"
    rm -rf "$1/lib/aiplat"
    say "aiplat is removed from $1. What it kept, if you started it, is still in its home."
}

# Builds and installs from a clone, unless that was done already.
from_clone() {
    sum=$(sum_of_sources "$1")
    if [ -x "$4/bin/aiplat" ] && [ -f "$3/aiplat.jar" ] && [ "$(cat "$3/built-from" 2>/dev/null)" = "$sum $2" ]; then
        return 0
    fi
    [ -x "$2/bin/javac" ] || advise_java "$2, which has no compiler"
    build "$1" "$2"
    place "$1/launcher/target/aiplat.jar" "$2" "$3" "$4"
    printf '%s\n' "$sum $2" >"$3/built-from"
    say "Installed $4/bin/aiplat"
}

from_release() {
    [ -f "$1" ] || fail 4 "there is no file $1"
    [ ! -f "$1.sha256" ] || check_sum "$1"
    place "$1" "$2" "$3" "$4"
    rm -f "$3/built-from"
    say "Installed $4/bin/aiplat"
}

main() {
    prefix=${PREFIX:-$HOME/.local}
    jar=
    java=
    bundle=
    service=
    action=install
    while [ $# -gt 0 ]; do
        case $1 in
            --jar | --prefix | --java | --bundle) [ $# -ge 2 ] || fail 2 "$1 needs a value; see --help" ;;
        esac
        case $1 in
            --jar) jar=$2 && shift 2 ;;
            --bundle) bundle=$2 && shift 2 ;;
            --service) service=yes && shift ;;
            --prefix) prefix=$2 && shift 2 ;;
            --java) java=$2 && shift 2 ;;
            --find-java) action='find' && shift ;;
            --uninstall) action=uninstall && shift ;;
            --help | -h) usage && exit 0 ;;
            -*) fail 2 "there is no option $1; see --help" ;;
            *) break ;;
        esac
    done
    if [ "$action" = uninstall ]; then
        uninstall "$prefix"
        exit 0
    fi
    if [ -n "$java" ]; then
        [ "$(feature "$java")" -ge "$NEEDED_JAVA" ] || advise_java "$java"
    else
        java=$(find_java) || java=
    fi
    place=$(here)
    [ -n "$bundle" ] || [ -z "$place" ] || bundle=$(bundle_beside "$place")
    if [ -n "$bundle" ]; then
        [ -f "$bundle" ] || fail 4 "there is no file $bundle"
        bundle=$(cd "$(dirname "$bundle")" && pwd)/$(basename "$bundle")
        [ ! -f "$bundle.sha256" ] || check_sum "$bundle"
    fi
    if [ -z "$java" ] && [ "$action" = install ] && [ -n "$bundle" ]; then
        mkdir -p "$prefix/lib/aiplat"
        unpack_runtime "$bundle" "$prefix/lib/aiplat/java" && java=$prefix/lib/aiplat/java
    fi
    [ -n "$java" ] || advise_java
    if [ "$action" = 'find' ]; then
        printf '%s\n' "$java"
        exit 0
    fi
    install_here "$place"
    case ":$PATH:" in
        *":$prefix/bin:"*) ;;
        *) say "note: to call it as 'aiplat', put this into your shell's profile: export PATH=\"$prefix/bin:\$PATH\"" ;;
    esac
    [ -z "$service" ] || "$prefix/bin/aiplat" service install >&2
    [ $# -eq 0 ] && exit 0
    case " $* " in
        *" --bundle "* | *" --bundle="*) ;;
        " up "*) [ -z "$bundle" ] || set -- "$@" --bundle "$bundle" ;;
    esac
    exec "$prefix/bin/aiplat" "$@"
}

install_here() {
    if [ -n "$jar" ]; then
        from_release "$jar" "$java" "$prefix/lib/aiplat" "$prefix"
    elif [ -n "$1" ] && [ -f "$1/launcher/pom.xml" ]; then
        from_clone "$1" "$java" "$prefix/lib/aiplat" "$prefix"
    elif [ -n "$1" ] && [ -f "$1/aiplat.jar" ]; then
        from_release "$1/aiplat.jar" "$java" "$prefix/lib/aiplat" "$prefix"
    else
        fail 4 "there is neither a clone nor an aiplat.jar beside this script; give one with --jar FILE"
    fi
}

main "$@"
