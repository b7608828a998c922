#!/bin/sh
# The manual pages are sound, there in both languages, know every command, and tell the keys as they are. Prints TAP.
karat=${KARAT:-$PWD/src/karat} KARAT_LOCALEDIR=${KARAT_LOCALEDIR:-$PWD/locale}
export KARAT_LOCALEDIR
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
for page in man/karat.1 man/karat.conf.5 man/karat-keys.7 man/karat-kiosk.7 man/de/karat.1 man/de/karat.conf.5 man/de/karat-keys.7 man/de/karat-kiosk.7; do
	check "$page is sound" "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)"
done
for page in man/karat.1 man/de/karat.1; do
	check "$page knows every command" "$(sed -n 's/^static const struct command [a-z]*_command.*//p; s/.*\.name = "\([a-z]*\)", \.usage.*/\1/p' src/cli/*.c | sort -u |
		while read -r c; do grep -q "$c" "$page" || echo "$c"; done)"
done
# The table of keys is what the program prints. Without a program there is nothing to compare with.
keys_of() { sed '1,/^\.\\" .*karat describe keys --format man$/d' "$1"; }
keys_now() { LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nonexistent "$karat" --lang "$1" describe keys --format man; }
for lang in en de; do
	page=man/karat-keys.7
	[ $lang = en ] || page=man/$lang/karat-keys.7
	if [ ! -x "$karat" ]; then
		n=$((n + 1))
		echo "ok $n - $page tells the keys as they are # SKIP no program"
		continue
	fi
	if [ -n "${KT_BLESS:-}" ]; then
		head=$(sed '/^\.\\" .*karat describe keys --format man$/q' "$page")
		{ printf '%s\n' "$head"; keys_now $lang; } >"$page"
	fi
	check "$page tells the keys as they are (KT_BLESS=1 writes them anew)" "$(keys_now $lang | { keys_of "$page" | diff /dev/fd/3 -; } 3<&0 2>&1)"
done
echo "1..$n"
exit $failed
