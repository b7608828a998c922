#!/bin/sh
# db: status, verify, migrate, backup, restore; init and what stands in the way
. "${srcdir:-.}/tests/cli/lib.sh"
as karat db
t db migrate --plan
t db migrate --to 9999
t db verify
golden db
t db status
like "$t_out" "*PostgreSQL*$PGDATABASE*" 'status'
like "$("$karat" db psql -- -XAtc 'SELECT current_user')" karat 'psql, with the connection of karat'
t db psql -- -Xqc 'SELECT nonsense'
is "$t_code" 3 'what psql refuses is refused'
ro=default_transaction_read_only
# Under --readonly what reads is done, what changes is not, and asks nothing.
cp /dev/null "$tmp/no_backup"
for words in 'db status' 'db verify' 'db migrate --plan' "db backup $tmp/readonly"; do
	# shellcheck disable=SC2086
	code "--readonly: $words" 0 --readonly $words
done
for words in 'db migrate' 'db migrate --down 1 --yes' "db restore $tmp/no_backup" "db restore $tmp/no_backup --into x" init \
	'demo --fresh' 'user passwd olga'; do
	# shellcheck disable=SC2086
	code "--readonly: no $words" 3 --readonly $words
	like "$t_err" '*--readonly. Nothing has been changed.' 'for that reason'
done
shows() { PGOPTIONS="$1" "$karat" -w "$KARAT_WORKSHOP$2" --readonly db psql -- -XAtc "SHOW $ro" -c 'SHOW work_mem'; }
is "$(shows '' | head -n 1)" on 'psql under --readonly reads only'
is "$(shows '-c work_mem=3MB' | tr '\n' ' ')" 'on 3MB ' 'beside the settings of the person'
is "$(shows '' " options='-c work_mem=5MB'" | tr '\n' ' ')" 'on 5MB ' 'and those of the URL'
is "$("$karat" db psql -- -XAtc "SHOW $ro")" off 'and without it writes'
forget

# Backup and restore, in a database of this test.
b=$tmp/backup
"$karat" -w "host=$PGHOST dbname=$PGDATABASE user=olga" add customer kind=private last_name=Gerettet >/dev/null || exit 99
t db backup "$b"
is "$t_code" 0 'a backup is written'
is "$(stat -c %a "$b")" 600 'for its owner alone'
is "$(find "$tmp" -maxdepth 1 -name 'backup*' | wc -l)" 1 'and nothing beside it'
"$karat" -w "host=$PGHOST dbname=$PGDATABASE user=olga" add customer kind=private last_name=Danach >/dev/null || exit 99
size=$(stat -c %s "$b")
head -c $((size / 2)) "$b" >"$tmp/half"
head -c $((size - 10)) "$b" >"$tmp/most"
code 'a backup into a device is refused, as it could not be read back' 4 db backup /dev/null
code 'a backup into a folder that is not there' 4 db backup "$tmp/none/backup"
echo 'no backup at all' >"$tmp/text"
: >"$tmp/empty"
for bad in half most text empty; do
	code "a backup that is $bad is refused" 3 db restore "$tmp/$bad" --yes
	like "$t_err" '*cannot be read to its end*Nothing has been changed.*' "and the sentence about $bad"
done
is "$(sql "SELECT count(*) FROM karat.customer")" 2 'and nothing is lost'
code 'a backup that is not there' 3 db restore "$tmp/none" --yes
code 'a name that is none' 3 db restore "$b" --into 'Not a name'
into=into_$$
t db restore "$b" --into $into
is "$t_code" 0 'a restore into a new database'
is "$(PGDATABASE=$into sql 'SELECT string_agg(last_name, $$,$$) FROM karat.customer')" Gerettet 'has what was there then'
t -w "host=$PGHOST dbname=$into user=olga" list customers --columns name
like "$t_out" '*Gerettet*' 'and people can sign in'
code 'a database that is there already' 3 db restore "$b" --into $into
is "$(PGDATABASE=$into sql 'SELECT count(*) FROM karat.customer')" 1 'is left alone'
PGDATABASE=postgres sql "DROP DATABASE $into" || :
forget

# A database from the future, one that was tampered with.
test_db newer
as karat
sql "INSERT INTO public.karat_migration VALUES (9999, 'future', 'x')"
as olga
code 'a database that a newer karat has migrated' 2 list orders
like "$t_err" '*newer*' 'and the sentence about it'
as karat
code 'is not migrated by an older one' 3 db migrate
test_db down
as karat
code 'a step down deletes, so a script has to say so' 3 db migrate --down 1
like "$t_err" '*--yes*' 'and how'
code 'all the way down as well' 3 db migrate --to 0
code 'the plan of it needs nothing' 0 db migrate --down 1 --plan
t db migrate --down 1 --yes
is "$t_code" 0 'a step down'
as olga
code 'a database of an older karat' 2 list orders
like "$t_err" '*karat db migrate*' 'and what to do about it'
as karat
t db migrate
is "$t_code" 0 'and up again'
as olga
code 'works as before' 0 list orders
test_db tampered
as olga
"$karat" add customer kind=private last_name=Ehrlich >/dev/null || exit 99
as karat
code 'a sound trail' 0 db verify
sql "SET session_replication_role = replica; UPDATE karat.customer SET last_name = 'Gelogen'"
code 'a record changed behind the trail' 3 db verify
forget

# A backup that is ended half-way: pg_dump waits for a table, and the signal is for both.
test_db ended
as karat
ended=$KARAT_WORKSHOP
mkfifo "$tmp/locker"
"$psql" -XAtq <"$tmp/locker" >/dev/null 2>&1 &
locker=$!
exec 8>"$tmp/locker"
echo 'BEGIN; LOCK karat.customer;' >&8
dumps() { sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pg_dump' $1"; }
waits() { [ "$(dumps "AND wait_event_type = 'Lock'")" = 1 ]; }
gone() { [ "$(dumps '')" = 0 ]; }
for signal in TERM HUP; do
	"$karat" db backup "$tmp/ended" >/dev/null 2>"$tmp/err" &
	backup=$!
	ok "pg_dump waits ($signal)" await waits
	kill -s $signal $backup
	wait $backup
	is "$?" 3 "$signal ends the backup"
	is "$(find "$tmp" -maxdepth 1 -name 'ended*' | wc -l)" 0 "and no file of it stays ($signal)"
	ok "nor does pg_dump ($signal)" await gone
done
echo 'ROLLBACK;' >&8
exec 8>&-
wait $locker
code 'and the next one works' 0 db backup "$tmp/ended"

# A restore that is ended half-way: after the question the file is a pipe that nobody writes to.
restored() { PGDATABASE=postgres sql "SELECT count(*) FROM pg_database WHERE datname LIKE 'karat_new_%'"; }
if command -v tmux >/dev/null; then
	on_screen() { tm capture-pane -p -t restore | grep -qF -- "$1"; }
	cp "$tmp/ended" "$tmp/piped"
	tm new-session -d -s restore -x 100 -y 30 sh -c 'sh -c "echo \$\$ >\"\$1\"; exec \"\$0\" db restore \"\$2\"" "$@"; echo "code $?"; read wait' \
		sh "$karat" "$tmp/pid" "$tmp/piped"
	ok 'a restore asks' await on_screen 'Put the backup in the place'
	rm "$tmp/piped" && mkfifo "$tmp/piped"
	tm send-keys -t restore y Enter
	is_filling() { [ "$(restored)" -ge 1 ] && [ -n "$(children "$(cat "$tmp/pid")" pg_restore)" ]; }
	ok 'and begins' await is_filling
	kill -s TERM "$(cat "$tmp/pid")"
	ok 'it can be ended' await on_screen 'code 3'
	is "$(restored)" 0 'what was begun is gone'
	tm kill-session -t restore
else
	skip 'a restore that is ended' 'no tmux'
fi
code 'and the workshop is there' 0 db status
code 'the next restore works' 0 db restore "$tmp/ended" --yes
is "$(restored)" 0 'and leaves no copy'
PGDATABASE=postgres sql "SELECT format('DROP DATABASE %I;', datname) FROM pg_database WHERE datname LIKE 'karat\_before\_%'" >"$tmp/drop"
PGDATABASE=postgres "$psql" -XAtq -f "$tmp/drop" || :

# Two at once in an empty database: one makes the workshop, the others find it.
sql "CREATE DATABASE ${PGDATABASE}_init"
KARAT_WORKSHOP="host=$PGHOST dbname=${PGDATABASE}_init user=karat"
code 'who may do everything is not the first admin unasked' 3 init
like "$t_err" '*“karat”*--admin LOGIN*' 'and how'
for name in 'No Name' Groß karat_owner pg_x none; do
	code "a name that cannot sign in: $name" 3 init --admin "$name"
	like "$t_err" "*“$name” cannot be a login*" 'and why'
done
code 'a person without a name' 3 init --admin olga --person ' '
pids=
for i in 1 2 3 4; do
	"$karat" init --admin olga --name "Nummer $i" >/dev/null 2>"$tmp/err$i" &
	pids="$pids $!"
done
codes=
for pid in $pids; do wait "$pid"; codes="$codes$? "; done
is "$(echo "$codes" | tr ' ' '\n' | sort | tr -d '\n')" 0333 'four at once: one makes it, the others are told'
is "$(cat "$tmp"/err[1-4] | grep -c 'There is a workshop already')" 3 'in the same words'
is "$(PGDATABASE=${PGDATABASE}_init sql "SELECT string_agg(login, ',') FROM karat.person")" olga 'and it is whole'
# shellcheck disable=SC2097,SC2098
PGDATABASE=postgres sql "DROP DATABASE ${PGDATABASE}_init"

# On a server it is who signs in, not the account here.
meister=meister_$$
sql "CREATE ROLE $meister LOGIN CREATEROLE"
sql "CREATE DATABASE ${PGDATABASE}_mine OWNER $meister"
KARAT_WORKSHOP="host=$PGHOST dbname=${PGDATABASE}_mine user=$meister"
PGUSER=somebody code 'on a server who signs in is the admin' 0 init
is "$(PGDATABASE=${PGDATABASE}_mine sql "SELECT login FROM karat.person")" "$meister" 'not the account here, nor PGUSER'
# shellcheck disable=SC2097,SC2098
PGDATABASE=postgres sql "DROP DATABASE ${PGDATABASE}_mine"
sql "DROP ROLE $meister"
forget

# A private workshop: made, used by two, down, gone.
ws=$(mktemp -d "$TMPDIR/karat-cli-ws-XXXXXX") && rmdir "$ws" || exit 99
later '"$testcluster" remove "$ws" >/dev/null 2>&1'
KARAT_WORKSHOP=embedded:$ws
code 'there is none yet' 2 list orders
code 'a name that is too long' 3 init --name "$(printf '%0200d' 0)"
code 'an admin who could not sign in' 3 init --admin 'Groß X'
PGUSER='Groß' code 'nor could who asks' 3 init
like "$t_err" '*“Groß”*--admin LOGIN.' 'who is told how to go on'
is "$(test -e "$ws" || echo none)" none 'and none is made'
code 'init makes one' 0 init --name 'Goldschmiede Müller' --person 'Änne Müller'
code 'init makes it once' 3 init
like "$("$karat" show workshop 1)" '*Goldschmiede Müller*' 'it has its name'
like "$("$karat" user list)" '*Änne Müller*admin*' 'and its admin'
code 'the doctor is content' 0 doctor
quick_initdb "$ws.programs"
later 'rm -rf "$ws.programs"'
"$karat" add customer kind=private last_name=Gerettet >/dev/null || exit 99
# Who has no admission signs in with a password, which comes from a command and stands in no argument.
"$karat" user add lena goldsmith 'Lena Lot' >/dev/null || exit 99
KARAT_PASSWORD_COMMAND='echo geheim-genug' "$karat" user passwd lena 2>/dev/null || exit 99
lena="host=$ws/run dbname=karat user=lena"
sign_in() { KARAT_PASSWORD_COMMAND=$2 "$testcluster" join "$ws" "$karat" -w "$lena" list orders >"$tmp/out" 2>"$tmp/err" </dev/null; is "$?" "$1" "$3"; }
sign_in 0 'echo geheim-genug' 'the right password'
sign_in 2 'echo falsch-genug' 'a wrong one'
like "$(cat "$tmp/err")" 'karat: The database does not let “lena” in.*' 'which is told as such'
lena_elsewhere=$lena lena="host=$ws/run dbname=elsewhere user=lena"
sign_in 2 'echo geheim-genug' 'the right password, and no such database'
like "$(cat "$tmp/err")" 'karat: There is no such workshop on this server.*' 'is another sentence'
lena=$lena_elsewhere
PGUSER=lena code 'who has no admission here' 2 list orders
like "$t_err" 'karat: The database does not let “lena” in.*PGUSER=*' 'reads so'
sign_in 2 false 'a command that fails'
"$karat" user disable lena >/dev/null || exit 99
sign_in 2 'echo geheim-genug' 'somebody who was shut out'
like "$(cat "$tmp/err")" 'karat: “lena” may not sign in any more.*' 'reads that'
KARAT_WORKSHOP="host=$ws/nothing user=lena" code 'where no server runs' 2 list orders
like "$t_err" 'karat: No connection*' 'that is another sentence'
code 'a backup of it' 0 db backup "$b"
"$karat" add customer kind=private last_name=Danach >/dev/null || exit 99
printf '%s\n' 'list customers --columns name' "db restore $b --yes" 'list customers --columns name' |
	"$karat" shell >"$tmp/out" 2>"$tmp/err"
is "$?" 0 'at the prompt a restore takes the place of what is open'
is "$(tail -n +4 "$tmp/out")" "$(printf 'Name\nGerettet')" 'and the next command reads from it'
"$karat" add customer kind=private last_name=Danach >/dev/null || exit 99
code 'a restore in its place' 0 db restore "$b" --yes
is "$("$karat" list customers --columns name --format tsv | tail -n +2)" Gerettet 'has what was there then'
like "$(PGDATABASE=postgres PGUSER=karat "$testcluster" join "$ws" "$psql" -XAtc "SELECT datname FROM pg_database WHERE datname LIKE 'karat_before%'")" '*karat_before_*' 'and keeps what was there'
"$karat" add customer kind=private last_name=Weiter >/dev/null || exit 99
is "$("$karat" list customers --columns number --format tsv | tail -n 1)" K-00002 'numbers go on'
"$testcluster" stop "$ws" >/dev/null || exit 99
code 'stopped, it starts by itself' 0 list customers
"$testcluster" remove "$ws" >/dev/null || exit 99
code 'a backup goes into a machine that has nothing' 0 db restore "$b" --yes
is "$("$karat" list customers --columns name --format tsv | tail -n +2)" Gerettet 'and it works there'

# Another admin than who made it.
"$testcluster" remove "$ws" >/dev/null || exit 99
PGUSER=maker code 'init for somebody else' 0 init --admin chef
like "$t_err" '*PGUSER=chef*' 'says how that admin signs in'
PGUSER=maker code 'as oneself one is nobody' 2 list orders
like "$t_err" 'karat: The database does not let *PGUSER=*' 'and reads how to be somebody'
PGUSER=chef code 'as the admin one works' 0 add customer kind=private last_name=Chefsache

# At the prompt the workshop just made is the one from then on, also for the next line.
"$testcluster" remove "$ws" >/dev/null || exit 99
old=$KARAT_WORKSHOP
KARAT_WORKSHOP=$ended
printf '%s\n' 'list customers' "init $old --name Neu" 'show workshop 1' 'list customers --columns name' "init $old" 'show workshop 1' |
	"$karat" shell >"$tmp/out" 2>"$tmp/err"
is "$(grep -c '^Name.* Neu' "$tmp/out")" 2 'at the prompt init goes to the new workshop'
KARAT_WORKSHOP=$old

# Killed at any moment, init is finished by the next one. The stages: nothing, the cluster, tables half-way,
# tables and nobody in them.
reached() {
	case $1 in
	cluster) test -e "$ws/data/PG_VERSION" ;;
	*) [ -S "$ws/run/.s.PGSQL.5432" ] && PGHOST=$ws/run PGUSER=karat PGDATABASE=karat sql "DO 'BEGIN
		WHILE (SELECT max(version) FROM public.karat_migration) < $1 LOOP PERFORM pg_sleep(0.001); END LOOP; END'" ;;
	esac
}
for stage in cluster 1 4 6; do
	"$testcluster" remove "$ws" >/dev/null || exit 99
	"$karat" init >/dev/null 2>&1 &
	init=$!
	await_step=0.005 await reached $stage
	kill -9 $init 2>/dev/null
	wait $init 2>/dev/null
	"$karat" init >"$tmp/out" 2>"$tmp/err"
	again=$?
	[ $again -eq 0 ] || grep -q 'There is a workshop already' "$tmp/err" && again=0
	is "$again" 0 "killed at stage $stage, init is done again"
	code "and the workshop is usable" 0 add customer kind=private last_name=Danach
	code "by its admin" 0 doctor
done
done_testing
