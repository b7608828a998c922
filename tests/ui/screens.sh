#!/bin/sh
# screens: what every script shows, in two languages and two sizes, compared with golden/LANG-SIZE-NAME.txt; SCREENS says
# which, if not all
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

# look*.keys only look, day*.keys change the demo and begin with a fresh one.
screens=${SCREENS:-en-80x24 en-132x43 de-80x24 de-132x43}
for screen in $screens; do
	for script in "$scripts"/scripts/look*.keys; do
		play "$(basename "$script" .keys)" "${screen%-*}" "${screen#*-}"
	done
done
keep_clean
for screen in $screens; do
	[ "${screen#*-}" = 80x24 ] || continue
	for script in "$scripts"/scripts/day*.keys; do
		renew
		play "$(basename "$script" .keys)" "${screen%-*}" 80x24
	done
done

# What they dumped, against what was looked at and found good.
if [ -n "${KT_BLESS:-}" ]; then cp "$tmp/got"/* "$scripts/golden/"; fi
mkdir "$tmp/golden" || exit 99
for screen in $screens; do cp "$scripts/golden/$screen-"* "$tmp/golden" || exit 99; done
scripts=$tmp
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
