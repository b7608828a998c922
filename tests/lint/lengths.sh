#!/bin/sh
# The longest functions, as information; more than 100 lines is a failure. Prints TAP.
cd "${srcdir:-.}" || exit 99
find src ui -name '*.c' | sort | xargs awk '
FNR == 1 { open = 0 }
/^[A-Za-z_].*[^;]$/ && !open { name = $0 }
/^\{/ { open = 1; start = FNR }
/^\}/ { if (open) printf "%d %s:%d %s\n", FNR - start, FILENAME, start, substr(name, 1, 70); open = 0 }' |
sort -rn | awk '
NR <= 10 { print "# " $0 }
$1 > 100 { bad++ }
{ n++ }
END { print (bad ? "not ok" : "ok") " 1 - none of " n " functions is longer than 100 lines"; print "1..1"; exit bad > 0 }'
