#!/bin/sh
# Every #include points to the own layer or to one above it, never below. Prints TAP.
cd "${srcdir:-.}" || exit 99
find src ui -name '*.[ch]' | sort | xargs awk '
BEGIN {
	n = split("base domain store service report cli", order)
	for (i = 1; i <= n; i++) rank[order[i]] = i
	rank["core"] = n + 1; rank["kiosk"] = rank["widget"] = n + 2; rank["screen"] = n + 3
}
function layer_of(path,   parts, k) { k = split(path, parts, "/"); return parts[k > 2 ? 2 : 1] }
FNR == 1 { files++; mine = layer_of(FILENAME); top = FILENAME !~ /^(src|ui)\/[a-z_]+\// }
/^#include "/ {
	target = $2; gsub(/"/, "", target)
	if (target == "config.h") next
	includes++
	split(target, parts, "/")
	if (!(parts[1] in rank)) bad[++nbad] = FILENAME ": " target " names no layer"
	else if (!top && rank[parts[1]] > rank[mine]) bad[++nbad] = FILENAME ": " target " points downward"
	if (mine == "cli" && rank[parts[1]] > n) bad[++nbad] = FILENAME ": the command line knows no screen"
}
END {
	if (includes < 100) { print "not ok 1 - layers: only " includes + 0 " includes seen"; exit 1 }
	for (i = 1; i <= nbad; i++) print "# " bad[i]
	print (nbad ? "not ok" : "ok") " 1 - layers: " includes " includes of " files " files point upward"
	print "1..1"
	exit nbad > 0
}'
