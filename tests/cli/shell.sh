#!/bin/sh
# shell: the prompt, from a pipe and on a terminal
. "${srcdir:-.}/tests/cli/lib.sh"
as olga shell
tin "# a comment

add customer kind=private last_name='von der Heide'
karat list customers --columns number,name
list customers \"von der\" --columns name
show custmer 1
list 'open
shell
help quit
set customer K-00001 last_name=Heide\\ Rose
list customers --columns name
quit
list customers
" shell
golden shell
tin 'list customers --columns number
' shell
is "$t_code" 0 'a script that goes well ends with 0'
forget

# The server goes away and comes back: the prompt finds it again.
mkfifo "$tmp/script"
"$karat" shell <"$tmp/script" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 8>"$tmp/script"
echo 'list customers --columns name' >&8
lines() { [ "$(wc -l <"$tmp/$1")" -ge "$2" ]; }
ok 'a script has its connection' await lines out 2
is "$(sql "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'olga'")" 1 \
	'which the server ends'
echo 'list customers --columns number' >&8
ok 'that is told' await lines err 1
printf '%s\n' 'list customers --columns number' "import customer $tmp/import.csv" >&8
ok 'and the next command has another one' await lines out 4
printf 'kind,last_name\nprivate,Abgerissen\n' >"$tmp/import.csv"
exec 8>&-
t_code=0
wait $pid || t_code=$?
is "$(tail -n +3 "$tmp/out")" "$(printf 'Number\nK-00001')" 'with what is there'
# As the server said it with its last breath, or as it looks when that was not heard any more.
case $(head -n 1 "$tmp/err") in
'karat: Your access has been changed, or the server stops.'*) ok 'the sentence says what it was about' true ;;
*) like "$(head -n 1 "$tmp/err")" "karat: The connection to the workshop's database *" 'the sentence says what it was about' ;;
esac

mkfifo "$tmp/lines"
"$karat" shell <"$tmp/lines" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 8>"$tmp/lines"
echo 'list customers --columns name' >&8
answered() { grep -q Rose "$tmp/out"; }
ok 'a script answers at once' await answered
kill -s TERM $pid
t_code=0
wait $pid || t_code=$?
exec 8>&-
is "$t_code: $(cat "$tmp/err")" '3: karat: Stopped.' 'TERM ends a script that waits'

# And one whose command waits for the database, which says so itself.
mkfifo "$tmp/lock"
"$psql" -XAtq <"$tmp/lock" >/dev/null 2>&1 &
locker=$!
exec 7>"$tmp/lock"
echo 'BEGIN; LOCK TABLE karat.orders IN ACCESS EXCLUSIVE MODE;' >&7
locks() { [ "$(sql "SELECT count(*) FROM pg_locks l WHERE relation = 'karat.orders'::regclass AND granted = $1")" -gt 0 ]; }
ok 'somebody holds the orders' await locks true
"$karat" shell <"$tmp/lines" >"$tmp/out" 2>"$tmp/err" &
pid=$!
exec 8>"$tmp/lines"
echo 'list orders' >&8
ok 'a script waits for them' await locks false
kill -s TERM $pid
t_code=0
wait $pid || t_code=$?
exec 8>&- 7>&-
wait $locker
is "$t_code: $(cat "$tmp/err")" '3: karat: Stopped.' 'TERM ends it with one sentence'

# On a terminal: completion, history, ^C, quit.
if ! command -v tmux >/dev/null; then
	skip 'the prompt on a terminal' 'no tmux'
	done_testing
fi
screen() { tm capture-pane -p -t prompt; }
shows() { screen | grep -qF -- "$1"; }
start() { tm new-session -d -s prompt -x 100 -y 30 env TERM=screen KARAT_WORKSHOP="$KARAT_WORKSHOP" "$@" || exit 99; }
start "$karat" shell
ok 'the prompt appears' await shows 'karat>'
tm send-keys -t prompt 'li' Tab 'cust' Tab Tab
ok 'Tab completes words' await shows 'karat> list customer'
tm send-keys -t prompt C-u 'show customer K' Tab
ok 'and numbers, asking the workshop' await shows 'show customer K-00001'
tm send-keys -t prompt Enter
ok 'which is then run' await shows 'Heide Rose'
waits() { [ "$(screen | sed '/^$/d' | tail -n 1)" = 'karat>' ]; }
ok 'the prompt comes back' await waits
tm send-keys -t prompt 'nonsense typed'
ok 'something is typed' await shows 'karat> nonsense typed'
tm send-keys -t prompt C-c
ok '^C leaves the line' await waits
tm send-keys -t prompt 'set customer K-00001 kind=bu' Tab
ok 'the next one stands alone, and values complete' await shows 'karat> set customer K-00001 kind=business'
tm send-keys -t prompt C-u 'quit' Enter
ended() { ! tm has-session -t prompt 2>/dev/null; }
ok 'quit leaves' await ended
is "$(stat -c %a "$XDG_STATE_HOME/karat/history")" 600 'the history is nobody else'\''s'
is "$(tail -n 1 "$XDG_STATE_HOME/karat/history")" quit 'and remembers'
start "$karat" shell
ok 'the prompt again' await waits
tm send-keys -t prompt Up Up
ok 'the next time it is there' await shows 'show customer K-00001'
tm send-keys -t prompt C-u C-d
ok '^D leaves as well' await ended
start sh -c '"$0" shell; echo "code $?"; read wait' "$karat"
ok 'the prompt, to be ended by a signal' await waits
tm send-keys -t prompt 'half a line'
ok 'with something typed' await shows 'karat> half a line'
kill -s TERM "$(children "$(tm display-message -p -t prompt '#{pane_pid}')")"
ok 'TERM ends the prompt' await shows 'code 3'
is "$(screen | grep -c '^karat: Stopped')" 1 'with a sentence'
tm kill-session -t prompt
start "$karat"
ok 'karat alone on a terminal is the screens' await shows 'Olga Ohm'
tm kill-session -t prompt

# Final things ask first, naming what they are about.
as olga
"$karat" add order kind=repair title=Brosche >/dev/null || exit 99
start sh -c '"$0" do order.cancel A-2026-0001 reason=x; echo "code $?"; read wait' "$karat"
ok 'a final step asks, naming the order' await shows 'A-2026-0001 Brosche'
tm send-keys -t prompt 'n' Enter
ok 'no is no' await shows 'code 3'
tm kill-session -t prompt
is "$("$karat" list orders --columns status --format tsv | tail -n 1)" draft 'and nothing has happened'

# What has to be said is said before the question; a long answer is one answer; ^D and ^C are no, once.
start sh -c '"$0" do order.cancel A-2026-0001; echo "code $?"; read wait' "$karat"
ok 'no question before the reason is there' await shows 'code 3'
not_ok 'none at all' shows '[y/N]'
tm kill-session -t prompt
as vito
start sh -c '"$0" do order.cancel A-2026-0001 reason=x; echo "code $?"; read wait' "$karat"
ok 'nor before the right' await shows 'code 3'
not_ok 'none at all for a viewer' shows '[y/N]'
tm kill-session -t prompt
as olga
start "$karat" shell
ok 'the prompt, for questions' await waits
asks() { [ "$(screen | grep -c '\[y/N\]')" = "$1" ] && screen | sed '/^$/d' | tail -n 1 | grep -q '\[y/N\] *$'; }
tm send-keys -t prompt 'do order.cancel 1 reason=x' Enter
ok 'a first question' await asks 1
tm send-keys -t prompt 'yes, but not no yes yes yes' Enter
ok 'is not answered by half a yes' await waits
tm send-keys -t prompt 'do order.cancel 1 reason=x' Enter
ok 'nor a second one by what was left of it' await asks 2
tm send-keys -t prompt C-d
ok '^D ends the question, and the prompt stands on a line of its own' await waits
tm send-keys -t prompt 'do order.cancel 1 reason=x' Enter
ok 'and does not answer the next one' await asks 3
tm send-keys -t prompt C-c
ok 'nor does ^C' await waits
is "$("$karat" list orders --columns status --format tsv | tail -n 1)" draft 'nothing has happened by all that'
tm send-keys -t prompt 'do order.cancel 1 reason=x' Enter
ok 'a last question' await asks 4
tm send-keys -t prompt 'Ja' Enter
ok 'yes is yes, and the person reads what has become of it' await shows 'A-2026-0001 Brosche: cancelled'
tm kill-session -t prompt
is "$("$karat" list orders --columns status --format tsv | tail -n 1)" cancelled 'it is'
is "$("$karat" add order kind=repair title=Nadel)" A-2026-0002 'a script reads the number alone'

# Passwords are asked for twice and not shown.
start sh -c '"$0" user passwd gero; echo "code $?"; read wait' "$karat"
ok 'a password is asked for' await shows 'New password of gero:'
tm send-keys -t prompt 'geheim-genug' Enter
ok 'and once more' await shows 'Once more:'
tm send-keys -t prompt 'geheim-anders' Enter
ok 'two that differ are none' await shows 'code 3'
not_ok 'and neither is shown' shows geheim
tm kill-session -t prompt
done_testing
