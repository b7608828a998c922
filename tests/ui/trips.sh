#!/bin/sh
# trips: whatever a screen shows is read in one round trip. The log (-vv) tells when a job of the worker begins, and each
# statement; those that travel with the one before begin with +.
. "${srcdir:-.}/tests/cli/lib.sh"
XDG_STATE_HOME=$(mktemp -d /tmp/karat-ui-XXXXXX) && chmod 755 "$XDG_STATE_HOME" || exit 99
KARAT_LINGER=60 KARAT_WORKSHOP=demo:
export XDG_STATE_HOME KARAT_LINGER KARAT_WORKSHOP
later '"$testcluster" remove "$XDG_STATE_HOME/karat/demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
"$testcluster" demo "$XDG_STATE_HOME" || exit 99
log=$XDG_STATE_HOME/karat/karat.log

# The most round trips of a job, not counting those before the one of that number (the first opens the workshop); and how
# many jobs there were.
trips() {
	awk -v from="$1" '/ worker: job [0-9]+ begins/ { jobs++; n = 0; next }
		/ pg: / && !/ pg: [+] / { if (jobs >= from && ++n > most) most = n }
		END { print most + 0, jobs - 1 }' "$log"
}
costs() { # NAME KEYS JOBS [FROM]: so many at least
	rm -f "$log"
	echo "$2" | tr ' ' '\n' | sed 's/^/keys /' >"$tmp/keys" # a line each: between them everything comes to rest
	ok "$1 opens" "$karat" -vv --lang en --script "$tmp/keys" --size 80x24
	said=$(trips "${4:-2}")
	is "${said% *}" 1 "$1: one round trip a screen"
	ok "$1: ${said#* } screens were read" test "${said#* }" -ge "$3"
}
costs 'my day' 'f1 esc' 1
costs 'an order from the list' 'f5 enter' 3
costs 'an order from my day' 'enter' 2
costs 'the overview, and a list behind a bar' 'f12 enter' 3
costs 'the history of an order' 'f5 enter h' 4
costs "a customer's file, and an order of theirs" 'f6 enter end enter' 4
costs 'the form of an order' 'f5 e' 3
costs 'the week, and a day of it' 'T w enter' 3
# Behind the palette, which asks for records of several kinds, a job for each key.
costs 'two files beside each other' 'f6 down f9 m e r g e enter h a s s e l enter' 14 9
done_testing
