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

for topic in entities lists verbs rights screens keys reports commands options settings formats topics; do
	for format in text table csv json man; do
		code "$topic as $format" 0 describe $topic --format $format
		is "$(test -s "$t_out_file" && echo some)" some "there are $topic as $format"
	done
done
forget

test_db describe # PostgreSQL reads JSON strictly
is_json() { printf '\\set text `cat %s`\nSELECT (:%stext%s)::jsonb IS NOT NULL;\n' "$1" "'" "'" | "$psql" -XAtq -v ON_ERROR_STOP=1; }
for topic in entities verbs rights screens keys reports options; do
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
forget

# Keys: each line of the file of keys is an action of a screen, and a file of one's own changes what is told.
pairs() { "$karat" describe keys --format tsv | tail -n +2 | awk -F '\t' '{ print $1, $3 }' | sort; }
pairs >"$tmp/pairs"
awk '/^\[/ { context = substr($0, 2, length($0) - 2) } /^[a-z]/ { print context, $1 }' "${srcdir:-.}/data/keys.conf" | sort >"$tmp/bound"
ok 'every key has an action, and is told' diff -u "$tmp/bound" "$tmp/pairs"
is "$("$karat" describe screens --format tsv | awk -F '\t' 'NR > 1 && $2 == "" && ($3 == "" || $5 == "" && $1 !~ /^(ask|line|choose|palette|prompt|calendar|signin|columns)$/)')" '' 'every screen has a title and a help'
printf '[orders]\norder.steps = ctrl-n\norder.comment = none\n' >"$tmp/my.keys"
printf 'keys = %s\n' "$tmp/my.keys" >"$tmp/my.conf"
is "$("$karat" -c "$tmp/my.conf" describe keys --format tsv | awk -F '\t' '$1 == "orders" && ($3 == "order.steps" || $3 == "order.comment") { print $2, $3 }')" \
	'ctrl-n order.steps' 'one'"'"'s own keys are told'
printf '[orders]\norder.steps = nokey\n' >"$tmp/my.keys"
code 'a broken file of keys' 3 -c "$tmp/my.conf" describe keys
like "$t_err" '*my.keys, line 2*nokey*' 'and where it is broken'
forget

t --version
like "$t_out" "karat [0-9]*libpq [0-9]*readline [0-9]*utf8proc [0-9]*cJSON [0-9]*" 'versions'
as olga describe
t doctor
is "$t_code" 0 'the doctor is content'
is "$(printf '%s\n' "$t_out" | sed -n '/program/,/terminal/p' | awk 'length > 80')" '' 'its lines fit a terminal'
like "$t_out" "*workshop *(host=*" 'and name the workshop before its address'
like "$t_out" '*good*program*good*locale*good*disk*good*workshop*good*tables*good*person*Olga Ohm*good*latency*good*size*good*notices*good*clock*' 'and says about what'
KARAT_WORKSHOP="embedded:$tmp/nothing" t doctor
is "$t_code" 2 'without a workshop it is not'
like "$t_out" '*BAD*workshop*' 'and says why'
printf 'keys = %s\n' "$tmp/none.keys" >"$tmp/my.conf"
t -c "$tmp/my.conf" doctor
is "$t_code" 3 'nor with a file of keys that is not there'
like "$t_out" '*BAD*keys*none.keys*cannot be read*' 'and says what to do'
KARAT_WORKSHOP="embedded:$tmp/nothing" t -c "$tmp/my.conf" doctor
is "$t_code" 2 'no connection is what a script learns first, whatever else is wrong'
mkdir -p "$XDG_STATE_HOME/karat/drafts"
: >"$XDG_STATE_HOME/karat/drafts/order-0-0"
t doctor
is "$t_code" 0 'what is worth a look is no illness'
like "$t_out" '*look*drafts*1 form that was not saved*' 'a draft that lies around'
rm -r "$XDG_STATE_HOME/karat/drafts"
if command -v tmux >/dev/null; then
	says() { tm capture-pane -p -t doctor | grep -q "$1"; }
	tm new-session -d -s doctor -x 100 -y 40 "TERM=dumb '$karat' -w '$KARAT_WORKSHOP' doctor; echo code \$?; TERM=dumb '$karat' -w 'embedded:$tmp/nothing' doctor; echo code \$?; cat" || exit 99
	ok 'a terminal that cannot place its cursor is an illness' await says '^code 3'
	ok 'and does not hide that there is no workshop' await says '^code 2'
	tm kill-session -t doctor
else
	skip 'doctors on a bad terminal' 'no tmux'
fi
KARAT_WORKSHOP="host=$PGHOST dbname=$PGDATABASE user=nobody_at_all password=geheim" t doctor
case $t_out$t_err in *geheim*) status=1 ;; *) status=0 ;; esac
pass_or_fail $status 'no password in what the doctor says'
LC_ALL=C t doctor
is "$t_code" 0 'the plain C locale is mended'
done_testing
