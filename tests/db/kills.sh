#!/bin/sh
# kill -9 of postgres at random moments while orders are added: what was said to be kept is there, once;
# what was repeated under its request id is not there twice; numbers have no gap and the trail is sound.
# ROUNDS of it: 3, and 100 in make check-long. Prints TAP.
. "${srcdir:-.}/tests/lib/cluster.sh"
karat=${KARAT:-$PWD/src/karat}
rounds=${ROUNDS:-3}
work=$(mktemp -d) || exit 99
chmod 755 "$work"
XDG_STATE_HOME=$work HOME=$work KARAT_LINGER=60
export XDG_STATE_HOME HOME KARAT_LINGER
home=$work/karat/cluster

finish() {
	"$testcluster" stop "$home" >/dev/null 2>&1
	rm -rf "$work"
}
later finish

"$karat" init >/dev/null 2>&1 || exit 99
[ -d "$home/data" ] || home=$(dirname "$(find "$work" -name postmaster.pid | head -n 1)")/..

number() { od -An -N2 -tu2 /dev/urandom | tr -d ' '; }

# A moment between nothing and some hundred milliseconds, without a clock: work.
dawdle() {
	dawdled=0 dawdle_most=$(($(number) * 2))
	while [ $dawdled -lt $dawdle_most ]; do dawdled=$((dawdled + 1)); done
}

# One order, repeated under the same id until it is said to be kept.
add() { # TITLE
	id=$(cat /proc/sys/kernel/random/uuid)
	tries=0
	until "$karat" add order kind=ring title="$1" --request "$id" >>"$work/kept" 2>>"$work/errors"; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || return 1
	done
}

round=0 given_up=0 killed=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	(
		for n in 1 2 3 4 5; do add "round $round, order $n" || echo "round $round, order $n" >>"$work/given-up"; done
	) &
	writer=$!
	dawdle
	if kill -KILL "$(head -n 1 "$home/data/postmaster.pid")" 2>/dev/null; then killed=$((killed + 1)); fi
	wait $writer
done
[ ! -e "$work/given-up" ] || given_up=$(wc -l <"$work/given-up")

wanted=$((rounds * 5))
ok "postgres was killed in $rounds rounds" test $killed -gt 0
is "$given_up" 0 'every order was taken in the end'
is "$(wc -l <"$work/kept")" "$wanted" 'and said to be kept once'
is "$("$karat" list orders --all --columns title --format csv | tail -n +2 | sort | uniq | wc -l)" "$wanted" 'each is there'
is "$("$karat" list orders --all --columns title --format csv | tail -n +2 | sort | uniq -d)" '' 'and none twice'
is "$("$karat" list orders --all --columns number --format csv | tail -n +2 | sort -n | tail -n 1 | sed 's/.*-0*//')" "$wanted" 'the numbers have no gap'
ok 'the audit trail is sound' "$karat" db verify
done_testing
