#!/bin/sh
# German is complete: nothing untranslated, nothing fuzzy, formats and full stops agree, every marked word is there. Prints TAP.
cd "${srcdir:-.}" || exit 99
n=0 failed=0
check() { # NAME TEXT-OF-WHAT-IS-WRONG
	n=$((n + 1))
	if [ -n "$2" ]; then
		echo "$2" | head -n 20 | sed 's/^/# /'
		echo "not ok $n - $1"
		failed=1
	else
		echo "ok $n - $1"
	fi
}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
check 'formats are sound' "$(msgfmt --check-format --check-header --check-domain -o /dev/null po/de.po 2>&1)"
check 'nothing fuzzy or untranslated' "$(LC_ALL=C msgfmt --statistics -o /dev/null po/de.po 2>&1 | grep -E 'fuzzy|untranslated')"
options=$(sed -n '/^XGETTEXT_OPTIONS/,/[^\\]$/p' po/Makevars | sed 's/^XGETTEXT_OPTIONS =//; s/\\$//' | tr -d '\n')
# shellcheck disable=SC2086
grep -v '^#' po/POTFILES.in | xgettext $options -o "$tmp/karat.pot" -f - 2>/dev/null
LC_ALL=C msgcmp --use-untranslated po/de.po "$tmp/karat.pot" >"$tmp/cmp" 2>&1
check 'every marked word is in de.po' "$(grep -E 'this message is used but not defined|untranslated' "$tmp/cmp")"
check 'every file with words is in POTFILES.in' "$(find src ui -name '*.[ch]' | sort | while read -r f; do
	sed 's|/\*.*\*/||; /^[[:space:]]*\*/d; /^#define/d' "$f" | grep -qE '(^|[^A-Za-z_])(N?P?_|ngettext)\("' && ! grep -qx "$f" po/POTFILES.in && echo "$f"
done)"
check 'a sentence stays a sentence' "$(msgcat --no-wrap po/de.po | awk '
	/^msgid "/ { id = $0 } /^msgstr "/ { s = $0; if (id ~ /[^.]\."$/ && s !~ /[.…]"$/ && s != "msgstr \"\"") print id " -> " s }')"
echo "1..$n"
exit $failed
