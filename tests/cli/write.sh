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

as olga
t user list
t user add lena goldsmith 'Lena Lot' language=de
t user role lena office
t user disable lena
t user enable lena
t user role olga viewer
t user add Lena goldsmith 'Lena Lot'
t user add lena goldsmith 'Lena Lot'
t user role nobody office
t user role lena boss
t user list --format csv
KARAT_PASSWORD_COMMAND='echo geheim-genug' t user passwd lena
KARAT_PASSWORD_COMMAND='echo kurz' t user passwd lena
KARAT_PASSWORD_COMMAND=false t user passwd lena
t user passwd nobody
golden user
like "$(sql "SELECT rolpassword FROM pg_authid WHERE rolname = 'lena'")" 'SCRAM-SHA-256$*' 'the server keeps a verifier'
as lena
t user role lena admin
golden user-self
done_testing
