-- large.sql: a million orders of a hundred thousand customers, and the ten million things that a hundred people did for
-- them in twenty years, for measuring.
--
-- Runs after the migrations, in one transaction, as a superuser or the owner of the database. Rows are
-- written in sets with the triggers off, so the trail knows nothing of them; what triggers would have
-- made (numbers, names, search) is made here. The same on every machine: what looks like chance is a
-- hash of the row's number. "Today" is the workshop's today. The setting karat.demo_size says large, or medium
-- for a tenth of all; with another nothing happens.

DO $demo$
DECLARE
  command text;
  size CONSTANT text := coalesce(nullif(current_setting('karat.demo_size', true), ''), 'large');
  orders CONSTANT bigint := CASE size WHEN 'large' THEN 1000000 WHEN 'medium' THEN 100000 END;
  customers CONSTANT integer := orders / 10;
  people CONSTANT integer := orders / 10000;
  today CONSTANT date := karat.today();
  present CONSTANT timestamptz := karat.second();
BEGIN
  IF orders IS NULL THEN
    RETURN;
  END IF;

  SET LOCAL work_mem = '256MB';
  SET LOCAL maintenance_work_mem = '1GB';
  SET LOCAL synchronous_commit = off;
  SET LOCAL jit = off;
  SET LOCAL temp_file_limit = -1;

  UPDATE karat.meta SET value = 'true' WHERE key = 'demo';
  UPDATE karat.meta SET value = 'settable' WHERE key = 'clock';

  -- Nobody has kept a language: a demo speaks that of whoever looks at it.
  PERFORM karat.person_add(p.login, p.name, p.role, NULL, p.color, p.cost)
  FROM (VALUES
    ('marta', 'Marta Lindqvist-Bauer', 'admin',     'yellow',  48.00),
    ('lena',  'Lena Hofstetter',       'goldsmith', 'green',   36.00),
    ('jonas', 'Jonas Wiedemann',       'goldsmith', 'cyan',    34.50),
    ('ute',   'Ute Kessler',           'office',    'magenta', 31.00),
    ('tim',   'Tim Aydin',             'viewer',    'blue',    16.00)
  ) AS p (login, name, role, color, cost);

  -- A number from 0 to n - 1 that depends on i and on what it is for, and looks like chance.
  CREATE FUNCTION pg_temp.pick(i bigint, what bigint, n integer) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ((hashint8extended(i, what) & 9223372036854775807) % n)::integer;

  -- Indexes and foreign keys are put aside and made anew afterwards: sorting once is faster than a
  -- million insertions, and the keys are checked in one join each.
  CREATE TEMPORARY TABLE aside ON COMMIT DROP AS
  WITH tab AS (
    SELECT c.oid, c.oid::regclass AS name FROM pg_class c
    WHERE c.oid IN ('karat.orders'::regclass, 'karat.customer'::regclass,
      'karat.order_search'::regclass, 'karat.customer_search'::regclass,
      'karat.shift'::regclass, 'karat.time_entry'::regclass, 'karat.pause'::regclass)
  )
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', t.name, k.conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.name, k.conname, pg_get_constraintdef(k.oid)) AS make,
    CASE k.contype WHEN 'f' THEN 2 ELSE 1 END AS turn
  FROM pg_constraint k JOIN tab t ON t.oid = k.conrelid WHERE k.contype IN ('f', 'u')
  UNION ALL -- a gist of this size takes half as long again if it is not said that it will be large
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', t.name, k.conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s; ALTER INDEX karat.%2$I RESET (buffering)', t.name, k.conname,
      replace(pg_get_constraintdef(k.oid), ' WHERE ', ' WITH (buffering = on) WHERE ')), 1
  FROM pg_constraint k JOIN tab t ON t.oid = k.conrelid WHERE k.contype = 'x'
  UNION ALL
  SELECT format('DROP INDEX %s', x.indexrelid::regclass), pg_get_indexdef(x.indexrelid), 1
  FROM pg_index x JOIN tab t ON t.oid = x.indrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid);

  FOR command IN SELECT a.drop FROM aside a ORDER BY a.turn DESC LOOP
    EXECUTE command;
  END LOOP;

  ALTER TABLE karat.customer DISABLE TRIGGER USER;
  ALTER TABLE karat.orders DISABLE TRIGGER USER;
  ALTER TABLE karat.order_event DISABLE TRIGGER USER;

  -- Words. What is folded, coded or parsed is so here, once for each word instead of once for each row.

  CREATE TEMPORARY TABLE last_name ON COMMIT DROP AS
  SELECT (row_number() OVER (ORDER BY n) - 1)::integer AS i, n::varchar(80) AS name, karat.fold(n) AS folded,
    karat.phonetic(n, NULL) AS phonetic
  FROM (
    SELECT a || b AS n
    FROM unnest('{Berg,Stein,Wald,Linden,Brunn,Kirch,Feld,Birken,Eichen,Rosen,Sommer,Winter,Gold,Silber,Mühl,'
        'Bäum}'::text[]) a,
      unnest('{mann,er,hauer,meier,bach,huber,berger,felder,horst,schmidt,müller,wirth}'::text[]) b
    UNION
    SELECT unnest('{Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Schäfer,Koch,Bauer,'
      'Richter,Klein,Wolf,Schröder,Neumann,Schwarz,Zimmermann,Braun,Krüger,Hofmann,Hartmann,Lange,Schmitt,Werner,'
      'Krause,Meier,Lehmann}'::text[])
  ) x;

  CREATE TEMPORARY TABLE first_name ON COMMIT DROP AS
  SELECT (i - 1)::integer AS i, n::varchar(80) AS name, karat.fold(n) AS folded
  FROM unnest('{Anna,Jürgen,Sabine,Peter,Karin,Thomas,Ursula,Michael,Petra,Wolfgang,Claudia,Stefan,Monika,Andreas,'
    'Susanne,Günther,Birgit,Matthias,Heike,Björn,Katharina,Felix,Johanna,Moritz,Greta,Paul,Emilia,Jakob,Ayşe,'
    'Mehmet}'::text[])
    WITH ORDINALITY AS f (n, i);

  CREATE TEMPORARY TABLE city ON COMMIT DROP AS
  SELECT (i - 1)::integer AS i, split_part(c, ' ', 1)::varchar(16) AS postcode,
    split_part(c, ' ', 2)::varchar(80) AS name, karat.fold(split_part(c, ' ', 2)) AS folded
  FROM unnest('{75172 Pforzheim,63450 Hanau,73525 Schwäbisch-Gmünd,55743 Idar-Oberstein,87600 Kaufbeuren,'
    '80331 München,50667 Köln,20095 Hamburg,04109 Leipzig,01067 Dresden,90402 Nürnberg,70173 Stuttgart,'
    '79098 Freiburg,10115 Berlin,99084 Erfurt,28195 Bremen}'::text[])
    WITH ORDINALITY AS x (c, i);

  CREATE TEMPORARY TABLE piece ON COMMIT DROP AS
  SELECT (row_number() OVER (ORDER BY t, s) - 1)::integer AS i, split_part(t, ':', 1)::varchar(24) AS kind,
    (split_part(t, ':', 2) || s)::varchar(200) AS title, karat.fold(split_part(t, ':', 2) || s) AS folded
  FROM unnest('{ring:Trauringe schmal,ring:Trauringe klassisch,ring:Verlobungsring,ring:Memoirering,'
    'ring:Siegelring,ring:Bandring,ring:Spannring,ring:Vorsteckring,ring:Cocktailring,ring:Bicolor-Ring,'
    'ring:Kordelring,chain:Ankerkette,chain:Venezianerkette,chain:Königskette,chain:Panzerkette,chain:Erbskette,'
    'chain:Figarokette,pendant:Anhänger Herz,pendant:Anhänger Kreuz,pendant:Anhänger Tropfen,pendant:Medaillon,'
    'pendant:Taufanhänger,earrings:Ohrstecker,earrings:Creolen,earrings:Ohrhänger,bracelet:Armreif,'
    'bracelet:Armband Panzer,bracelet:Tennisarmband,brooch:Brosche Blatt,brooch:Anstecknadel,'
    'repair:Ringweite ändern,repair:Kette löten,repair:Fassung richten,repair:Stein ersetzen,'
    'repair:Verschluss erneuern,repair:Rhodinieren,custom:Umarbeitung Erbstück,custom:Manschettenknöpfe,'
    'custom:Serviettenring}'::text[]) t,
    unnest(ARRAY['', ' mit Brillant', ' mit Saphir', ' mit Smaragd', ' mit Perle', ' matt', ' poliert', ' gehämmert',
      ' mit Gravur', ' nach Zeichnung', ' aus Altgold', ' zur Taufe', ' zur Goldenen Hochzeit',
      ' Sonderanfertigung']) s;

  -- Customers

  CREATE TEMPORARY TABLE new_customer ON COMMIT DROP AS
  SELECT i.i, f.name AS first_name, l.name AS last_name, b.company, l.phonetic,
    format('0%s %s', 150 + pg_temp.pick(i.i, 6, 30), 1000000 + pg_temp.pick(i.i, 7, 9000000)) AS phone,
    format('%s.%s%s@example.de', f.folded, l.folded, i.i) AS email,
    format('%s %s', s.street, 1 + pg_temp.pick(i.i, 8, 120)) AS street,
    c.postcode, c.name AS city, c.folded AS city_folded,
    concat_ws(' ', f.folded, l.folded, karat.fold(b.company)) AS folded,
    karat.clock() - (customers - i.i) * interval '105 minutes' - interval '1 day' AS at
  FROM generate_series(1, customers) AS i (i)
  JOIN first_name f ON f.i = pg_temp.pick(i.i, 1, 30)
  JOIN last_name l ON l.i = pg_temp.pick(i.i, 2, (SELECT count(*)::integer FROM last_name))
  JOIN city c ON c.i = pg_temp.pick(i.i, 3, 16)
  CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.pick(i.i, 4, 20) = 0
    THEN (ARRAY['Juwelier ', 'Atelier ', 'Goldhaus ', 'Uhren '])[1 + pg_temp.pick(i.i, 9, 4)]
      || l.name END AS company) b
  CROSS JOIN LATERAL (SELECT (ARRAY['Hauptstraße', 'Bahnhofstraße', 'Gartenweg', 'Lindenallee', 'Am Markt',
    'Schulstraße', 'Ringstraße', 'Mühlgasse'])[1 + pg_temp.pick(i.i, 5, 8)] AS street) s;

  INSERT INTO karat.customer (id, number, kind, first_name, last_name, company, phone, email, street, postcode,
    city, country, language, source, created_at, updated_at, name)
  SELECT n.i, 'K-' || lpad(n.i::text, greatest(5, length(n.i::text)), '0'),
    CASE WHEN n.company IS NULL THEN 'private' ELSE 'business' END,
    n.first_name, n.last_name, n.company, n.phone, n.email, n.street, n.postcode, n.city, 'Deutschland', 'de',
    (ARRAY['walk_in', 'recommendation', 'web', 'fair'])[1 + pg_temp.pick(n.i, 10, 4)], n.at, n.at,
    coalesce(n.company, n.last_name || ', ' || n.first_name)
  FROM new_customer n ORDER BY n.i;

  INSERT INTO karat.customer_search (id, number, name, words, private, phonetic, phones, email)
  SELECT n.i, number, n.folded, concat(' ', number, ' ', n.folded),
    concat_ws(' ', '', number, n.folded, n.city_folded, n.email, karat.fold(n.street), n.postcode,
      translate(n.phone, ' ', '')), n.phonetic,
    ARRAY[translate(n.phone, ' ', '')], n.email
  FROM new_customer n, LATERAL (SELECT lower(c.number) AS number FROM karat.customer c WHERE c.id = n.i) c ORDER BY n.i;

  INSERT INTO karat.number_counter VALUES ('customer', 0, customers + 1);

  -- Orders: as many each day for twenty years, until yesterday evening. All but the last 1500 are done.

  CREATE TEMPORARY TABLE day ON COMMIT DROP AS
  SELECT d, date, extract(year FROM date)::integer AS year,
    min(first) OVER (PARTITION BY extract(year FROM date)) AS first_of_year
  FROM (SELECT d, karat.today() - 7305 + d AS date, (d * orders + 7304) / 7305 + 1 AS first
    FROM generate_series(0, 7304) d) x;

  CREATE TEMPORARY TABLE new_order ON COMMIT DROP AS
  SELECT i.i, format('A-%s-%s', d.year, lpad(n.of_year, greatest(4, length(n.of_year)), '0')) AS number,
    p.kind, p.title, p.folded, 1 + pg_temp.pick(i.i, 12, customers) AS customer, d.date,
    CASE WHEN i.i <= orders - 1500 THEN CASE WHEN pg_temp.pick(i.i, 13, 25) = 0 THEN 'cancelled' ELSE 'delivered' END
      ELSE (ARRAY['draft', 'draft', 'draft', 'confirmed', 'confirmed', 'confirmed', 'confirmed', 'in_progress',
        'in_progress', 'in_progress', 'in_progress', 'in_progress', 'in_progress', 'waiting_for_fitting',
        'fitting_done', 'ready_for_setting', 'quality_check', 'completed', 'completed',
        'completed'])[1 + pg_temp.pick(i.i, 14, 20)] END AS status,
    CASE WHEN i.i <= orders - 1500 THEN d.date + 14 + pg_temp.pick(i.i, 15, 46)
      ELSE karat.today() - 3 + pg_temp.pick(i.i, 15, 40) END AS due,
    (d.date + time '08:00' + ((i.i - 1) * 7305 % orders) * interval '10 hours' / orders) AT TIME ZONE 'Europe/Berlin' AS at
  FROM generate_series(1, orders) AS i (i)
  JOIN day d ON d.d = (i.i - 1) * 7305 / orders
  CROSS JOIN LATERAL (SELECT (i.i - d.first_of_year + 1)::text AS of_year) n
  JOIN piece p ON p.i = pg_temp.pick(i.i, 11, (SELECT count(*)::integer FROM piece));

  INSERT INTO karat.orders (id, number, status, kind, title, customer, alloy, finish, ring_size, due, fitting_on,
    priority, assignee, place, estimated_weight, actual_weight, estimated_time, price, scrap_gold, confirmed_at,
    completed_at, delivered_at, created_at, updated_at)
  SELECT n.i, n.number, n.status, n.kind, n.title, n.customer, a.id,
    (ARRAY['high_polish', 'matte', 'brushed', 'hammered', 'oxidized', 'mixed'])[1 + pg_temp.pick(n.i, 17, 6)],
    CASE WHEN n.kind = 'ring' THEN 46 + pg_temp.pick(n.i, 18, 24) END, n.due,
    CASE WHEN pg_temp.pick(n.i, 19, 12) = 0 THEN n.due - 7 END,
    (ARRAY['urgent', 'high', 'high', 'high', 'low', 'low', 'normal', 'normal', 'normal', 'normal', 'normal',
      'normal', 'normal', 'normal', 'normal', 'normal', 'normal', 'normal', 'normal',
      'normal'])[1 + pg_temp.pick(n.i, 20, 20)],
    w.id, l.id, round(2 + pg_temp.pick(n.i, 22, 18000) / 1000.0, 3),
    CASE WHEN t.done IS NOT NULL THEN round(2 + pg_temp.pick(n.i, 22, 18000) / 1000.0, 3) END,
    1800 + 900 * pg_temp.pick(n.i, 23, 30), 45 + 5 * pg_temp.pick(n.i, 24, 700), pg_temp.pick(n.i, 25, 9) = 0,
    CASE WHEN n.status <> 'draft' THEN n.at + interval '2 hours' END, t.done,
    CASE WHEN n.status = 'delivered' THEN t.done + interval '1 day' END, n.at,
    CASE WHEN n.status = 'delivered' THEN t.done + interval '1 day'
      ELSE coalesce(t.done, n.at + interval '2 hours') END
  FROM new_order n
  CROSS JOIN LATERAL (SELECT CASE WHEN n.status IN ('completed', 'delivered') THEN least(
    (n.due - 2 + time '16:00') AT TIME ZONE 'Europe/Berlin', karat.clock() - interval '1 day') END AS done) t
  JOIN (SELECT (row_number() OVER (ORDER BY x.position) - 1)::integer AS i, x.id FROM karat.alloy x
    WHERE x.code IN ('333-y', '585-y', '585-r', '585-w', '585-wpd', '750-y', '750-wpd', '750-r', '925',
      'pt950')) a ON a.i = pg_temp.pick(n.i, 16, 10)
  LEFT JOIN (SELECT (row_number() OVER (ORDER BY x.login) - 1)::integer AS i, x.id FROM karat.person x
    WHERE x.login IN ('jonas', 'lena', 'marta')) w ON w.i = pg_temp.pick(n.i, 21, 3) AND n.status <> 'draft'
  LEFT JOIN karat.place l ON l.code = CASE WHEN n.status IN ('delivered', 'cancelled', 'draft') THEN NULL
    WHEN n.status IN ('waiting_for_fitting', 'completed') THEN 'safe-1'
    WHEN n.status = 'ready_for_setting' THEN 'partner'
    WHEN n.status = 'quality_check' THEN 'check' ELSE 'bench-' || 1 + pg_temp.pick(n.i, 21, 3) END
  ORDER BY n.i;

  INSERT INTO karat.order_search (id, number, words)
  SELECT n.i, lower(n.number), concat(' ', lower(n.number), ' ', n.folded, ' ', c.folded, ' ')
  FROM new_order n JOIN new_customer c ON c.i = n.customer ORDER BY n.i;

  INSERT INTO karat.number_counter
  SELECT 'order', extract(year FROM n.date), count(*) + 1 FROM new_order n GROUP BY 2;

  PERFORM setval(pg_get_serial_sequence('karat.customer', 'id'), customers),
    setval(pg_get_serial_sequence('karat.orders', 'id'), orders);

  -- A short history for what is open.
  INSERT INTO karat.order_event ("order", at, from_status, to_status, verb, person)
  SELECT o.id, o.created_at, NULL, 'draft', 'order.create', o.assignee FROM karat.orders o WHERE o.id > orders - 1500
  UNION ALL
  SELECT o.id, o.confirmed_at, 'draft', 'confirmed', 'order.confirm', o.assignee FROM karat.orders o
  WHERE o.id > orders - 1500 AND o.confirmed_at IS NOT NULL;

  -- Hours: everybody works five days a week, but for one in 25, and does twenty things a day, on orders of the last three
  -- weeks that are in their hands. Now half of them are here, and one in eight is called away.

  PERFORM karat.person_add(f.folded || i.i, f.name || ' ' || l.name, 'goldsmith', NULL, NULL, 36.00)
  FROM generate_series(6, people) AS i (i)
  JOIN first_name f ON f.i = pg_temp.pick(i.i, 30, 30)
  JOIN last_name l ON l.i = pg_temp.pick(i.i, 31, (SELECT count(*)::integer FROM last_name));

  CREATE TEMPORARY TABLE presence ON COMMIT DROP AS
  SELECT row_number() OVER (ORDER BY d.d, w.p) AS i, d.d, w.p, w.id AS person, 'bench-' || w.p AS device,
    (d.date + time '07:30') AT TIME ZONE 'Europe/Berlin' + (w.p % 7 * 600 + pg_temp.pick(d.d * people + w.p, 32,
      900)) * interval '1 second' AS came
  FROM day d CROSS JOIN (SELECT row_number() OVER (ORDER BY x.id) - 1 AS p, x.id FROM karat.person x WHERE x.active) w
  WHERE extract(isodow FROM d.date) < 6 AND pg_temp.pick(d.d * people + w.p, 33, 25) > 0;
  ANALYZE presence;

  -- Emptied here, so that what is written into them need not go through the log as well.
  ALTER TABLE karat.shift DISABLE TRIGGER USER;
  ALTER TABLE karat.time_entry DISABLE TRIGGER USER;
  ALTER TABLE karat.pause DISABLE TRIGGER USER;
  ALTER TABLE karat.period DISABLE TRIGGER USER;
  TRUNCATE karat.shift, karat.time_entry, karat.pause;

  INSERT INTO karat.shift (id, uuid, person, started_at, stopped_at, origin, device, client_at, arrived_at, stop_origin,
    stop_device,
    stop_client_at, stop_arrived_at, version)
  SELECT p.i, rpad(to_hex(hashint8extended(p.i, 34)), 32, '0')::uuid, p.person, p.came, e.went, 'key', p.device, p.came,
    p.came, 'key', p.device,
    e.went, e.went, 2
  FROM presence p CROSS JOIN LATERAL (SELECT p.came + (30900 + pg_temp.pick(p.i, 35, 900)) * interval '1 second' AS went) e;

  INSERT INTO karat.time_entry (id, uuid, person, "order", activity, started_at, stopped_at, origin, device, client_at,
    arrived_at,
    stop_origin, stop_device, stop_client_at, stop_arrived_at, version)
  SELECT e.i, rpad(to_hex(hashint8extended(e.i, 36)), 32, '0')::uuid, p.person, CASE WHEN pg_temp.pick(e.i, 37, 10) > 0
      THEN greatest(1, (p.d - 2) * orders / 7305 / people - pg_temp.pick(e.i, 38, 25)) * people + p.p - people + 1 END,
    a.ids[1 + pg_temp.pick(e.i, 39, 10)], s.starts, s.ends, 'key', p.device, s.starts, s.starts, 'key', p.device, s.ends,
      s.ends, 2
  FROM presence p
  CROSS JOIN (SELECT array_agg(x.id ORDER BY x.position) AS ids FROM karat.activity x) a
  CROSS JOIN LATERAL generate_series(p.i * 20 - 19, p.i * 20) AS e (i)
  CROSS JOIN LATERAL (SELECT p.came + ((e.i - 1) % 20 * 1500 + pg_temp.pick(e.i, 40, 600)) * interval '1 second' AS starts,
    p.came + ((e.i - 1) % 20 * 1500 + 1500 + CASE WHEN e.i % 20 > 0 AND pg_temp.pick(e.i, 41, 10) > 0
      THEN pg_temp.pick(e.i + 1, 40, 600)
      ELSE -300 END) * interval '1 second' AS ends) s;

  INSERT INTO karat.pause (id, uuid, person, cause, started_at, stopped_at, origin, device, client_at, arrived_at, stop_origin,
    stop_device, stop_client_at, stop_arrived_at, version)
  SELECT e.i, rpad(to_hex(hashint8extended(e.i, 42)), 32, '0')::uuid, p.person, CASE WHEN e.i % 2 = 0
    THEN 'meal' WHEN pg_temp.pick(e.i, 43, 2) = 0
      THEN 'phone' ELSE 'customer' END, s.starts, s.ends, 'key', p.device, s.starts, s.starts, 'key', p.device, s.ends,
        s.ends, 2
  FROM presence p CROSS JOIN LATERAL generate_series(p.i * 2 - 1, p.i * 2) AS e (i)
  CROSS JOIN LATERAL (SELECT p.came + (7200 + (e.i - 1) % 2 * 8400 + pg_temp.pick(e.i, 44,
    1200)) * interval '1 second' AS starts) b
  CROSS JOIN LATERAL (SELECT b.starts, b.starts + (300 + (e.i - 1) % 2 * 1500 + pg_temp.pick(e.i, 45,
    300)) * interval '1 second' AS ends) s;

  INSERT INTO karat.period (person, first_day, last_day, status, changed_by, changed_at)
  SELECT p.person, m.first, m.next - 1, 'locked', (SELECT x.id FROM karat.person x WHERE x.login = 'marta'),
    m.next::timestamp AT TIME ZONE 'Europe/Berlin'
  FROM (SELECT DISTINCT person FROM presence) p
  CROSS JOIN (SELECT f::date AS first, (f + interval '1 month')::date AS next
    FROM generate_series(date_trunc('month', today - 7305), date_trunc('month', today) - interval '2 months',
      interval '1 month') f) m;

  PERFORM setval(pg_get_serial_sequence('karat.shift', 'id'), max(p.i)), setval(pg_get_serial_sequence('karat.time_entry',
    'id'), 20 * max(p.i)),
    setval(pg_get_serial_sequence('karat.pause', 'id'), 2 * max(p.i)) FROM presence p;
  CREATE TEMPORARY TABLE here ON COMMIT DROP AS
  SELECT DISTINCT ON (p.person) p.person, p.p, p.device,
    present - (1800 + p.p * 30) * interval '1 second' AS came FROM presence p WHERE p.p % 2 = 1;
  INSERT INTO karat.shift (uuid, person, started_at, origin, device, client_at, arrived_at)
  SELECT md5('shift ' || h.p)::uuid, h.person, h.came, 'key', h.device, h.came, h.came FROM here h;
  INSERT INTO karat.time_entry (uuid, person, "order", activity, started_at, origin, device, client_at, arrived_at)
  SELECT md5('entry ' || h.p)::uuid, h.person, o.id, a.id, s.starts, 'key', h.device, s.starts, s.starts
  FROM here h CROSS JOIN LATERAL (SELECT h.came + interval '5 minutes' AS starts) s
  JOIN (SELECT row_number() OVER (ORDER BY x.id) AS n,
    x.id FROM karat.orders x WHERE x.id > orders - 1500 AND x.status = 'in_progress') o ON o.n = h.p + 1
  JOIN karat.activity a ON a.code = 'solder';
  INSERT INTO karat.pause (uuid, person, cause, started_at, origin, device, client_at, arrived_at)
  SELECT md5('pause ' || h.p)::uuid, h.person, 'phone', s.starts, 'key', h.device, s.starts, s.starts
  FROM here h CROSS JOIN LATERAL (SELECT present - interval '4 minutes' AS starts) s WHERE h.p % 8 = 7;

  ALTER TABLE karat.shift ENABLE TRIGGER USER;
  ALTER TABLE karat.time_entry ENABLE TRIGGER USER;
  ALTER TABLE karat.pause ENABLE TRIGGER USER;
  ALTER TABLE karat.period ENABLE TRIGGER USER;
  ALTER TABLE karat.customer ENABLE TRIGGER USER;
  ALTER TABLE karat.orders ENABLE TRIGGER USER;
  ALTER TABLE karat.order_event ENABLE TRIGGER USER;

  FOR command IN SELECT a.make FROM aside a ORDER BY a.turn LOOP
    EXECUTE command;
  END LOOP;

  ANALYZE karat.customer, karat.customer_search, karat.orders, karat.order_search, karat.order_event, karat.shift,
    karat.time_entry, karat.pause, karat.period, karat.person;
  DROP FUNCTION pg_temp.pick(bigint, bigint, integer);
END $demo$;
