#!/bin/sh
# describe, help, version, doctor: what the program says about itself
. "${srcdir:-.}/tests/cli/lib.sh"
t --help
t help db
t db migrate --help
t list --help
t describe
t describe formats
t describe settings
t describe entities place
t describe lists alloy --format csv
t describe rights order:view --format ndjson
t describe verbs order.confirm --format json
t describe settings --format man
golden describe

for topic in entities lists verbs rights reports commands options settings formats topics; do
	for format in text table csv json man; do
		code "$topic as $format" 0 describe $topic --format $format
		is "$(test -s "$tmp/out" && echo some)" some "there are $topic as $format"
	done
done
: >"$transcript"

test_db describe # PostgreSQL reads JSON strictly
is_json() { printf '\\set text `cat %s`\nSELECT (:%stext%s)::jsonb IS NOT NULL;\n' "$1" "'" "'" | "$psql" -XAtq -v ON_ERROR_STOP=1; }
for topic in entities verbs rights reports options; do
	"$karat" describe $topic --format json >"$tmp/json"
	is "$(is_json "$tmp/json")" t "$topic are JSON"
done
"$karat" describe completion --shell bash >"$tmp/karat.bash"
if command -v bash >/dev/null; then
	ok 'bash reads its completion' bash -n "$tmp/karat.bash"
	cat >"$tmp/complete.bash" <<-'EOF'
	. "$1"
	COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=() rest=$2
	while [[ $rest =~ ^([:=]+|[^:=[:blank:]]+|[[:blank:]]+) ]]; do # as bash cuts it
		case ${BASH_REMATCH[0]} in [[:blank:]]*) ;; *) COMP_WORDS+=("${BASH_REMATCH[0]}") ;; esac
		rest=${rest#"${BASH_REMATCH[0]}"}
	done
	case $2 in *[[:blank:]]) COMP_WORDS+=('') ;; esac
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_karat
	echo "${COMPREPLY[*]}"
	EOF
	completed() { bash "$tmp/complete.bash" "$tmp/karat.bash" "$1"; }
	is "$(completed 'karat li')" list 'bash completes a command'
	is "$(completed 'karat -w demo: li')" list 'and one behind an option with a colon'
	is "$(completed 'karat -w demo: db ver')" verify 'and one below'
	is "$(completed 'karat --workshop=demo: db ver')" verify 'whatever the option looks like'
	is "$(completed 'karat list orders --form')" --format 'and an option'
	is "$(completed 'karat list orders --format nd')" ndjson 'and its value'
	is "$(completed 'karat list orders -f csv:e')" excel-de 'one with a colon, of which bash replaces the end'
	is "$(completed 'karat list orders --format=csv:')" excel-de 'behind an equals sign as well'
	is "$(completed 'karat --color n')" never 'and one of those before the command'
	is "$(completed 'karat do order.conf')" order.confirm 'and a verb'
	if command -v tmux >/dev/null; then
		shows() { tm capture-pane -p -t bash | grep -qF -- "$1"; }
		tm new-session -d -s bash -x 100 -y 30 env TERM=screen PS1='$ ' bash --norc --noprofile -i || exit 99
		tm send-keys -t bash ". $tmp/karat.bash" Enter 'karat -w demo: li' Tab 'orders -f csv:e' Tab '-n 1'
		ok 'a bash on a terminal does' await shows 'karat -w demo: list orders -f csv:excel-de -n 1'
		tm kill-session -t bash
	else
		skip 'a bash on a terminal does' 'no tmux'
	fi
else
	skip 'bash reads its completion' 'no bash'
fi
code 'completion for fish' 0 describe completion --shell fish
code 'completion for zsh' 0 describe completion --shell zsh
: >"$transcript"

t --version
like "$t_out" "karat [0-9]*libpq [0-9]*readline [0-9]*utf8proc [0-9]*cJSON [0-9]*" 'versions'
as olga describe
t doctor
is "$t_code" 0 'the doctor is content'
is "$(printf '%s\n' "$t_out" | sed -n '/program/,/terminal/p' | awk 'length > 80')" '' 'its lines fit a terminal'
like "$t_out" "*workshop *(host=*" 'and name the workshop before its address'
like "$t_out" '*good*program*good*locale*good*disk*good*workshop*good*tables*good*person*Olga Ohm*good*latency*good*clock*' 'and says about what'
KARAT_WORKSHOP="embedded:$tmp/nothing" t doctor
is "$t_code" 2 'without a workshop it is not'
like "$t_out" '*BAD*workshop*' 'and says why'
KARAT_WORKSHOP="host=$PGHOST dbname=$PGDATABASE user=nobody_at_all password=geheim" t doctor
case $t_out$t_err in *geheim*) status=1 ;; *) status=0 ;; esac
pass_or_fail $status 'no password in what the doctor says'
LC_ALL=C t doctor
is "$t_code" 0 'the plain C locale is mended'
done_testing
