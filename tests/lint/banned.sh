#!/bin/sh
# Functions and habits that must not come in. Prints TAP.
cd "${srcdir:-.}" || exit 99
n=0 failed=0
refuse() { # NAME PATTERN FOLDERS… : the pattern stands nowhere outside comments
	name=$1 pattern=$2
	shift 2
	n=$((n + 1))
	found=$(find "$@" -name '*.[ch]' | sort | xargs grep -nE "$pattern" /dev/null | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/?\*|//)')
	if [ -n "$found" ]; then
		echo "$found" | sed 's/^/# /' | head -n 10
		echo "not ok $n - $name"
		failed=1
	else
		echo "ok $n - $name"
	fi
}
b='(^|[^A-Za-z0-9_>.])'
refuse 'no unbounded or locale-bound C functions' \
	"$b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi|atol|atof|strtod|strtof|gets|gmtime|localtime|ctime|asctime|system|popen|alloca) ?\\(" src ui tests
refuse 'raw memory only in base' "$b(malloc|calloc|realloc|free) ?\\(" src/domain src/store src/service src/report src/cli ui
refuse 'no floating point' "$b(float|double) [*]*[a-z_]+ *[=;,)([]" src/base src/domain src/store src/service src/report src/cli
refuse 'no SQL made of printed values' '"(SELECT|INSERT|UPDATE|DELETE) [^"]*%s' src/service src/cli src/report
refuse 'no left-overs' 'TODO|FIXME|(^|[^X])XXX([^X]|$)|HACK:' src ui tests
refuse 'no waiting by the clock in tests' "$b(sleep|usleep) ?\\(" tests
n=$((n + 1))
# One is allowed: await of tests/lib looks again for its event every 20 ms, and gives up after a bound.
slow=$(find tests -name '*.sh' -exec grep -nE '(^|[;&| 	])sleep [^ ]' /dev/null {} + |
	grep -vE '^tests/lint/|^tests/lib/cluster.sh:[0-9]+:[[:space:]]*sleep "\$await_step"$')
if [ -n "$slow" ]; then echo "$slow" | sed 's/^/# /'; echo "not ok $n - no waiting by the clock in shell tests"; failed=1
else echo "ok $n - no waiting by the clock in shell tests"; fi
n=$((n + 1))
written() { # what people write, with git and without: neither what tools made of it, nor texts that are as they are
	find bootstrap HACKING Makefile.am NEWS README configure.ac data man po src tests ui -type f \
		! -path '*/golden/*' ! -path '*/corpus/*' ! -path '*/.deps/*' ! -name '*~' ! -name '*.log' ! -name '*.trs' \
		! -name builtin_data.c \( ! -path 'po/*' -o -name GLOSSARY -o -name LINGUAS -o -name Makevars -o -name POTFILES.in \) "$@"
}
ragged=$(written -exec grep -nIE '[[:blank:]]+$' /dev/null {} + | head -n 10)
[ "$(written | wc -l)" -gt 200 ] || ragged="few files were seen: $(written | wc -l)"
if [ -n "$ragged" ]; then echo "$ragged" | sed 's/^/# /'; echo "not ok $n - no blanks at the ends of lines"; failed=1
else echo "ok $n - no blanks at the ends of lines"; fi
echo "1..$n"
exit $failed
