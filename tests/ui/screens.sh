#!/bin/sh
# screens: what every script shows, in two languages and two sizes, compared with golden/LANG-SIZE-NAME.txt
. "${srcdir:-.}/tests/cli/lib.sh"
. "${srcdir:-.}/tests/ui/workshop.sh"
scripts=$(cd "${srcdir:-.}" && pwd)/tests/ui

mkdir "$tmp/got" || exit 99
play() { # NAME LANG SIZE
	sed "s/^\(dump\|dump-styles\) \(.*\)$/\1 $2-$3-\2.txt/" "$scripts/scripts/$1.keys" >"$tmp/play.keys"
	cd "$tmp/got" || exit 99
	ok "$1 plays, $2, $3" "$karat" --lang "$2" --script "$tmp/play.keys" --size "$3"
	cd "$OLDPWD" || exit 99
}

# look*.keys only look, day*.keys change the demo and begin with a fresh one. SCREENS=de: German ones of the usual size.
langs='en de' sizes='80x24 132x43'
if [ -n "${SCREENS:-}" ]; then langs=$SCREENS sizes=80x24; fi
for lang in $langs; do
	for size in $sizes; do
		for script in "$scripts"/scripts/look*.keys; do
			play "$(basename "$script" .keys)" "$lang" "$size"
		done
	done
done
keep_clean
for lang in $langs; do
	for script in "$scripts"/scripts/day*.keys; do
		renew
		play "$(basename "$script" .keys)" "$lang" 80x24
	done
done

# What they dumped, against what was looked at and found good.
if [ -n "${KT_BLESS:-}" ]; then cp "$tmp/got"/* "$scripts/golden/"; fi
if [ -n "${SCREENS:-}" ]; then
	mkdir "$tmp/golden" && cp "$scripts/golden/$SCREENS-80x24-"* "$tmp/golden" || exit 99
	scripts=$tmp
fi
differs=" $(LC_ALL=C diff -rq "$scripts/golden" "$tmp/got" | sed -n 's/^Files .*\/\([^/]*\) differ$/\1/p; s/^Only in .*: //p' | tr '\n' ' ')"
for got in "$tmp/got"/*; do
	name=${got##*/}
	case $differs in
	*" $name "*) ok "$name" diff -u "$scripts/golden/$name" "$got" ;;
	*) pass_or_fail 0 "$name" ;;
	esac
done
for golden in "$scripts/golden"/*; do
	[ -e "$tmp/got/${golden##*/}" ] || is "${golden##*/}" '' 'what was found good is shown'
done
done_testing
