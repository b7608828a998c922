#!/bin/sh
# demo: made, filled, shown; the size that is there, and another one
. "${srcdir:-.}/tests/cli/lib.sh"
XDG_STATE_HOME=$(mktemp -d "$TMPDIR/karat-cli-demo-XXXXXX") && chmod 755 "$XDG_STATE_HOME" || exit 99
export XDG_STATE_HOME
later '"$testcluster" remove "$XDG_STATE_HOME/karat/demo" >/dev/null 2>&1; rm -rf "$XDG_STATE_HOME"'
code 'the small demo' 0 demo --size small
like "$t_out" 'Morning sheet*2026-03-02*Open orders by person*' 'shows its morning sheet'
first=$t_out
like "$t_err" "*$karat -w demo: list orders*" 'and what to try, as it was called'
code 'again' 0 demo
is "$t_out" "$first" 'shows the same'
code 'another size' 3 demo --size year
like "$t_err" '*--fresh*' 'says how'
code 'anew' 0 demo --fresh --size small
is "$t_out" "$first" 'is the same: nothing in it is chance'
code 'orders of it' 0 -w demo: list orders --all --columns number --format tsv
is "$(wc -l <"$t_out_file")" 31 'thirty and the head'
code 'its days' 0 -w demo: list orders --where 'due>2026-06-01' --columns number --format tsv
is "$(wc -l <"$t_out_file")" 1 'are about the day that KARAT_NOW says'
code 'as somebody else' 0 -w demo:lena list orders
code 'as nobody' 2 -w demo:nobody list orders
code 'the trail is sound' 0 -w demo: db verify
code 'no workshop is made of it' 1 -w demo: init
done_testing
