# connect.sh - the database of the tests in this folder: the one that PGHOST (a folder) and PGDATABASE name,
# else one of its own. Then: as ROLE STATEMENT
#
#   connect NAME          a migrated database; with people.sql in it
#
# shellcheck shell=sh
db_here=$(dirname "$0")
given_host=${PGHOST:-}
given_database=${PGDATABASE:-}
# shellcheck source=tests/lib/cluster.sh
. "$db_here/../lib/cluster.sh"

connect() {
	if [ -n "$given_host" ] && [ -n "$given_database" ]; then
		PGHOST=$given_host PGDATABASE=$given_database PGUSER=karat
		export PGHOST PGDATABASE PGUSER
	else
		test_db "$1"
	fi
	if [ "$(sql "SELECT count(*) FROM karat.orders")" = 0 ]; then
		"$psql" -XAtq -v ON_ERROR_STOP=1 -f "$db_here/people.sql" >/dev/null || exit 99
	fi
}

as() { # ROLE STATEMENT: its rows and its errors, with their codes
	"$psql" -XAtq -U "$1" -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -c "$2" 2>&1
}
