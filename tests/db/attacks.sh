#!/bin/sh
# What people with psql and bad intentions must not be able to do, each tried as the role that would. Every
# refusal must be the database's own, with the code that says why; what the same role may do next door is
# tried too, so that nothing passes merely because everything is refused.
# shellcheck source=tests/db/connect.sh disable=SC2016,SC2154
. "$(dirname "$0")/connect.sh"
connect attacks

# What no answer to people without the right may contain: prices, telephone, e-mail, hourly cost.
tells_secret() { # TEXT
	case $1 in
	*1480.77* | *240.33* | *5550199* | *5550142* | *secret.example* | *36.57* | *Geheimauftrag*) return 0 ;;
	esac
	return 1
}

has_code() { # CODE|CODE… TEXT
	IFS='|'
	for code in $1; do
		case $2 in *"ERROR:  $code:"* | *"FATAL:  $code:"*) unset IFS && return 0 ;; esac
	done
	unset IFS
	return 1
}

# One psql for each role, which is kept: to start one costs twenty times what a statement does. Between two statements
# it forgets everything (DISCARD ALL), and \gexec hands over each as a whole, as -c does.
kept=$(mktemp -d "$TMPDIR/karat-attacks.XXXXXX") || exit 99
later 'kill $(cat "$kept"/*.pid 2>/dev/null) 2>/dev/null; rm -rf "$kept"'

keep() { # ROLE
	mkfifo "$kept/$1.in" "$kept/$1.out" || exit 99
	stdbuf -oL "$psql" -XAtq -U "$1" -v VERBOSITY=verbose <>"$kept/$1.in" 1<>"$kept/$1.out" 2>&1 &
	echo $! >"$kept/$1.pid"
}

attempt() { # ROLE STATEMENT: $said are its rows and errors; fails when the database refuses it
	[ -e "$kept/$1.pid" ] || keep "$1"
	printf '%s\n' "SELECT \$attempt\$$2\$attempt\$ \\gexec" '\set refused :ERROR' '\echo <<<' 'ROLLBACK; DISCARD ALL;' \
		'\echo >>> :refused' >"$kept/$1.in"
	said='' left=''
	while IFS= read -r line; do
		case $line in
		'<<<') left=true ;;
		'>>> false') said=${said%?} && return 0 ;;
		'>>> true') return 1 ;;
		*) [ -n "$left" ] || said="$said$line
" ;;
		esac
	done <"$kept/$1.out"
}

refused() { # ROLE CODE NAME STATEMENT
	if ! attempt "$1" "$4" && has_code "$2" "$said" && ! tells_secret "$said"; then
		pass_or_fail 0 "$1 is refused: $3"
	else
		pass_or_fail 1 "$1 is refused: $3" || printf '%s\n' "$said" | sed "s/^/# wanted $2: /"
	fi
}

empty() { # ROLE NAME STATEMENT: runs, and gives or changes nothing
	attempt "$1" "$3" && [ -z "$said" ]
	pass_or_fail $? "$1 gets nothing: $2" || printf '%s\n' "$said" | sed 's/^/# /'
}

# What another is told while a transaction of the first lies open, which then commits.
beside() { # ROLE STATEMENT OTHER STATEMENT
	said_beside=$4
	export said_beside
	"$psql" -XAtq -U "$1" -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -c BEGIN -c "$2" \
		-c "\\! echo \"\$said_beside;\" | \"$psql\" -XAtq -U $3 -v ON_ERROR_STOP=1 -v VERBOSITY=verbose 2>&1" -c COMMIT 2>&1
}

may() { # ROLE NAME STATEMENT [WANTED]
	attempt "$1" "$3" && { [ $# -lt 4 ] || [ "$said" = "$4" ]; }
	pass_or_fail $? "$1 may: $2" || printf '%s\n' "$said" | sed 's/^/# /'
}

# ---- a viewer and what viewers must not see ----

refused vito 42501 'the price of an order' 'SELECT price FROM karat.orders'
refused vito 42501 'the price in the list' 'SELECT price FROM karat.order_list'
refused vito 42501 'the whole list' 'SELECT * FROM karat.order_list'
refused vito 42501 'a row as a whole' 'SELECT o FROM karat.orders o'
refused vito 42501 'a row as JSON' 'SELECT to_jsonb(o) FROM karat.order_list o'
refused vito 42501 'a guess at the price in WHERE' 'SELECT id FROM karat.orders WHERE price > 1000'
refused vito 42501 'a guess at the price in the list' 'SELECT id FROM karat.order_list WHERE price > 1000'
refused vito 42501 'the order of prices' 'SELECT id FROM karat.order_list ORDER BY price'
refused vito 42501 'the sum of prices' 'SELECT sum(price) FROM karat.orders'
refused vito 42501 'a price through RETURNING' 'UPDATE karat.order_comment SET body = body RETURNING (SELECT max(price) FROM karat.orders)'
refused vito 42501 'a price through an error message' 'SELECT (price::text || $$x$$)::integer FROM karat.orders'
refused vito 42501 'a price through EXPLAIN' 'EXPLAIN SELECT id FROM karat.orders WHERE price > 1000'
refused vito 42501 'a price through a DO block' 'DO $$ DECLARE p numeric; BEGIN SELECT price INTO p FROM karat.orders LIMIT 1; RAISE NOTICE $n$%$n$, p; END $$'
refused vito 42501 'a price through COPY' 'COPY karat.orders TO STDOUT'
refused vito 42501 'a price through a cursor' 'BEGIN; DECLARE c CURSOR FOR SELECT price FROM karat.orders; FETCH ALL c'
refused vito 42501 'prices while locking rows' 'SELECT id FROM karat.orders FOR UPDATE'
empty vito 'statistics of the orders' "SELECT most_common_vals, histogram_bounds FROM pg_stats WHERE schemaname = 'karat' AND tablename IN ('orders', 'customer')"
refused vito 42501 'raw statistics' 'SELECT stavalues1 FROM pg_statistic'
refused vito 42501 'the telephone of a customer' 'SELECT phone FROM karat.customer'
refused vito 42501 'the e-mail in the list' 'SELECT email FROM karat.customer_list'
refused vito 42501 'a guess at a telephone' "SELECT id FROM karat.customer WHERE phone LIKE '0171%'"
refused vito 42501 'the town of a customer' 'SELECT city FROM karat.customer_list'
empty vito 'a search for a telephone' "SELECT karat.search_customers('0171 5550199', 10)"
empty vito 'a search for a town' "SELECT karat.search_customers('Hanau', 10)"
refused vito 42501 'whose telephone this is' "SELECT * FROM karat.customer_duplicates('x', 'y', NULL, '0171 5550199')"
refused vito 42501 'the table behind the search' 'SELECT private FROM karat.customer_search'
refused vito 42501 'no-gos' 'SELECT * FROM karat.nogo'
refused vito 42501 'sizes' 'SELECT * FROM karat.measurement'
refused vito 42501 'addresses' 'SELECT * FROM karat.address'
refused vito 42501 'hourly costs' 'SELECT hourly_cost FROM karat.person_list'
refused vito 42501 'the table of people' 'SELECT * FROM karat.person'
refused vito 42501 'the margin' 'SELECT margin FROM karat.workshop'
refused vito 42501 'rates of activities' 'SELECT rate FROM karat.activity'
refused vito 42501 'the audit trail' 'SELECT * FROM karat.audit_list'
refused vito 42501 'the raw audit trail' 'SELECT changes FROM karat.audit'
refused vito 42501 'verifying the trail' 'SELECT * FROM karat.audit_verify()'
refused vito 42501 'how many orders there were' 'SELECT last_value FROM karat.orders_id_seq'
refused vito 42501 'taking an order' "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'x')"
refused vito 42501 'changing an order' "UPDATE karat.orders SET title = 'x' WHERE id = 1"
refused vito 42501 'a step' "UPDATE karat.orders SET status = 'quality_check' WHERE id = 1"
refused vito 42501 'adding a customer' "INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'x')"
refused vito KT012 "another's question" 'SELECT karat.mention_seen((SELECT max(id) FROM karat.mention) + 1)'
may vito 'the list without prices' 'SELECT id, title, customer_name FROM karat.order_list WHERE id = 1' '1|Trauringe Berger|Berger, Anna'
may vito 'the search for names' "SELECT karat.search_customers('berger', 10)" 1
empty vito 'a search over everything for a street, an allergy, a note' "SELECT id FROM karat.search_everything('nickel', '', 'all', NULL, NULL, 10) WHERE kind NOT IN ('words', 'alloy')"
empty vito 'a search over everything for a telephone' "SELECT id FROM karat.search_everything('0171 5550199', '', 'all', NULL, NULL, 10) WHERE kind <> 'words'"
refused vito KT006 'no-gos through their search' "SELECT karat.search_part_ids('nogo', 'nickel', '', 'all', 10)"
refused vito 42501 'the table behind the search for parts' 'SELECT words FROM karat.part_search'
refused vito 42501 'the search behind the searches' "SELECT karat.search_newest('karat.customer_search', 'true', true, '{%a%}', '{}', 10)"
may vito 'the search over everything' "SELECT kind, key FROM karat.search_everything('trauring berger', '', 'all', NULL, NULL, 10) WHERE kind NOT IN ('words', 'facet')" "order|$(sql 'SELECT number FROM karat.orders WHERE id = 1')"
may vito 'the search for orders' "SELECT karat.search_orders('trauring berger', 10)" 1
may vito 'a comment of their own' "INSERT INTO karat.order_comment (\"order\", body) VALUES (1, 'Gravur: ja')"
may vito 'mending it' "UPDATE karat.order_comment SET body = 'Gravur: ja, innen' WHERE author = karat.me() RETURNING version" 2
may vito 'their question' "SELECT karat.mention_seen(m.id) FROM karat.mention m WHERE m.person = karat.me()"

# ---- what was deleted, and oracles about it ----

empty gero 'a deleted order' 'SELECT id FROM karat.orders WHERE id = 4'
empty gero 'a deleted order in the list' 'SELECT id FROM karat.order_list WHERE deleted_at IS NOT NULL'
empty gero 'its history' 'SELECT * FROM karat.order_event WHERE "order" = 4'
empty olga 'a search over everything for it' "SELECT id FROM karat.search_everything('geheimauftrag', '', 'all', NULL, NULL, 10) WHERE kind <> 'words'"
empty gero 'a search for it' "SELECT karat.search_orders('geheimauftrag', 10)"
may gero 'divide by zero on rows that are not there' 'SELECT count(*) FROM karat.order_list WHERE 1 / (CASE WHEN id = 4 THEN 0 ELSE 1 END) = 1' 4
may gero 'a leaky cast on rows that are not there' "SELECT count(*) FROM karat.orders WHERE (CASE WHEN title LIKE 'Geheim%' THEN title ELSE '1' END)::integer = 1" 4
may gero 'a change of all orders, which leaves out the deleted' 'BEGIN; UPDATE karat.orders SET place = 1; ROLLBACK'
refused gero KT012 'a comment on it' "INSERT INTO karat.order_comment (\"order\", body) VALUES (4, 'da?')"
may olga 'seeing what was deleted' 'SELECT id FROM karat.orders WHERE deleted_at IS NOT NULL' 4

# ---- steps and frozen facts ----

refused gero KT001 'skipping steps' "UPDATE karat.orders SET status = 'completed' WHERE id = 1"
refused gero KT001 'a step that is not the verb' "SET karat.verb = 'order.cancel'; UPDATE karat.orders SET status = 'quality_check' WHERE id = 1"
refused gero 23514\|KT001 'a status of their own' "UPDATE karat.orders SET status = 'paid' WHERE id = 1"
refused gero KT001 'opening what was delivered' "UPDATE karat.orders SET status = 'in_progress' WHERE id = 3"
refused gero KT002 'confirming without an alloy' 'UPDATE karat.orders SET status = $$confirmed$$ WHERE id = 2'
refused gero KT002 'confirming a ring without a size' "UPDATE karat.orders SET kind = 'ring', alloy = 1, due = '2030-01-01', status = 'confirmed' WHERE id = 2"
refused gero KT002 'emptying the alloy afterwards' 'UPDATE karat.orders SET alloy = NULL WHERE id = 1'
refused gero KT002 'emptying the day afterwards' 'UPDATE karat.orders SET due = NULL WHERE id = 1'
refused gero KT002 'emptying the size of a ring afterwards' 'UPDATE karat.orders SET ring_size = NULL WHERE id = 1'
refused gero KT003 'cancelling without a reason' "UPDATE karat.orders SET status = 'cancelled' WHERE id = 1"
refused gero KT003 'cancelling with blanks for a reason' "SET karat.reason = '  '; UPDATE karat.orders SET status = 'cancelled' WHERE id = 1"
for blank in 9 10 160 8195 8203 12288 65279; do # tab, newline, and what comes along when text is pasted
	refused gero KT003 "cancelling with chr($blank) for a reason" "SELECT set_config('karat.reason', ' ' || chr($blank), false); UPDATE karat.orders SET status = 'cancelled' WHERE id = 1"
	refused olga KT003 "deleting with chr($blank) for a reason" "UPDATE karat.orders SET deleted_at = now(), deleted_reason = ' ' || chr($blank) WHERE id = 2"
	refused gero 23514 "holding with chr($blank) for a reason" "UPDATE karat.orders SET held_reason = ' ' || chr($blank) WHERE id = 1"
	refused gero 23514 "an order called chr($blank)" "INSERT INTO karat.orders (kind, title) VALUES ('ring', ' ' || chr($blank))"
	refused gero 23514 "a comment that says chr($blank)" "INSERT INTO karat.order_comment (\"order\", body) VALUES (1, ' ' || chr($blank))"
	refused gero 23514 "a customer called chr($blank)" "INSERT INTO karat.customer (kind, last_name) VALUES ('private', ' ' || chr($blank))"
done
refused gero KT004 'a step of what is on hold' "UPDATE karat.orders SET status = 'in_progress' WHERE id = 5"
refused gero KT008 'editing what was delivered' "UPDATE karat.orders SET title = 'anders' WHERE id = 3"
refused gero KT008 'a new price for what was delivered' 'UPDATE karat.orders SET price = 1 WHERE id = 3'
refused gero KT008 'another customer for what was delivered' 'UPDATE karat.orders SET customer = 1 WHERE id = 3'
refused gero 42501 'an order that is born delivered' "INSERT INTO karat.orders (kind, title, status) VALUES ('ring', 'x', 'delivered')"
refused karat KT001 'an order that is born delivered' "INSERT INTO karat.orders (kind, title, status) VALUES ('ring', 'x', 'delivered')"
refused gero 42501 'deleting softly' 'UPDATE karat.orders SET deleted_at = now() WHERE id = 2'
refused olga KT003 'deleting without a reason' 'UPDATE karat.orders SET deleted_at = now() WHERE id = 2'
refused olga KT009 'deleting what is in work' "SET karat.reason = 'weg'; UPDATE karat.orders SET deleted_at = now() WHERE id = 1"
refused olga KT009 'deleting a customer with open orders' "SET karat.reason = 'weg'; UPDATE karat.customer SET deleted_at = now() WHERE id = 1"
refused olga KT001 'cancelling and deleting in one' "SET karat.reason = 'weg'; UPDATE karat.orders SET status = 'cancelled', deleted_at = now() WHERE id = 2"
refused olga KT001 'restoring and cancelling in one' "SET karat.reason = 'weg'; UPDATE karat.orders SET status = 'cancelled', deleted_at = NULL WHERE id = 4"
for day in infinity -infinity '0044-03-15 BC' 10000-01-01; do
	refused gero 23514 "an order due on $day" "UPDATE karat.orders SET due = '$day' WHERE id = 2"
	refused gero 23514 "a fitting on $day" "UPDATE karat.orders SET fitting_on = '$day' WHERE id = 2"
	refused gero 23514 "a birthday on $day" "UPDATE karat.customer SET birthday = '$day' WHERE id = 1"
	refused gero 23514 "a consent of $day" "UPDATE karat.customer SET consent_on = '$day' WHERE id = 1"
	refused gero 23514 "a size taken on $day" "INSERT INTO karat.measurement (customer, kind, size, measured_on) VALUES (1, 'neck', 400, '$day')"
	refused olga 23514 "a tax from $day" "INSERT INTO karat.vat_rate (kind, rate, valid_from) VALUES ('zero', 0, '$day')"
done
may olga 'a deletion at the end of time, which is now' "BEGIN; SET LOCAL karat.reason = 'weg'; UPDATE karat.orders SET deleted_at = 'infinity' WHERE id = 2 RETURNING deleted_at < now() + interval '1 hour'; ROLLBACK" t
refused karat KT013 'an hour at the end of time' "BEGIN; UPDATE karat.meta SET value = 'settable' WHERE key = 'clock'; SET LOCAL karat.now = 'infinity'; SELECT karat.clock()"
refused gero 23514 'a price below zero' 'UPDATE karat.orders SET price = -1 WHERE id = 1'
refused gero 23514 'a fitting after the day it is due' "UPDATE karat.orders SET fitting_on = '2031-01-01' WHERE id = 1"
may gero 'a step that is allowed' "BEGIN; UPDATE karat.orders SET status = 'quality_check' WHERE id = 1 RETURNING status; ROLLBACK" quality_check
may gero 'cancelling with a reason' "BEGIN; SET LOCAL karat.reason = 'Kundin verzichtet'; UPDATE karat.orders SET status = 'cancelled' WHERE id = 1 RETURNING status; ROLLBACK" cancelled
may gero 'moving what was delivered' 'BEGIN; UPDATE karat.orders SET place = 1 WHERE id = 3 RETURNING place; ROLLBACK' 1

# ---- forging ----

refused gero 42501 'a number of their own' "INSERT INTO karat.orders (number, kind, title) VALUES ('A-1', 'ring', 'x')"
refused gero 42501 'another number' "UPDATE karat.orders SET number = 'A-1' WHERE id = 1"
refused karat KT008 'another number' "UPDATE karat.orders SET number = 'A-1' WHERE id = 1"
refused gero 42501 'another id' 'UPDATE karat.orders SET id = 99 WHERE id = 1'
refused gero 42501 'another version' 'UPDATE karat.orders SET version = 1 WHERE id = 1'
refused gero 42501 'another day of creation' "UPDATE karat.orders SET created_at = '2020-01-01' WHERE id = 1"
refused gero 42501 'a confirmation of another day' "UPDATE karat.orders SET confirmed_at = '2020-01-01' WHERE id = 1"
refused gero 42501 'a step in the history' "INSERT INTO karat.order_event (\"order\", at, to_status, verb) VALUES (1, now(), 'delivered', 'order.deliver')"
refused gero 42501 'a move in the history' 'INSERT INTO karat.order_move ("order", at, to_place) VALUES (1, now(), 1)'
refused gero 42501 'a mention' 'INSERT INTO karat.mention (comment, "order", person, created_at) VALUES (1, 1, 1, now())'
refused gero 42501 'a mention marked as seen' 'UPDATE karat.mention SET seen_at = now()'
refused gero 42501 "a comment in another's name" "INSERT INTO karat.order_comment (\"order\", author, body) VALUES (1, 1, 'x')"
refused gero 42501 "giving a comment away" 'UPDATE karat.order_comment SET author = 1'
empty gero "changing another's comment" "UPDATE karat.order_comment SET body = 'x' WHERE author <> karat.me() RETURNING id"
empty olga "changing another's comment" "UPDATE karat.order_comment SET body = 'x' WHERE author <> karat.me() RETURNING id"
refused gero 42501 "another's measurement" "INSERT INTO karat.measurement (customer, kind, size, measured_by) VALUES (1, 'neck', 400, 1)"
refused gero 42501 "mending a measurement" 'UPDATE karat.measurement SET size = 50'
refused gero 42501 'the name a list shows' "UPDATE karat.customer SET name = 'x'"
refused gero 42501 'the mark of a merged customer' 'UPDATE karat.customer SET merged_into = 2 WHERE id = 1'
refused gero 42501 'merging customers' 'SELECT karat.customer_merge(1, 2)'
refused gero KT012 'an order for a customer that is not there' "INSERT INTO karat.orders (kind, title, customer) VALUES ('ring', 'x', 99)"
may gero 'settings that pretend to be somebody, in vain' "SET karat.who = 'olga'; SET karat.me = '1'; SET karat.person = '1'; BEGIN; INSERT INTO karat.order_comment (\"order\", body) VALUES (1, 'wer?') RETURNING author = (SELECT id FROM karat.person_list WHERE login = 'gero'); ROLLBACK" t
may gero 'a program name that pretends, in vain' "SET application_name = 'olga'; SELECT karat.who()" gero
may gero 'another hour, in vain' "SET karat.now = '2020-01-01T00:00:00Z'; SELECT karat.clock() BETWEEN now() AND now() + interval '1 hour', karat.today() > '2026-01-01'" 't|t'
may gero 'an order that carries the hour of the server' "BEGIN; SET LOCAL karat.now = '2020-01-01T00:00:00Z'; INSERT INTO karat.orders (kind, title) VALUES ('ring', 'x') RETURNING created_at BETWEEN now() AND now() + interval '1 hour', number LIKE 'A-20%' AND number NOT LIKE 'A-2020-%'; ROLLBACK" 't|t'
refused gero 42501 'making the clock settable' "UPDATE karat.meta SET value = 'settable'"
refused olga 42501 'making the clock settable' "UPDATE karat.meta SET value = 'settable'"

# ---- being somebody else ----

refused gero 42501 'SET ROLE to another person' 'SET ROLE vito'
refused gero 42501 'SET ROLE to the owner of the workshop' 'SET ROLE olga'
refused gero 42501 'SET ROLE to the group of admins' 'SET ROLE karat_admin'
refused olga 42501 'SET ROLE to the owner of the schema' 'SET ROLE karat_owner'
refused olga 42501 'SET ROLE to the superuser' 'SET ROLE karat'
refused gero 42501 'SET SESSION AUTHORIZATION' 'SET SESSION AUTHORIZATION olga'
refused gero 42501 'SET SESSION AUTHORIZATION to the superuser' 'SET SESSION AUTHORIZATION karat'
refused gero KT005 'writing as a group' "SET ROLE karat_goldsmith; UPDATE karat.orders SET title = 'x' WHERE id = 1"
refused gero KT005 'a new customer as a group' "SET ROLE karat_goldsmith; INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'x')"
empty stranger 'orders of a workshop that is not theirs' 'SELECT id FROM karat.orders'
empty stranger 'the list of a workshop that is not theirs' 'SELECT id FROM karat.order_list UNION ALL SELECT id FROM karat.customer_list'
empty stranger 'a search over everything' "SELECT id FROM karat.search_everything('ring', '', 'all', NULL, NULL, 10) WHERE kind <> 'words'"
refused stranger KT006 'a search in it' "SELECT karat.search_orders('ring', 10)"
refused stranger KT005 'an order in it' "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'x')"
refused stranger KT005 'a request in it' "SELECT karat.request_begin(gen_random_uuid(), 'x', '\\x00')"

# ---- roles, passwords, people ----

refused gero 42501 "another's password" "ALTER ROLE olga PASSWORD 'x'"
refused olga 42501 "another's password without the function" "ALTER ROLE gero PASSWORD 'x'"
refused gero KT006 "another's password through the function" "SELECT karat.person_password('olga', 'SCRAM-SHA-256\$4096:c2FsdHNhbHRzYWx0c2FsdA==\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')"
refused gero KT013 'a password in clear' "SELECT karat.person_password('gero', 'geheim')"
refused gero KT013 'SQL in a password' "SELECT karat.person_password('gero', 'SCRAM-SHA-256\$4096:x'' SUPERUSER --')"
for rounds in 1 4095 100001 1000000; do
	refused gero KT013 "a password of $rounds rounds" "SELECT karat.person_password('gero', 'SCRAM-SHA-256\$$rounds:c2FsdHNhbHRzYWx0c2FsdA==\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')"
done
refused gero KT013 'a password with hardly any salt' "SELECT karat.person_password('gero', 'SCRAM-SHA-256\$4096:c2E=\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')"
refused gero KT013 'a password of salt alone' "SELECT karat.person_password('gero', 'SCRAM-SHA-256\$4096:' || repeat('abcd', 100000) || '\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')"
refused olga KT012 'the password of a role that is no person' "SELECT karat.person_password('karat', 'SCRAM-SHA-256\$4096:c2FsdHNhbHRzYWx0c2FsdA==\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')"
refused gero 42501 'becoming superuser' 'ALTER ROLE gero SUPERUSER'
refused olga 42501 'becoming superuser' 'ALTER ROLE olga SUPERUSER'
refused olga 42501 'making roles' 'ALTER ROLE olga CREATEROLE'
refused olga 42501 'a role of their own' 'CREATE ROLE evil LOGIN'
refused gero 42501 'joining the admins' 'GRANT karat_admin TO gero'
refused olga 42501 'joining the owner of the schema' 'GRANT karat_owner TO olga'
refused olga 42501 'reading files of the server' 'GRANT pg_read_server_files TO olga'
refused olga 42501 'dropping a person' 'DROP ROLE vito'
refused gero 42501 'adding a person' "SELECT karat.person_add('mallory', 'M', 'admin')"
refused gero 42501 'a role for themselves' "SELECT karat.person_role('gero', 'admin')"
refused gero 42501 'shutting somebody out' "SELECT karat.person_disable('vito')"
for login in karat karat_owner karat_admin karatx pg_read_all_data pg_monitor clerk public none '' A 'a b' 'x"; DROP TABLE karat.orders; --' "g'' OR ''1''=''1" '../x' ä; do
	refused olga KT013 "a person with the login $login" "SELECT karat.person_add('$login', 'X', 'viewer')"
done
refused olga 22001 'a login that is too long' "SELECT karat.person_add(repeat('a', 41), 'X', 'viewer')"
refused olga 23505 'a person twice' "SELECT karat.person_add('gero', 'X', 'admin')"
refused olga KT013 'a person in the role of the owner' "SELECT karat.person_add('mallory', 'M', 'owner')"
refused olga KT013 'SQL in a role' "SELECT karat.person_add('mallory', 'M', 'admin, karat_owner')"
refused olga KT013 'a role there is not' "SELECT karat.person_role('gero', 'owner')"
refused olga KT012 'a role for who is no person' "SELECT karat.person_role('clerk', 'viewer')"
refused olga KT012 'shutting out the superuser' "SELECT karat.person_disable('karat')"
refused olga KT011 'removing the last admin' "SELECT karat.person_disable('olga')"
refused olga KT011 'making the last admin a viewer' "SELECT karat.person_role('olga', 'viewer')"
refused olga 42501 'a role in the list of people' "UPDATE karat.person_list SET role = 'admin' WHERE login = 'vito'"
refused olga 42501 'a login in the list of people' "UPDATE karat.person_list SET login = 'x' WHERE login = 'vito'"
refused gero 42501 'hourly costs' "UPDATE karat.person_list SET hourly_cost = 99"
refused gero 42501 'the map of rights' "INSERT INTO karat.right_map VALUES ('order:delete', 'karat_goldsmith')"
refused olga 42501 'the status machine' "UPDATE karat.order_flow SET right_name = 'order:view'"
may olga 'adding, promoting and shutting out a person' "BEGIN; SELECT karat.person_add('mallory', 'Mallory', 'viewer') > 0; SELECT karat.person_role('mallory', 'goldsmith'); SELECT karat.person_disable('mallory'); SELECT role, active FROM karat.person_list WHERE login = 'mallory'; ROLLBACK" 't


goldsmith|f'
may gero 'a language of their own, and no other changes with it' "BEGIN; SELECT karat.person_language('en'); SELECT count(*) FROM karat.person_list WHERE language = 'en'; ROLLBACK" '
1'
may gero 'no language any more' "BEGIN; SELECT karat.person_language(NULL); SELECT count(*) FROM karat.person_list WHERE language IS NULL; ROLLBACK" '
1'
may gero 'settings that pretend to be somebody, in vain: the language is their own' "SET karat.who = 'olga'; SET karat.me = '1'; SET karat.person = '1'; BEGIN; SELECT karat.person_language('en'); SELECT login FROM karat.person_list WHERE language = 'en'; ROLLBACK" '
gero'
refused gero 42501 "another's language" "UPDATE karat.person SET language = 'en' WHERE login = 'olga'"
refused gero 42501 "another's language in the list" "UPDATE karat.person_list SET language = 'en' WHERE login = 'olga'"
refused gero 42501 "another's language as that other" "SET ROLE olga; SELECT karat.person_language('en')"
refused gero KT005 'a language as a group' "SET ROLE karat_goldsmith; SELECT karat.person_language('en')"
refused stranger KT006 'a language in a workshop that is not theirs' "SELECT karat.person_language('en')"
refused thea 42501 'a language, as an auditor writes nothing' "SELECT karat.person_language('en')"
refused kim 42501 'a language, as a kiosk is nobody' "SELECT karat.person_language('en')"
refused karat KT005 'a language as the operator' "SELECT karat.person_language('en')"
for language in deu DE 'd' "'' OR true" 'e\n'; do
	refused gero KT013 "the language “$language”" "SELECT karat.person_language(E'$language')"
done
may gero 'their own password' "BEGIN; SELECT karat.person_password('gero', 'SCRAM-SHA-256\$4096:c2FsdHNhbHRzYWx0c2FsdA==\$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='); ROLLBACK"
may olga 'changing what people are called' "BEGIN; UPDATE karat.person_list SET display_name = 'V. Vogt' WHERE login = 'vito' RETURNING display_name; ROLLBACK" 'V. Vogt'

# ---- the trail ----

refused olga 42501 'changing the trail' "UPDATE karat.audit SET who = 'x'"
refused olga 42501 'deleting from the trail' 'DELETE FROM karat.audit'
refused olga 42501 'emptying the trail' 'TRUNCATE karat.audit'
refused olga 42501 'a false entry' "INSERT INTO karat.audit (at, who, session, entity, record, action, changes, txid) VALUES (now(), 'x', 'x', 'orders', 1, 'update', '{}', '1')"
refused olga '42501|55000|0A000' 'changing the list of the trail' "UPDATE karat.audit_list SET who = 'x'"
refused olga 42501 'the seals' 'DELETE FROM karat.audit_seal'
refused olga 42501 'the chains' 'UPDATE karat.audit_chain SET seq = 0'
refused karat KT008 'changing the trail' "UPDATE karat.audit SET who = 'x'"
refused karat KT008 'deleting from the trail' 'DELETE FROM karat.audit'
refused karat KT008 'emptying the trail' 'TRUNCATE karat.audit'
refused karat KT008 'changing the seals' 'UPDATE karat.audit_seal SET seq = 0'
refused gero 42501 'the trail' 'SELECT * FROM karat.audit_list'
refused ofra 42501 'the trail' 'SELECT * FROM karat.audit_list'
may thea 'the trail' "SELECT count(*) > 0 FROM karat.audit_list WHERE who = 'gero'" t
may olga 'verifying the trail' 'SELECT count(*) FROM karat.audit_verify()' 0

# ---- the machinery ----

for attack in \
	'ALTER TABLE karat.orders DISABLE TRIGGER ALL' 'ALTER TABLE karat.orders DISABLE ROW LEVEL SECURITY' \
	'ALTER TABLE karat.orders NO FORCE ROW LEVEL SECURITY' 'DROP POLICY may_view ON karat.orders' \
	'CREATE POLICY all_of_it ON karat.orders USING (true)' 'DROP TRIGGER guard ON karat.orders' \
	'ALTER TABLE karat.orders ADD COLUMN x integer' 'DROP TABLE karat.orders' 'DROP SCHEMA karat CASCADE' \
	'ALTER SCHEMA karat RENAME TO x' 'CREATE INDEX ON karat.orders (price)' 'CREATE VIEW karat.x AS SELECT 1' \
	'CREATE TABLE karat.x (i integer)' 'CREATE TABLE public.x (i integer)' 'CREATE TEMPORARY TABLE x (i integer)' \
	'CREATE FUNCTION karat.lower(text) RETURNS text LANGUAGE sql RETURN $1' \
	'CREATE FUNCTION public.clock() RETURNS integer LANGUAGE sql RETURN 1' \
	'CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE $n$%$n$, $1; RETURN true; END $$' \
	'CREATE OR REPLACE FUNCTION karat.has_right(wanted text) RETURNS boolean LANGUAGE sql RETURN true' \
	'ALTER FUNCTION karat.has_right(text) RESET ALL' 'DROP FUNCTION karat.has_right(text)' \
	'CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)' \
	'CREATE SCHEMA mine' 'CREATE EXTENSION hstore' 'GRANT SELECT ON karat.orders TO PUBLIC' \
	'ALTER TABLE karat.orders OWNER TO olga' 'CREATE RULE x AS ON UPDATE TO karat.orders DO INSTEAD NOTHING' \
	'SET session_replication_role = replica' 'ALTER SYSTEM SET log_statement = $$none$$' \
	'ALTER ROLE ALL SET row_security = off' 'CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION karat.refuse()' \
	'CREATE PUBLICATION p FOR ALL TABLES' 'SELECT pg_reload_conf()' 'LOAD $$/tmp/x.so$$' \
	'SET row_security = off; SELECT id FROM karat.orders' 'CALL karat.allow($${order:view}$$, $$ALL ON karat.orders$$)' \
	'SELECT karat.next_number($$order$$)' 'INSERT INTO karat.number_counter VALUES ($$order$$, 2030, 1)' \
	'UPDATE karat.number_counter SET next = 1' 'SELECT nextval($$karat.orders_id_seq$$)' \
	'SELECT setval($$karat.orders_id_seq$$, 1)' 'SELECT karat.audit_row()' 'SELECT karat.order_guard()' \
	'SELECT karat.person_set_group($$gero$$, $$admin$$)' 'SELECT karat.person_make_login($$evil$$)' \
	'SELECT * FROM karat.request' 'DELETE FROM karat.request' 'SELECT * FROM karat.order_search' \
	'INSERT INTO karat.workshop (name, currency, time_zone) VALUES ($$x$$, $$EUR$$, $$UTC$$)' \
	'SELECT karat.person_limit($$olga$$, $$admin$$)' 'SELECT karat.person_end_sessions()'
do
	refused olga '42501|0A000' "$attack" "$attack"
done
may gero 'statements in a search, in vain' "SELECT count(*) FROM karat.search_orders('''; DROP TABLE karat.orders; --', 10); SELECT count(*) FROM karat.search_orders('%'' OR true OR ''', 10); SELECT count(*) FROM karat.orders" '0
0
4'
refused olga 23514 'a series without a number' "UPDATE karat.number_series SET pattern = 'A-{YYYY}'"
refused olga KT013 'a series that would give its numbers again' "UPDATE karat.number_series SET pattern = 'A-2026-{NNNN}' WHERE kind = 'order'"
refused olga KT013 'one that began without a year and would from now on' "UPDATE karat.number_series SET pattern = 'K-{YYYY}{NNNNN}' WHERE kind = 'customer'"
may olga 'another pattern that counts the same way' "BEGIN; UPDATE karat.number_series SET pattern = 'W{YY}/{NNNN}' WHERE kind = 'order' RETURNING pattern; ROLLBACK" 'W{YY}/{NNNN}'

# ---- rows, files, the server ----

for t in orders customer address nogo order_comment order_event order_move mention alloy place activity measurement vat_rate working_rule workshop meta right_map; do
	refused olga 42501 "DELETE FROM karat.$t" "DELETE FROM karat.$t"
done
refused olga 42501 'TRUNCATE karat.orders' 'TRUNCATE karat.orders CASCADE'
for t in orders customer address nogo measurement order_comment place person_list workshop; do
	refused gero 42501 "locking karat.$t for all" "BEGIN; LOCK TABLE karat.$t IN ACCESS EXCLUSIVE MODE"
done
refused vito 42501 'taking a no-go away by function' 'SELECT karat.nogo_remove(1)'
refused vito 42501 'taking an address away by function' 'SELECT karat.address_remove(1)'
refused gero KT012 'taking away a no-go that is not there' 'SELECT karat.nogo_remove(99)'
refused gero KT012 'taking away an address that is not there' 'SELECT karat.address_remove(99)'
may gero 'taking a no-go away by function' 'BEGIN; SELECT karat.nogo_remove(1); SELECT count(*) FROM karat.nogo; ROLLBACK' '
0'
refused gero 42501 'a file through COPY' "COPY karat.orders TO '/tmp/karat-attack'"
refused gero 42501 'a program through COPY' "COPY (SELECT 1) TO PROGRAM 'touch /tmp/karat-attack'"
refused gero 42501 'a file into a table' "COPY karat.order_comment (\"order\", body) FROM '/etc/passwd'"
refused gero '42501|0A000' 'rows past the policies' 'COPY karat.orders FROM STDIN'
refused gero 42501 'reading a file' "SELECT pg_read_file('/etc/passwd')"
refused gero 42501 'listing a folder' "SELECT pg_ls_dir('/')"
refused gero 42501 'a file as a large object' "SELECT lo_import('/etc/passwd')"
refused gero 42501 'a large object as a file' "SELECT lo_export(1, '/tmp/karat-attack')"
refused gero 42501 'a large object' 'SELECT lo_create(0)'
refused gero 42501 'a large object, the old way' 'SELECT lo_creat(-1)'
refused gero 42501 'a large object with something in it' "SELECT lo_from_bytea(0, '\\x00')"
refused gero 42501 'passwords' 'SELECT rolpassword FROM pg_authid'
refused gero 42501 'passwords through the view' 'SELECT passwd FROM pg_shadow'
attempt karat 'SELECT pg_backend_pid()'
refused olga 42501 "ending another's session" "SELECT pg_terminate_backend($said)"
empty vito "what others ask at the moment" "SELECT query FROM pg_stat_activity WHERE usename <> 'vito' AND query <> '' AND query NOT LIKE '%insufficient%'"

# ---- time ----

may gero 'coming' 'SELECT karat.shift_come(gen_random_uuid()) > 0' t
may gero 'starting a timer' 'SELECT karat.timer_start(gen_random_uuid(), 1) > 0' t
may vito 'starting one, too' 'SELECT karat.timer_start(gen_random_uuid(), 1) > 0' t
empty vito "what others do" 'SELECT id FROM karat.clock_list WHERE id <> karat.me()'
empty vito "others' entries" 'SELECT id FROM karat.time_entry WHERE person <> karat.me() UNION ALL SELECT id FROM karat.time_list WHERE person <> karat.me()'
empty vito "others' shifts and pauses" 'SELECT id FROM karat.shift WHERE person <> karat.me() UNION ALL SELECT id FROM karat.shift_list WHERE person <> karat.me() UNION ALL SELECT id FROM karat.pause_list WHERE person <> karat.me()'
empty vito "others' sums" 'SELECT s FROM karat.person_list p, karat.time_sums(p.id, now() - interval $$1 day$$, now()) s WHERE p.id <> karat.me() AND s.worked IS NOT NULL'
may ofra "seeing everybody's" 'SELECT count(*) > 1 FROM karat.time_list WHERE person <> karat.me()' t
may thea "seeing everybody's" 'SELECT count(*) > 1 FROM karat.time_list' t
refused thea 42501 'a timer of an auditor' 'SELECT karat.timer_start(gen_random_uuid(), 1)'
refused kim 42501 'a timer of a terminal' 'SELECT karat.timer_start(gen_random_uuid(), 1)'
refused kim 42501 'the clocks' 'SELECT * FROM karat.clock_list'
refused gero KT018 'a second timer' 'SELECT karat.timer_start(gen_random_uuid(), 1)'
refused gero 42501 'an entry by hand' "INSERT INTO karat.time_entry (uuid, person, activity, started_at, origin, arrived_at) VALUES (gen_random_uuid(), 1, 1, now(), 'key', now())"
refused olga 42501 'an entry by hand' "INSERT INTO karat.time_entry (uuid, person, activity, started_at, origin, arrived_at) VALUES (gen_random_uuid(), 1, 1, now(), 'key', now())"
refused olga 42501 'another beginning' "UPDATE karat.time_entry SET started_at = started_at - interval '1 hour'"
refused olga 42501 'deleting time' 'DELETE FROM karat.time_entry'
refused olga 42501 'deleting shifts' 'DELETE FROM karat.shift'
refused olga 42501 'emptying the table' 'TRUNCATE karat.time_entry'
refused karat KT008 'deleting time, even as the superuser' 'DELETE FROM karat.time_entry'
refused karat KT008 'another beginning, even as the superuser' "UPDATE karat.time_entry SET started_at = started_at - interval '1 hour'"
refused karat 23P01 'a second timer behind the functions' "INSERT INTO karat.time_entry (uuid, person, activity, started_at, origin, arrived_at) SELECT gen_random_uuid(), person, activity, started_at, 'key', now() FROM karat.time_entry WHERE stopped_at IS NULL AND voided_at IS NULL LIMIT 1"
refused vito KT012 "mending another's entry by number" "SELECT karat.time_fix(1, stopped_at => now(), reason => 'x')"
refused vito 42501 "adding time" "SELECT karat.time_add(gen_random_uuid(), 1, 1, 1, now() - interval '2 hours', now() - interval '1 hour', reason => 'x')"
refused vito KT006 "a pause for somebody else" "SELECT karat.pause_add(gen_random_uuid(), 1, 'meal', now() - interval '2 seconds', now(), reason => 'x')"
refused gero 42501 "somebody else's clock through the inner functions" "SELECT karat.clock_stop(1, now(), 'key', NULL)"
refused gero 42501 'ending a line' "SELECT karat.line_end('time_entry', 1, now(), 'key', NULL)"
refused gero 42501 'replacing a row' "SELECT karat.line_replace('time_entry', 1, '{\"person\": 1}', 'x')"
refused gero 42501 'what others did last' 'SELECT * FROM karat.last_act'
refused gero 42501 'the sums behind the sums' 'SELECT * FROM karat.time_sums_of(1, now(), now())'
refused gero KT013 'an origin of one'"'"'s own' "SELECT karat.timer_switch(gen_random_uuid(), 1, how => 'kiosk '); SELECT karat.timer_switch(gen_random_uuid(), 1, how => 'x')"
refused gero KT003 'a correction without a reason' "SELECT karat.time_void((SELECT max(id) FROM karat.time_entry WHERE person = karat.me()), ' ')"
refused gero 42501 'approving' 'SELECT karat.period_approve(1)'
refused ofra 42501 'locking' 'SELECT karat.period_lock(1)'
refused olga 42501 'a period by hand' "UPDATE karat.period SET status = 'open'"
refused gero KT028 'handing in today' 'SELECT karat.period_submit(NULL, karat.today(), karat.today())'
refused stranger KT005 'a timer in a workshop that is not theirs' 'SELECT karat.timer_start(gen_random_uuid(), 1)'
empty stranger 'its clocks' 'SELECT id FROM karat.clock_list UNION ALL SELECT id FROM karat.time_list'
may gero 'going' 'SELECT karat.shift_go() > 0' t
may vito 'stopping' 'SELECT karat.timer_stop() > 0' t

# ---- rules of working time ----

may gero 'what is found on their day' 'SELECT count(*) >= 0 FROM karat.day_findings(karat.me(), karat.today(), karat.today())' t
empty vito "what is found on others' days" 'SELECT f FROM karat.person_list p, karat.day_findings(p.id, karat.today() - 7, karat.today()) f WHERE p.id <> karat.me()'
empty vito "others' weeks" 'SELECT d FROM karat.person_list p, karat.day_sheet(p.id, karat.today() - 7, karat.today()) d WHERE p.id <> karat.me()'
empty vito "others' balances" 'SELECT b.since FROM karat.person_list p, karat.work_balance(p.id, karat.today()) b WHERE p.id <> karat.me() AND b.weeks IS NOT NULL'
may thea "seeing everybody's days" 'SELECT count(DISTINCT p.id) > 1 FROM karat.person_list p, karat.day_sheet(p.id, karat.today(), karat.today()) d WHERE p.id <> karat.me()' t
refused kim 42501 "what is found on somebody's day" 'SELECT * FROM karat.day_findings(1, karat.today(), karat.today())'
refused kim 42501 'a week' 'SELECT * FROM karat.day_sheet(1, karat.today(), karat.today())'
refused kim 42501 'the rules' 'SELECT * FROM karat.working_rule'
empty stranger 'days of a workshop that is not theirs' 'SELECT d FROM generate_series(1, 20) p, karat.day_sheet(p, karat.today(), karat.today()) d UNION ALL SELECT f FROM generate_series(1, 20) p, karat.day_findings(p, karat.today(), karat.today()) f'
for inner in 'karat.work_days(1, karat.today(), karat.today())' 'karat.pauses_in(1, tstzrange(NULL, NULL))' 'karat.working_rule_of(1, karat.today())' \
	'karat.break_proposal(1, tstzrange(now() - interval $$1 day$$, now()), interval $$1 minute$$, interval $$0$$)'
do
	refused olga 42501 "the days behind the days: $inner" "SELECT * FROM $inner"
done
refused gero 42501 'a rule of their own' "UPDATE karat.working_rule SET rest = 0"
refused vito 42501 'another rule' "INSERT INTO karat.working_rule (profile, valid_from) VALUES ('adult', karat.today())"
refused ofra KT008 'a rule that has held' "UPDATE karat.working_rule SET rest = 0 WHERE profile = 'adult'"
refused olga KT013 'a rule for days that are over' "INSERT INTO karat.working_rule (profile, valid_from, first_after, first_break, second_after, second_break, least_piece, edge, longest_stretch, daily_normal, daily_most, rest) SELECT profile, karat.today() - 1, first_after, first_break, second_after, second_break, least_piece, edge, longest_stretch, daily_normal, daily_most, rest FROM karat.working_rule"
refused karat KT008 'a rule that has held, even as the superuser' 'DELETE FROM karat.working_rule'
sql "UPDATE karat.person SET weekly_target = 138600, minor_until = '2031-01-01' WHERE login = 'gero'" >/dev/null
empty vito "the ages and hours of others" 'SELECT login FROM karat.person_list WHERE id <> karat.me() AND (minor_until IS NOT NULL OR weekly_target IS NOT NULL)'
refused gero 42501 'hours of their own' 'UPDATE karat.person_list SET weekly_target = 0 WHERE id = karat.me()'
refused ofra 42501 "others' hours" 'UPDATE karat.person_list SET weekly_target = 0'
may olga "others' hours" "BEGIN; UPDATE karat.person_list SET weekly_target = 138600, minor_until = '2031-01-01' WHERE login = 'vito' RETURNING weekly_target, minor_until; ROLLBACK" '138600|2031-01-01'

empty gero 'what was changed in other transactions' 'SELECT * FROM karat.time_changes()'
refused kim 42501 'what was changed' 'SELECT * FROM karat.time_changes()'

# ---- requests ----

refused gero KT007 "another's request" "SELECT karat.request_begin('00000000-0000-4000-8000-000000000001', 'order.confirm', sha256('1'))"
refused ofra KT007 'a request with other content' "SELECT karat.request_begin('00000000-0000-4000-8000-000000000001', 'order.confirm', sha256('2'))"
refused gero KT012 "ending another's request" "SELECT karat.request_end('00000000-0000-4000-8000-000000000001', '{}')"
may ofra 'the same request again' "SELECT karat.request_begin('00000000-0000-4000-8000-000000000001', 'order.confirm', sha256('1'))" '{}'
refused gero 23514 'a request whose hash is a book' "SELECT karat.request_begin(gen_random_uuid(), 'x', convert_to(repeat('x', 1000), 'UTF8'))"
refused gero 23514 'a reply as long as a film' "BEGIN; SELECT karat.request_begin('00000000-0000-4000-8000-000000000002', 'x', sha256('1')); SELECT karat.request_end('00000000-0000-4000-8000-000000000002', to_jsonb(repeat('x', 300000)))"

# ---- the kiosk, the auditor ----

for t in orders order_list customer customer_list person_list order_comment alloy place activity workshop meta right_map order_flow audit_list; do
	refused kim 42501 "karat.$t" "SELECT count(*) FROM karat.$t"
done
refused kim 42501 'a search over everything' "SELECT * FROM karat.search_everything('ring', '', 'all', NULL, NULL, 10)"
refused kim 42501 'a search' "SELECT karat.search_orders('ring', 10)"
refused kim 42501 'a comment' "INSERT INTO karat.order_comment (\"order\", body) VALUES (1, 'x')"
refused kim 42501 'its rights' "SELECT karat.has_right('order:view')"
refused kim 42501 'a person' "SELECT karat.person_add('evil', 'Evil', 'admin')"
may kim 'coming in' 'SELECT 1' 1
for t in badge pin kiosk_miss kiosk_pass kiosk_try punch time_entry shift pause last_act; do
	refused kim 42501 "karat.$t, emptied" "DELETE FROM karat.$t"
done
for t in badge pin kiosk_miss kiosk_pass kiosk_try punch badge_list punch_list time_entry shift pause last_act time_list clock_list; do
	refused kim 42501 "karat.$t" "SELECT count(*) FROM karat.$t"
done
for t in badge pin punch; do
	refused gero 42501 "karat.$t" "SELECT count(*) FROM karat.$t"
	refused ofra 42501 "karat.$t, its table" "UPDATE karat.$t SET person = 1"
	refused olga 42501 "karat.$t, its table" "DELETE FROM karat.$t"
done
refused kim 42501 'a badge of its own' "SELECT karat.badge_issue(1, '12345678')"
refused gero 42501 'a badge' "SELECT karat.badge_issue(2, '12345678')"
refused thea 42501 'a badge' "SELECT karat.badge_issue(2, '12345678')"
refused kim 42501 'a PIN' "SELECT karat.person_pin('olga', '918273')"
refused gero KT006 "another's PIN" "SELECT karat.person_pin('olga', '918273')"
refused ofra KT006 "an admin's PIN" "SELECT karat.person_pin('olga', '918273')"
refused gero KT013 'an hour that a terminal is said to have booked' "SELECT karat.shift_come(gen_random_uuid(), 'kiosk')"
refused gero KT013 'an hour that was never imported' "SELECT karat.timer_start(gen_random_uuid(), how => 'import')"
refused gero 23514 'an hour of a clock without end' "SELECT karat.timer_start(gen_random_uuid(), client_at => 'infinity')"
refused ofra 42501 'a hash of a PIN' "SELECT karat.crypt('1', karat.gen_salt('bf', 31))"
refused kim 42501 'random bytes without end' "SELECT karat.gen_random_bytes(1024)"
refused kim 42501 'a deed behind the punch' "SELECT karat.kiosk_deed(2, 'come', gen_random_uuid(), NULL, NULL, NULL, now(), NULL, now())"
refused kim 42501 'the state of anybody' "SELECT karat.kiosk_state(2)"
refused kim 42501 'somebody behind a badge' "SELECT karat.kiosk_who('x')"
refused kim 42501 'the verb of a person' "SELECT karat.shift_come(gen_random_uuid())"
refused kim 42501 'a settled punch' "SELECT karat.punch_settle(1, 'x')"
refused gero 42501 'a punch' "SELECT karat.kiosk_punch(gen_random_uuid(), 'x', 'come', now())"
refused gero 42501 'the way out of a kiosk' "SELECT karat.kiosk_leave('918273', gen_random_uuid())"
refused kim 23514 'a deed that is none' "SELECT karat.kiosk_punch(gen_random_uuid(), 'x', 'dance', now())"
refused kim 23502 'a punch without a number' "SELECT karat.kiosk_punch(NULL, 'x', 'come', now())"
refused kim 23502 'a punch without an hour' "SELECT karat.kiosk_punch(gen_random_uuid(), 'x', 'come', NULL)"
may kim 'a punch as long as a book, kept short' "SELECT verdict FROM karat.kiosk_punch(gen_random_uuid(), repeat('x', 100000), 'work', now(), said => repeat('9', 100000), cause => repeat('y', 1000))" review
may kim 'a badge that is SQL' "SELECT verdict FROM karat.kiosk_identify(''' OR true --')" no
may kim 'a PIN as long as a book' "SELECT karat.kiosk_leave(repeat('9', 100000), md5('book')::uuid)" again
may kim 'and what came of it' "SELECT karat.kiosk_leave('', md5('book')::uuid)" no
may kim 'an order that is SQL' "SELECT DISTINCT problem FROM karat.kiosk_menu('x', '#1; DROP TABLE karat.orders')" KT012
may kim 'an order with more digits than there are' "SELECT DISTINCT problem FROM karat.kiosk_menu('x', repeat('9', 30))" KT012
may olga 'what it tried is to be seen' "SELECT count(*) FROM karat.punch_list" 1
# The login of a pool is the terminals that it was given, and nobody else.
sql "DO \$\$ BEGIN IF to_regrole('walls') IS NULL THEN CREATE ROLE walls LOGIN; END IF; END \$\$; GRANT kim TO walls" >/dev/null 2>&1
refused walls KT006 'a punch as nobody' "SELECT karat.kiosk_punch(gen_random_uuid(), 'x', 'come', now())"
may walls 'a punch as one of its terminals' "SELECT set_config('role', 'kim', true); SELECT verdict FROM karat.kiosk_punch(gen_random_uuid(), 'x', 'come', now(), live => true)" 'kim
refused'
refused walls 42501 'a person' "SELECT set_config('role', 'gero', true)"
refused walls 42501 'the records' "SELECT set_config('role', 'kim', true); SELECT * FROM karat.orders"
sql "INSERT INTO karat.kiosk_miss SELECT p.id, NULL, karat.clock() FROM karat.person p, generate_series(1, 9) WHERE p.login <> 'kim'" >/dev/null
may walls 'the way out, and not ten tries at each terminal that it is' "SELECT set_config('role', 'kim', true); SELECT karat.kiosk_leave('1', gen_random_uuid())" 'kim
locked'
may kim 'its own tries all the same' "SELECT karat.kiosk_leave('1', gen_random_uuid())" again
sql 'DELETE FROM karat.kiosk_miss' >/dev/null
refused thea 42501 'an order' "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'x')"
refused thea 42501 'a change' 'UPDATE karat.orders SET price = 1'
refused thea 42501 'a comment' "INSERT INTO karat.order_comment (\"order\", body) VALUES (1, 'x')"
refused thea 42501 'a customer' "UPDATE karat.customer SET phone = '1'"
refused thea 42501 'a deletion' 'DELETE FROM karat.nogo'
refused thea 42501 'a rate' 'UPDATE karat.workshop SET margin = 1'
refused thea 42501 'a request' "SELECT karat.request_begin(gen_random_uuid(), 'x', '\\x00')"
may thea 'all prices, deleted orders too' 'SELECT count(*), sum(price) FROM karat.orders' '5|1721.10'
may thea 'hourly costs' "SELECT hourly_cost FROM karat.person_list WHERE login = 'gero'" 36.57
may ofra 'telephones' "SELECT phone FROM karat.customer_list WHERE id = 1" '0171 5550199'
refused ofra 42501 'hourly costs' 'SELECT hourly_cost FROM karat.person_list'
refused gero 42501 'rates and margins' 'SELECT hourly_rate, margin FROM karat.workshop'
refused ofra 42501 'settings of the workshop' 'UPDATE karat.workshop SET margin = 1'
refused olga KT013 'a time zone there is not' "UPDATE karat.workshop SET time_zone = 'Mittelerde'"
may olga 'settings of the workshop' 'BEGIN; UPDATE karat.workshop SET margin = 45 RETURNING margin; ROLLBACK' 45.00

# ---- what may be overheard ----

heard=$(LC_ALL=C "$psql" -XAtq -U vito -c 'LISTEN karat_orders' -c 'LISTEN karat_customer' \
	-c "\\! $psql -XAtq -U gero -c 'UPDATE karat.orders SET price = 1480.78 WHERE id = 1' -c 'UPDATE karat.orders SET price = 1480.77 WHERE id = 1'" \
	-c 'SELECT 1' 2>&1 | grep -o 'with payload "[^"]*"' | sort -u)
is "$heard" 'with payload "1"' 'a notice says which record, and nothing of it'

# ---- hours of one's own ----

dated() { # NAME TABLE: what was written last is of the hour at which it was, not of that at which its transaction began
	is "$(sql "BEGIN; SET LOCAL ROLE gero; UPDATE karat.orders SET place = 2 WHERE id = 1; UPDATE karat.orders SET status = 'quality_check' WHERE id = 1; RESET ROLE; SELECT at > now() FROM karat.$2 ORDER BY id DESC LIMIT 1; ROLLBACK")" t "$1"
}
dated 'an entry of the trail is not dated back' audit
dated 'nor a step' order_event
dated 'nor a move' order_move

# ---- two at the same time ----

gone="SET lock_timeout = '100ms'; SET karat.reason = 'weg'; UPDATE karat.customer SET deleted_at = now() WHERE id = (SELECT max(id) FROM karat.customer)"
order="INSERT INTO karat.orders (kind, title, customer) SELECT 'ring', 'Ring', max(id) FROM karat.customer"
as gero "INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'Rasch')" >/dev/null
like "$(beside gero "$order" olga "$gone")" '*ERROR:  55P03:*' 'who deletes a customer waits for the order that is just being taken'
refused olga KT009 'the deletion afterwards' "$gone"
as gero "INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'Rascher')" >/dev/null
like "$(beside olga "$gone" gero "SET lock_timeout = '100ms'; $order")" '*ERROR:  55P03:*' 'who takes an order waits for the customer who is just being deleted'
refused gero KT012 'the order afterwards' "INSERT INTO karat.orders (kind, title, customer) VALUES ('ring', 'Ring', $(sql 'SELECT max(id) FROM karat.customer'))"

# One who has all chains of the trail but one does not stop the others; only who has all does.
write="SET lock_timeout = '100ms'; UPDATE karat.orders SET estimated_time = 60 + coalesce(estimated_time, 0) WHERE id = 1 RETURNING 'written'"
is "$(beside karat 'DO $$ BEGIN PERFORM FROM karat.audit_chain WHERE chain <> 5 FOR UPDATE; END $$' gero "$write")" written 'a chain that is free is found'
like "$(beside karat 'DO $$ BEGIN PERFORM FROM karat.audit_chain FOR UPDATE; END $$' gero "$write")" '*ERROR:  55P03:*' 'and waited for when there is none'

# ---- the search, and what is not there any more ----

as gero "INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'Verborgen'); INSERT INTO karat.orders (kind, title, customer) SELECT 'ring', 'Ring', max(id) FROM karat.customer; SET karat.reason = 'verzichtet'; UPDATE karat.orders SET status = 'cancelled' WHERE title = 'Ring' AND customer = (SELECT max(id) FROM karat.customer)" >/dev/null
hidden=$(sql 'SELECT max(id) FROM karat.customer')
is "$(as gero "SELECT count(*) FROM karat.search_orders('verborgen', 10)")" 1 "an order is found by its customer's name"
as olga "SET karat.reason = 'weg'; UPDATE karat.customer SET deleted_at = now() WHERE id = $hidden" >/dev/null
empty gero 'an order by the name of a deleted customer' "SELECT karat.search_orders('verborgen', 10)"
as gero "UPDATE karat.orders SET description = 'x' WHERE customer = $hidden" >/dev/null
empty olga 'nor does an admin' "SELECT karat.search_orders('verborgen', 10)"
as olga "UPDATE karat.customer SET deleted_at = NULL WHERE id = $hidden" >/dev/null
is "$(as gero "SELECT count(*) FROM karat.search_orders('verborgen', 10)")" 1 'it is again when the customer is back'

as gero "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'Lückenwort, bleibt'), ('ring', 'Lückenwort, geht');
	INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'Lückenwort'), ('private', 'Lückenworter')" >/dev/null
as olga "SET karat.reason = 'weg'; UPDATE karat.orders SET deleted_at = now() WHERE title = 'Lückenwort, geht'; UPDATE karat.customer SET deleted_at = now() WHERE last_name = 'Lückenwort'" >/dev/null
is "$(as gero "SELECT count(*) FROM karat.search_orders('lückenwort', 1)")" 1 'a deleted order leaves no gap among those found'
is "$(as gero "SELECT count(*) FROM karat.search_customers('lückenwort', 1)")" 1 'nor does a deleted customer'
as gero "INSERT INTO karat.customer (kind, last_name) SELECT 'private', 'Meier' FROM generate_series(1, 500); INSERT INTO karat.customer (kind, last_name) VALUES ('private', 'Mauer')" >/dev/null
as olga "SET karat.reason = 'weg'; UPDATE karat.customer SET deleted_at = now() WHERE last_name = 'Meier'" >/dev/null
is "$(as gero "SELECT name FROM karat.customer_duplicates('', 'Meier')")" Mauer 'nor among those that sound alike'

# ---- rights that are taken away ----

is "$(sql "SELECT string_agg(rolconnlimit::text, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname IN ('gero', 'kim', 'olga')")" '20 4 20' 'every login has a limit of sessions'
sql "SELECT karat.person_add('xaver', 'Xaver Xenon', 'kiosk')" >/dev/null
sql 'ALTER ROLE xaver LOGIN' # an earlier run shut the login out
pipe=$(mktemp -u "$TMPDIR/karat-attacks.XXXXXX") && mkfifo "$pipe" || exit 99
later 'rm -f "$pipe"'
kiosks=
for _ in 1 2 3 4; do "$psql" -XAtq -U xaver <"$pipe" 2>/dev/null & kiosks="$kiosks $!"; done
exec 7>"$pipe" # who is there reads from it until it is closed
sessions() { [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'xaver'")" = "$1" ]; }
await sessions 4
like "$(as xaver 'SELECT 1')" '*too many connections for role*' 'a kiosk that opens many sessions is stopped at four'
sql "SELECT karat.person_role('xaver', 'admin')" >/dev/null
ok 'another role ends the sessions of the old one' await sessions 0
exec 7<&-
# shellcheck disable=SC2086
wait $kiosks
is "$(sql "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'xaver'")" 20 'and has its own limit'

change="UPDATE karat.orders SET estimated_weight = 77 WHERE id = 1"
beside xaver "$change" olga "BEGIN; SELECT karat.person_disable('xaver'); SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK" >/dev/null
is "$(sql 'SELECT estimated_weight FROM karat.orders WHERE id = 1')" 77.000000 'a trial run shuts nobody out'
change="UPDATE karat.orders SET estimated_weight = 88 WHERE id = 1"
like "$(beside xaver "$change" olga "SELECT karat.person_disable('xaver')")" '*57P01*' 'who is shut out in the middle of a change is out'
is "$(sql 'SELECT estimated_weight FROM karat.orders WHERE id = 1')" 77.000000 'and the change with them'
like "$(as xaver 'SELECT 1')" '*not permitted to log in*' 'nor do they come back'
sql "SELECT karat.person_enable('xaver')" >/dev/null
is "$(as xaver 'SELECT count(*) > 0 FROM karat.audit_list')" t 'until they are let in again'

# What SET ROLE gave, the server does not take back; we do.
verifier='SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
demoted() { # STATEMENT: as xaver, who had SET ROLE to the admins before they were removed from them
	sql 'GRANT karat_admin TO xaver'
	"$psql" -XAtq -U xaver -v VERBOSITY=verbose -c 'SET ROLE karat_admin' \
		-c "\\! \"$psql\" -XAtqc 'REVOKE karat_admin FROM xaver'" -c "$1" 2>&1
}
like "$(demoted "SELECT karat.person_password('olga', '$verifier')")" '*ERROR:  KT00[56]:*' 'one who was an admin is refused: the password of another'
like "$(demoted "SELECT karat.person_role('gero', 'admin')")" '*ERROR:  KT006:*' 'one who was an admin is refused: a role for a friend'
is "$(demoted 'SELECT count(*) FROM karat.audit_list')" 0 'one who was an admin reads no trail'
is "$(demoted 'SELECT count(*) FROM karat.orders')" 0 'nor orders'
like "$(demoted "SELECT karat.person_language('en')")" '*ERROR:  KT00[56]:*' 'one who was an admin is refused: a language'
refused olga KT005 'a password as a group' "SET ROLE karat_admin; SELECT karat.person_password('gero', '$verifier')"
sql "SELECT karat.person_disable('xaver')" >/dev/null

# ---- what a customer must not have ----

nickel="(SELECT id FROM karat.alloy WHERE code = '585-w')" # holds nickel, to which customer 1 is allergic
yellow="(SELECT id FROM karat.alloy WHERE code = '585-y')"
as gero "INSERT INTO karat.orders (kind, title, customer, alloy, due) VALUES ('pendant', 'Anhänger Berger', 1, $nickel, '2030-05-01')" >/dev/null
wrong="(SELECT max(id) FROM karat.orders)"
refused gero KT014 'confirming it without a word' "UPDATE karat.orders SET status = 'confirmed' WHERE id = $wrong"
refused gero KT014 'confirming it with a blank word' "SET karat.reason = '  '; UPDATE karat.orders SET status = 'confirmed' WHERE id = $wrong"
refused olga KT014 'confirming it, whatever the role' "UPDATE karat.orders SET status = 'confirmed' WHERE id = $wrong"
refused gero KT014 'an alloy with nickel after the confirmation' "UPDATE karat.orders SET alloy = $nickel WHERE id = 1"
refused gero KT014 'an alloy with nickel together with a step' "UPDATE karat.orders SET alloy = $nickel, status = 'quality_check' WHERE id = 1"
may gero 'another alloy in a draft' "BEGIN; UPDATE karat.orders SET alloy = $yellow WHERE id = $wrong; UPDATE karat.orders SET status = 'confirmed' WHERE id = $wrong RETURNING status; ROLLBACK" confirmed
may gero 'confirming it with a reason' "SET karat.reason = 'Kundin weiß es'; UPDATE karat.orders SET status = 'confirmed' WHERE id = $wrong RETURNING status" confirmed
may gero 'working on it without another' "UPDATE karat.orders SET status = 'in_progress' WHERE id = $wrong RETURNING status" in_progress
is "$(sql "SELECT p.login, e.reason FROM karat.order_event e JOIN karat.person p ON p.id = e.person WHERE e.\"order\" = $wrong AND e.to_status = 'confirmed'")" \
	'gero|Kundin weiß es' 'who overrode it is kept, and why'
is "$(sql "SELECT who, reason FROM karat.audit WHERE entity = 'orders' AND record = $wrong AND changes ? 'confirmed_at'")" 'gero|Kundin weiß es' 'in the trail as well'
refused vito 42501 'no-gos through the orders' 'SELECT * FROM karat.order_conflict_list'
refused vito 42501 'no-gos through the function' 'SELECT * FROM karat.conflicts(1, 1)'
refused gero 42501 'names of the trail' 'SELECT karat.audit_record($$customer$$, 1)'
refused gero 42501 'names by column' 'SELECT karat.audit_name($$customer$$, 1)'
refused kim 42501 'the day in numbers' 'SELECT * FROM karat.day_list'
refused kim 42501 'questions' 'SELECT body FROM karat.mention_list'
may vito 'the day in numbers' 'SELECT person = karat.me() FROM karat.day_list' t
may vito 'the questions' 'SELECT count(*) > 0 FROM karat.mention_list' t

is "$(sql 'SELECT count(*) FROM karat.audit_verify()')" 0 'the trail is whole after all this'
done_testing
