#!/bin/sh
# gallery: every screen as text and as a drawing, in both languages and two sizes, each theme, and a page that shows
# them all: gallery/index.html in the build folder (make gallery). Fails where a screen is on no picture.
. "${srcdir:-.}/tests/cli/lib.sh"
top=$(cd "${srcdir:-.}" && pwd)
gallery=$PWD/gallery
XDG_STATE_HOME=$(mktemp -d /tmp/karat-ui-XXXXXX) && chmod 755 "$XDG_STATE_HOME" || exit 99
KARAT_LOCALEDIR=${KARAT_LOCALEDIR:-$PWD/locale} KARAT_LINGER=60 KARAT_WORKSHOP=demo:
export XDG_STATE_HOME KARAT_LOCALEDIR KARAT_LINGER KARAT_WORKSHOP
unset LANGUAGE
demo=$XDG_STATE_HOME/karat/demo
later '"$testcluster" remove "$demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
rm -rf "$gallery"
mkdir -p "$gallery" || exit 99

fresh() {
	rm -rf "$XDG_STATE_HOME/karat/drafts"
	[ ! -e "$demo" ] || "$testcluster" remove "$demo" >/dev/null 2>&1
	"$testcluster" demo "$XDG_STATE_HOME" || exit 99
}

# A script whose every dump is also a drawing, played in a fresh workshop.
play() { # PREFIX SCRIPT LANG SIZE [OPTION…]
	prefix=$1 script=$2 lang=$3 size=$4
	shift 4
	sed "s/^dump \(.*\)$/dump $prefix-\1.txt\ndump-svg $prefix-\1.svg/" "$script" >"$tmp/play.keys"
	fresh
	cd "$gallery" || exit 99
	ok "$(basename "$script" .keys) is drawn, $prefix" "$karat" "$@" --lang "$lang" --script "$tmp/play.keys" --size "$size"
	cd "$OLDPWD" || exit 99
}
for lang in en de; do
	for size in 80x24 132x43; do
		play "$lang-$size" "$top/tests/gallery/all.keys" "$lang" "$size"
	done
	for script in "$top"/tests/ui/scripts/*.keys; do # what the other tests look at, and what happens on a day
		play "$lang-80x24-$(basename "$script" .keys)" "$script" "$lang" 80x24
	done
done
for theme in "$top"/data/themes/*.theme; do
	name=$(basename "$theme" .theme)
	echo "theme = $name" >"$tmp/theme.conf"
	play "theme-$name" "$top/tests/gallery/themes.keys" en 80x24 -c "$tmp/theme.conf"
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
	for svg in "$gallery"/*.svg; do
		printf "\\\\set text \`cat '%s'\`\nSELECT '%s' WHERE NOT xml_is_well_formed_document(:'text');\n" "$svg" "${svg##*/}"
	done | "$psql" -XAtq -v ON_ERROR_STOP=1
}
test_db gallery
if [ "$("$psql" -XAtq -c "SELECT xml_is_well_formed_document('<a/>') AND NOT xml_is_well_formed_document('<a>')" 2>/dev/null)" = t ]; then
	is "$(unsound)" '' 'the drawings are sound XML'
else
	skip 'the drawings are sound XML' 'this PostgreSQL reads no XML'
fi
is "$(find "$gallery" -name '*.svg' -size +97k)" '' 'none is larger than 100 kB'
# What a drawing says is what the screen says.
letters() { sed 's/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' | tr -d ' \n'; }
different=
for svg in "$gallery"/*.svg; do
	[ "$(sed -n '/<text /p' "$svg" | letters)" = "$(tr -d ' \n' <"${svg%.svg}.txt")" ] || different="$different ${svg##*/}"
done
is "$different" '' 'the drawings say what the screens say'

# README shows one in characters: that of today.
mkdir "$tmp/readme"
cd "$tmp/readme" || exit 99
fresh
ok 'the picture of README is played' "$karat" --lang en --script "$top/tests/gallery/readme.keys" --size 75x15
cd "$OLDPWD" || exit 99
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
		name=$(basename "$svg" .svg)
		printf '<figure><a href="%s.svg"><img src="%s.svg" alt="%s" loading="lazy"></a><figcaption>%s (<a href="%s.txt">text</a>)</figcaption></figure>\n' \
			"$name" "$name" "$name" "$name" "$name"
	done
	printf '</body></html>\n'
} >"$gallery/index.html"
is "$(grep -c '<figure>' "$gallery/index.html")" "$(find "$gallery" -name '*.svg' | wc -l)" 'the page shows them all'
done_testing
