#!/bin/sh
# report: the morning sheet, reports of one's own, ranges
. "${srcdir:-.}/tests/cli/lib.sh"
as olga report
add() { "$karat" add order kind=repair alloy=925 "$@" >/dev/null || exit 99; }
t report morning
t report morning --fail-if-empty
"$karat" add customer kind=private last_name=Müller first_name=Änne >/dev/null || exit 99
add title='Heute fällig' due=2026-03-02 customer=K-00001
add title='Zu spät' due=2026-02-20
add title='Später' due=2026-06-01
add title='Anprobe heute' due=2026-05-01 fitting_on=2026-03-02
add title='Anprobe bald' due=2026-05-01 fitting_on=2026-03-09
add title='Anprobe viel später' due=2026-05-01 fitting_on=2026-03-10
add title='Angehalten' due=2026-05-01
"$karat" do order.hold A-2026-0007 reason='Stein fehlt' >/dev/null || exit 99
add title='Frage' due=2026-05-01
"$karat" do order.comment 8 body='@gero welche Größe?' >/dev/null || exit 99
"$karat" do order.assign 1 person=gero >/dev/null || exit 99
"$karat" do order.assign 2 person=gero >/dev/null || exit 99
t report morning
t report morning --format csv
golden morning
t --lang de report morning
like "$t_out" '*Morgenblatt*02.03.2026*Heute fällig*Überfällig*20.02.2026*' 'the morning sheet in German'
t --lang de report morning --format html
like "$t_out" '*<html lang="de">*<title>Morgenblatt</title>*Überfällig*' 'and as a German document'
forget

# "Today" is the workshop's: an hour before midnight in London it is tomorrow in Berlin.
KARAT_NOW=2026-03-01T23:30:00Z t report morning --format csv
like "$t_out" '*due_today,A-2026-0001*' 'the day is that of the workshop'
forget

mkdir -p "$XDG_CONFIG_HOME/karat/reports"
cat >"$XDG_CONFIG_HOME/karat/reports/due.sql" <<'SQL'
-- title: Due in a span
-- title[de]: Fällig in einem Zeitraum
-- param from day
-- param to day
-- param kind choice:order.kind repair
-- column number line "Number" "Nummer"
-- column due day "Due" "Fällig"
-- column kind choice:order.kind "Kind" "Art"
SELECT number, due, kind FROM karat.order_list
WHERE ($1::date IS NULL OR due >= $1::date) AND ($2::date IS NULL OR due <= $2::date) AND kind = $3
ORDER BY due, number
SQL
printf -- '-- title: Wrong\n-- column number line "Number"\nSELECT title FROM karat.order_list\n' >"$XDG_CONFIG_HOME/karat/reports/wrong.sql"
printf -- '-- title: Broken\n-- column number lien "Number"\nSELECT 1\n' >"$XDG_CONFIG_HOME/karat/reports/broken.sql"
printf -- '-- title: Bad SQL\n-- column number line "Number"\nSELEC 1\n' >"$XDG_CONFIG_HOME/karat/reports/badsql.sql"
printf -- '-- title: Typo\n-- column number line "Number"\nSELECT number FROM karat.ordr_list\n' >"$XDG_CONFIG_HOME/karat/reports/typo.sql"
printf -- '-- title: Schema\n-- column number line "Number"\nSELECT krat.today() AS number\n' >"$XDG_CONFIG_HOME/karat/reports/schema.sql"
printf -- '-- title: Denied\n-- column number line "Number"\nSELECT rolname AS number FROM pg_authid\n' >"$XDG_CONFIG_HOME/karat/reports/denied.sql"
printf -- '-- title: Choice\n-- param k choice\n-- column number line "Number"\nSELECT $1 AS number\n' >"$XDG_CONFIG_HOME/karat/reports/choice.sql"
printf -- '-- title: Writes\n-- column number line "Number"\nUPDATE karat.workshop SET name = $$x$$ RETURNING name AS number\n' >"$XDG_CONFIG_HOME/karat/reports/writes.sql"
t report
t report due
t report due --range this-month
t report due --range 2026-Q2 --format csv
t report due --from 1.3. --to +1
t report due --range 2026 --param kind=ring
t report due --range 2026 --param kind=ring --fail-if-empty
t report due --range last-mont
t report due --range 2026 --from today
t report due --from 2.3. --to 1.3.
t report due --param kind=hat
t report due --param knid=ring
t report wrong
t report broken
t report badsql
t report typo
t report schema
t report denied
t report choice --param k=ring
t report writes
t report ../../../etc/passwd
golden report

# Doubles: the surest first, and a family is none.
twice() { "$karat" add customer kind=private "$@" >/dev/null || exit 99; }
twice last_name=Weber first_name=Anna
twice last_name=Weber first_name=Peter
twice last_name=Weber first_name=Hanna
twice last_name=Meier first_name=Karl
twice last_name=Maier first_name=Karl
twice last_name=Öhler first_name=Ida mobile='0170 1234567'
twice last_name=Anders first_name=Ganz phone='+49 170 1234567'
twice last_name=Mueller first_name=Aenne
t report duplicates
t report duplicates --format csv
golden duplicates

# A signal ends the statement in the database and leaves no half file.
printf -- '-- title: Slow\n-- column number line "Number"\nSELECT pg_sleep(60)::text AS number\n' >"$XDG_CONFIG_HOME/karat/reports/slow.sql"
runs() { sql "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'" | grep -q 1; }
rests() { ! runs; }
for signal in INT TERM HUP; do
	"$karat" report slow -o "$tmp/slow.csv" 2>"$tmp/err" &
	pid=$!
	await runs
	kill -s $signal $pid
	t_code=0
	wait $pid || t_code=$?
	is "$t_code" 3 "$signal ends a report"
	like "$(cat "$tmp/err")" 'karat: *' 'with a sentence'
	is "$(find "$tmp" -maxdepth 1 -name '*slow*' | wc -l)" 0 'and without a half file'
	ok 'and the database has stopped as well' await rests
done

as kira
t report morning
is "$t_code" 3 'who may see no orders sees no report of them'
done_testing
