-- large.sql: a million orders of a hundred thousand customers, for measuring.
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
BEGIN
  IF orders IS NULL THEN
    RETURN;
  END IF;

  SET LOCAL work_mem = '256MB';
  SET LOCAL maintenance_work_mem = '1GB';
  SET LOCAL synchronous_commit = off;
  SET LOCAL jit = off;

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
      'karat.order_search'::regclass, 'karat.customer_search'::regclass)
  )
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', t.name, k.conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.name, k.conname, pg_get_constraintdef(k.oid)) AS make,
    CASE k.contype WHEN 'f' THEN 2 ELSE 1 END AS turn
  FROM pg_constraint k JOIN tab t ON t.oid = k.conrelid WHERE k.contype IN ('f', 'u')
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

  ALTER TABLE karat.customer ENABLE TRIGGER USER;
  ALTER TABLE karat.orders ENABLE TRIGGER USER;
  ALTER TABLE karat.order_event ENABLE TRIGGER USER;

  FOR command IN SELECT a.make FROM aside a ORDER BY a.turn LOOP
    EXECUTE command;
  END LOOP;

  ANALYZE karat.customer, karat.customer_search, karat.orders, karat.order_search, karat.order_event;
  DROP FUNCTION pg_temp.pick(bigint, bigint, integer);
END $demo$;
