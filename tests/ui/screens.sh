#!/bin/sh
# screens: what every script shows, in two languages and two sizes, compared with golden/LANG-SIZE-NAME.txt
. "${srcdir:-.}/tests/cli/lib.sh"
scripts=$(cd "${srcdir:-.}" && pwd)/tests/ui
XDG_STATE_HOME=$(mktemp -d "$TMPDIR/karat-ui-XXXXXX") && chmod 755 "$XDG_STATE_HOME" || exit 99
KARAT_LOCALEDIR=${KARAT_LOCALEDIR:-$PWD/locale} KARAT_LINGER=60 KARAT_WORKSHOP=demo:
export XDG_STATE_HOME KARAT_LOCALEDIR KARAT_LINGER KARAT_WORKSHOP
unset LANGUAGE
demo=$XDG_STATE_HOME/karat/demo
later '"$testcluster" remove "$demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
"$testcluster" demo "$XDG_STATE_HOME" || exit 99

# What a script dumped, against what was looked at and found good.
compare() { # LANG-SIZE
	for got in *; do
		[ -f "$got" ] || continue
		golden=$scripts/golden/$1-$got.txt
		if [ -n "${KT_BLESS:-}" ]; then cp "$got" "$golden"; fi
		ok "$1 $got" diff -u "$golden" "$got"
	done
}
play() { # NAME LANG SIZE
	mkdir -p "$tmp/$1-$2-$3" && cd "$tmp/$1-$2-$3" || exit 99
	ok "$1 plays, $2, $3" "$karat" --lang "$2" --script "$scripts/scripts/$1.keys" --size "$3"
	compare "$2-$3"
	cd "$OLDPWD" || exit 99
}

# The database as it was, in a moment. People are of the whole server: where a script has changed them, all is.
# shellcheck disable=SC2016
people_sql="SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
	SELECT concat(rolname, rolcanlogin, rolpassword) AS line FROM pg_authid
	UNION ALL SELECT concat(roleid::regrole, member::regrole) FROM pg_auth_members) l"
clean_sql="CREATE DATABASE karat TEMPLATE karat_clean;
	UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = 'karat_clean') WHERE datname = 'karat';"
on_server() { "$testcluster" join "$demo" "$psql" -XAtq -v ON_ERROR_STOP=1 "$@" | sed 1d; }
keep_clean() { people=$(on_server -c 'ALTER DATABASE karat RENAME TO karat_clean' -c "${clean_sql%%;*}" -c "${clean_sql#*;}" -c "$people_sql"); }
renew() {
	if [ "$(on_server -c 'DROP DATABASE karat WITH (FORCE)' -c "${clean_sql%%;*}" -c "${clean_sql#*;}" -c "$people_sql")" = "$people" ]; then
		return
	fi
	"$testcluster" remove "$demo" >/dev/null && "$testcluster" demo "$XDG_STATE_HOME" && keep_clean || exit 99
}

# look*.keys only look, day*.keys change the demo and begin with a fresh one.
for lang in en de; do
	for size in 80x24 132x43; do
		for script in "$scripts"/scripts/look*.keys; do
			play "$(basename "$script" .keys)" $lang $size
		done
	done
done
keep_clean
[ -n "$people" ] || exit 99
for lang in en de; do
	for script in "$scripts"/scripts/day*.keys; do
		renew
		play "$(basename "$script" .keys)" $lang 80x24
	done
done
done_testing
