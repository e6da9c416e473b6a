#!/bin/sh
# The supervisor of the appliance: starts it again when it dies, at most 5 times within 10 minutes.
# Written into the home by `aiplat up`, and started by it: supervise.sh HOME PROGRAM [ARGUMENT]...
#
# It is a shell script because it has to live when a JVM cannot, and takes no memory worth mentioning.
set -u
run=$1/run
shift
MOST=5
WITHIN=600

child=
served=
asked=
stop() {
    asked=1
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT
trap '' HUP

# Whether the record of the appliance names this process. Whoever stops it takes the record away first.
named() {
    [ -n "$1" ] && grep -q "\"pid\" *: *$1[^0-9]" "$run/appliance.json" 2>/dev/null
}

deaths_since() {
    count=0
    while read -r when _; do
        [ "$when" -le "$1" ] || count=$((count + 1))
    done <"$run/deaths"
    printf '%s' "$count"
}

while [ -z "$asked" ]; do
    "$@" &
    child=$!
    wait "$child"
    status=$?
    # A signal ends the wait and not the child.
    while kill -0 "$child" 2>/dev/null; do
        wait "$child"
        status=$?
    done
    # Stopped by somebody, or something that does not mend itself: a wrong command line, wrong settings, the machine.
    case $status in 0 | 2 | 3 | 4 | 130 | 143) exit "$status" ;; esac
    [ -z "$asked" ] || exit "$status"
    ! named "$child" || served=$child
    # What never served is told by `up`, which waits for it.
    named "$served" || exit "$status"
    now=$(date +%s)
    printf '%s %s\n' "$now" "$status" >>"$run/deaths"
    recent=$(deaths_since $((now - WITHIN)))
    if [ "$recent" -gt "$MOST" ]; then
        printf 'the appliance ended %s times within %s seconds and is not started again\n' "$recent" "$WITHIN"
        exit "$status"
    fi
    printf 'the appliance ended with status %s and is started again\n' "$status"
    sleep "$recent" &
    child=$!
    wait "$child"
done
