#!/bin/sh
# Automake does not look for files: what no local.mk names is neither built nor in the tarball. Prints TAP.
cd "${srcdir:-.}" || exit 99
# shellcheck disable=SC2016

words() { # FOLDER: what its local.mk says
	sed "/^[[:space:]]*#/d; s|%D%|$1|g" "$1/local.mk" | tr -s '[:space:]' '\n' | sed 's|^\$(srcdir)/||; s|/$||'
}
folders() {
	for folder in data man src tests ui; do
		if [ -f "$folder/local.mk" ]; then echo "$folder"; fi
	done
}
unlisted() { # a folder that is named stands for all in it
	{
		for folder in $(folders); do words "$folder"; done
		echo /
		for folder in $(folders); do find "$folder" -type f ! -name local.mk ! -name '.*' ! -name '*~'; done | sort
	} | awk '
	$0 == "/" { files = 1; next }
	!files { listed[$0] = 1; next }
	{
		seen++
		for (path = $0; path != "" && !(path in listed);)
			if (!sub(/\/[^\/]*$/, "", path)) path = ""
		if (path == "") print
	}
	END { if (seen < 50) print "only " seen + 0 " files seen" }'
}
missing() {
	for folder in $(folders); do
		words "$folder" | grep -E "^$folder/[^\$*]*\.(c|h|sh|sql|[1-8])\$" | grep -vx data/builtin_data.c
	done | sort -u | while read -r file; do [ -e "$file" ] || echo "$file"; done
}
n=0 failed=0
check() { # NAME WHAT-IS-WRONG
	n=$((n + 1))
	if [ -n "$2" ]; then
		echo "$2" | head -n 30 | sed 's/^/# /'
		echo "not ok $n - $1"
		failed=1
	else
		echo "ok $n - $1"
	fi
}
check 'every file is named in a local.mk' "$(unlisted)"
check 'what they name is there' "$(missing)"
echo "1..$n"
exit $failed
