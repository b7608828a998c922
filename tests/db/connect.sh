# connect.sh - the database of the tests in this folder: one of its own; run by hand, without the cluster of
# make check, the one that PGHOST (a folder) and PGDATABASE name
#
#   connect NAME          a migrated database with the people of people.sql; PGUSER is the superuser karat
#   as ROLE STATEMENT     its rows and its errors, with their codes
#
# shellcheck shell=sh
db_here=$(dirname "$0")
given_host='' given_database=''
if [ -z "${KARAT_TESTCLUSTER:-}" ]; then
	given_host=${PGHOST:-} given_database=${PGDATABASE:-}
fi
# shellcheck source=tests/lib/cluster.sh
. "$db_here/../lib/cluster.sh"

connect() {
	if [ -n "$given_host" ] && [ -n "$given_database" ]; then
		PGHOST=$given_host PGDATABASE=$given_database PGUSER=karat
		export PGHOST PGDATABASE PGUSER
	else
		test_db "$1"
	fi
	connect_orders=$(sql 'SELECT count(*) FROM karat.orders') || exit 99
	if [ "$connect_orders" -eq 0 ]; then
		# Logins belong to the cluster, and the tests of this folder run at the same time.
		exec 8>>"$("$testcluster" dir)/people.lock" && flock 8 || exit 99
		"$psql" -XAtq -v ON_ERROR_STOP=1 -f "$db_here/people.sql" >/dev/null || exit 99
		exec 8>&-
	fi
}

as() {
	"$psql" -XAtq -U "$1" -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -c "$2" 2>&1
}
