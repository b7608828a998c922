#!/bin/sh
# screens: what every script shows, in two languages and two sizes, compared with golden/LANG-SIZE-NAME.txt
. "${srcdir:-.}/tests/cli/lib.sh"
. "${srcdir:-.}/tests/ui/workshop.sh"
scripts=$(cd "${srcdir:-.}" && pwd)/tests/ui

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

# look*.keys only look, day*.keys change the demo and begin with a fresh one.
for lang in en de; do
	for size in 80x24 132x43; do
		for script in "$scripts"/scripts/look*.keys; do
			play "$(basename "$script" .keys)" $lang $size
		done
	done
done
keep_clean
for lang in en de; do
	for script in "$scripts"/scripts/day*.keys; do
		renew
		play "$(basename "$script" .keys)" $lang 80x24
	done
done
done_testing
