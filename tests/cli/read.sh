#!/bin/sh
# list and show: formats, columns, filters, pages
. "${srcdir:-.}/tests/cli/lib.sh"
as olga read
"$karat" add customer kind=private first_name=Änne last_name=Müller phone='030 1234' >/dev/null || exit 99
"$karat" add customer kind=business company='Öhler & Söhne GmbH' email=info@example.com >/dev/null || exit 99
"$karat" add order kind=ring title='Trauringe, 585 "gelb"' customer=K-00001 alloy=585-y ring_size=54 due=+14 price=1290,50 >/dev/null || exit 99
"$karat" add order kind=chain title='Kette für Öhler' customer=K-00002 alloy=925 due=2026-04-01 price=80 estimated_weight=12,5 description='erste Zeile
zweite Zeile' >/dev/null || exit 99
"$karat" add order kind=repair title='=1+1' due=tomorrow >/dev/null || exit 99

t list orders
t list order --columns number,due,price
t list orders --columns number,title --sort due
t list orders --columns number,title --sort -due
t list orders --where status=draft --where kind=chain --columns number,status,kind
t list orders --where 'price>=80' --where 'price<1000' --columns number,price
t list orders --where due= --columns number
t list orders --where title~öhler --columns number,title
t list orders --where customer=müller --columns number
t list orders --where 'customer=Müller, Änne' --columns number
t list orders --where 'customer!=aenne mueller' --columns number
t list orders --where customer=1 --where customer=k-00001 --columns number
t list orders --where 'customer=Öhler & Söhne GmbH' --columns number
t list orders müller --columns number,customer_name
t list customers
t list places --limit 2 --columns code
t list places --limit 2 --columns code --after 2:20
t list orders kein treffer
t list orders kein treffer --fail-if-empty
t list orders --where status=delivered --format csv --fail-if-empty
golden list

for format in csv csv:excel-de tsv json ndjson html; do
	t list orders --all --columns number,title,status,due,price,customer_name --format $format
done
golden formats

t show order A-2026-0001
t show order 2
t show customer K-00001
t show customer K-00001 --format json
t show place safe-1 --format csv
for name in 'Müller, Änne' müller MUELLER 'änne müller' 'öhler & söhne gmbh' k-00002; do
	t show customer "$name" --format ndjson
done
t show order 'KETTE FUER ÖHLER' --format ndjson
t show place tresor --format csv
t show person 'OLGA OHM' --format csv
t show alloy 585-Y --format ndjson
golden show

t --lang de list orders --columns number,due,price --where 'price>=80,00'
like "$t_out" '*16.03.2026*1.290,50*' 'German dates and decimals'
t --lang de show order 1
like "$t_out" '*16.03.2026*1.290,50*' 'German dates and decimals of one record'
LANGUAGE=de t list orders --columns due
like "$t_out" '*16.03.2026*' 'LANGUAGE says it as well'
if [ -f "${KARAT_LOCALEDIR:-}/de/LC_MESSAGES/karat.mo" ]; then
	t --lang de list orders --columns number,status
	like "$t_out" '*Entwurf*' 'German words'
else
	skip 'German words' 'no catalogue is built'
fi

if [ -f "${karat%/*}/../locale/de/LC_MESSAGES/karat.mo" ]; then
	like "$(unset KARAT_LOCALEDIR; "$karat" --lang de list orders --columns number,status)" '*Entwurf*' \
		'a program that is not installed has its words beside it'
	ln -s "$karat" "$tmp/link"
	like "$(unset KARAT_LOCALEDIR; "$tmp/link" --lang de list orders --columns number,status)" '*Entwurf*' 'through a link as well'
fi

t list orders --all --format csv -o "$tmp/orders.csv"
is "$t_out$t_err" '' '-o writes nothing to the terminal'
t list orders --all --format csv
is "$t_out" "$(cat "$tmp/orders.csv")" '-o writes the same into a file'
t list orders --all -o "$tmp/orders.json"
like "$(cat "$tmp/orders.json")" '\[*A-2026-0001*\]' 'the ending of the file says the format'
"$karat" list orders --all -o "$tmp/orders.JSON" -f csv
like "$(cat "$tmp/orders.JSON")" 'number,*' 'a format that is said is stronger'
"$karat" list orders --all -f csv -o "$tmp/orders.xlsx"
like "$(cat "$tmp/orders.xlsx")" 'number,*' 'even where the ending promises another'
for name in orders orders.txt orders.2026 .xlsx/orders; do
	mkdir -p "$tmp/.xlsx"
	"$karat" list orders --all -o "$tmp/$name"
	like "$(cat "$tmp/$name")" 'Number  *' "an ending that promises nothing is a table: $name"
done
t --color always list orders --columns number
like "$t_out" "*$(printf '\033')*" '--color always'
t list orders --columns number
case $t_out in *"$(printf '\033')"*) status=1 ;; *) status=0 ;; esac
pass_or_fail $status 'no escape sequences in a pipe'

# Nobody reads, and the list waits: a signal ends it nevertheless.
mkfifo "$tmp/slow"
sql "INSERT INTO karat.customer (number, kind, last_name, notes) SELECT 'K-9' || lpad(n::text, 4, '0'), 'private', 'Viele', repeat('x', 900) FROM generate_series(1, 3000) n" >/dev/null || exit 99
writes() { [ "$(cut -d ' ' -f 1 "/proc/$pid/syscall")" = 1 ]; }
[ "$(cut -d ' ' -f 1 /proc/self/syscall 2>/dev/null)" = 0 ] && signals='INT TERM HUP' || signals=
for signal in $signals; do
	"$karat" list customers --all --columns '*' --format csv >"$tmp/slow" 2>"$tmp/err" &
	pid=$!
	exec 8<"$tmp/slow"
	ok 'the pipe is full' await writes
	kill -s "$signal" $pid
	t_code=0
	wait $pid || t_code=$?
	exec 8<&-
	is "$t_code" 3 "$signal ends a list nobody reads"
	is "$(cat "$tmp/err")" 'karat: Stopped.' 'with a sentence'
done

# More than one page: the same rows and the same note as page by page.
"$karat" list customers --limit 600 --columns number --sort number --format tsv >"$tmp/many" 2>"$tmp/err"
is "$(wc -l <"$tmp/many")" 601 '--limit 600 gives 600 rows'
is "$(sort -u "$tmp/many" | wc -l)" 601 'each once'
last=$(tail -n 1 "$tmp/many")
like "$(cat "$tmp/err")" "There are more. Go on with --after '*:$last', or take --limit N or --all." 'and the note'
"$karat" list customers --limit 1500 --columns number --sort number --format tsv 2>/dev/null | sed -n '602,603p' >"$tmp/later"
eval "$(sed "s/.*\\(--after '.*'\\),.*/set -- \\1/" "$tmp/err")"
is "$("$karat" list customers --limit 2 --columns number --sort number --format tsv "$@" 2>/dev/null | tail -n 2)" "$(cat "$tmp/later")" 'which goes on where it says'
for name in "d'Or; touch $tmp/hacked" 'e'; do
	sql "INSERT INTO karat.customer (number, kind, company) VALUES ('K-8000' || length('x$(printf %s "$name" | tr -cd ez)'), 'business', '!$(printf %s "$name" | sed "s/'/''/g")')" >/dev/null || exit 99
done
"$karat" list customers --limit 1 --columns name --sort name >/dev/null 2>"$tmp/err"
eval "$(sed "s/.*\\(--after .*\\), or take.*/set -- \\1/" "$tmp/err")"
is "$#" 2 'a name with an apostrophe is one word for the shell'
is "$(find "$tmp" -maxdepth 1 -name '*hacked*' | wc -l)" 0 'and nothing runs'
like "$("$karat" list customers --limit 1 --columns name --sort name "$@" 2>/dev/null)" '*!e*' 'and the list goes on behind it'

# karat.conf gives workshops names.
printf 'workshop = here\nlanguage = de\n\n[workshop here]\nurl = %s\n' "$KARAT_WORKSHOP" >"$XDG_CONFIG_HOME/karat/karat.conf"
unset KARAT_WORKSHOP
t list orders --columns due
like "$t_out" '*16.03.2026*' 'workshop and language of karat.conf'
code 'a name that it does not have' 1 -w heer list orders
like "$t_err" '*„here“*' 'and the nearest it has, in the language it names'
printf 'worksop = here\n' >"$tmp/wrong.conf"
code 'a configuration that is wrong' 1 -c "$tmp/wrong.conf" list orders
done_testing
