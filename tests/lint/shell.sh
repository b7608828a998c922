#!/bin/sh
# No shell script has what shellcheck finds. Prints TAP.
cd "${srcdir:-.}" || exit 99
if ! command -v shellcheck >/dev/null; then
	echo '1..0 # SKIP no shellcheck'
	exit 77
fi

# Not wrong here: "do" and "done" as words of karat; typographic quotes in sentences; text in single quotes that
# another shell or awk expands; functions that are called by await, ok or a trap.
not_wrong=SC1010,SC1111,SC2016,SC2317

scripts() { # by their first line, or by their name for those that are read by others
	set -- bootstrap data tests
	[ ! -d .ci ] || set -- "$@" .ci # not in the tarball
	find "$@" -type f -exec awk '
		FNR == 1 { if (FILENAME ~ /\.sh$/ || /^#! ?\/bin\/(ba)?sh/) print FILENAME; nextfile }' '{}' + | sort
}
all=$(scripts)
# shellcheck disable=SC2086
said=$(shellcheck --external-sources --exclude=$not_wrong --format=gcc $all 2>&1)
status=$?
n=0 failed=0
for script in $all; do
	n=$((n + 1))
	about=$(echo "$said" | grep "^$script:")
	if [ -z "$about" ]; then
		echo "ok $n - $script"
	else
		echo "$about" | head -n 20 | sed 's/^/# /'
		echo "not ok $n - $script"
		failed=1
	fi
done
n=$((n + 1))
if [ $n -gt 20 ] && [ $status -eq $failed ]; then
	echo "ok $n - all were seen"
else
	echo "$said" | head -n 20 | sed 's/^/# /'
	echo "not ok $n - all were seen"
	failed=1
fi
echo "1..$n"
exit $failed
