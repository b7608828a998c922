#!/bin/sh
# make bench - what karat takes on a million orders, next to psql on the same machine in the same run.
# Prints ratios; fails on none of them: figures are for people to look at.
#
# BENCH_STATE keeps the large demo between runs (default: bench-state here). BENCH_FRESH=1 makes it anew.
set -eu
LC_ALL=C.UTF-8 XDG_STATE_HOME=${BENCH_STATE:-$PWD/bench-state} KARAT_LINGER=600
export LC_ALL XDG_STATE_HOME KARAT_LINGER
karat=$PWD/src/karat measure=$PWD/tests/bench/measure pages=$PWD/tests/bench/pages clocks=$PWD/tests/bench/clocks
for psql in /usr/lib/postgresql/*/bin/psql; do :; done # the last one; the program, not Debian's wrapper
demo=$XDG_STATE_HOME/karat/demo

now() { date +%s%3N; }
ratio() { # NAME GOAL RUNS OURS… ::: THEIRS…
	name=$1 goal=$2
	shift 2
	"$measure" "$@" | awk -v name="$name" -v goal="$goal" '{
		printf "%-58s %9.1f  / %9.1f  = %5.2f   goal %s\n", name, $1, $2, $3, goal }'
}
figure() { # NAME VALUE GOAL
	printf '%-58s %9s                          goal %s\n' "$1" "$2" "$3"
}
took() { # RUNS COMMAND… : median in ms
	runs=$1
	shift
	"$measure" "$runs" "$@" | cut -d' ' -f1
}

if [ ! -e "$demo/bench-large" ] || [ -n "${BENCH_FRESH:-}" ]; then
	start=$(now)
	"$karat" demo --fresh --size large >/dev/null
	figure 'large demo: 1,000,000 orders, 10,000,000 entries (s)' "$((($(now) - start) / 1000))" '< 120'
	touch "$demo/bench-large"
fi
"$karat" -w demo: list orders >/dev/null
PGHOST=$demo/run PGDATABASE=karat PGUSER=marta PGOPTIONS='-c jit=off' # where the demo listens
export PGHOST PGDATABASE PGUSER PGOPTIONS

echo "karat (ms) / peer (ms) = ratio"
ratio 'karat list orders / psql -c "select 1"' '<= 6' 40 "$karat" -w demo: list orders ::: "$psql" -X -c 'select 1'

columns=id,number,status,kind,title,customer,customer_name,alloy_code,due,price
copy="\\copy (select $columns from karat.order_list where deleted_at is null) to '/dev/null' csv header"
"$psql" -X -c "$copy" >/dev/null
ratio 'karat list orders --all --format csv / psql \copy' '<= 0.8' \
	15 "$karat" -w demo: list orders --all --columns $columns --format csv -o /dev/null ::: "$psql" -X -c "$copy"
figure '  memory of it (KiB)' "$("$measure" 1 "$karat" -w demo: list orders --all --columns $columns --format csv -o /dev/null | cut -d' ' -f3)" '< 16384'

pages_of() { # FILE : the worst figures, "page MS", "search MS" and "everything MS"
	"$pages" demo: demo:tim | tee "$1" | sed -n 's/^worst \(.*\) p95 \(.*\) ms/\1 \2/p'
}
sum() { # FILE : of the medians of every line, ms
	awk '$3 == "p50" { all += $4 } END { printf "%.1f", all }' "$1"
}
tenth=$XDG_STATE_HOME/tenth # the same with 100,000 orders
mkdir -p "$tenth"
if [ ! -e "$tenth/karat/demo/bench-medium" ] || [ -n "${BENCH_FRESH:-}" ]; then
	XDG_STATE_HOME=$tenth "$karat" demo --fresh --size medium >/dev/null
	touch "$tenth/karat/demo/bench-medium"
fi
pages_of pages.txt | while read -r what ms; do
	case $what in
	page) figure 'a page, p95, worst of every sort, direction and depth (ms)' "$ms" '< 10' ;;
	search) figure 'a search, p95 (ms)' "$ms" '< 50' ;;
	everything) figure 'a search over everything, p95 (ms)' "$ms" '< 100' ;;
	esac
done
awk '$1 == "everything" && !seen[$0]++' pages.txt
XDG_STATE_HOME=$tenth pages_of pages-tenth.txt >/dev/null
for what in pages searches; do
	case $what in
	pages) grep -v search pages.txt >many.txt; grep -v search pages-tenth.txt >few.txt ;;
	searches) grep search pages.txt >many.txt; grep search pages-tenth.txt >few.txt ;;
	esac
	awk -v name="all $what: 1,000,000 orders / 100,000 orders" -v many="$(sum many.txt)" -v few="$(sum few.txt)" 'BEGIN {
		printf "%-58s %9.1f  / %9.1f  = %5.2f   goal <= 1.5\n", name, many, few, many / few }'
done
rm -f many.txt few.txt

# The two clocks among ten million entries: running is the timer, clock all that the top line shows of it.
"$clocks" demo:lena | while read -r what p50 p95; do
	case $what in
	timer.*) goal='p95 < 20' ;;
	running | clock) goal='p95 < 1, in the database' ;;
	*) goal='p95 < 50' ;;
	esac
	figure "$what: p50, p95 (ms)" "$p50 $p95" "$goal"
done

# The terminals on the wall, in a workshop of their own: a server that takes a thousand connections.
kiosks=$PWD/tests/bench/kiosks walls=$XDG_STATE_HOME/walls
terminals() {
	[ -e "$walls/karat/demo/terminals" ] || {
		XDG_STATE_HOME=$walls "$karat" demo --fresh --size small >/dev/null 2>&1
		"$psql" -XAtq -v ON_ERROR_STOP=1 -h "$walls/karat/demo/run" -U karat -d karat -c 'ALTER SYSTEM SET max_connections = 1100' -c "
			INSERT INTO karat.person (login, display_name, role) SELECT r.role || '-' || g, r.role || ' ' || g, r.role
			FROM generate_series(1, 1000) g, (VALUES ('kiosk'), ('goldsmith')) r (role)" -c 'CREATE ROLE walls LOGIN' -c "
			DO \$\$ BEGIN FOR i IN 1 .. 1000 LOOP EXECUTE format('CREATE ROLE %I LOGIN IN ROLE karat_kiosk', 'kiosk-' || i);
			EXECUTE format('GRANT %I TO walls', 'kiosk-' || i); END LOOP; END \$\$" -c "
			SELECT count(karat.badge_issue(p.id, (999999999 + substr(p.login, 11)::int)::text)) FROM karat.person p WHERE p.login LIKE 'goldsmith-%'" >/dev/null
		touch "$walls/karat/demo/terminals"
	}
	kill -INT "$(head -n 1 "$walls/karat/demo/data/postmaster.pid")" 2>/dev/null || :
	while [ -e "$walls/karat/demo/data/postmaster.pid" ]; do :; done
	XDG_STATE_HOME=$walls "$karat" -w demo: list orders --limit 1 >/dev/null 2>&1
	"$kiosks" punch "host=$walls/karat/demo/run dbname=karat" 400 10 | while read -r p50 p95 worst errors; do
		figure "400 terminals punch within 10 s: p50 $p50, worst $worst, errors $errors; p95 (ms)" "$p95" '< 200'
	done
	pool
	for seconds in 10 0; do
		"$kiosks" pooled "host=$walls/pool port=6432 dbname=karat user=walls" 1000 $seconds | while read -r p50 p95 worst errors; do
			figure "1,000 terminals punch through PgBouncer within $seconds s: p50 $p50, worst $worst, errors $errors; p95 (ms)" "$p95" '< 200'
		done
	done
	kill "$(cat "$walls/pool/pid")"
}

# As data/pgbouncer says it, before the workshop of the terminals; it will not be root.
pool() {
	rm -rf "$walls/pool"
	mkdir -m 777 "$walls/pool"
	sed -e "s|^karat = .*|karat = host=$walls/karat/demo/run dbname=karat user=walls pool_size=4|" \
		-e "\$a listen_addr =\nunix_socket_dir = $walls/pool\nauth_type = any\nclient_tls_sslmode = disable\npidfile = $walls/pool/pid\nlogfile = $walls/pool/log" \
		"${srcdir:?}/data/pgbouncer/karat-kiosk.ini" >"$walls/pool/pool.ini"
	if [ "$(id -u)" -eq 0 ]; then set -- -u "$(stat -c %U "$walls/karat/demo/run")"; fi
	env PATH="$PATH:/usr/sbin" pgbouncer -q -d "$@" "$walls/pool/pool.ini"
}
rm -rf "$walls/journal"
mkdir -p "$walls"
"$kiosks" journal "$walls/journal" | while read -r p50 p95 worst _; do
	figure "a punch kept on the terminal's disk: p50 $p50, worst $worst; p95 (ms)" "$p95" '< 30'
done
terminals

stop() { # the private cluster, at once
	[ ! -e "$demo/data/postmaster.pid" ] || kill -INT "$(head -n 1 "$demo/data/postmaster.pid")"
	while [ -e "$demo/data/postmaster.pid" ]; do :; done
}
second=$(for _ in 1 2 3 4 5; do
	stop
	took 1 "$karat" -w demo: list orders --limit 1
done | sort -n | sed -n 3p)
figure 'stopped private cluster: start until the first row (ms)' "$second" '< 150'

# Full-screen programs, turn by turn; the peers are there when their packages are (tig calcurse htop).
tui=$PWD/tests/bench/tui
PATH=$PATH:/usr/games
"$karat" -w demo: list orders --limit 1 >/dev/null 2>&1
peers=$XDG_STATE_HOME/peers
if [ ! -e "$peers/done" ]; then
	rm -rf "$peers"
	mkdir -p "$peers/repo" "$peers/calcurse"
	git -C "$peers/repo" init -q
	for i in $(seq 200); do
		git -C "$peers/repo" -c user.name=bench -c user.email=bench@localhost commit -q --allow-empty -m "Auftrag $i"
	done
	for i in $(seq 60); do echo "[1] Auftrag $i"; done >"$peers/calcurse/todo"
	: >"$peers/calcurse/apts"
	printf 'appearance.defaultpanel=todo\ngeneral.confirmquit=no\n' >"$peers/calcurse/conf"
	touch "$peers/done"
fi
# shellcheck disable=SC2089
set -- karat 'Your orders' 'down up' 'ctrl-q' "$karat" -w demo:lena
for peer in tig calcurse htop; do
	command -v $peer >/dev/null || continue
	case $peer in
	tig) set -- "$@" ::: tig 'Auftrag 200' down q tig -C "$peers/repo" ;;
	calcurse) set -- "$@" ::: calcurse Auftrag 'down up' q calcurse -D "$peers/calcurse" ;;
	htop) set -- "$@" ::: htop 'Load average' 'down up' q htop ;;
	esac
done
echo
"$tui" -n 20 -k 100 -i 3 "$@"
echo 'the first frame, before there is a connection'
"$tui" -n 20 -k 1 frame 'Opening' 'down up' 'ctrl-q' "$karat" -w demo:lena
echo 'the help, while the list below it waits for the database'
PGUSER=karat "$psql" -XAtqc 'BEGIN; LOCK karat.vat_rate; SELECT pg_sleep(600)' >/dev/null 2>&1 &
locker=$!
"$tui" -n 1 -k 400 -b ': o p e n . v a t enter f1=Keys' waiting 'Your orders' 'down up' 'ctrl-q' "$karat" -w demo:marta
kill $locker
wait $locker 2>/dev/null || :
echo 'the list of orders: one row down and up; a page down and up'
"$tui" -n 1 -k 200 -b 'f5=1 /' rows 'Your orders' 'down up' 'ctrl-q' "$karat" -w demo:lena
"$tui" -n 1 -k 40 -b 'f5=1 /' pages 'Your orders' 'pgdn' 'ctrl-q' "$karat" -w demo:lena
if [ -x tests/ui/ui ]; then # of make check
	echo 'round trips, of which each is 40 ms on a line of 40 ms'
	TELL=1 tests/ui/ui --filter 'faults/a_screen_is_one_round_trip' 2>&1 | sed -n 's/^trips: /  /p'
fi
