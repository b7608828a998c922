# workshop.sh - a demo workshop of this test alone, as fresh as on its first day whenever a script begins
#
#   . "${srcdir:-.}/tests/cli/lib.sh"
#   . "${srcdir:-.}/tests/ui/workshop.sh"
#   keep_clean                # what is there now is what renew() gets back, in a moment
#   renew                     # its database is a copy of that, and no drafts lie about
#
# shellcheck shell=sh disable=SC2154

XDG_STATE_HOME=$(mktemp -d "$TMPDIR/karat-ui-XXXXXX") && chmod 755 "$XDG_STATE_HOME" || exit 99
KARAT_LOCALEDIR=${KARAT_LOCALEDIR:-$PWD/locale} KARAT_LINGER=60 KARAT_WORKSHOP=demo:
export XDG_STATE_HOME KARAT_LOCALEDIR KARAT_LINGER KARAT_WORKSHOP
unset LANGUAGE
demo=$XDG_STATE_HOME/karat/demo
later '"$testcluster" remove "$demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
"$testcluster" demo "$XDG_STATE_HOME" || exit 99

# People are of the whole server: where a script has changed them, all of it is made anew.
# shellcheck disable=SC2016
people_sql="SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
	SELECT concat(rolname, rolcanlogin, rolpassword) AS line FROM pg_authid
	UNION ALL SELECT concat(roleid::regrole, member::regrole) FROM pg_auth_members) l"
clean_sql="CREATE DATABASE karat TEMPLATE karat_clean STRATEGY file_copy;
	UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = 'karat_clean') WHERE datname = 'karat';"
on_server() { "$testcluster" join "$demo" "$psql" -XAtq -v ON_ERROR_STOP=1 "$@" | sed 1d; }
keep_clean() {
	people=$(on_server -c 'ALTER DATABASE karat RENAME TO karat_clean' -c "${clean_sql%%;*}" -c "${clean_sql#*;}" -c "$people_sql")
	[ -n "$people" ] || exit 99
}
renew() {
	rm -rf "$XDG_STATE_HOME/karat/drafts"
	if [ "$(on_server -c 'DROP DATABASE karat WITH (FORCE)' -c "${clean_sql%%;*}" -c "${clean_sql#*;}" -c "$people_sql")" = "$people" ]; then
		return
	fi
	"$testcluster" remove "$demo" >/dev/null && "$testcluster" demo "$XDG_STATE_HOME" && keep_clean || exit 99
}
