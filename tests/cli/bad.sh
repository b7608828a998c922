#!/bin/sh
# Every kind of bad input, and every exit code: one sentence, the right number, nothing changed
. "${srcdir:-.}/tests/cli/lib.sh"
as olga bad
"$karat" add order kind=ring title=Ring alloy=585-y ring_size=54 due=+14 >/dev/null || exit 99
long=$(printf '%05000d' 0)

# Words that do not exist: 1
t lst
t
t list
t list ordrs
t list xyzzy
t list orders --formt csv
t list orders --format cvs
t list orders --limit viele
t list orders --limit -1
t list orders --columns number,titel
t list orders --sort titel
t list orders --sort price
t list orders --where titel=x
t list orders --where nonsense
t show order
t show order 1 2
t add order titel=x
t add order nonsense
t set order 1 titel=x
t do order.confrm 1
t do order.confirm
t do order.confirm 1 titel=x
t report mornin
t report morning --range last-week
t report morning --param x=1
t db migrat
t db
t user
t describe nonsense
t describe entities nonsense
t describe completion --shell tcsh
t demo --size huge
t kiosk --scanner a --scanner b --scanner c --scanner d --scanner e
t --lang fr list orders
t --color red list orders
t -w nowhere list orders
t -c /does/not/exist list orders
t -w ftp://example.com list orders
t list orders --where
t help nonsense
t do order.comment body=hallo
t do order.comment
t list orders -o liste.xlsx
t list orders -o "$tmp/liste.PDF"
t show order 1 -o "$tmp/x.y/auftrag.xml"
t add order kind=ring title=Ring -o "$tmp/neu.ods"
t do order.copy 1 -o "$tmp/neu.yaml"
golden words

# Values, rules and records: 3
t add order kind=ring title=Ring due=31.2.2026
t add order kind=ring title=Ring due=2026-02-31
t add order kind=ring title=Ring due=bald
t add order kind=hat title=Ring
t add order kind=ring title=Ring price=viel
t add order kind=ring title=Ring price=-5
t add order kind=ring title=Ring price=1,99999
t add order kind=ring title=Ring price=99999999999999
t add order kind=ring title=Ring ring_size=500
t add order kind=ring title=Ring scrap_gold=vielleicht
t add order kind=ring title=Ring estimated_time=99999h
t add order kind=ring title=Ring customer=K-99999
t add order kind=ring title=Ring alloy=333-x
t add order kind=ring title=Ring status=confirmed
t add order kind=ring title=Ring id=7
t add order kind=ring title=Ring version=7
t add order kind=ring
t add order title=Ring
t add order kind=ring title=
t add order kind=ring title=Ring fitting_on=2026-05-01 due=2026-04-01
t add event order=1
t show order 4711
t show order A-2026-9999
t show order 0
t show order -1
t show order ''
t show order 99999999999999999999
t set order 4711 title=x
t do order.confirm 4711
t set order 1 version=9
t set order 1 title=x --version 0
t set order 1 title=x --version abc
t set order 1 title=x --version 99
t set order 1 title=x --request nonsense
t add customer kind=private last_name=M email=nonsense
t list orders --where due=31.2.2026
t list orders --where status=foo
t list orders --where customer=Quatsch
t list orders --where customer!=Quatsch
t list orders --where assignee=nobody
t list orders -n 0
t list orders --limit 0 --all
t list orders --after nonsense
t report morning --range
t db migrate --to x
t db migrate --to 1 --down 1
golden values

code 'a text with an escape sequence' 3 add order kind=ring title="$(printf 'Ring\033[2J')"
is "$t_err" 'karat: Title: “Ring\x1B[2J” has line breaks, tabs or control characters. Type it in one line.' 'which does not reach the terminal'
code 'a line break in a line' 3 add order kind=ring title="$(printf 'Ring\nzwei')"
code 'a tab in a line' 3 add order kind=ring title="$(printf 'Ring\tzwei')"
code 'a text that is not UTF-8' 3 add order kind=ring title="$(printf 'M\374ller')"
is "$t_err" 'karat: A word of the command is not valid UTF-8: “title=M\xFCller”.' 'and the sentence about it'
code 'a title that is too long' 3 add order kind=ring title="$long"
code 'a reason that is too long' 3 set order 1 title=x --reason "$long"
code 'a text to look for that is too long' 3 list orders "$long"
big=$(printf '%070000d' 0)
code 'a word that is too long' 3 list orders "$big"
set --
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do set -- "$@" --where "id!=$i"; done
code 'too many conditions' 1 list orders "$@"
is "$("$karat" list orders --all --columns title --format tsv)" "$(printf 'title\nRing')" 'nothing has been changed by all that'

# No connection, or not let in: 2
KARAT_WORKSHOP="host=$tmp/nowhere dbname=x user=olga"
code 'no server' 2 list orders
KARAT_WORKSHOP="host=$PGHOST dbname=no_such_database user=olga"
code 'no such database' 2 list orders
KARAT_WORKSHOP="host=$PGHOST dbname=$PGDATABASE user=nobody_at_all"
code 'no such person' 2 list orders
KARAT_WORKSHOP="host=$PGHOST dbname=postgres user=karat"
code 'a database that is no workshop' 2 list orders
KARAT_WORKSHOP="embedded:$tmp/nothing"
code 'no private workshop yet' 2 list orders
KARAT_WORKSHOP=demo:
code 'no demo yet' 2 list orders
is "$(ls "$tmp/state")" '' 'and none is made by asking'

# The result cannot be written: 4
as olga
"$karat" list orders --format csv >/dev/full 2>"$tmp/err" || t_code=$?
is "$t_code" 4 'a full disk'
is "$(cat "$tmp/err")" 'karat: The result cannot be written: No space left on device.' 'and the sentence about it'
for words in --help --version 'help list' 'list --help'; do
	t_code=0
	# shellcheck disable=SC2086
	"$karat" $words >/dev/full 2>"$tmp/err" || t_code=$?
	is "$t_code $(cat "$tmp/err")" '4 karat: The result cannot be written: No space left on device.' "a full disk, $words"
done
# Standard output closed: told before anything is changed, and the connection does not take its place.
for words in 'list orders -n 1' 'show order 1' 'report morning' report 'user list' 'set order 1 title=Zu' 'do order.copy 1' \
	'add order kind=ring title=Zu' 'add order kind=ring title=Zu --format json' --help 'db status'; do
	t_code=0
	# shellcheck disable=SC2086
	"$karat" $words >&- 2>"$tmp/err" || t_code=$?
	is "$t_code $(cat "$tmp/err")" '4 karat: The result cannot be written: Bad file descriptor.' "closed, $words"
done
"$karat" list orders -o "$tmp/orders.csv" >&- <&- 2>"$tmp/err"
is "$? $(cat "$tmp/err"; grep -c . "$tmp/orders.csv")" '0 2' 'a file needs none of that'
is "$("$karat" list orders --all --columns title --format tsv | tail -n +2)" Ring 'and nothing has been changed'
code 'a full disk by name' 4 list orders --format csv -o /dev/full
code 'a folder that does not exist' 4 list orders --format csv -o "$tmp/no/orders.csv"
code 'a folder that does not exist, for a backup' 4 db backup "$tmp/no/backup"
for format in table csv tsv json ndjson html; do
	{ "$karat" list alloys --all --format $format 2>"$tmp/err"; echo $? >"$tmp/code"; } | :
	is "$(cat "$tmp/code")" 4 "a closed pipe, $format"
done
{ "$karat" list alloys --all 2>"$tmp/err"; echo $? >"$tmp/code"; } | head -n 1 >/dev/null
like "$(cat "$tmp/code")" '[04]' 'head takes what it wants'
touch "$tmp/kept.csv"
code 'a report that fails leaves the file' 3 show order 4711 --format csv -o "$tmp/kept.csv"
is "$(cat "$tmp/kept.csv"; find "$tmp" -maxdepth 1 -name '*kept*' | wc -l)" 1 'and nothing beside it'

# A client library that is none: 2, and who wants no database does not notice
mkdir "$tmp/broken" && echo none >"$tmp/broken/libpq.so.5"
t_code=0
env LD_LIBRARY_PATH="$tmp/broken" "$karat" list orders 2>"$tmp/err" || t_code=$?
is "$t_code $(cat "$tmp/err")" "2 karat: The library libpq.so.5 cannot be loaded. Install PostgreSQL's client library again." 'no libpq'
for words in --help 'help list' 'list --help' 'describe completion --shell bash'; do
	t_code=0
	# shellcheck disable=SC2086
	env LD_LIBRARY_PATH="$tmp/broken" "$karat" $words >/dev/null 2>"$tmp/err" || t_code=$?
	is "$t_code $(cat "$tmp/err")" '0 ' "and $words needs none"
done

# 5, and 70 does not happen here
code 'nothing found' 0 list orders xyzzy
t list orders xyzzy --fail-if-empty
is "$t_code" 5 'nothing found and --fail-if-empty'
done_testing
