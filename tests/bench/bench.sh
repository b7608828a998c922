#!/bin/sh
# make bench - what karat takes on a million orders, next to psql on the same machine in the same run.
# Prints ratios; fails on none of them: figures are for people to look at.
#
# BENCH_STATE keeps the large demo between runs (default: bench-state here). BENCH_FRESH=1 makes it anew.
set -eu
LC_ALL=C.UTF-8 XDG_STATE_HOME=${BENCH_STATE:-$PWD/bench-state} KARAT_LINGER=600
export LC_ALL XDG_STATE_HOME KARAT_LINGER
karat=$PWD/src/karat measure=$PWD/tests/bench/measure pages=$PWD/tests/bench/pages
psql=$(ls /usr/lib/postgresql/*/bin/psql | tail -n 1) # the program, not Debian's wrapper
demo=$XDG_STATE_HOME/karat/demo

now() { date +%s%3N; }
ratio() { # NAME OURS THEIRS GOAL
	awk -v name="$1" -v ours="$2" -v theirs="$3" -v goal="$4" 'BEGIN {
		printf "%-58s %9.1f  / %9.1f  = %5.2f   goal %s\n", name, ours, theirs, ours / theirs, goal }'
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
	figure 'large demo: 1,000,000 orders, 100,000 customers (s)' "$((($(now) - start) / 1000))" '< 120'
	touch "$demo/bench-large"
fi
"$karat" -w demo: list orders >/dev/null
PGHOST=$demo/run PGDATABASE=karat PGUSER=marta PGOPTIONS='-c jit=off' # where the demo listens
export PGHOST PGDATABASE PGUSER PGOPTIONS

echo "karat (ms) / peer (ms) = ratio"
select1=$(took 40 "$psql" -X -c 'select 1')
ratio 'karat list orders / psql -c "select 1"' "$(took 40 "$karat" -w demo: list orders)" "$select1" '<= 6'

columns=id,number,status,kind,title,customer,customer_name,alloy_code,due,price
copy="\\copy (select $columns from karat.order_list where deleted_at is null) to '/dev/null' csv header"
"$psql" -X -c "$copy" >/dev/null
ratio 'karat list orders --all --format csv / psql \copy' \
	"$(took 7 "$karat" -w demo: list orders --all --columns $columns --format csv -o /dev/null)" \
	"$(took 7 "$psql" -X -c "$copy")" '<= 0.8'
figure '  memory of it (KiB)' "$("$measure" 1 "$karat" -w demo: list orders --all --columns $columns --format csv -o /dev/null | cut -d' ' -f3)" '< 16384'

"$pages" demo: demo:tim | tee pages.txt | sed -n 's/^worst \(.*\) p95 \(.*\) ms/\1 \2/p' | while read -r what ms; do
	case $what in
	page) figure 'a page, p95, worst of every sort, direction and depth (ms)' "$ms" '< 10' ;;
	search) figure 'a search, p95 (ms)' "$ms" '< 50' ;;
	esac
done

stop() { # the private cluster, at once
	[ ! -e "$demo/data/postmaster.pid" ] || kill -INT "$(head -n 1 "$demo/data/postmaster.pid")"
	while [ -e "$demo/data/postmaster.pid" ]; do :; done
}
second=$(for i in 1 2 3 4 5; do
	stop
	took 1 "$karat" -w demo: list orders --limit 1
done | sort -n | sed -n 3p)
figure 'stopped private cluster: start until the first row (ms)' "$second" '< 150'
