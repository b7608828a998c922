#!/bin/sh
# lighter FOLDER LIBS… - libraries with nothing in them, for programs that tests start thousands of times; CC compiles
#
# Most of what a test costs that does little is the loading of libraries of libraries. Criterion wants libgit2 to draw
# the differences of two strings, which no test of ours asks for (it is the assertions of criterion/new that do), and
# libgit2 brings eight libraries and reads all root certificates of the machine when it begins. libpq wants libldap and
# Kerberos, with seventeen behind them, which no test of ours asks for either: a karat that only says its version took
# 33 ms with them and 19 ms without. The programs of Criterion look into FOLDER first (DT_RPATH), all others because of
# LD_LIBRARY_PATH; the server is told nothing of it. Where something else is wanted of a library than is here, FOLDER
# holds none and they find the real one; what is called all the same says so and ends.
folder=$1
shift
rm -rf "$folder"
mkdir -p "$folder" || exit 1

# Where the program looks for NAME, as far as its version: libldap finds libldap-2.5.so.0.
found() { # NAME
	ldd "$folder/main" | sed -n "s|^[[:space:]]*\($1[-.][^ ]*\) => \(/[^ ]*\).*|\1 \2|p" | head -n 1
}

hollow() { # NAME USER PREFIX SYMBOL=ANSWER…: all of PREFIX that the library USER wants of the library NAME
	name=$(found "$1") user=$(found "$2") prefix=$3
	shift 3
	[ -n "$name" ] && [ -n "$user" ] || return 0
	nm -D --undefined-only "${user#* }" | awk -v prefix="$prefix" -v answers=" $* " -v c="$folder/$prefix.c" -v map="$folder/$prefix.map" '
	BEGIN { print "#include <stdio.h>\n#include <stdlib.h>\n" >c }
	index(tolower($2), prefix) == 1 {
		n = split($2, symbol, "@+")
		answer = "abort_at(\"" symbol[1] "\")"
		if (i = index(answers, " " symbol[1] "="))
			answer = substr(answers, i + length(symbol[1]) + 2) + 0
		code = code "int " symbol[1] "(void)\n{\n\treturn " answer ";\n}\n"
		if (n > 1) versions[symbol[2]] = versions[symbol[2]] " " symbol[1] ";"
	}
	END {
		print "static int abort_at(const char *name)\n{" >c
		print "\tfprintf(stderr, \"%s is wanted, and tests/lib/lighter.sh took it away\\n\", name);\n\tabort();\n}\n" code >c
		printf "" >map
		for (v in versions) print v " { global:" versions[v] " };" >map
	}' || return 0
	set -- "$folder/${name% *}"
	[ ! -s "$folder/$prefix.map" ] || set -- "$1" "-Wl,--version-script=$folder/$prefix.map"
	if ! { $CC -w -shared -fPIC -o "$@" "$folder/$prefix.c" -Wl,-soname,"${name% *}" 2>/dev/null &&
		LD_BIND_NOW=1 LD_LIBRARY_PATH=$folder "$folder/main"; }; then rm -f "${1:?}"; fi
}

echo 'int main(void) { return 0; }' >"$folder/main.c"
# shellcheck disable=SC2086
if $CC -o "$folder/main" "$folder/main.c" -Wl,--no-as-needed "$@" 2>/dev/null; then
	hollow libgit2 libcriterion git_ git_libgit2_init=1 git_libgit2_shutdown=0
	hollow libldap libpq ldap_
	hollow libgssapi_krb5 libpq gss_ gss_acquire_cred=-1 # nobody has a ticket
fi
rm -f "$folder"/main "$folder"/*.c "$folder"/*.map
: >"$folder/stamp"
