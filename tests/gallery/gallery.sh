#!/bin/sh
# gallery: every screen as text and as a drawing, in both languages and two sizes, each theme, and a page that shows
# them all: gallery/index.html in the build folder. Fails where a screen is on no picture. With GALLERY=all (make
# gallery) also what tests/ui/screens.sh looks at, and what happens on a day.
. "${srcdir:-.}/tests/cli/lib.sh"
. "${srcdir:-.}/tests/ui/workshop.sh"
top=$(cd "${srcdir:-.}" && pwd)
gallery=$PWD/gallery
rm -rf "$gallery"
mkdir -p "$gallery" || exit 99
# A terminal on the wall, and a badge that it does not know.
ok 'a terminal' "$karat" user add wall kiosk 'Werkbank 1'
ok 'a badge' "$karat" do badge.issue lena
ok 'a punch' "$karat" -w demo:wall db psql -- -qc "SELECT karat.kiosk_punch(gen_random_uuid(), 'x', 'come', '2026-03-02 08:00Z')"
keep_clean

# A script whose every dump is also a drawing.
play() { # PREFIX SCRIPT LANG SIZE [OPTION…]
	prefix=$1 script=$2 lang=$3 size=$4
	shift 4
	sed "s/^dump \(.*\)$/dump $prefix-\1.txt\ndump-svg $prefix-\1.svg/" "$script" >"$tmp/play.keys"
	cd "$gallery" || exit 99
	ok "${script##*/} is drawn, $prefix" "$karat" "$@" --lang "$lang" --script "$tmp/play.keys" --size "$size"
	cd "$OLDPWD" || exit 99
}
# These change nothing. README shows one in characters: that of today.
mkdir "$tmp/readme"
cd "$tmp/readme" || exit 99
ok 'the picture of README is played' "$karat" --lang en --script "$top/tests/gallery/readme.keys" --size 75x15
cd "$OLDPWD" || exit 99
for theme in "$top"/data/themes/*.theme; do
	name=$(basename "$theme" .theme)
	echo "theme = $name" >"$tmp/theme.conf"
	play "theme-$name" "$top/tests/gallery/themes.keys" en 80x24 -c "$tmp/theme.conf"
done
for lang in en de; do
	for size in 80x24 132x43; do
		renew
		play "$lang-$size" "$top/tests/gallery/all.keys" "$lang" "$size"
	done
	[ "${GALLERY:-}" = all ] || continue
	for script in "$top"/tests/ui/scripts/*.keys; do
		renew
		play "$lang-80x24-$(basename "$script" .keys)" "$script" "$lang" 80x24
	done
done

# Is every screen there?
cut1() { cut -d "$(printf '\t')" -f 1; }
"$karat" describe screens --format tsv | tail -n +2 | cut1 | sort -u >"$tmp/screens"
is "$(test "$(wc -l <"$tmp/screens")" -ge 20 && echo many)" many 'there are screens to look for'
shown() { sed -n 's/^<svg .* data-screens="\([^"]*\)".*/\1/p' "$@" | tr ' ' '\n' | sort -u; }
for view in en-80x24 en-132x43 de-80x24 de-132x43; do
	shown "$gallery/$view"-*.svg >"$tmp/shown"
	is "$(comm -23 "$tmp/screens" "$tmp/shown" | tr '\n' ' ')" '' "each screen has a picture, $view: else add it to tests/gallery/all.keys"
	for dialog in order palette conflict question order-form; do
		ok "$dialog has a picture, $view" test -s "$gallery/$view-$dialog.svg"
	done
	is "$(shown "$gallery/$view-conflict.svg" | tr '\n' ' ')" 'choose order-form ' "the conflict is one, $view"
done

# Is every drawing sound? PostgreSQL reads XML strictly.
unsound() {
	awk 'FNR == 1 { if (NR > 1) print "$svg$);"; printf "SELECT \047%s\047 WHERE NOT xml_is_well_formed_document($svg$", FILENAME }
		{ print }
		END { print "$svg$);" }' "$gallery"/*.svg | "$psql" -XAtq -v ON_ERROR_STOP=1
}
test_db gallery
if [ "$("$psql" -XAtq -c "SELECT xml_is_well_formed_document('<a/>') AND NOT xml_is_well_formed_document('<a>')" 2>/dev/null)" = t ]; then
	is "$(unsound)" '' 'the drawings are sound XML'
else
	skip 'the drawings are sound XML' 'this PostgreSQL reads no XML'
fi
is "$(find "$gallery" -name '*.svg' -size +97k)" '' 'none is larger than 100 kB'
# What a drawing says is what the screen says.
different=$(LC_ALL=C awk '
	/<text / {
		gsub(/<[^>]*>/, "")
		gsub(/&lt;/, "<")
		gsub(/&gt;/, ">")
		gsub(/&quot;/, "\"")
		gsub(/&amp;/, "\\&")
		gsub(/ /, "")
		drawn[FILENAME] = drawn[FILENAME] $0
	}
	END {
		for (i = 1; i < ARGC; i++) {
			shown = ""
			text = ARGV[i]
			sub(/svg$/, "txt", text)
			while ((getline line <text) > 0)
				shown = shown line
			close(text)
			gsub(/ /, "", shown)
			if (shown == "" || shown != drawn[ARGV[i]])
				print ARGV[i]
		}
	}' "$gallery"/*.svg)
is "$different" '' 'the drawings say what the screens say'

if [ -n "${KT_BLESS:-}" ]; then
	awk -v picture="$tmp/readme/readme" '
	/^    / && seen { if (!done) while ((getline line <picture) > 0) print (line == "" ? "" : "    " line); done = 1; next }
	/^`karat` without a command/ { seen = 1 }
	/^[^ ]/ && done { seen = 0 }
	{ print }' "$top/README" >"$tmp/README" && cp "$tmp/README" "$top/README"
fi
sed -n '/^`karat` without a command/,/^! is late/p' "$top/README" | sed '1,2d; $d' | sed '$d; s/^    //' >"$tmp/readme/shown"
ok 'README shows the list of orders as it is' diff -u "$tmp/readme/readme" "$tmp/readme/shown"

# The page: made of what is there.
{
	printf '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>karat: every screen</title>\n'
	printf '<style>body{font:16px sans-serif;margin:2em}figure{display:inline-block;margin:0 1em 2em 0}img{max-width:46em;border:1px solid #888}</style></head>\n<body><h1>karat: every screen</h1>\n'
	for svg in "$gallery"/*.svg; do
		name=${svg##*/} name=${name%.svg}
		printf '<figure><a href="%s.svg"><img src="%s.svg" alt="%s" loading="lazy"></a><figcaption>%s (<a href="%s.txt">text</a>)</figcaption></figure>\n' \
			"$name" "$name" "$name" "$name" "$name"
	done
	printf '</body></html>\n'
} >"$gallery/index.html"
is "$(grep -c '<figure>' "$gallery/index.html")" "$(find "$gallery" -name '*.svg' | wc -l)" 'the page shows them all'
done_testing
