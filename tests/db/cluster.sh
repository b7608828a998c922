#!/bin/sh
# The private cluster: made, started, shared, kept and stopped; what people break; nothing stays behind.
# shellcheck source=tests/lib/cluster.sh disable=SC1111,SC2016,SC2317
. "${srcdir:-.}/tests/lib/cluster.sh"

tmp=$(mktemp -d "$TMPDIR/karat-cluster.XXXXXX") || exit 99
chmod 755 "$tmp"
cp "$testcluster" "$tmp/testcluster" || exit 99 # where other accounts can reach it, too
tc=$tmp/testcluster
karat=${KARAT:-$PWD/src/karat}
first_step=$(cd "${srcdir:-.}" && pwd)/data/sql/0001_roles_and_base.up.sql
root=false
[ "$(id -u)" -ne 0 ] || root=true
KARAT_LINGER=0 LANGUAGE=en
export KARAT_LINGER LANGUAGE
unset KARAT_SERVICE_USER XDG_RUNTIME_DIR

# Zombies have no command line, so they do not count.
servers() { grep -slaE "[p]ostgres.-D.$1/data" /proc/[0-9]*/cmdline | cut -d/ -f3; }
one_server() { [ "$(servers "$1" | wc -l)" -eq 1 ]; } # a child that was just forked looks like another
no_server() { [ -z "$(servers "$1")" ]; }
keepers() {
	# shellcheck disable=SC2013
	for p in $(grep -slx karat-keeper /proc/[0-9]*/comm); do
		if grep -sqaF "$1" "${p%/comm}/cmdline"; then echo "$p"; fi
	done | cut -d/ -f3
}
no_keeper() { [ -z "$(keepers "$1")" ]; }
count() { wc -l | tr -d ' '; }
sleeper() { # DIR: a client that stays until its shell is told otherwise
	"$tc" join -n "$1" sh -c 'echo $$ >"$0"; exec tail -f /dev/null' "$tmp/sleeper" >/dev/null 2>&1 &
	sleeper_job=$!
	await test -s "$tmp/sleeper"
}
wake() {
	read -r sleeper_pid <"$tmp/sleeper"
	rm -f "$tmp/sleeper"
	kill "$sleeper_pid" 2>/dev/null
	wait "$sleeper_job" 2>/dev/null
}
ask() { # DIR STATEMENT
	"$tc" join -n "$1" "$psql" -XAtqwc "$2" 2>&1 | sed 1d
}
enter() { # ROLE DIR STATEMENT: in the database of the workshop
	PGUSER=$1 PGDATABASE=karat ask "$2" "$3"
}
cleanup() {
	for d in "$tmp"/*/karat.cluster "$tmp"/*/*/karat.cluster; do
		[ ! -e "$d" ] || "$tc" stop "${d%/karat.cluster}" >/dev/null 2>&1
	done
	rm -rf "$tmp"
}
later cleanup

# Namespaces of one's own: root may have them, everybody else inside of a user namespace.
apart() { # OPTION… COMMAND…
	if $root; then unshare "$@"; else unshare --user --map-current-user "$@"; fi
}

# ---- made and started ----
c=$tmp/one
not_ok "nothing is there without being made" "$tc" join -n "$c"
not_ok "and it does not exist" "$tc" exists "$c"
is "$("$tc" join "$c" "$psql" -XAtqc 'SELECT current_user')" "made=1 socket=$c/run
karat" "the first join makes it; its superuser is karat"
ok "now it exists" "$tc" exists "$c"
ok "the last client left: the server ends" await no_server "$c"
ok "and the keeper" await no_keeper "$c"
is "$("$tc" join "$c")" "made=0 socket=$c/run" "the second join finds it"
quick_initdb "$tmp/programs"
is "$(ask "$c" "SELECT string_agg(setting, ' ' ORDER BY lower(name)) FROM pg_settings WHERE lower(name) IN ('data_checksums', 'fsync', 'jit', 'listen_addresses', 'password_encryption', 'server_encoding', 'timezone', 'wal_segment_size')")" \
	"on on off  scram-sha-256 UTF8 UTC 1048576" "checksums, no network, no JIT, small log files"
is "$(ask "$c" 'SHOW idle_in_transaction_session_timeout; SHOW temp_file_limit' | tr '\n' ' ')" "10min 2GB " "nobody leaves a change lying open, or fills the disk"
is "$(ask "$c" "SELECT datcollate FROM pg_database WHERE datname = 'template1'")" C.UTF-8 "plain collation"
is "$(stat -c %a "$c")$(stat -c %a "$c/run")$(stat -c %a "$c/server.log")" 700700600 "the folder is private"
like "$(cat "$c/server.log")" "*ready to accept connections*" "its log is in its folder"

# ---- the processes ----
await no_server "$c"
PGOPTIONS='-c statement_timeout=1' PGDATA=/nowhere SECRET=hidden "$tc" join "$c" sh -c '
	pid=$(head -n 1 "$0/data/postmaster.pid")
	tr "\0" "\n" </proc/$pid/environ | grep -v -e ^PG_GRANDPARENT -e ^PGDATA= | cut -d= -f1 | sort | tr "\n" " " >"$1.env"
	grep -e "^Uid" -e "^Groups" -e "^CapPrm" -e "^CapEff" -e "^CapInh" -e "^CapAmb" /proc/$pid/status | tr -s "\t " " " >"$1.status"
	readlink /proc/$pid/fd/0 >"$1.stdin"
	ls /proc/$pid/fd | wc -l >"$1.fds"
	cat /proc/$(awk "{ print \$4 }" /proc/$pid/stat)/comm >"$1.parent"
' "$c" "$tmp/seen" 5</dev/null 7</dev/null >/dev/null
if [ -s "$tmp/seen.env" ]; then
	is "$(cat "$tmp/seen.env")" "LANG LC_ALL MALLOC_MMAP_THRESHOLD_ MALLOC_TOP_PAD_ MALLOC_TRIM_THRESHOLD_ PATH " "nothing of the person's environment reaches the server"
	is "$(cat "$tmp/seen.stdin")" /dev/null "its stdin is nowhere"
else
	skip "nothing of the person's environment reaches the server" "/proc hides it"
	skip "its stdin is nowhere" "/proc hides it"
fi
is "$(cat "$tmp/seen.parent")" karat-keeper "its parent is the keeper"
owner=$(stat -c %u "$c")
like "$(cat "$tmp/seen.status")" "Uid: $owner $owner $owner $owner*CapInh: 0000000000000000*CapPrm: 0000000000000000*CapEff: 0000000000000000*CapAmb: 0000000000000000*" "it has no capabilities"
if $root; then
	[ "$owner" -ne 0 ]
	pass_or_fail $? "root hands it to a service user"
	like "$(tr '\n' '|' <"$tmp/seen.status")" "*Groups: |*" "without the groups of root"
	is "$(find "$c" -uid 0)" "" "nothing in the folder belongs to root"
fi

# ---- who may enter ----
sleeper "$c"
is "$(ask "$c" "CREATE ROLE lena LOGIN; CREATE ROLE \"o'x \"\"y\"\"\" LOGIN; SELECT 1")" 1 "roles are made"
ask "$c" 'CREATE DATABASE karat' >/dev/null
like "$(enter lena "$c" 'SELECT 1')" "*password*" "a role needs a password"
ok "admitted" "$tc" admit "$c" lena
is "$(enter lena "$c" 'SELECT current_user')" lena "and is let in at once"
like "$(PGUSER=lena ask "$c" 'SELECT 1')" "*rejects connection*database \"postgres\"*" "but not into the server's own databases"
like "$(PGUSER=lena PGDATABASE=template1 ask "$c" 'SELECT 1')" "*rejects connection*database \"template1\"*" "neither one nor the other"
ok "admitted twice" "$tc" admit "$c" lena
is "$(cat "$c/roles")" lena "is noted once"
ok "a name with quotes and blanks" "$tc" admit "$c" 'o'"'"'x "y"'
is "$(enter 'o'"'"'x "y"' "$c" 'SELECT current_user')" 'o'"'"'x "y"' "is let in"
not_ok "a name with a newline is refused" "$tc" admit "$c" 'lena
local all all trust'
not_ok "and an empty one" "$tc" admit "$c" ''
not_ok "and one that is too long" "$tc" admit "$c" "$(printf '%064d' 0)"
like "$(enter postgres "$c" 'SELECT 1')" "*password*" "other names need a password, too"
is "$(ask "$c" "ALTER ROLE lena PASSWORD 'x'; SELECT substr(rolpassword, 1, 13) FROM pg_authid WHERE rolname = 'lena'")" SCRAM-SHA-256 "passwords are kept as SCRAM"
wake
await no_server "$c"
is "$(enter lena "$c" 'SELECT current_user')" lena "admitted for good"

# ---- many at once ----
at_once() { # DIR
	await no_server "$1"
	jobs=
	for i in 1 2 3 4 5 6 7 8; do
		"$tc" join "$1" "$psql" -XAtqc "SELECT 'here'" >"$tmp/at_once.$i" 2>&1 &
		jobs="$jobs $!"
	done
	for j in $jobs; do wait "$j" || echo "failed $j"; done
	cat "$tmp"/at_once.?
	rm -f "$tmp"/at_once.?
}
said=$(KARAT_LINGER=30 at_once "$c")
is "$(echo "$said" | grep -c '^here$')" 8 "eight at once all get in"
ok "to one server" await one_server "$c"
is "$(keepers "$c" | count)" 1 "with one keeper"
ok "stopped" "$tc" stop "$c"
ok "at once" no_server "$c"
ok "with its keeper" no_keeper "$c"
ok "stopping what is stopped is fine" "$tc" stop "$c"
ok "and stopping what is not there" "$tc" stop "$tmp/nowhere"
said=$(KARAT_LINGER=30 at_once "$tmp/many")
is "$(echo "$said" | grep -c '^here$')" 8 "eight at once where nothing was yet all get in"
is "$(echo "$said" | grep -c '^made=1')" 1 "and one of them made it"
ok "to one server" await one_server "$tmp/many"
ok "removed while it runs" "$tc" remove "$tmp/many"
is "$(ls -d "$tmp/many" 2>/dev/null)" "" "and gone"
ok "with its server" no_server "$tmp/many"
ok "and its keeper" no_keeper "$tmp/many"

# ---- killed ----
KARAT_LINGER=30 sleeper "$c"
"$tc" join -n "$c" "$psql" -XAtqc 'SELECT pg_sleep(60)' >/dev/null 2>&1 &
killed_job=$!
busy() { [ "$(ask "$c" "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'")" = 1 ]; }
await busy
before=$(head -n 1 "$c/data/postmaster.pid")
ended() { ! readlink "/proc/$1/cwd" >/dev/null; } # who comes before that may find it alive, and then refused
kill -9 "$before"
await ended "$before"
is "$(ask "$c" 'SELECT 1')" 1 "a killed server is started again"
[ "$(head -n 1 "$c/data/postmaster.pid")" != "$before" ]
pass_or_fail $? "it is another one"
wait $killed_job
is "$(keepers "$c" | count)" 1 "with one keeper"
kept=$(keepers "$c")
kill -9 "$kept"
await flock -n "$c/keeper.lock" true
before=$(head -n 1 "$c/data/postmaster.pid")
is "$(ask "$c" 'SELECT 1')" 1 "a server whose keeper was killed still answers"
is "$(head -n 1 "$c/data/postmaster.pid")" "$before" "it is the same one"
is "$(keepers "$c" | count)" 1 "and is kept again"
[ "$(keepers "$c")" != "$kept" ]
pass_or_fail $? "by a new keeper"
wake
"$tc" stop "$c"
KARAT_LINGER=0 sleeper "$c"
kill -9 "$(keepers "$c")"
await flock -n "$c/keeper.lock" true
KARAT_LINGER=0 ask "$c" 'SELECT 1' >/dev/null
wake
ok "which stops it when nobody is there" await no_server "$c"
sleeper "$c"
kill -9 "$(keepers "$c")"
await flock -n "$c/keeper.lock" true
wake
ok "who leaves a server without a keeper gives it one, which stops it" await no_server "$c"
ok "and ends" await no_keeper "$c"
sleeper "$c"
kill "$(keepers "$c")"
ok "told to end, the keeper stops the server" await no_server "$c"
like "$(tail -n 1 "$c/server.log")" "*database system is shut down*" "properly"
wake

# ---- killed while it starts ----
kept() { ! flock -n "$c/keeper.lock" true; }
"$tc" join -n "$c" >/dev/null 2>&1 &
killed_job=$!
await_step=0.001 await kept
kill -9 $killed_job 2>/dev/null
wait $killed_job 2>/dev/null
is "$(timeout 60 "$tc" join -n "$c" "$psql" -XAtqc 'SELECT 1' | sed 1d)" 1 "who is killed while the server starts does not keep others out"
await no_server "$c"
KARAT_LINGER=30 "$tc" join -n "$c" >/dev/null 2>&1 &
killed_job=$!
await_step=0.001 await kept
kill -9 $killed_job 2>/dev/null
wait $killed_job 2>/dev/null
ok "nor from stopping it" "$tc" stop "$c"
ok "altogether" no_server "$c"

# ---- out of sight ----
# Another process namespace sees the folder, but not its server: as a container does, or another machine.
elsewhere() { apart -pf --mount-proc "$@"; }
if elsewhere true 2>/dev/null; then
	sleeper "$c"
	before=$(head -n 1 "$c/data/postmaster.pid")
	cp "$c/data/karat.conf" "$tmp/karat.conf.was"
	like "$(elsewhere "$tc" join -n "$c" 2>&1)" "offline: *on another machine or in another container*" "a server out of sight is not started again"
	is "$(head -n 1 "$c/data/postmaster.pid")" "$before" "and keeps its number"
	is "$(ask "$c" 'SELECT 1')" 1 "and its socket"
	ok "and its settings" cmp "$c/data/karat.conf" "$tmp/karat.conf.was"
	mv "$c/run/.s.PGSQL.5432" "$c/run/aside" # as another machine has no way to the socket
	like "$(elsewhere "$tc" join -n "$c" 2>&1)" "offline: *on another machine or in another container*" "its keeper's lock is enough to know"
	mv "$c/run/aside" "$c/run/.s.PGSQL.5432"
	like "$(elsewhere "$tc" remove "$c" 2>&1)" "offline: *on another machine or in another container*" "nor is its folder removed"
	is "$(enter lena "$c" 'SELECT 1')" 1 "and all is as it was"
	kill -9 "$(keepers "$c")"
	await flock -n "$c/keeper.lock" true
	like "$(elsewhere "$tc" join -n "$c" 2>&1)" "offline: *on another machine or in another container*" "one that lost its keeper is known by its socket"
	wake
	await no_server "$c"
else
	skip "a server out of sight is not started again" "namespaces are forbidden here"
fi

# ---- traces ----
stale() { # TEXT: what a server of long ago left
	printf '%s\n%s\n1\n5432\n%s\n\n 1 1\nready   \n' "$1" "$c/data" "$c/run" >"$c/data/postmaster.pid"
	printf '%s\n' "$1" >"$c/run/.s.PGSQL.5432.lock"
	chown --reference="$c" "$c/data/postmaster.pid" "$c/run/.s.PGSQL.5432.lock"
}
stale $$
is "$(ask "$c" 'SELECT 1')" 1 "a stale postmaster.pid whose number is in use does not matter"
await no_server "$c"
stale 999999999
is "$(ask "$c" 'SELECT 1')" 1 "nor one whose number is not"
await no_server "$c"
KARAT_LINGER=30 ask "$c" 'SELECT 1' >/dev/null
rm "$c/run/.s.PGSQL.5432"
is "$(ask "$c" 'SELECT 1')" 1 "a server that lost its socket is started again"
"$tc" stop "$c"
awk 'BEGIN { for (i = 0; i < 30000; i++) print "an old line, one of many that fill the log of a server" }' >"$c/server.log"
chown --reference="$c" "$c/server.log"
ask "$c" 'SELECT 1' >/dev/null
is "$(wc -l <"$c/server.log.1" | tr -d ' ')" 30000 "a long log is put aside"
[ "$(wc -c <"$c/server.log")" -lt 10000 ]
pass_or_fail $? "and begun anew"

# ---- folders that move or go ----
KARAT_LINGER=30 ask "$c" 'SELECT 1' >/dev/null
mv "$c" "$tmp/two"
ok "a folder that is moved away stops its server" await no_server "$c"
mv "$tmp/two" "$c"
is "$(enter lena "$c" 'SELECT 1')" 1 "moved back it works"
await no_server "$c"
like "$(tail -n 1 "$c/server.log")" "*database system is shut down*" "and ended properly"
mv "$c" "$tmp/two"
is "$("$tc" join -n "$tmp/two" "$psql" -XAtqc 'SELECT 1')" "made=0 socket=$tmp/two/run
1" "it works at its new place"
await no_server "$tmp/two"
mv "$tmp/two" "$c"
d=$tmp/deleted
KARAT_LINGER=30 "$tc" join -s "$d" >/dev/null
ok "a server for a while" await one_server "$d"
rm -f "$d/karat.cluster"
ok "a folder that is deleted stops its server" await no_server "$d"
ok "and its keeper" await no_keeper "$d"
rm -rf "$d"

# ---- long paths ----
long=$tmp/$(printf '%0100d' 0)
said=$("$tc" join -s "$long" "$psql" -XAtqc "SELECT 'here'")
like "$said" "made=1 socket=/tmp/karat-$owner-*
here" "a path too long for a socket gets one elsewhere"
far=$(echo "$said" | sed -n 's/.*socket=//p')
is "$(stat -c %a%u "$far")" "700$owner" "that is private"
await no_server "$long"
chmod 777 "$far"
"$tc" join "$long" >/dev/null
is "$(stat -c %a "$far")" 700 "and made so"
await no_server "$long"
rmdir "$far" && ln -s / "$far"
like "$("$tc" join "$long" 2>&1)" "denied: *belongs to somebody else*" "one that somebody planted is not used"
rm -f "$far"
"$tc" join "$long" >/dev/null
await no_server "$long"
ok "the folder is removed" "$tc" remove "$long"
ok "and the private place with it" test ! -e "$far"

# ---- what people do ----
mkdir -p "$tmp/full" && echo mine >"$tmp/full/notes"
if $root; then chown "$owner" "$tmp/full"; fi
like "$("$tc" join "$tmp/full" 2>&1)" "invalid: *holds other things*" "a folder with other things is not taken"
like "$("$tc" remove "$tmp/full" 2>&1)" "not_found: *" "nor removed"
is "$(cat "$tmp/full/notes")" mine "nor touched"
not_ok "a file is no folder" "$tc" join "$tmp/full/notes"
echo 9 >"$tmp/version"
cp "$c/data/PG_VERSION" "$tmp/version.was"
cat "$tmp/version" >"$c/data/PG_VERSION"
like "$("$tc" join "$c" 2>&1)" "offline: *was made with PostgreSQL 9*postgresql-9*" "the wrong version says what to install"
mkdir "$tmp/pg17"
printf '#!/bin/sh\necho "postgres (PostgreSQL) 17.5"\nexit 1\n' >"$tmp/pg17/postgres"
cp "$tmp/pg17/postgres" "$tmp/pg17/initdb"
chmod 755 "$tmp/pg17" "$tmp/pg17"/*
echo 17 >"$tmp/version"
cat "$tmp/version" >"$c/data/PG_VERSION"
is "$(grep -c max_notify_queue_pages "$c/data/karat.conf")" 0 "a setting that PostgreSQL 15 does not know is not said"
PATH=$tmp/pg17:$PATH "$tc" join -n "$c" >/dev/null 2>&1
is "$(grep max_notify_queue_pages "$c/data/karat.conf")" "max_notify_queue_pages = 8192" "17 knows it"
cat "$tmp/version.was" >"$c/data/PG_VERSION"
cp "$c/data/postgresql.conf" "$tmp/conf.was"
echo 'shared_buffers = much' >>"$c/data/postgresql.conf"
like "$("$tc" join "$c" 2>&1)" "offline: *does not start*server.log*
detail: *FATAL:*configuration file*" "a server that does not start says why"
cat "$tmp/conf.was" >"$c/data/postgresql.conf"
echo "work_mem = '7MB'" >>"$c/data/postgresql.conf"
is "$(ask "$c" 'SHOW work_mem')" 7MB "own settings hold"
await no_server "$c"
sed "s/^include 'karat.conf'/#&/" "$c/data/postgresql.conf" >"$tmp/conf.out"
printf "work_mem = '7MB'" >>"$tmp/conf.out" # and no newline
cat "$tmp/conf.out" >"$c/data/postgresql.conf"
is "$(ask "$c" 'SHOW cluster_name')" karat "our settings hold when their line was made a comment"
is "$(grep -c "^include 'karat.conf'$" "$c/data/postgresql.conf")" 1 "as it is added again"
await no_server "$c"
ask "$c" 'SELECT 1' >/dev/null
is "$(grep -c "^include 'karat.conf'$" "$c/data/postgresql.conf")" 1 "once"
await no_server "$c"
cp "$c/karat.cluster" "$tmp/marker.was"
echo 'karat cluster 2' >"$c/karat.cluster"
like "$("$tc" join "$c" 2>&1)" "conflict: *newer karat*" "a folder of a newer karat is left alone"
cat "$tmp/marker.was" >"$c/karat.cluster"
not_ok "a path with a newline is refused" "$tc" join "$tmp/a
b"
ok "a relative path is one from here" sh -c 'cd "$0" && exec "$1" join -n one' "$tmp" "$tc"
ok "a path with blanks, quotes and backslashes" "$tc" join -s "$tmp/o'x \"y\" \\z, ä/w" "$psql" -XAtqc 'SELECT 1'
"$tc" remove "$tmp/o'x \"y\" \\z, ä/w"
d=$tmp/half
"$tc" join -s "$d" >/dev/null
await no_server "$d"
mv "$d/data" "$d/data.new"
is "$("$tc" join "$d")" "made=1 socket=$d/run" "what was broken off halfway is made anew"
await no_server "$d"
echo mine >"$d/notes"
ok "a cluster is removed" "$tc" remove "$d"
is "$(ls "$d")" notes "other things stay"

# ---- throw-away ----
d=$tmp/scratch
is "$("$tc" join -s "$d" "$psql" -XAtqc "CREATE ROLE vito LOGIN; SELECT current_setting('fsync')")" "made=1 socket=$d/run
off" "a throw-away does not sync"
is "$(PGUSER=vito ask "$d" 'SELECT current_user')" vito "and lets anybody in who reaches it"
is "$(ask "$c" 'SHOW fsync')" on "a kept one asked for as throw-away stays what it is"
"$tc" join -s "$c" >/dev/null
like "$(enter postgres "$c" 'SELECT 1')" "*password*" "in every way"
await no_server "$d"
"$tc" remove "$d"

# ---- logins of any length ----
many_letters=$(printf '%05000d' 0)
like "$(PGUSER=$many_letters "$karat" -w "embedded:$c" list order 2>&1)" "*1 to 63 bytes*" "a login of 5000 letters is refused"
ok "before a server is started for it" no_server "$c"

# ---- workshops made at the same moment ----
d=$tmp/twins
"$tc" join -s "$d" >/dev/null
sleeper "$d"
twin() { PGHOST=$d/run PGUSER=karat "$psql" -XAtqw -v ON_ERROR_STOP=1 -d "$@" 2>&1; }
twins() { # ONE OTHER: the first is at the end of its first step when the other comes to the roles
	twin postgres -c "CREATE DATABASE $1" -c "CREATE DATABASE $2"
	mkfifo "$tmp/fifo"
	twin "$1" <"$tmp/fifo" >"$tmp/first" &
	first_job=$!
	exec 8>"$tmp/fifo"
	printf 'BEGIN;\n\\i %s\nSELECT 1;\n' "$first_step" >&8
	await grep -qx 1 "$tmp/first"
	twin "$2" -1 -f "$first_step" >"$tmp/second" &
	second_job=$!
	waits() { [ "$(twin postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '$2' AND wait_event_type = 'Lock'")" = 1 ]; }
	await waits "$@" || echo "the other does not wait"
	echo 'COMMIT;' >&8
	exec 8>&-
	wait "$first_job" || echo "the first failed"
	wait "$second_job" || echo "the other failed"
	grep -v -x 1 "$tmp/first" "$tmp/second"
	rm -f "$tmp/fifo" "$tmp/first" "$tmp/second"
}
is "$(twins a b)" "" "the first two of a cluster get their roles together"
twin postgres -c 'DROP DATABASE a' -c 'DROP DATABASE b' -c 'DROP ROLE karat_viewer, karat_goldsmith, karat_office, karat_admin, karat_kiosk, karat_auditor'
is "$(twins a b)" "" "also when only the owner of the tables is there"
is "$(twin b -c "SELECT count(*) FROM pg_roles WHERE rolname ~ '^karat_'")" 7 "and each role is there once"
wake
await no_server "$d"
"$tc" remove "$d"

# ---- accounts ----
they=$(id -un)
as_them() { env HOME=/ "$@"; }
if $root; then
	they=nobody
	as_them() { setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/ "$@"; }
fi
if as_them test -x "$tc"; then
	install -d -o "$they" -m 755 "$tmp/theirs"
	is "$(as_them "$tc" join "$tmp/theirs/c" "$psql" -XAtqc 'SELECT current_user')" "made=1 socket=$tmp/theirs/c/run
karat" "an ordinary account has one, too"
	await no_server "$tmp/theirs/c"
	like "$(as_them "$tc" join /usr 2>&1)" "denied: *belongs to “root”*" "but not where others are at home"
	install -d -o "$they" -m 700 "$tmp/runtime"
	install -d -o "$they" -m 755 "$tmp/theirs/$(printf '%090d' 0)"
	like "$(XDG_RUNTIME_DIR=$tmp/runtime as_them "$tc" join -s "$tmp/theirs/$(printf '%090d' 0)/c")" "made=1 socket=$tmp/runtime/karat-*" "a long path goes to the runtime folder"
	await no_server "$tmp/theirs/$(printf '%090d' 0)/c"
	install -d -o "$they" -m 0 "$tmp/locked"
	like "$(as_them "$tc" join "$tmp/locked" 2>&1)" "denied: *“$they” cannot enter*" "a folder that its account cannot enter is refused"
	rmdir "$tmp/locked"
else
	skip "an ordinary account has one, too" "“$they” cannot enter $tmp"
fi
if $root && [ -e "$tmp/theirs" ]; then
	like "$("$tc" join "$tmp/theirs/c" 2>&1)" "denied: *belongs to “nobody”*" "what is theirs is not root's"
	like "$(as_them "$tc" join "$c" 2>&1)" "denied: *" "nor root's anybody's"
	is "$(KARAT_SERVICE_USER=nobody ask "$tmp/theirs/c" 'SELECT current_user')" karat "unless root names the account"
	await no_server "$tmp/theirs/c"
	like "$(KARAT_SERVICE_USER=root "$tc" join "$tmp/x" 2>&1)" "invalid: *KARAT_SERVICE_USER*" "root cannot be the account"
	install -d -m 700 "$tmp/closed"
	like "$("$tc" join "$tmp/closed/c" 2>&1)" "denied: *cannot enter*" "a folder the service user cannot enter is refused"
fi
install -d "$tmp/links"
install -d -o "$owner" "$tmp/links/c"
ln -s "$tmp/full/notes" "$tmp/links/c/start.lock"
not_ok "planted links are not followed" "$tc" join "$tmp/links/c"
is "$(cat "$tmp/full/notes")" mine "and what they point to is as it was"

# ---- small disks ----
# Mounted where nobody sees them but who goes there; they end with the last who is there.
small_disks() { # COMMAND
	apart --mount --keep-caps sh -c '
		mount -t tmpfs -o size=80m,mode=755 none "$0/small" &&
		mount -t tmpfs -o size=40m,mode=755 none "$0/tiny" &&
		eval "$1"' "$tmp" "$1"
}
there() { # COMMAND…
	if $root; then
		nsenter --target "$disks_pid" --mount --root "$@"
	else
		nsenter --target "$disks_pid" --user --preserve-credentials --mount --root "$@"
	fi
}
mkdir "$tmp/small" "$tmp/tiny"
if small_disks true 2>/dev/null; then
	small_disks 'echo $$ >"$0/disks"; exec tail -f /dev/null' &
	disks_job=$!
	await test -s "$tmp/disks"
	read -r disks_pid <"$tmp/disks"
	later '[ -z "$disks_pid" ] || { there "$tc" stop "$tmp/small/c" >/dev/null 2>&1; kill "$disks_pid"; }'
	like "$(there "$tc" join "$tmp/small/c" "$psql" -XAtqc 'SELECT 1')" "made=1*1" "a small disk is enough"
	await no_server "$tmp/small/c"
	there dd if=/dev/zero of="$tmp/small/filler" bs=64k 2>/dev/null
	like "$(there "$tc" join "$tmp/small/c" 2>&1)" "output: *disk that holds $tmp/small/c is full*" "a full one says so"
	like "$(there "$tc" join "$tmp/small/d" 2>&1)" "output: *" "also when making"
	there rm "$tmp/small/filler"
	is "$(there "$tc" join -n "$tmp/small/c" "$psql" -XAtqwc 'SELECT 1' | sed 1d)" 1 "with room it works again"
	await no_server "$tmp/small/c"
	await no_keeper "$tmp/small/c"
	like "$(there "$tc" join "$tmp/tiny/c" 2>&1)" "output: *MiB left*" "one that is too small says how much is needed"
	is "$(find "$tmp/small" "$tmp/tiny" -mindepth 1)" "" "and all of it was on those disks"
	kill "$disks_pid"
	wait "$disks_job" 2>/dev/null
	disks_pid=
else
	skip "a full disk says so" "namespaces are forbidden here"
fi

await no_server "$c"
ok "the first cluster is removed" "$tc" remove "$c"
await no_keeper "$tmp"
is "$(grep -slaE "[/]${tmp#/}/" /proc/[0-9]*/cmdline)" "" "nothing is left running"
done_testing
