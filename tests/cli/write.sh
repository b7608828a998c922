#!/bin/sh
# add, set, do: values, versions, requests, reasons, rights
. "${srcdir:-.}/tests/cli/lib.sh"
own_cluster # people are added: logins belong to all databases of a cluster
as olga write
t add customer kind=private last_name=Müller
t add order kind=ring title=Ring customer=Müller alloy=585-y ring_size=54 due=+14 --format json
t set order A-2026-0001 price=129,90 due=1.4. title='Ring, neu'
t show order A-2026-0001
t set order A-2026-0001 price=
t list orders --columns number,title,due,price
t set order A-2026-0001 title=Alt --version 1
t set order A-2026-0001 title=Neu --version 3 --reason 'Kunde rief an'
t do order.confirm A-2026-0001
t do order.start order=1
t do order.confirm 1
t do order.cancel 1
t do order.cancel 1 reason='Kunde will nicht mehr' --dry-run
t list orders --columns number,status
t do order.cancel 1 --reason 'Kunde will nicht mehr' --yes
t list orders --columns number,status
t list events --columns from_status,to_status,verb,reason --sort id
golden write

id=6f1c0c8e-3b6a-4f0e-9d0a-2f6f3c1b7a55
t add customer kind=private last_name=Zweimal --request $id
t add customer kind=private last_name=Zweimal --request $id
t add customer kind=private last_name=Anders --request $id
t list customers Zweimal --columns number,name
t add customer kind=private last_name=Trocken --dry-run
t list customers Trocken --columns number,name --fail-if-empty
golden request

# The same word three times over: nothing of it may end in the database.
t --readonly add customer kind=private last_name=Nur-Lesen
t --readonly set order 1 title=x
t --readonly do order.copy 1
t --readonly list customers Nur-Lesen --fail-if-empty
golden readonly

as vito
t add customer kind=private last_name=Nein
t set order A-2026-0001 title=Nein
t do order.copy A-2026-0001
t list orders --columns number,price
t list orders
t show order A-2026-0001
t show customer K-00001
t report morning
as thea
t do order.copy A-2026-0001
t list customers --columns number,name
as kira
t list customers
golden rights

# Questions: whose they are, and who may mend a comment.
as olga
"$karat" do order.comment A-2026-0001 body='@gero, @vito: bitte' >/dev/null || exit 99
as gero
t list mentions --columns id,person,seen_at
t do mention.seen 1
t do mention.seen 2
t list mentions --columns id,person,seen_at
t set comment 1 body='nicht von mir'
as olga
t do mention.seen 2
"$karat" set comment 1 body='@gero, @vito: danke' >/dev/null || exit 99
as gero
t do order.comment A-2026-0001 body=gern
as olga
t set comment 2 body='nicht von mir'
as thea
t set comment 2 body='nicht von mir'
as vito
t do mention.seen 2
golden mentions

# What cannot be done that way says how it can.
as olga
"$karat" add order kind=ring title='Zweiter Ring' alloy=585-y ring_size=54 due=+14 >/dev/null || exit 99
t do order.complete A-2026-0002
t do order.confirm A-2026-0001
t do order.comment A-2026-0002 body='@gro und @olga: bitte'
t do order.comment A-2026-0002 body='frag @xyzzy.'
t do order.comment A-2026-0002 body='nach info@xyzzy.example, um @8 Uhr, @gero.'
t add person login=lena role=goldsmith display_name='Lena Lot'
t set person gero role=admin
t set order A-2026-0002 status=confirmed
t set order A-2026-0002 assignee=gero
t set order A-2026-0002 xyzzy=1
t do order.hold A-2026-0002 xyzzy=1
golden told
if [ -f "${KARAT_LOCALEDIR:-}/de/LC_MESSAGES/karat.mo" ]; then
	t --lang de do order.complete A-2026-0002
	like "$t_err" '*„Entwurf“*„Fertigstellen“*„Bestätigen“, „Auftrag stornieren“*' 'possible steps in German'
	t --lang de set order A-2026-0002 Bezeichnung='Dritter Ring' FÄLLIG=1.5.
	is "$t_code" 0 'fields by their German labels'
	t --lang de list events --columns verb --where order=A-2026-0002
	like "$t_out" '*Auftrag annehmen*' 'a step in German'
	t --lang de set alloy 585-y contains='Gold, silber, Kupfer, Rhodium'
	t list alloys --columns contains --where code=585-y --format tsv
	like "$t_out" '*gold, silver, copper, Rhodium' 'substances are kept in the words that allergies have'
	t --lang de list alloys --columns contains --where code=585-y
	like "$t_out" '*Gold, Silber, Kupfer, Rhodium' 'and shown in those of people'
	t --lang de list audits --columns entity,action --limit 1
	like "$t_out" '*Legierung*' 'the audit trail in German'
	forget
else
	skip 'possible steps in German' 'no catalogue is built'
fi

as olga
t user list
t user add lena goldsmith 'Lena Lot' language=de
t user role lena office
t user disable lena
t user enable lena
t user role olga viewer
t user add Lena goldsmith 'Lena Lot'
t user add 'Ida Groß' goldsmith 'Ida Groß'
t user add 9lena goldsmith 'Lena Lot'
t user add karat_owner admin 'Ein Besitzer'
t user add pg_lena admin 'Ein Server'
t user add public viewer 'Alle'
t user add karat admin 'Kara T'
t user add aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx viewer 'Zu Lang'
t user add lena goldsmith 'Lena Lot'
t user role nobody office
t user role lena boss
t user list --format csv
KARAT_PASSWORD_COMMAND='echo geheim-genug' t user passwd lena
KARAT_PASSWORD_COMMAND='echo kurz' t user passwd lena
KARAT_PASSWORD_COMMAND='echo 2468' t user pin lena
KARAT_PASSWORD_COMMAND='echo 246' t user pin lena
KARAT_PASSWORD_COMMAND='echo lang-genug' t user pin lena
KARAT_PASSWORD_COMMAND=false t user passwd lena
t user passwd nobody
golden user
like "$(sql "SELECT rolpassword FROM pg_authid WHERE rolname = 'lena'")" 'SCRAM-SHA-256$*' 'the server keeps a verifier'
as lena
t user role lena admin
golden user-self

# On a terminal: a password that is too short is refused at once, and ^C leaves the terminal as it was.
if ! command -v tmux >/dev/null; then
	skip 'passwords on a terminal' 'no tmux'
	done_testing
fi
as olga
screen() { tm capture-pane -p -t secret; }
shows() { screen | grep -qF -- "$1"; }
start() { tm new-session -d -s secret -x 100 -y 30 env TERM=screen sh -c "trap : INT TERM; $1"'; echo "code $?"; stty -a | grep -ow -- "-*echo" | sed "s/^/terminal: /"; read wait' "$karat" || exit 99; }
verifier() { sql "SELECT rolpassword FROM pg_authid WHERE rolname = 'lena'"; }
was=$(verifier)
start '"$0" user passwd lena'
ok 'a password is asked for' await shows 'New password of lena:'
tm send-keys -t secret 'kurz' Enter
ok 'one that is too short ends it' await shows 'code 3'
ok 'and says so' shows 'The password is too short.'
not_ok 'nobody claims a change' shows 'has been changed'
is "$(verifier)" "$was" 'and there is none'
tm kill-session -t secret
start '"$0" user passwd lena'
ok 'it is asked for again' await shows 'New password of lena:'
tm send-keys -t secret 'geheim' C-c
ok '^C ends it' await shows 'code '
ok 'and what is typed then is shown' await shows 'terminal: echo'
tm kill-session -t secret
# The same for two that are equal.
start '"$0" user passwd lena'
ok 'and once more' await shows 'New password of lena:'
tm send-keys -t secret 'geheim-genau' Enter
ok 'it is repeated' await shows 'Once more:'
tm send-keys -t secret 'geheim-genau' Enter
ok 'and changed' await shows 'has been changed'
not_ok 'it is another one' test "$(verifier)" = "$was"
tm kill-session -t secret
start '"$0" user disable lena'
ok 'shutting somebody out asks, with the name' await shows 'Lena Lot'
tm send-keys -t secret 'n' Enter
ok 'no is no' await shows 'code 3'
is "$(sql "SELECT active FROM karat.person WHERE login = 'lena'")" t 'and lena stays'
tm kill-session -t secret
done_testing
