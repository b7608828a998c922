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
: >"$transcript"

# Backup and restore, in a database of this test.
b=$tmp/backup
"$karat" -w "host=$PGHOST dbname=$PGDATABASE user=olga" add customer kind=private last_name=Gerettet >/dev/null || exit 99
t db backup "$b"
is "$t_code" 0 'a backup is written'
is "$(stat -c %a "$b")" 600 'for its owner alone'
is "$(ls "$tmp" | grep -c '^backup')" 1 'and nothing beside it'
"$karat" -w "host=$PGHOST dbname=$PGDATABASE user=olga" add customer kind=private last_name=Danach >/dev/null || exit 99
size=$(stat -c %s "$b")
head -c $((size / 2)) "$b" >"$tmp/half"
head -c $((size - 10)) "$b" >"$tmp/most"
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
: >"$transcript"

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
t db migrate --down 1
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
: >"$transcript"

# A private workshop: made, used by two, down, gone.
ws=$(mktemp -d /tmp/karat-cli-ws-XXXXXX) && rmdir "$ws" || exit 99
trap '"$testcluster" remove "$ws" >/dev/null 2>&1; rm -rf "$tmp"' EXIT
KARAT_WORKSHOP=embedded:$ws
code 'there is none yet' 2 list orders
code 'a name that is too long' 3 init --name "$(printf '%0200d' 0)"
is "$(test -e "$ws" || echo none)" none 'and none is made'
code 'init makes one' 0 init --name 'Goldschmiede Müller' --person 'Änne Müller'
code 'init makes it once' 3 init
like "$("$karat" show workshop 1)" '*Goldschmiede Müller*' 'it has its name'
like "$("$karat" user list)" '*Änne Müller*admin*' 'and its admin'
code 'the doctor is content' 0 doctor
"$karat" add customer kind=private last_name=Gerettet >/dev/null || exit 99
# Who has no admission signs in with a password, which comes from a command and stands in no argument.
"$karat" user add lena goldsmith 'Lena Lot' >/dev/null || exit 99
KARAT_PASSWORD_COMMAND='echo geheim-genug' "$karat" user passwd lena 2>/dev/null || exit 99
lena="host=$ws/run dbname=karat user=lena"
sign_in() { KARAT_PASSWORD_COMMAND=$2 "$testcluster" join "$ws" "$karat" -w "$lena" list orders >"$tmp/out" 2>"$tmp/err" </dev/null; is "$?" "$1" "$3"; }
sign_in 0 'echo geheim-genug' 'the right password'
sign_in 2 'echo falsch-genug' 'a wrong one'
sign_in 2 false 'a command that fails'
code 'a backup of it' 0 db backup "$b"
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
done_testing
