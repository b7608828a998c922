#!/bin/sh
# The worked example of HACKING, followed to the letter on a copy of the tree: the code is cut out of the
# text, the named places are touched and no others, and the new entity lists, adds, imports and is audited.
# What is built already is copied and built on, as people do; make check-long (ROUNDS) begins from nothing.
. "${srcdir:-.}/tests/lib/cluster.sh"
set -eu
top=$(cd "${srcdir:-.}" && pwd)
built=$PWD
work=$(mktemp -d)
later 'rm -rf "$work"'

block() { # NAME: the indented lines after [NAME]
	awk -v name="[$1]" '$0 == name { on = 1; next } on && /^[^ \t]/ { exit } on { sub(/^    /, ""); print }' "$top/HACKING"
}
tree() { (cd "$work/tree" && find . -type f ! -path './build*' ! -path './autom4te*' | sort | xargs sha256sum); }

mkdir "$work/tree"
(cd "$top" && tar cf - --exclude='./build*' --exclude=./.git .) | tar xf - -C "$work/tree"
mkdir -p "$work/tree/build"
cd "$work/tree"
tree >"$work/before"

block tool.h >src/domain/tool.h
block tool.c >src/domain/tool.c
next=$(find data/sql -name '*.up.sql' | sed -n 's|.*/\([0-9]*\)_.*|\1|p' | sort -n | tail -n 1 | awk '{ printf "%04d", $1 + 1 }')
block tool.up.sql >"data/sql/${next}_tool.up.sql"
block tool.down.sql >"data/sql/${next}_tool.down.sql"
sed -i 's|^#include "domain/place.h"|&\n#include "domain/tool.h"|; s|^\t&place_entity,|&\n\t\&tool_entity,|' src/domain/entities.c
sed -i 's|^\t%D%/domain/right.c .*|&\n\t%D%/domain/tool.c %D%/domain/tool.h \\|' src/local.mk
last=$(grep -n '%D%/sql/.*up.sql' data/local.mk | tail -n 1 | cut -d: -f1)
sed -i "${last}s|up.sql|& \\\\\\n\t%D%/sql/${next}_tool.down.sql \\\\\\n\t%D%/sql/${next}_tool.up.sql|" data/local.mk

tree >"$work/after"
touched=$(diff "$work/before" "$work/after" | sed -n 's/^[<>] [0-9a-f]*  \.\///p' | sort -u | tr '\n' ' ')
is "$touched" "data/local.mk data/sql/${next}_tool.down.sql data/sql/${next}_tool.up.sql src/domain/entities.c src/domain/tool.c src/domain/tool.h src/local.mk " \
	'the example touches the places that HACKING names and no other'

build=build/new
case ${ROUNDS:-}$srcdir in
..*)
	# Configured by a relative path, so that a copy of it belongs to the copy.
	build=${built#"$top/"}
	mkdir -p "$build"
	cp -a "$top/build-aux" .
	(cd "$built" && find . \( -name 'karat-[0-9]*' -o -path './tests/*/*' -type f ! -path '*/.deps/*' \) -prune -o -print |
		tar cf - --no-recursion -T -) | tar xf - -C "$build"
	;;
*)
	mkdir "$build"
	ok 'it is configured' sh -c 'autoreconf -fi >/dev/null 2>&1 && cd "$0" && ../../configure -q --enable-werror CFLAGS=-O1 >/dev/null' "$build"
	;;
esac
# "all" is a make of its own below the first one: given both at once, the two would make the same libraries.
ok 'it builds' sh -c '{ make -s -j2 -C "$0" all && make -s -j2 -C "$0" tests/lib/testcluster; } >make.log 2>&1 || { tail -n 20 make.log; exit 1; }' \
	"$build"

# A cluster of its own, as its template has a migration more.
XDG_STATE_HOME=$work/state KARAT_LINGER=0
export XDG_STATE_HOME KARAT_LINGER
case $(id -u) in 0) chmod 755 "$work" ;; esac
karat=$work/tree/$build/src/karat
ok 'karat init' "$karat" init
is "$("$karat" add tool code=tongs-1 name=Flachzange place=bench-1 value=12,50)" tongs-1 'karat add tool'
is "$("$karat" list tools --columns code,name,value --format csv | tail -n 1)" 'tongs-1,Flachzange,12.50' 'karat list tools'
not_ok 'a value below zero is refused by the table' "$karat" add tool code=x name=x value=-1
printf 'code,name\nfile-1,Feile\nsaw-1,Säge\n' >"$work/tools.csv"
ok 'karat import tools' "$karat" import tool "$work/tools.csv"
is "$("$karat" list tools --format csv --columns code | wc -l)" 4 'three tools and a heading'
is "$("$karat" list audit --where entity=tool --format csv --columns who | sort -u | wc -l)" 2 'the audit trail knows who'
ok 'karat describe knows it' sh -c "$karat describe entities | grep -q '^tool'"
ok 'the trail is sound' "$karat" db verify
ok 'down and up again' sh -c "$karat db migrate --down 1 --yes && $karat db migrate"
done_testing
