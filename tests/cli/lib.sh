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
transcript=$tmp/transcript t_said=$tmp/said
mkdir "$t_said" || exit 99
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
	sed -e "s|$tmp|TMP|g" -e "s|${steady_host:-/no/host}|HOST|g" -e "s|${steady_database:-no database}|DATABASE|g"
}

# A transcript is put together when somebody looks: what karat says lies in files until then, as each process more for
# each command would cost as much as the command.
t_n=0 t_files='' steady_host='' steady_database=''
t_begin() { # WORDS
	t_n=$((t_n + 1)) t_code=0
	[ "$PGHOST|$PGDATABASE" = "$steady_host|$steady_database" ] || put_together
	steady_host=$PGHOST steady_database=$PGDATABASE
	t_out_file=$t_said/$t_n.out t_err_file=$t_said/$t_n.err
	printf '$ %s\n' "$1" >"$t_said/$t_n.words"
	t_files="$t_files $t_n.words $t_n.out $t_n.err"
}
t_end() {
	if [ "$t_code" -ne 0 ]; then
		echo "exit $t_code" >"$t_said/$t_n.code"
		t_files="$t_files $t_n.code"
	fi
	# shellcheck disable=SC2034
	if [ -s "$t_out_file" ]; then t_out=$(cat "$t_out_file"); else t_out=; fi
	if [ -s "$t_err_file" ]; then t_err=$(cat "$t_err_file"); else t_err=; fi
}

put_together() {
	[ -n "$t_files" ] || return 0
	# shellcheck disable=SC2086
	(cd "$t_said" && sed -s -i 's/^/! /' ./*.err && cat $t_files && rm -f ./*) | steady >>"$transcript"
	t_files=
}

forget() { # what was said up to here: no golden file has it
	[ -z "$t_files" ] || rm -f "$t_said"/*
	t_files=
	: >"$transcript"
}

t() {
	t_begin "karat $*"
	"$karat" "$@" >"$t_out_file" 2>"$t_err_file" </dev/null || t_code=$?
	t_end
}

# The same with stdin: tin TEXT ARGS…
tin() {
	printf '%s' "$1" >"$tmp/in"
	shift
	t_begin "karat $* <in"
	"$karat" "$@" >"$t_out_file" 2>"$t_err_file" <"$tmp/in" || t_code=$?
	t_end
}

golden() { # NAME
	golden_file=$here/golden/$1.txt
	put_together
	if [ -n "$KT_BLESS" ]; then cp "$transcript" "$golden_file"; fi
	if diff -u "$golden_file" "$transcript" >"$tmp/diff" 2>&1; then
		pass_or_fail 0 "$1 as in golden/$1.txt"
	else
		pass_or_fail 1 "$1 as in golden/$1.txt" || :
		sed 's/^/# /' "$tmp/diff"
	fi
	: >"$transcript"
}

newline='
'
# code NAME WANTED ARGS… : the exit code, and one sentence on stderr if it is one of failure.
code() {
	code_name=$1 code_wanted=$2
	shift 2
	t "$@"
	if [ "$code_wanted" -ne 0 ]; then
		case $newline$t_err in
		*"${newline}karat: "*"${newline}karat: "*) t_code="$t_code, and on stderr: $t_err" ;;
		*"${newline}karat: "*) ;;
		*) t_code="$t_code, and on stderr: $t_err" ;;
		esac
	fi
	is "$t_code" "$code_wanted" "$code_name"
}
