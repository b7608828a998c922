#!/bin/sh
# The trail: whole after honest work, from many sessions at once; and what even a superuser does behind its
# back is found.
# shellcheck source=tests/db/connect.sh disable=SC2154,SC2016
. "$(dirname "$0")/connect.sh"
connect audit

verify() { sql "SELECT problem, detail FROM karat.audit_verify() ORDER BY 1, 2"; }
# A deed with the triggers off, as a superuser can; what verify finds; and all back as it was.
found() { # DEED: problems, one per line
	sql "BEGIN; SET LOCAL session_replication_role = replica; $1; SET LOCAL session_replication_role = origin;
		SELECT DISTINCT problem FROM karat.audit_verify() ORDER BY 1; ROLLBACK"
}

is "$(verify)" '' 'after honest work the trail is whole'
is "$(sql "SELECT changes - 'id' FROM karat.audit WHERE entity = 'orders' AND record = 1 AND action = 'update' ORDER BY id LIMIT 1" | grep -o '"status": \[[^]]*\]')" \
	'"status": ["draft", "confirmed"]' 'it has before and after'
as gero "SET karat.reason = 'Preis neu verhandelt'; SET karat.device = 'bench-2'; SET application_name = 'karat-test'; UPDATE karat.orders SET price = 1500 WHERE id = 1" >/dev/null
is "$(sql "SELECT who, session, program, device, reason, changes->'price' FROM karat.audit ORDER BY id DESC LIMIT 1")" \
	'gero|gero|karat-test|bench-2|Preis neu verhandelt|[1480.77, 1500.00]' 'who, from where, why'
is "$(sql "SET ROLE gero; UPDATE karat.orders SET price = 1480.77 WHERE id = 1; RESET ROLE; SELECT who, session FROM karat.audit ORDER BY id DESC LIMIT 1")" \
	'gero|karat' 'and who had signed in, when that is another'
before=$(sql 'SELECT count(*) FROM karat.audit')
as gero 'UPDATE karat.orders SET price = price, title = title' >/dev/null
is "$(sql 'SELECT count(*) FROM karat.audit')" "$before" 'a change that changes nothing leaves no entry'
is "$(sql "SELECT version = (SELECT version FROM karat.orders WHERE id = 1) FROM karat.orders WHERE id = 1")" t 'and no new version'
as gero "BEGIN; UPDATE karat.orders SET title = 'nie geschehen' WHERE id = 1; ROLLBACK" >/dev/null
is "$(sql "SELECT count(*) FROM karat.audit WHERE changes::text LIKE '%nie geschehen%'")" 0 'nor does what was taken back'

verifier='SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
as olga "SET karat.reason = 'vergessen'; SELECT karat.person_password('gero', '$verifier')" >/dev/null
is "$(sql "SELECT a.who, a.entity, p.login, a.reason, a.changes -> 'password_at' IS NOT NULL, a.changes::text LIKE '%SCRAM%' FROM karat.audit a JOIN karat.person p ON p.id = a.record ORDER BY a.id DESC LIMIT 1")" \
	'olga|person|gero|vergessen|t|f' 'a new password leaves an entry, and nothing of itself'
as gero "SELECT karat.person_language('en')" >/dev/null
is "$(sql "SELECT a.who, a.entity, p.login, a.changes->'language' FROM karat.audit a JOIN karat.person p ON p.id = a.record ORDER BY a.id DESC LIMIT 1")" \
	'gero|person|gero|["de", "en"]' 'a language of their own leaves an entry'

# Many at once, in one transaction or many, with savepoints, on the same record and on others.
jobs=''
for w in 1 2 3 4 5 6 7 8; do
	{
		for i in 1 2 3 4 5; do
			echo "UPDATE karat.orders SET estimated_weight = $w.$i WHERE id = 1;"
			echo "BEGIN; INSERT INTO karat.customer (kind, last_name) SELECT 'private', 'N$w-$i-' || g FROM generate_series(1, 20) g;"
			echo "SAVEPOINT s; UPDATE karat.orders SET estimated_weight = 1 WHERE id = 2; ROLLBACK TO s; COMMIT;"
		done
	} | "$psql" -XAtq -U gero -v ON_ERROR_STOP=1 >/dev/null 2>&1 &
	jobs="$jobs $!"
done
failed=0
for job in $jobs; do wait "$job" || failed=1; done
is "$failed" 0 'eight sessions write at once'
is "$(verify)" '' 'and the trail is whole'
is "$(sql "SELECT count(*) FROM karat.audit a JOIN karat.audit_seal s ON s.audit_id = a.id")" "$(sql 'SELECT count(*) FROM karat.audit')" \
	'every entry has its seal'
is "$(sql "BEGIN; SET CONSTRAINTS ALL IMMEDIATE; UPDATE karat.orders SET estimated_time = 60 WHERE id = 1; UPDATE karat.orders SET estimated_time = 120 WHERE id = 1; COMMIT; SELECT count(*) FROM karat.audit_verify()")" \
	0 'sealing early does no harm'
is "$(sql "SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET extra_float_digits = -3; SELECT count(*) FROM karat.audit_verify()")" \
	0 'settings of the reader change nothing'

is "$(found "UPDATE karat.orders SET price = 1 WHERE id = 1")" changed_behind 'a price changed behind the trail is found'
is "$(found "UPDATE karat.customer SET phone = NULL WHERE id = 1")" changed_behind 'a telephone taken away is found'
is "$(found "UPDATE karat.person SET role = 'admin' WHERE login = 'gero'")" changed_behind 'a person made an admin is found'
is "$(found "DELETE FROM karat.nogo")" changed_behind 'a record that is gone is found'
is "$(found "UPDATE karat.orders SET price = 1 WHERE id = 1; UPDATE karat.audit SET changes = jsonb_set(changes, '{price,1}', '1') WHERE id = (SELECT max(id) FROM karat.audit WHERE entity = 'orders' AND record = 1 AND changes ? 'price')")" \
	hash 'a record and its entry changed alike are found'
is "$(found "UPDATE karat.audit SET who = 'olga' WHERE id = 20")" hash 'an entry in another name is found'
is "$(found "UPDATE karat.audit SET at = at - interval '1 microsecond' WHERE id = 20")" hash 'a microsecond is found'
is "$(found "UPDATE karat.audit SET reason = 'x' WHERE id = 20")" hash 'a reason put in later is found'
is "$(found "DELETE FROM karat.audit WHERE id = 20" | head -n 1)" record_missing 'an entry taken out is found'
is "$(found "DELETE FROM karat.audit WHERE id = 20; DELETE FROM karat.audit_seal WHERE audit_id = 20")" 'gap
hash' 'an entry taken out with its seal is found'
tail="chain = (SELECT s.chain FROM karat.audit_seal s ORDER BY s.audit_id DESC LIMIT 1) AND seq = (SELECT max(z.seq) FROM karat.audit_seal z WHERE z.chain = (SELECT s.chain FROM karat.audit_seal s ORDER BY s.audit_id DESC LIMIT 1))"
is "$(found "DELETE FROM karat.audit WHERE id IN (SELECT audit_id FROM karat.audit_seal WHERE $tail); DELETE FROM karat.audit_seal WHERE $tail" | tail -n 1)" \
	head 'the tail cut off is found'
is "$(found "INSERT INTO karat.audit (at, who, session, entity, record, action, changes, txid) VALUES (now(), 'gero', 'gero', 'orders', 1, 'update', '{}', '1')")" \
	seal_missing 'an entry put in is found'
is "$(found "DELETE FROM karat.audit_chain WHERE chain = 3")" head 'a chain that is gone is found'
is "$(found "UPDATE karat.audit_chain SET seq = seq + 1 WHERE chain = 3")" head 'a head that was moved is found'
is "$(found "UPDATE karat.audit_seal SET hash = sha256(hash) WHERE audit_id = 20" | head -n 1)" hash 'a false seal is found'
is "$(verify)" '' 'and nothing of this has stayed'
done_testing
