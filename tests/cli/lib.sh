# lib.sh - for tests of the command line: a transcript of what was said and answered, compared with golden/
#
#   . "${srcdir:-.}/tests/cli/lib.sh"
#   as olga orders            # a database of this test; karat speaks as olga from now on
#   t list orders             # runs karat; command, stdout, stderr (!) and exit code go to the transcript
#   golden list               # compares the transcript with golden/list.txt and begins a new one
#   done_testing
#
# KT_BLESS=1 writes the golden files anew: read the diff.
# shellcheck shell=sh

. "${srcdir:-.}/tests/lib/cluster.sh"

karat=${KARAT:-$PWD/src/karat}
here=$(cd "${srcdir:-.}" && pwd)/tests/cli
tmp=$(mktemp -d "$TMPDIR/karat-cli-XXXXXX") || exit 99
# A terminal to look at. Its server outlives its sessions, so that the next one does not meet it leaving.
tm() { tmux -S "$tmp/tmux" -f "$here/tmux.conf" "$@"; }
later 'tm kill-server 2>/dev/null; rm -rf "$tmp"'
transcript=$tmp/transcript
: >"$transcript"

# The locale of the run decides on everything but numbers: transcripts are the same in all.
LANG=$LC_ALL LC_NUMERIC=C.UTF-8
export LANG LC_NUMERIC
unset LC_ALL

# Nothing of the person who runs the tests.
XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state HOME=$tmp
KARAT_NOW=2026-03-02T09:00:00Z INPUTRC=/dev/null TERM=dumb LANGUAGE=en
export XDG_CONFIG_HOME XDG_STATE_HOME HOME KARAT_NOW INPUTRC TERM LANGUAGE
unset KARAT_WORKSHOP KARAT_PASSWORD_COMMAND NO_COLOR COLUMNS
mkdir -p "$XDG_CONFIG_HOME/karat" "$XDG_STATE_HOME"

as() { # ROLE [DATABASE]
	[ -z "$2" ] || test_db "$2"
	KARAT_WORKSHOP="host=$PGHOST dbname=$PGDATABASE user=$1"
	export KARAT_WORKSHOP
}

# What differs from run to run: the folder of this test, the socket, the name of the database.
steady() {
	sed -e "s|$tmp|TMP|g" -e "s|${PGHOST:-/no/host}|HOST|g" -e "s|${PGDATABASE:-no database}|DATABASE|g"
}

t() {
	t_code=0
	"$karat" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || t_code=$?
	note_run "karat $*"
}

# The same with stdin: tin TEXT ARGS…
tin() {
	printf '%s' "$1" >"$tmp/in"
	shift
	t_code=0
	"$karat" "$@" >"$tmp/out" 2>"$tmp/err" <"$tmp/in" || t_code=$?
	note_run "karat $* <in"
}

note_run() {
	{
		printf '$ %s\n' "$1" | steady
		steady <"$tmp/out"
		steady <"$tmp/err" | sed 's/^/! /'
		[ "$t_code" -eq 0 ] || printf 'exit %d\n' "$t_code"
	} >>"$transcript"
	# shellcheck disable=SC2034
	t_out=$(cat "$tmp/out") t_err=$(cat "$tmp/err")
}

golden() { # NAME
	golden_file=$here/golden/$1.txt
	if [ -n "$KT_BLESS" ]; then cp "$transcript" "$golden_file"; fi
	if diff -u "$golden_file" "$transcript" >"$tmp/diff" 2>&1; then
		pass_or_fail 0 "$1 as in golden/$1.txt"
	else
		pass_or_fail 1 "$1 as in golden/$1.txt" || :
		sed 's/^/# /' "$tmp/diff"
	fi
	: >"$transcript"
}

# code NAME WANTED ARGS… : the exit code, and one sentence on stderr if it is one of failure.
code() {
	code_name=$1 code_wanted=$2
	shift 2
	t "$@"
	if [ "$code_wanted" -ne 0 ] && [ "$(grep -c '^karat: ' "$tmp/err")" -ne 1 ]; then
		t_code="$t_code, and on stderr: $t_err"
	fi
	is "$t_code" "$code_wanted" "$code_name"
}
