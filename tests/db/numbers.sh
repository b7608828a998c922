#!/bin/sh
# Numbers have no gap and no double: twenty writers at once (fifty in make check-long), with rollbacks in between, and
# over New Year's Eve, when the year in the number turns at midnight of the workshop and not of the server.
# shellcheck source=tests/db/connect.sh disable=SC2154,SC2016,SC2030,SC2031,SC2317
. "$(dirname "$0")/connect.sh"
connect numbers
tmp=$(mktemp -d "$TMPDIR/karat-numbers.XXXXXX") || exit 99
later 'rm -rf "$tmp"'
sql "UPDATE karat.meta SET value = 'settable' WHERE key = 'clock'"
# Five to share the sessions: each may have twenty.
sql "SELECT karat.person_add('writer' || i, 'Writer ' || i, 'goldsmith') FROM generate_series(0, 4) i" >/dev/null

# WRITERS sessions of ten transactions each; every third takes a number and gives it back, every fourth
# gives back half of what it did.
write_orders() { # WRITERS NOW
	for w in $(seq "$1"); do
		{
			echo "SET karat.now = '$2';"
			for i in 1 2 3 4 5 6 7 8 9 10; do
				echo "BEGIN; INSERT INTO karat.orders (kind, title) VALUES ('ring', 'number $w $i');"
				case $(((w + i) % 12)) in
				0 | 3 | 6 | 9) echo 'ROLLBACK;' ;;
				4 | 8) echo "SAVEPOINT s; INSERT INTO karat.orders (kind, title) VALUES ('chain', 'number $w $i'); ROLLBACK TO s; COMMIT;" ;;
				*) echo 'COMMIT;' ;;
				esac
			done
		} >"$tmp/$w.sql"
		"$psql" -XAtq -U "writer$((w % 5))" -v ON_ERROR_STOP=1 -f "$tmp/$w.sql" >"$tmp/$w.out" 2>&1 || echo "$w" >>"$tmp/failed" &
	done
	wait
}

# Of one year: how many, and is that the highest?
year() { sql "SELECT count(*), max(split_part(number, '-', 3)::integer), count(DISTINCT number) FROM karat.orders WHERE number LIKE 'A-$1-%'"; }

writers=${ROUNDS:+50}
writers=${writers:-20}
write_orders "$writers" '2031-06-15T10:00:00Z'
ok 'no writer failed' test ! -e "$tmp/failed"
n=$(awk -v w="$writers" 'BEGIN { for (; w > 0; w--) for (i = 1; i <= 10; i++) n += (w + i) % 3 != 0; print n }')
is "$(year 2031)" "$n|$n|$n" "$writers writers, a third of the orders taken back: no gap, no double"
is "$(sql "SELECT next FROM karat.number_counter WHERE kind = 'order' AND year = 2031")" $((n + 1)) 'the counter stands at the next one'

# 22:59:59 UTC is one second to midnight in Berlin.
write_orders 4 '2026-12-31T22:59:59Z'
old=$(year 2026)
write_orders 4 '2026-12-31T23:00:00Z'
is "$(year 2026)" "$old" 'after midnight in Berlin nothing is counted in the old year'
is "$(sql "SELECT number FROM karat.orders WHERE number LIKE 'A-2027-%' ORDER BY number LIMIT 1")" A-2027-0001 'the new year starts at 1'
like "$(year 2027)" '27|27|27' 'and has no gap either'
both() { # half of the writers on each side of midnight, at the same time
	write_orders 4 '2027-12-31T22:59:59Z' &
	(
		tmp=$tmp/late && mkdir "$tmp" && write_orders 4 '2027-12-31T23:00:00Z'
		[ ! -e "$tmp/failed" ]
	)
	wait
}
ok 'writers on both sides of midnight' both
is "$(year 2027)" '54|54|54' 'the old year goes on without a gap'
is "$(year 2028)" '27|27|27' 'and so does the new one'
ok 'no writer failed at all' test ! -e "$tmp/failed"

sql "UPDATE karat.number_series SET pattern = 'W{YY}/{NNNNNN}' WHERE kind = 'order'"
is "$(as gero "SET karat.now = '2031-06-15T10:00:00Z'; INSERT INTO karat.orders (kind, title) VALUES ('ring', 'x') RETURNING number")" \
	"W31/$(printf %06d $((n + 1)))" 'another pattern goes on counting'
like "$(as karat "UPDATE karat.number_series SET pattern = 'W31/{NNNNNN}' WHERE kind = 'order'")" '*KT013*' \
	'a pattern that would begin anew without a year is refused'
sql "UPDATE karat.number_series SET pattern = '{N}' WHERE kind = 'customer'"
is "$(as gero "INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'x'), ('private', 'y') RETURNING number")" '3
4' 'a series without a year goes on in another pattern'
is "$(as gero "INSERT INTO karat.customer (kind, last_name) SELECT 'private', 'N' || i FROM generate_series(1, 100) i RETURNING number" | sort -u | wc -l | tr -d ' ')" \
	100 'a hundred customers in one statement have a hundred numbers'
is "$(sql 'SELECT count(*) FROM karat.audit_verify()')" 0 'the trail is whole after all this'
done_testing
