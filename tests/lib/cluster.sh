# cluster.sh - for shell tests: TAP, waiting for events, and a database on the cluster of this run
#
#   . "${srcdir:-.}/tests/lib/cluster.sh"
#   test_db orders            # a migrated database of this test alone: PGHOST, PGDATABASE, PGUSER are set
#   is "$(sql 'SELECT 1')" 1 "the database answers"
#   done_testing              # the plan, and the exit code
#
# shellcheck shell=sh

LC_ALL=${LC_ALL:-C.UTF-8}
export LC_ALL
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS PGPASSFILE

tests_run=0 tests_failed=0
testcluster=${KARAT_TESTCLUSTER:-$PWD/tests/lib/testcluster}
TMPDIR=$("$testcluster" tmp) || exit 99
export TMPDIR
tap_said=$TMPDIR/karat-tap.$$

# psql itself, not Debian's wrapper, which is four times as slow and looks for system clusters.
psql=psql
for psql_here in /usr/lib/postgresql/*/bin/psql; do
	if [ -x "$psql_here" ]; then psql=$psql_here; fi
done

# later COMMAND: what is to be done when this script ends, however it ends. What was said last is done first,
# so that nobody's rubbish is forgotten because somebody else has some, too.
later_all=
later() {
	later_all="$1
$later_all"
	trap 'eval "$later_all"' EXIT
	trap 'exit 99' HUP INT TERM
}
later 'rm -f "$tap_said"'

pass_or_fail() { # STATUS NAME
	tests_run=$((tests_run + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tests_run - $2"
	else
		echo "not ok $tests_run - $2"
		tests_failed=$((tests_failed + 1))
	fi
	return "$1"
}

# ok NAME COMMAND… : the command succeeds.  not_ok NAME COMMAND… : it fails.
ok() {
	ok_name=$1
	shift
	ok_status=0
	"$@" >"$tap_said" 2>&1 || ok_status=1
	[ $ok_status -eq 0 ] || sed 's/^/# /' "$tap_said"
	pass_or_fail $ok_status "$ok_name" || :
}

not_ok() {
	ok_name=$1
	shift
	ok_status=0
	if "$@" >"$tap_said" 2>&1; then ok_status=1; sed 's/^/# /' "$tap_said"; fi
	pass_or_fail $ok_status "$ok_name" || :
}

is() { # GOT WANTED NAME
	if [ "$1" = "$2" ]; then pass_or_fail 0 "$3"; return; fi
	pass_or_fail 1 "$3" || :
	printf '%s\n' "$1" | sed 's/^/# got:    /'
	printf '%s\n' "$2" | sed 's/^/# wanted: /'
}

like() { # TEXT PATTERN NAME: a pattern as in case
	# shellcheck disable=SC2254
	case $1 in
	$2) pass_or_fail 0 "$3"; return ;;
	esac
	pass_or_fail 1 "$3" || :
	printf '%s\n' "$1" | sed 's/^/# got:      /'
	printf '# not like: %s\n' "$2"
}

skip() { # NAME WHY
	tests_run=$((tests_run + 1))
	echo "ok $tests_run - $1 # SKIP $2"
}

skip_all() { # WHY
	echo "1..0 # SKIP $1"
	exit 77
}

# await COMMAND… : until it succeeds, at most 20 seconds.
await_step=0.02
await() {
	await_left=1000
	until "$@" >/dev/null 2>&1; do
		await_left=$((await_left - 1))
		[ $await_left -gt 0 ] || return 1
		sleep "$await_step"
	done
}

# Who was started by PID and is called NAME, if that matters; without ps, which a small system lacks.
children() { # PID [NAME]
	sed -n "s/^\([0-9]*\) (${2:-.*}) . $1 .*/\1/p" /proc/[0-9]*/stat 2>/dev/null
}

sql() { # STATEMENT… : rows, columns separated by |
	"$psql" -XAtq -v ON_ERROR_STOP=1 -c "$@"
}

# A client of the cluster for as long as this shell lives, so that it does not end in the middle.
test_db() { # NAME
	test_db_words=$("$testcluster" db "$1" $$) || exit 99
	eval "$test_db_words"
	export PGHOST PGDATABASE PGUSER
	# shellcheck disable=SC2154
	exec 9<"$test_cluster/clients.lock" && flock -s 9 || exit 99
}

# Before test_db: a cluster for this test alone, about a second. For tests that add people: their logins
# belong to all databases of a cluster.
own_cluster() {
	own_cluster_in=$(mktemp -d "$TMPDIR/karat-own.XXXXXX") || exit 99
	chmod 755 "$own_cluster_in"
	KARAT_TEST_CLUSTER=$own_cluster_in/cluster
	export KARAT_TEST_CLUSTER
	later 'exec 9<&-; "$testcluster" stop-all; rmdir "$own_cluster_in"'
}

# For tests that make many clusters: initdb.sh does it from now on. DIR goes with the test.
quick_initdb() { # DIR
	[ -x "${psql%/*}/postgres" ] || return 0
	mkdir "$1" "$1/kept" && chmod 755 "$1" && chmod 1777 "$1/kept" || exit 99
	cp "${srcdir:-.}/tests/lib/initdb.sh" "$1/initdb" && chmod 755 "$1/initdb" || exit 99
	ln -s "${psql%/*}/postgres" "$1/postgres"
	PATH=$1:$PATH
}

done_testing() {
	echo "1..$tests_run"
	[ $tests_failed -eq 0 ]
	exit $?
}
