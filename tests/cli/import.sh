#!/bin/sh
# import: what spreadsheets write, rows that are wrong, the same file twice
. "${srcdir:-.}/tests/cli/lib.sh"
as olga import
f=$tmp/file.csv

printf 'kind;last_name;first_name;notes\nprivate;Müller;Änne;"erste Zeile\nzweite; Zeile"\nprivate;Öhler;;\n' >"$f"
t import customer "$f" --dry-run
t list customers --fail-if-empty
t import customer "$f"
t list customers --columns number,name
t show customer K-00001
t import customer "$f"
t list customers --columns number,name
golden import

printf '\357\273\277kind,last_name,birthday\r\nprivate,Gut,1980-01-31\r\nprivate,Schlecht,31.02.1980\r\nprivat,Falsch,\r\nprivate,"zu","viel",\r\nprivate,Auch gut,\r\n' >"$f"
t import customer "$f"
printf '\357\273\277kind,last_name,birthday\r\nprivate,Gut,1980-01-31\r\nprivate,Besser,1980-02-28\r\nprivate,Richtig,\r\nprivate,zu wenig,\r\nprivate,Auch gut,\r\n' >"$f"
t import customer "$f"
t list customers --columns number,name --sort number
golden import-mended

printf 'kind;title;customer;due;price\nring;Trauringe;K-00001;01.04.2026;1.290,50\nring;Ohne;K-99999;;\n' >"$f"
t import order "$f"
t import order "$f" --user
t list orders --columns number,title,customer_name,due,price
printf 'kind\ttitle\nring\tmit Tab\n' >"$f"
t import order "$f"
t_begin 'karat import order - <pipe'
printf 'kind,title\nring,aus der Röhre\n' | "$karat" import order - >"$t_out_file" 2>"$t_err_file" || t_code=$?
t_end
golden import-user

printf 'kind,last_name\nprivate,M\374ller\n' >"$f"
t import customer "$f"
printf 'kind,last_name\nprivate,"offen\n' >"$f"
t import customer "$f"
printf 'kind,last_name\nprivate,x\0y\n' >"$f"
t import customer "$f"
: >"$f"
t import customer "$f"
printf 'kind,nachname\n' >"$f"
t import customer "$f"
printf 'kind,kind\n' >"$f"
t import customer "$f"
printf 'kind,number\n' >"$f"
t import customer "$f"
t import customer "$tmp/none.csv"
t import customer "$tmp"
t import audit "$f"
t import custmer "$f"
printf 'kind,last_name\nprivate,\nprivate,\n' >"$f"
t import customer "$f"
golden import-bad

# A broken end far down: nothing of it is imported, as the file is looked through first.
before=$("$karat" list customers --all --columns number --format tsv | wc -l)
{ echo 'kind,last_name'; for i in 1 2 3; do echo "private,Reihe $i"; done; printf 'private,M\374ller\n'; } >"$f"
t import customer "$f"
is "$t_code" 3 'a file that is broken further down is refused'
is "$("$karat" list customers --all --columns number --format tsv | wc -l)" "$before" 'and nothing of it is there'

# A signal while it waits for rows: it ends, with a sentence.
mkfifo "$tmp/rows"
reads() { [ "$(cut -d ' ' -f 1,2 "/proc/$pid/syscall")" = '0 0x0' ]; }
if [ "$(cut -d ' ' -f 1,2 /proc/self/syscall 2>/dev/null)" = '0 0x3' ]; then
	for signal in INT TERM HUP; do
		"$karat" import customer - <"$tmp/rows" >"$tmp/out" 2>"$tmp/err" &
		pid=$!
		exec 8>"$tmp/rows"
		ok "$signal: it waits for rows" await reads
		kill -s $signal $pid
		t_code=0
		wait $pid || t_code=$?
		exec 8>&-
		is "$t_code: $(cat "$tmp/err")" '3: karat: Stopped.' "$signal ends an import that waits"
	done
else
	skip 'signals while it waits' 'this system does not tell who waits'
fi

# The same file again: what was removed in between stays removed, and is not said to have been imported.
printf 'kind;last_name;birthday\nprivate;Einmal;1980-01-31\nprivate;Zweimal;1980-02-28\n' >"$f"
"$karat" import customer "$f" >/dev/null 2>&1 || exit 99
sql "DELETE FROM karat.customer WHERE last_name = 'Einmal'" >/dev/null || exit 99
t import customer "$f"
is "$t_code: $t_err" '0: 0 rows have been imported.
2 rows were imported before.' 'rows that were there before are counted apart'
t import customer "$f" --user
is "$t_err" '2 rows have been imported.' 'the same words spelled by people are another request'
t import customer "$f" --reason "$(printf '%0300d' 0)"
is "$t_code: $t_err" '3: karat: The reason is too long: at most 200 characters.' 'a reason too long'

# A line more above shifts all others; two that are alike are two.
printf 'kind;last_name\nprivate;Erst\nprivate;Zwilling\nprivate;Zwilling\n' >"$f"
"$karat" import customer "$f" >/dev/null 2>&1 || exit 99
printf 'kind;last_name\nprivate;Neu\nprivate;Zwilling\nprivate;Erst\nprivate;Zwilling\nprivate;Zwilling\n' >"$f"
t import customer "$f"
is "$t_code: $t_err" '0: 2 rows have been imported.
3 rows were imported before.' 'rows are known wherever they stand'
is "$(sql "SELECT string_agg(last_name || n, ' ' ORDER BY last_name) FROM
	(SELECT last_name, count(*) AS n FROM karat.customer WHERE last_name IN ('Neu', 'Erst', 'Zwilling') GROUP BY 1) x")" \
	'Erst1 Neu1 Zwilling3' 'and each is there as often as it came'

# So it is whoever imports.
as ofra
t import customer "$f"
is "$t_code: $t_err" '0: 0 rows have been imported.
5 rows were imported before.' 'the file of somebody else adds nothing'
printf 'private;Nachtrag\n' >>"$f"
t import customer "$f"
is "$t_code: $t_err" '0: 1 row has been imported.
5 rows were imported before.' 'but what was missing'

as vito
before=$(sql 'SELECT count(*) FROM karat.customer')
t import customer "$f"
is "$t_code: $t_err" '3: karat: You do not have the right to do this: add customers. Ask the owner of the workshop.' \
	'a viewer imports nothing, and reads why at once'
is "$(sql 'SELECT count(*) FROM karat.customer')" "$before" 'nor is anything there'

# What was exported comes in again.
as olga
"$karat" list alloys --all --columns code,name,metal,color,fineness,density --format csv | sed '1!s/^/x-/' >"$f"
t import alloy "$f"
is "$t_code" 0 'an exported list comes in again'
is "$("$karat" list alloys --all --columns code --format tsv | grep -c '^x-')" "$(($(wc -l <"$f") - 1))" 'every row of it'

# A spreadsheet of people: heads and values in their words.
if [ -f "${KARAT_LOCALEDIR:-}/de/LC_MESSAGES/karat.mo" ]; then
	printf 'Art;Nachname;Vorname;Geburtstag\nprivat;Tabelle;Änne;31.01.1980\n' >"$f"
	t --lang de import customer "$f" --user
	is "$t_code: $t_err" '0: 1 Zeile wurde importiert.' 'heads in German'
	printf 'Art;Nachnahme\nprivat;Tabelle\n' >"$f"
	t --lang de import customer "$f" --user
	is "$t_code" 1 'a head that is none'
	is "$(sql "SELECT kind || first_name || birthday FROM karat.customer WHERE last_name = 'Tabelle'")" 'privateÄnne1980-01-31' 'and the values'
else
	skip 'heads in German' 'no catalogue is built'
fi
done_testing
