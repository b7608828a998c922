#!/bin/sh
# The manual pages are sound, there in both languages, and know every command. Prints TAP.
cd "${srcdir:-.}" || exit 99
n=0 failed=0
check() {
	n=$((n + 1))
	if [ -n "$2" ]; then
		echo "$2" | head -n 20 | sed 's/^/# /'
		echo "not ok $n - $1"
		failed=1
	else
		echo "ok $n - $1"
	fi
}
for page in man/karat.1 man/karat.conf.5 man/de/karat.1 man/de/karat.conf.5; do
	check "$page is sound" "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)"
done
for page in man/karat.1 man/de/karat.1; do
	check "$page knows every command" "$(sed -n 's/^static const struct command [a-z]*_command.*//p; s/.*\.name = "\([a-z]*\)", \.usage.*/\1/p' src/cli/*.c | sort -u |
		while read -r c; do grep -q "$c" "$page" || echo "$c"; done)"
done
echo "1..$n"
exit $failed
