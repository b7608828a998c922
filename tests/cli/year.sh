#!/bin/sh
# the year of the demo: five people, what they did with their time, and who does what now
. "${srcdir:-.}/tests/cli/lib.sh"
XDG_STATE_HOME=$(mktemp -d "$TMPDIR/karat-cli-year-XXXXXX") && chmod 755 "$XDG_STATE_HOME" || exit 99
export XDG_STATE_HOME
later '"$testcluster" remove "$XDG_STATE_HOME/karat/demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
rows() { # ENTITY COLUMNS WHERE… : as lines
	what=$1 columns=$2
	shift 2
	for where; do set -- "$@" --where "$where" && shift; done
	"$karat" -w demo: list "$what" --all --columns "$columns" --format tsv "$@" | sed 1d
}
code 'the demo of a year' 0 demo --size year
code 'its trail is sound, that of the hours included' 0 -w demo: db verify
rows clocks person_name,here_since,activity_name,cause >"$tmp/clocks"
like "$(cat "$tmp/clocks")" '*Lena*2026-03-02T0*Jonas*2026-03-02T0*phone*' 'somebody works now, and somebody is at the telephone'
is "$(rows periods status | sort | uniq -c | awk '{ printf "%s ", $2 }')" 'approved locked submitted ' 'months are at all their steps'
ok 'and everybody did some things each day' [ "$(rows times id | wc -l)" -gt 6000 ]
is "$(rows times flag flag=forgotten | sort -u)" forgotten 'one was forgotten to be stopped'
ok 'people were here for most of it' [ "$(rows shifts id | wc -l)" -gt 900 ]
told() { "$karat" -w demo: db psql -- -XAtc "SELECT count(*) FROM karat.audit_list WHERE entity = 'time_entry'"; }
before=$(told)
code 'work ends as it does everywhere' 0 -w demo:lena timer stop
is "$(told)" "$((before + 1))" 'which the trail is told'
code 'and holds with the rest' 0 -w demo: db verify
done_testing
