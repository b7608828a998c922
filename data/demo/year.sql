-- year.sql: the year of an invented workshop, as it would have been typed in: five people, 120 customers,
-- some 600 orders from the first idea to the hand-over, until yesterday evening, and the hours of the five, until now.
--
-- Runs after the migrations, in one transaction, as a superuser. With the setting karat.demo_size = small
-- there are 12 customers and 30 orders, and nobody has noted any hours; with any other size but year nothing
-- happens. Every deed is done by the person who would have done it, at its hour, through the same triggers as
-- real work: numbers, history and trail come out as they would have. Only the hours are written a day at a
-- time, with what the triggers would have told the trail, as a stroke of the clock each took ten times as long.
-- The same days give the same workshop: what looks like chance is a hash. "Today" is the workshop's today.
DO $demo$
DECLARE
  size text := coalesce(nullif(current_setting('karat.demo_size', true), ''), 'year');
  small boolean := size = 'small';
  customers integer := CASE WHEN small THEN 12 ELSE 120 END;
  done integer := CASE WHEN small THEN 12 ELSE 520 END;  -- orders that are over
  open integer := CASE WHEN small THEN 18 ELSE 84 END;   -- and those in work
  today date := karat.today();
  present timestamptz := karat.second();
  morning timestamptz; -- when they came today, in the middle of which work now is
  customer_ids bigint[];
  order_ids bigint[];
  made bigint;
  act record;
BEGIN
  IF size NOT IN ('small', 'year') THEN
    RETURN;
  END IF;
  SET LOCAL timezone = 'Europe/Berlin';
  UPDATE karat.meta SET value = 'true' WHERE key = 'demo';
  UPDATE karat.meta SET value = 'settable' WHERE key = 'clock';
  PERFORM set_config('karat.now', (((today - 380) + time '08:00') AT TIME ZONE 'Europe/Berlin')::text, true);

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
  CREATE FUNCTION pg_temp.pick(i bigint, what bigint, n integer) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN ((hashint8extended(i, what) & 9223372036854775807) % n)::integer;

  -- The hour of deed number n of a day: half past eight and later.
  CREATE FUNCTION pg_temp.hour(day date, n integer, salt bigint) RETURNS timestamptz LANGUAGE sql STABLE
  RETURN (day + time '08:30' + n * interval '50 minutes' +
    pg_temp.pick(salt, n + 500, 45) * interval '1 minute') AT TIME ZONE 'Europe/Berlin';

  -- What is made here: grams, euros and hours from … to. Whose stones are set elsewhere goes to the setter.
  CREATE TEMPORARY TABLE piece ON COMMIT DROP AS
  SELECT row_number() OVER () - 1 AS i, p.*
  FROM (VALUES
    ('ring',     'Trauringe',                        '{585-y,585-r,585-wpd,750-y,750-r,750-wpd,pt950}', 8, 16,
      1100, 2900, 6, 14, NULL, 'Paar, innen bombiert'),
    ('ring',     'Trauringe mit Mokume-Streifen',    '{585-r,585-wpd,750-r}', 9, 15, 1900, 3600, 12, 22, NULL,
      'Paar, Streifen umlaufend'),
    ('ring',     'Verlobungsring Solitär',           '{585-wpd,750-wpd,750-y,pt950}', 3, 5, 1400, 6200, 6, 12,
      'Brillant 0,35 ct, G/vs, eigene Fassung', 'Sechs Krappen, schmale Schiene'),
    ('ring',     'Memoirering',                      '{585-y,750-wpd,750-r}', 2.5, 4, 1250, 3100, 7, 12,
      '18 Brillanten zu je 0,02 ct', 'Halb ausgefasst'),
    ('ring',     'Siegelring mit Familienwappen',    '{585-y,750-y,925}', 9, 18, 650, 2400, 8, 15, NULL,
      'Gravur vertieft, Abdruck zur Freigabe'),
    ('ring',     'Bandring gehämmert',               '{925,585-y,585-rd}', 4, 9, 180, 980, 2, 5, NULL, NULL),
    ('ring',     'Ring mit Turmalin',                '{585-r,750-y,925}', 4, 7, 420, 1900, 5, 9,
      'Turmalin grün, oval 8 x 6 mm', 'Zargenfassung'),
    ('ring',     'Umarbeitung: Ring aus Altgold',    '{585-y,585-r,750-y}', 4, 8, 380, 1200, 5, 10, NULL,
      'Kundin bringt eigenes Gold, Schmelze mit Zugabe'),
    ('ring',     'Vorsteckring passend zum Solitär', '{750-wpd,pt950,585-wpd}', 2, 3.5, 450, 1300, 3, 6, NULL,
      'Form nach vorhandenem Ring'),
    ('chain',    'Ankerkette massiv, 45 cm',         '{585-y,750-y,925}', 8, 22, 240, 2600, 3, 8, NULL, NULL),
    ('chain',    'Collier mit Mittelteil',           '{585-wpd,750-y,925}', 10, 18, 680, 3400, 8, 16,
      'Aquamarin, tropfen 9 x 6 mm', NULL),
    ('pendant',  'Anhänger Tropfen',                 '{585-y,585-r,925}', 2, 5, 160, 890, 2, 5,
      'Mondstein, Cabochon 10 mm', NULL),
    ('pendant',  'Taufkreuz',                        '{925,333-y,585-y}', 1.5, 3, 90, 380, 1, 3, NULL,
      'Gravur auf der Rückseite'),
    ('pendant',  'Medaillon mit Scharnier',          '{925,585-y}', 7, 12, 420, 1600, 7, 12, NULL,
      'Für zwei Bilder, 20 mm'),
    ('earrings', 'Ohrstecker mit Perlen',            '{585-y,585-wpd,750-y}', 1.5, 3, 190, 720, 2, 4,
      'Akoya-Zuchtperlen 6,5 mm, ein Paar', NULL),
    ('earrings', 'Creolen, 25 mm',                   '{925,585-y,750-r}', 4, 8, 140, 1300, 2, 5, NULL, NULL),
    ('earrings', 'Ohrhänger mit Citrin',             '{585-y,750-y}', 4, 6, 520, 1450, 5, 9,
      'Citrin, Briolett, ein Paar', NULL),
    ('bracelet', 'Armreif, oval',                    '{925,585-y,750-y}', 16, 34, 320, 3900, 4, 9, NULL, NULL),
    ('bracelet', 'Armband mit Steckschloss',         '{585-y,585-r,925}', 12, 24, 390, 2700, 6, 11, NULL,
      'Sicherungsacht'),
    ('brooch',   'Brosche Ginkgoblatt',              '{925,585-y}', 6, 11, 290, 1250, 6, 11, NULL,
      'Oberfläche sandgestrahlt'),
    ('brooch',   'Revernadel Vereinswappen',         '{925}', 3, 5, 85, 190, 1, 3, NULL, 'Email in zwei Farben'),
    ('custom',   'Manschettenknöpfe mit Monogramm',  '{925,585-y}', 9, 15, 280, 1700, 4, 8, NULL, NULL),
    ('custom',   'Krone für Madonnenfigur',          '{925}', 40, 70, 1400, 2600, 18, 30, 'Granate, 8 Stück',
      'Vergoldet, nach altem Foto'),
    ('repair',   'Ringweite ändern',                 '{585-y,585-wpd,750-y,750-wpd,333-y}', 3, 7, 35, 120, 0.5,
      1.5, NULL, NULL),
    ('repair',   'Kette löten',                      '{585-y,333-y,925}', 4, 15, 25, 60, 0.5, 1, NULL, NULL),
    ('repair',   'Krappen erneuern',                 '{750-wpd,585-wpd,pt950}', 3, 6, 90, 260, 1, 3,
      'Brillant der Kundin, vor Annahme geprüft', NULL),
    ('repair',   'Verschluss ersetzen',              '{585-y,750-y,925}', 5, 18, 45, 180, 0.5, 1.5, NULL, NULL),
    ('repair',   'Aufarbeiten und rhodinieren',      '{585-w,750-w,585-wpd}', 3, 8, 60, 140, 0.5, 1.5, NULL, NULL),
    ('repair',   'Perlenkette neu knoten',           '{585-y,750-y}', 2, 4, 65, 140, 1, 2,
      'Zuchtperlen der Kundin, 78 Stück', NULL)
  ) AS p (kind, title, alloys, grams_from, grams_to, euros_from, euros_to, hours_from, hours_to, stones, description);

  -- Customers. Every eighth is a firm; two are one and the same, as happens.
  CREATE TEMPORARY TABLE new_customer ON COMMIT DROP AS
  SELECT i, CASE WHEN i % 8 = 0 THEN 'business' ELSE 'private' END AS kind,
    CASE WHEN i % 8 <> 0 THEN CASE WHEN pg_temp.pick(i, 1, 36) < 20 THEN 'Frau' ELSE 'Herr' END END AS salutation,
    CASE WHEN i % 8 <> 0 AND pg_temp.pick(i, 9, 14) = 0 THEN 'Dr.' END AS title,
    CASE WHEN i % 8 <> 0 THEN f.name END AS first_name, l.name AS last_name,
    CASE WHEN i % 8 = 0 THEN (ARRAY['Juwelier ', 'Uhren und Schmuck ', 'Atelier ', 'Antiquitäten ',
      'Brautmoden '])[1 + i / 8 % 5] || l.name END AS company,
    format('0%s 55%s', (ARRAY['160', '171', '175', '152', '6181', '7231'])[1 + pg_temp.pick(i, 4, 6)],
      lpad(pg_temp.pick(i, 5, 100000)::text, 5, '0')) AS phone,
    CASE WHEN pg_temp.pick(i, 6, 5) > 0 THEN format('%s.%s@example.de', CASE WHEN i % 8 = 0 THEN 'kontakt'
      ELSE left(karat.fold(f.name), 1) END, karat.fold(l.name)) END AS email,
    format('%s %s', (ARRAY['Lindenstraße', 'Am Hexenturm', 'Goldschmiedgasse', 'Bahnhofstraße', 'Mühlweg',
      'Rosengarten', 'Alte Brücke', 'Kirchplatz'])[1 + pg_temp.pick(i, 7, 8)], 1 + pg_temp.pick(i, 8, 90)) AS street,
    split_part(c.name, ' ', 1) AS postcode, split_part(c.name, ' ', 2) AS city,
    CASE WHEN i % 8 <> 0 THEN date '1950-01-01' + pg_temp.pick(i, 10, 19000) END AS birthday,
    (ARRAY['walk_in', 'recommendation', 'recommendation', 'web', 'fair'])[1 + pg_temp.pick(i, 11, 5)] AS source,
    CASE WHEN i % 8 = 0 THEN 'Handel' WHEN pg_temp.pick(i, 12, 6) = 0 THEN 'Stammkundin'
      WHEN pg_temp.pick(i, 12, 6) = 1 THEN 'Trauringe' END AS tags,
    (ARRAY['ute', 'ute', 'marta', 'lena'])[1 + pg_temp.pick(i, 13, 4)] AS actor
  FROM generate_series(1, customers) i
  JOIN LATERAL (SELECT (ARRAY['Annika', 'Beate', 'Carla', 'Dorothea', 'Elif', 'Franziska', 'Gerlinde', 'Hannah',
    'Ilse', 'Jule', 'Kerstin', 'Luise', 'Mareike', 'Nele', 'Olivia', 'Paula', 'Renate', 'Svenja', 'Theresa',
    'Verena', 'Albrecht', 'Bastian', 'Cem', 'Detlef', 'Erik', 'Florian', 'Gustav', 'Henning', 'Ingo', 'Joachim',
    'Konrad', 'Lorenz', 'Malte', 'Norbert', 'Ole',
    'Rüdiger'])[1 + pg_temp.pick(i, 1, 36)] AS name) f ON true
  JOIN LATERAL (SELECT CASE WHEN i = customers - 1 THEN 'Mühlenbrock' WHEN i = 3 THEN 'Muehlenbrock' ELSE
    (ARRAY['Ahrens', 'Birnbaum', 'Claasen', 'Dornseif', 'Eberlein', 'Fährmann', 'Gröning', 'Hasselbach', 'Immenhof',
      'Jäckel', 'Kühnapfel', 'Löwental', 'Morgenroth', 'Nüßlein', 'Osterkamp', 'Pfeifenberger', 'Querfurt',
      'Rosenstiel', 'Süßmilch', 'Tannhäuser', 'Uhlenbusch', 'Vogelsang', 'Weißhaupt', 'Yıldırım', 'Zobelmann',
      'Böttcher', 'Drechsler', 'Feldkirch', 'Grünwald', 'Hollerbach'])[1 + (i * 7 + i / 30) % 30] END AS name) l ON true
  JOIN LATERAL (SELECT (ARRAY['63450 Hanau', '63450 Hanau', '63452 Hanau', '63486 Bruchköbel', '63505 Langenselbold',
    '60311 Frankfurt', '63739 Aschaffenburg', '63571 Gelnhausen'])[1 + pg_temp.pick(i, 3, 8)] AS name) c ON true;
  UPDATE new_customer n SET (first_name, salutation, phone) = ('Ilse', 'Frau', '0171 5512345')
  WHERE n.i IN (3, customers - 1);

  -- Orders. Where they have got to, when they are due and how long they have been here.
  CREATE TEMPORARY TABLE new_order ON COMMIT DROP AS
  SELECT o.*, p.kind, p.title AS piece, p.stones, p.description, a.code AS alloy,
    1 + pg_temp.pick(o.i, 21, customers) AS customer,
    (ARRAY['ute', 'ute', 'ute', 'marta', 'marta', 'lena', 'jonas'])[1 + pg_temp.pick(o.i, 22, 7)] AS taken_by,
    (ARRAY['lena', 'lena', 'lena', 'lena', 'jonas', 'jonas', 'jonas', 'jonas', 'marta',
      'marta'])[1 + pg_temp.pick(o.i, 23, 10)] AS maker,
    round((p.grams_from + (p.grams_to - p.grams_from) * pg_temp.pick(o.i, 24, 1000) / 1000.0)::numeric, 2) AS grams,
    round((p.euros_from + (p.euros_to - p.euros_from) * pg_temp.pick(o.i, 25, 1000) / 1000.0
      * CASE WHEN a.code LIKE '9%' THEN 0.15 WHEN a.code LIKE '3%' THEN 0.4 WHEN a.code LIKE '5%' THEN 0.7
        ELSE 1 END) / 5) * 5 AS euros,
    round((p.hours_from + (p.hours_to - p.hours_from) * pg_temp.pick(o.i, 26, 1000) / 1000.0) * 4) * 900 AS seconds,
    CASE WHEN p.kind = 'ring' THEN 48 + pg_temp.pick(o.i, 27, 18) END AS ring_size
  FROM (
    SELECT i, x.status, x.created, greatest(x.created + 2, x.due) AS due, least(x.ended, today - 1) AS ended
    FROM generate_series(1, done) i
    JOIN LATERAL (SELECT today - 372 + i * 330 / done AS day) y ON true
    JOIN LATERAL (SELECT y.day - (extract(isodow FROM y.day) = 7)::integer AS created) c ON true
    JOIN LATERAL (SELECT c.created + 12 + pg_temp.pick(i, 20, 28) AS due) u ON true
    JOIN LATERAL (SELECT CASE WHEN pg_temp.pick(i, 28, 19) = 0 THEN 'cancelled' ELSE 'delivered' END AS status,
      c.created, u.due, u.due - 2 + pg_temp.pick(i, 29, 9) AS ended) x ON true
    UNION ALL
    SELECT done + k, s.status, c.created - (extract(isodow FROM c.created) = 7)::integer, today + CASE
        WHEN s.status = 'completed' THEN (ARRAY[-4, -1, 0, 1, 2, -2])[1 + k / 20 % 6]
        WHEN s.status = 'waiting_for_fitting' THEN 9 + k % 7
        ELSE (ARRAY[0, 3, 1, -1, 7, 2, 0, 12, 5, -3, 1, 16, 4, 9, 0, 21, -6, 2, 10, 6, 0, 14, -2, 27, 3
          ])[1 + k % 25] END, today - 1
    FROM generate_series(1, open) k
    JOIN LATERAL (SELECT (ARRAY['in_progress', 'confirmed', 'draft', 'in_progress', 'completed',
      'waiting_for_fitting', 'confirmed', 'quality_check', 'in_progress', 'ready_for_setting', 'completed',
      'in_progress', 'confirmed', 'draft', 'in_progress', 'fitting_done', 'confirmed', 'in_progress', 'completed',
      'quality_check'])[1 + k % 20] AS status) w ON true
    JOIN LATERAL (SELECT w.status, CASE w.status WHEN 'draft' THEN 1 WHEN 'confirmed' THEN 3 ELSE 12 END AS age,
      CASE w.status WHEN 'draft' THEN 9 WHEN 'confirmed' THEN 12 ELSE 24 END AS spread) s ON true
    JOIN LATERAL (SELECT today - s.age - pg_temp.pick(k, 20, s.spread) AS created) c ON true
  ) o
  -- Four of ten are repairs; what waits for a fitting is a ring, what goes to the setter has stones.
  JOIN piece p ON p.i = CASE WHEN o.status IN ('waiting_for_fitting', 'fitting_done') THEN pg_temp.pick(o.i, 30, 9)
    WHEN o.status = 'ready_for_setting' THEN (ARRAY[2, 3, 6, 10])[1 + pg_temp.pick(o.i, 30, 4)]
    WHEN pg_temp.pick(o.i, 32, 41) < 29 THEN pg_temp.pick(o.i, 32, 41) ELSE 23 + pg_temp.pick(o.i, 30, 6) END
  JOIN LATERAL (SELECT (p.alloys::text[])[1 + pg_temp.pick(o.i, 31, cardinality(p.alloys::text[]))] AS code) a ON true;

  -- Nickel white gold for a customer who must not have it: the programs have something to warn of.
  UPDATE new_order n SET alloy = '585-w', customer = 5 WHERE n.i IN (done + 1, done + 2);

  -- The way each order went, step by step, spread over the days between.
  CREATE TEMPORARY TABLE step ON COMMIT DROP AS
  SELECT o.i, s.n::integer AS n, s.status, s.status = 'in_progress' AND s.n > 2
    AND w.way[s.n - 1] = 'quality_check' AS again,
    pg_temp.hour(least(x.day - (extract(isodow FROM x.day) = 7)::integer, today - 1), s.n::integer, o.i) AS at
  FROM new_order o
  JOIN LATERAL (SELECT CASE
    WHEN o.status IN ('draft', 'confirmed', 'in_progress', 'waiting_for_fitting', 'fitting_done',
      'ready_for_setting') THEN
      (CASE WHEN o.status <> 'draft' THEN ARRAY['confirmed'] ELSE '{}' END)
      || (CASE WHEN o.status NOT IN ('draft', 'confirmed') THEN ARRAY['in_progress'] ELSE '{}' END)
      || (CASE WHEN o.status = 'fitting_done' THEN ARRAY['waiting_for_fitting'] ELSE '{}' END)
      || (CASE WHEN o.status NOT IN ('draft', 'confirmed', 'in_progress') THEN ARRAY[o.status] ELSE '{}' END)
    WHEN o.status = 'cancelled' THEN CASE WHEN pg_temp.pick(o.i, 40, 2) = 0 THEN ARRAY['cancelled']
      ELSE ARRAY['confirmed', 'cancelled'] END
    ELSE ARRAY['confirmed', 'in_progress']
      || CASE WHEN o.kind = 'ring' AND pg_temp.pick(o.i, 41, 10) < 3 THEN ARRAY['waiting_for_fitting', 'fitting_done']
        WHEN o.stones IS NOT NULL AND o.kind <> 'repair' THEN ARRAY['ready_for_setting'] ELSE '{}' END
      || CASE WHEN pg_temp.pick(o.i, 42, 25) = 0 THEN ARRAY['quality_check', 'in_progress'] ELSE '{}' END
      || (ARRAY['quality_check', 'completed', 'delivered'])[1:CASE o.status WHEN 'quality_check' THEN 1
        WHEN 'completed' THEN 2 ELSE 3 END]
    END AS way) w ON true
  JOIN LATERAL unnest(w.way) WITH ORDINALITY AS s (status, n) ON true
  JOIN LATERAL (SELECT o.created + (o.ended - o.created) * s.n::integer / cardinality(w.way) AS day) x ON true;

  -- Every deed with its hour, who did it, and what was typed.
  CREATE TEMPORARY TABLE deed (at timestamptz, i integer, n integer, what text, actor text, data jsonb) ON COMMIT DROP;

  INSERT INTO deed VALUES (karat.clock(), 0, 0, 'workshop', 'marta', '{}');

  INSERT INTO deed
  SELECT coalesce(min(pg_temp.hour(o.created, 0, o.i)), pg_temp.hour(today - 1 - c.i, 0, c.i)) - interval '20 minutes',
    c.i, 0, 'customer', c.actor, to_jsonb(c)
  FROM new_customer c LEFT JOIN new_order o ON o.customer = c.i
  GROUP BY c.i, c.actor, to_jsonb(c);

  INSERT INTO deed
  SELECT d.at + interval '3 minutes', d.i, 1, 'address', d.actor, jsonb_build_object('kind', 'delivery',
    'name', 'Wareneingang', 'street', d.data ->> 'street', 'postcode', d.data ->> 'postcode', 'city', d.data ->> 'city')
  FROM deed d WHERE d.what = 'customer' AND d.data ->> 'kind' = 'business';

  INSERT INTO deed
  SELECT d.at + interval '5 minutes', d.i, 2, 'nogo', 'ute', g.nogo
  FROM deed d JOIN LATERAL (SELECT CASE WHEN d.i = 5
    THEN '{"category": "allergy", "substance": "nickel", "note": "Ausschlag nach Modeschmuck, Attest liegt vor"}'
    ELSE (ARRAY['{"category": "allergy", "substance": "copper"}', '{"category": "metal", "note": "kein Roségold"}',
      '{"category": "stone", "note": "keine Perlen, bringen ihr Unglück"}',
      '{"category": "finish", "note": "nichts Mattes"}', '{"category": "allergy", "substance": "nickel"}',
      '{"category": "design_element", "note": "keine hohen Fassungen: trägt Handschuhe bei der Arbeit"}'
      ])[1 + pg_temp.pick(d.i, 51, 6)] END::jsonb AS nogo) g ON true
  WHERE d.what = 'customer' AND d.data ->> 'kind' = 'private' AND (d.i = 5 OR pg_temp.pick(d.i, 50, 7) = 0);

  INSERT INTO deed
  SELECT pg_temp.hour(o.created, 0, o.i), o.i, 0, 'order', o.taken_by, jsonb_build_object('kind', o.kind,
    'customer', CASE WHEN pg_temp.pick(o.i, 60, 20) > 0 THEN o.customer END,
    'title', o.piece || CASE WHEN o.piece = 'Ringweite ändern' THEN ' auf ' || 50 + pg_temp.pick(o.i, 61, 14)
      WHEN o.kind = 'repair' THEN ''
      ELSE ', ' || regexp_replace(a.name, ' \(.*\)', '') END,
    'description', o.description, 'alloy', a.id, 'stones', o.stones, 'ring_size', o.ring_size,
    'finish', (ARRAY['high_polish', 'high_polish', 'matte', 'brushed', 'hammered',
      'mixed'])[1 + pg_temp.pick(o.i, 62, 6)],
    'engraving', CASE WHEN o.piece LIKE 'Trauringe%' AND pg_temp.pick(o.i, 63, 3) > 0 THEN format('%s & %s %s',
      (ARRAY['Anna', 'Lea', 'Mia', 'Clara'])[1 + o.i % 4],
      (ARRAY['Paul', 'Jonas', 'Emil', 'Felix', 'Max'])[1 + o.i % 5], to_char(o.due + 10, 'DD.MM.YYYY')) END,
    'due', CASE WHEN o.status <> 'draft' OR pg_temp.pick(o.i, 64, 3) = 0 THEN o.due END,
    'fitting_on', CASE WHEN o.status = 'waiting_for_fitting' THEN today + (o.i % 3) * (1 + o.i % 4)
      WHEN o.i > done AND o.status = 'in_progress' AND o.kind = 'ring' AND o.due > today + 3
        THEN today + 1 + pg_temp.pick(o.i, 65, 3) END,
    'priority', (ARRAY['urgent', 'high', 'high', 'low', 'normal', 'normal', 'normal', 'normal', 'normal', 'normal',
      'normal', 'normal'])[1 + pg_temp.pick(o.i, 66, 12)],
    'estimated_weight', o.grams, 'estimated_time', o.seconds,
    'price', CASE WHEN o.status <> 'draft' OR pg_temp.pick(o.i, 67, 2) = 0 THEN o.euros END,
    'scrap_gold', o.piece LIKE '%Altgold%' OR pg_temp.pick(o.i, 68, 12) = 0,
    'instructions', (ARRAY['Vor dem Löten Foto der Punze machen.', 'Anruf, bevor etwas teurer wird.',
      'Geschenk: Rechnung nicht in die Tüte.'])[1 + pg_temp.pick(o.i, 69, 14)])
  FROM new_order o JOIN karat.alloy a ON a.code = o.alloy;

  INSERT INTO deed
  SELECT pg_temp.hour(o.created, 0, o.i) + interval '6 minutes', o.customer, 3, 'measurement', o.taken_by,
    CASE WHEN o.kind = 'ring' THEN jsonb_build_object('kind', 'ring', 'hand', (ARRAY['right', 'left'])[1 + o.i % 2],
        'finger', (ARRAY['ring', 'ring', 'middle', 'index'])[1 + o.i % 4], 'size', o.ring_size)
    WHEN o.kind = 'bracelet' THEN jsonb_build_object('kind', 'wrist', 'size', 155 + pg_temp.pick(o.i, 70, 40))
      ELSE jsonb_build_object('kind', 'chain', 'size', 420 + 10 * pg_temp.pick(o.i, 70, 9)) END
  FROM new_order o WHERE o.kind IN ('ring', 'bracelet', 'chain') AND o.customer % 8 <> 0
    AND pg_temp.pick(o.i, 71, 3) > 0;

  INSERT INTO deed
  SELECT s.at, s.i, s.n, 'step', CASE WHEN s.status IN ('confirmed', 'cancelled') THEN o.taken_by
    WHEN s.status = 'completed' THEN 'marta'
    WHEN s.status = 'delivered' THEN (ARRAY['ute', 'ute', 'marta'])[1 + o.i % 3] ELSE o.maker END,
    jsonb_build_object('status', s.status, 'place', l.id, 'assignee', w.id,
      'weight', CASE WHEN s.status = 'quality_check' THEN
        round(o.grams * (93 + pg_temp.pick(o.i, 73, 16)) / 100, 2) END,
      'reason', CASE WHEN s.status = 'cancelled' THEN (ARRAY['Kundin hat sich anders entschieden.',
        'Kostenvoranschlag nicht angenommen.', 'Stein nicht zu beschaffen.'])[1 + o.i % 3]
        WHEN s.again THEN (ARRAY['Politur hat noch Riefen innen.', 'Krappe steht ab.',
          'Weite um eine halbe Nummer zu eng.'])[1 + o.i % 3] END)
  FROM step s JOIN new_order o ON o.i = s.i
  LEFT JOIN karat.place l ON l.code = CASE s.status WHEN 'confirmed' THEN 'in'
    WHEN 'waiting_for_fitting' THEN 'safe-1' WHEN 'ready_for_setting' THEN 'partner'
    WHEN 'quality_check' THEN 'check' WHEN 'completed' THEN 'out' WHEN 'delivered' THEN 'customer'
    WHEN 'cancelled' THEN NULL
    ELSE CASE o.maker WHEN 'marta' THEN 'bench-1' WHEN 'lena' THEN 'bench-2' ELSE 'bench-3' END END
  LEFT JOIN karat.person w ON w.login = o.maker AND (s.status NOT IN ('confirmed', 'cancelled')
    OR pg_temp.pick(o.i, 72, 4) > 0);

  INSERT INTO deed
  SELECT d.at + interval '1 day', d.i, d.n + 1, 'delete', 'marta', '{"reason": "Doppelt angelegt"}'
  FROM deed d WHERE d.what = 'step' AND d.data ->> 'status' = 'cancelled' AND d.at < today - 30 ORDER BY d.at LIMIT 1;

  INSERT INTO deed
  SELECT pg_temp.hour(today - 1, 9, o.i), o.i, 20, 'hold', o.maker, jsonb_build_object('reason',
    (ARRAY['Stein ist beim Händler bestellt, kommt nächste Woche.', 'Anzahlung steht noch aus.',
      'Kundin überlegt wegen der Gravur.'])[o.r])
  FROM (SELECT n.*, row_number() OVER (ORDER BY n.i) AS r FROM new_order n WHERE n.i > done
    AND n.status IN ('confirmed', 'in_progress') AND n.i % 3 = 1) o
  WHERE o.r <= 3;

  -- What people tell and ask each other (nobody asks themselves), mostly shortly after a step; asked yesterday,
  -- some wait for an answer.
  INSERT INTO deed
  SELECT c.at + interval '12 minutes', c.i, 30 + c.n, 'comment',
    (SELECT w.who FROM unnest(ARRAY[c.maker, c.taken_by, 'ute', 'marta', 'lena']) WITH ORDINALITY AS w (who, n)
      WHERE c.text NOT LIKE '%@' || w.who || '%' ORDER BY w.n LIMIT 1), jsonb_build_object('body', c.text)
  FROM (
    SELECT s.*, o.maker, o.taken_by,
      replace((ARRAY['@MAKER Ringweite bitte noch einmal prüfen, der Kunde war unsicher.',
        '@ute Kundin fragt nach dem Termin, bitte zurückrufen.',
        '@marta passt der Preis noch? Es ist mehr Material geworden.', 'Text der Gravur ist freigegeben.',
        '@MAKER Stein ist da, liegt im Tresor.', 'Altgold gewogen: 11,4 g, gestempelt 585.',
        '@tim bitte vorpolieren.', 'Anprobe war gut, etwas enger gewünscht.',
        '@jonas kannst du die Fassung übernehmen?', 'Foto für die Mappe ist gemacht.',
        '@lena Oberfläche bitte matt wie beim Muster.', 'Wird am Samstag abgeholt.',
        '@marta und @ute: Kunde möchte eine Ratenzahlung, geht das?'])[1 + pg_temp.pick(o.i, 80 + s.n, 13)],
      '@MAKER', '@' || o.maker) AS text
    FROM step s JOIN new_order o ON o.i = s.i
    WHERE s.status NOT IN ('delivered', 'cancelled') AND pg_temp.pick(o.i, 90 + s.n, 7) = 0 OR s.at >= today - 1
      AND o.i > done AND o.i % 9 = 0
  ) c;

  INSERT INTO deed
  SELECT x.day + time '08:05', 0, 99, 'seen', x.who, '{}'
  FROM (SELECT DISTINCT (d.at AT TIME ZONE 'Europe/Berlin')::date + 1 AS day, m[1] AS who
    FROM deed d, regexp_matches(d.data ->> 'body', '@([a-z]+)', 'g') m WHERE d.what = 'comment') x
  WHERE x.day < today;

  -- Hours. Who is here when, in seconds as people come and go: on the working days of the house, but for feast days,
  -- holidays, a few days in bed and the school of the apprentice. The shop is open on Saturdays before Christmas.
  -- Today most came in the morning, or if it is neither day nor working day, two hours ago.
  CREATE FUNCTION pg_temp.spread(i bigint, what bigint, n integer) RETURNS interval LANGUAGE sql IMMUTABLE
  RETURN (pg_temp.pick(i, what, n) + pg_temp.pick(i, what + 1, n) - n) * interval '1 second'; -- n either way, mostly less

  morning := CASE WHEN (present AT TIME ZONE 'Europe/Berlin')::time BETWEEN '08:40' AND '18:00'
    THEN (today + time '07:50') AT TIME ZONE 'Europe/Berlin' ELSE present - interval '125 minutes' END;

  CREATE TEMPORARY TABLE presence ON COMMIT DROP AS
  WITH feast AS (
    SELECT e.sunday + f.days AS day
    FROM (SELECT make_date(y, 3, 22) + d + e -- Easter, by Gauss
        - CASE WHEN d = 29 AND e = 6 OR d = 28 AND e = 6 AND y % 19 > 10 THEN 7 ELSE 0 END AS sunday
      FROM generate_series(extract(year FROM today)::integer - 2, extract(year FROM today)::integer) y,
        LATERAL (SELECT (19 * (y % 19) + 24) % 30 AS d) x,
        LATERAL (SELECT (2 * (y % 4) + 4 * (y % 7) + 6 * d + 5) % 7 AS e) z) e,
      unnest(ARRAY[-2, 1, 39, 50, 60]) AS f (days)
  ), usual (login, k, opens, closes, parts, holidays) AS (
    VALUES ('marta', 1, time '07:45', time '17:50', 7, '{04-07 04-11,07-27 08-14}'::text[]),
      ('lena',  2, time '08:00', time '16:45', 6, '{02-16 02-20,08-10 08-28,10-19 10-23}'),
      ('jonas', 3, time '07:35', time '16:20', 6, '{06-08 06-26,11-02 11-06}'),
      ('ute',   4, time '08:55', time '17:35', 5, '{05-18 05-29,09-07 09-18}'),
      ('tim',   5, time '08:00', time '16:25', 5, '{07-06 07-24,10-12 10-16}')
  )
  SELECT w.id AS person, u.login, u.k, d.day, d.n, u.parts, d.day = today AS now, d.n * 10 + u.k AS salt,
    CASE WHEN d.day = today THEN morning + u.k * interval '4 minutes' ELSE (d.day + CASE WHEN extract(isodow FROM d.day) = 6
      THEN time '09:20' ELSE u.opens END) AT TIME ZONE 'Europe/Berlin' END + pg_temp.spread(d.n * 10 + u.k, 200, 480) AS came,
    CASE WHEN d.day = today THEN morning + interval '9 hours' ELSE (d.day + CASE WHEN extract(isodow FROM d.day) = 6
      THEN time '14:10' ELSE u.closes END) AT TIME ZONE 'Europe/Berlin' END + pg_temp.spread(d.n * 10 + u.k, 202, 1500) AS went
  FROM usual u JOIN karat.person w ON w.login = u.login
  CROSS JOIN (SELECT today - n AS day, n, to_char(today - n, 'MM-DD') AS date FROM generate_series(0, 365) n) d
  WHERE NOT small AND CASE
    WHEN d.day = today AND u.login IN ('lena', 'jonas') THEN true
    WHEN d.day = today AND u.login = 'tim' THEN false
    WHEN d.day IN (SELECT f.day FROM feast f) OR d.date IN ('05-01', '10-03') OR d.date >= '12-24' OR d.date = '01-01' THEN false
    WHEN EXISTS (SELECT FROM unnest(u.holidays) h WHERE d.date BETWEEN left(h, 5) AND right(h, 5)) THEN false
    WHEN pg_temp.pick(d.n / 7 * 10 + u.k, 204, 17) = 0 AND d.n % 7 < 3 THEN false
    WHEN extract(isodow FROM d.day) = 6 THEN d.date BETWEEN '11-25' AND '12-23' AND u.k <> 5
    WHEN extract(isodow FROM d.day) = 3 THEN u.login <> 'tim'
    ELSE extract(isodow FROM d.day) < 6 END;

  -- What there is to do on an order, by whom, from when until when: to advise before it is confirmed, to make it, to
  -- check it. The longer it takes, the more often it is taken up; the apprentice polishes.
  CREATE TEMPORARY TABLE job ON COMMIT DROP AS
  WITH way AS (
    SELECT s.*, coalesce(lead(s.at) OVER (PARTITION BY s.i ORDER BY s.n), 'infinity') AS until
    FROM (SELECT step.i, step.n, step.status, step.again, step.at FROM step
      UNION ALL SELECT o.i, 0, 'draft', false, pg_temp.hour(o.created, 0, o.i) FROM new_order o) s
  )
  SELECT w.i, w.status, w.again, w.at, w.until, d.login, d.share * coalesce(o.seconds, 3600)
    / (5 + extract(epoch FROM least(w.until, present) - w.at) / 86400) AS weight
  FROM way w JOIN new_order o ON o.i = w.i
  CROSS JOIN LATERAL (VALUES (o.maker, 1.0, w.status IN ('in_progress', 'fitting_done')),
    ('marta', 0.1, w.status = 'quality_check'), ('tim', 0.3, w.status = 'in_progress'),
    (o.taken_by, 0.2, w.status = 'draft' AND o.taken_by IN ('marta', 'ute'))) AS d (login, share, does)
  WHERE d.does AND w.until > w.at;

  -- The parts of the day, and what they did in each. Between some lies a gap that nobody booked. Who does the same
  -- twice in a row has not switched.
  CREATE TEMPORARY TABLE work ON COMMIT DROP AS
  WITH part AS (
    SELECT p.*, x.dice, x.starts, x.ends - CASE WHEN NOT p.now AND pg_temp.pick(x.dice, 213, 9) = 0
      THEN interval '5 minutes' + pg_temp.pick(x.dice, 214, 900) * interval '1 second' ELSE '0' END AS ends
    FROM presence p CROSS JOIN LATERAL (
      SELECT p.salt * 16 + k AS dice, b.at AS starts, CASE WHEN lead(b.at) OVER w < present - interval '35 minutes' THEN lead(b.at) OVER w
        WHEN k < p.parts THEN p.went END AS ends -- who is at it now is at it for a while
      FROM generate_series(0, p.parts) k CROSS JOIN LATERAL (SELECT date_trunc('second', CASE k
        WHEN 0 THEN p.came + interval '100 seconds' + pg_temp.pick(p.salt, 210, 300) * interval '1 second'
        WHEN p.parts THEN p.went - interval '60 seconds' - pg_temp.pick(p.salt, 211, 400) * interval '1 second'
        ELSE p.came + (p.went - p.came) * (k + (pg_temp.pick(p.salt * 16 + k, 212, 60) - 30) / 100.0) / p.parts END) AS at) b
      WINDOW w AS (ORDER BY k)
    ) x WHERE x.ends IS NOT NULL AND x.starts < present - interval '35 minutes'
  ), taken AS (
    SELECT DISTINCT ON (p.dice) p.dice, j.i, j.status, j.again
    FROM part p JOIN (SELECT b.*, d.day::date
      FROM job b, generate_series(b.at::date, least(b.until, present)::date, interval '1 day') AS d (day)) j
      ON j.login = p.login AND j.day = p.day AND j.at <= p.starts AND j.until >= p.ends
    WHERE pg_temp.pick(p.dice, 215, 100) >= (ARRAY[15, 20, 20, 45, 25])[p.k]
    ORDER BY p.dice, -ln((1 + pg_temp.pick(p.dice * 1000 + j.i, 216, 100000)) / 100001.0) / j.weight
  ), done AS ( -- a check or a talk is short; what is left of the part is for the house
    SELECT p.*, v.i, t.status, t.again, v.starts AS since, v.ends AS until, row_number() OVER w AS nth,
      count(*) OVER (PARTITION BY v.i, t.status) AS times
    FROM part p LEFT JOIN taken t ON t.dice = p.dice
    CROSS JOIN LATERAL (SELECT CASE WHEN t.status IN ('draft', 'quality_check') THEN least(p.ends, p.starts + interval '9 minutes'
      + pg_temp.pick(p.dice, 219, 1300) * interval '1 second') ELSE p.ends END AS at) c
    CROSS JOIN LATERAL (VALUES (t.i, p.starts, c.at), (NULL, c.at, p.ends)) AS v (i, starts, ends)
    WHERE v.starts + interval '2 minutes' <= v.ends
    WINDOW w AS (PARTITION BY v.i, t.status ORDER BY v.starts, p.dice)
  ), named AS (
    SELECT d.*, (SELECT c.code FROM (SELECT CASE
      WHEN d.i IS NULL THEN (CASE WHEN d.k IN (1, 4)
        THEN ARRAY['advise', 'advise', 'quote', 'document', 'quote', 'document', 'advise']
        ELSE ARRAY['document', 'wait', 'document', 'wait', 'advise', 'document', 'document']
        END)[1 + pg_temp.pick(d.dice, 217, 7)]
      WHEN d.status = 'quality_check' THEN 'check'
      WHEN d.status = 'draft' THEN (ARRAY['advise', 'quote'])[1 + pg_temp.pick(d.dice, 217, 2)]
      WHEN d.login = 'tim' THEN (ARRAY['polish', 'polish', 'polish', 'file', 'saw'])[1 + pg_temp.pick(d.dice, 217, 5)]
      WHEN o.kind = 'repair' THEN CASE WHEN o.piece LIKE 'Krappen%' AND d.nth > 1 THEN 'set'
        WHEN d.nth = d.times AND d.times > 1 OR o.piece LIKE 'Aufarbeiten%' THEN 'polish' ELSE 'solder' END
      WHEN d.nth = d.times AND d.times > 2 THEN 'polish'
      WHEN d.nth = d.times - 1 AND d.times > 3 AND o.stones IS NOT NULL THEN 'set'
      WHEN d.nth >= d.times - 2 AND o.piece LIKE '%onogramm%' OR o.piece LIKE '%wappen%' AND d.nth > d.times / 2 THEN
        CASE WHEN o.piece LIKE 'Revernadel%' THEN 'enamel' ELSE 'engrave' END
      WHEN d.nth = 1 THEN (ARRAY['saw', 'saw', 'saw', 'cast', 'forge'])[1 + pg_temp.pick(d.i, 218, 5)]
      WHEN d.nth * 2 <= d.times THEN (ARRAY['file', 'file', 'forge', 'saw'])[1 + pg_temp.pick(d.dice, 217, 4)]
      ELSE (ARRAY['solder', 'solder', 'file'])[1 + pg_temp.pick(d.dice, 217, 3)] END AS code) c) AS code
    FROM done d LEFT JOIN new_order o ON o.i = d.i
  ), run AS (
    SELECT n.*, sum(n.new) OVER (PARTITION BY n.login ORDER BY n.since) AS run
    FROM (SELECT m.*,
        ((m.i, m.code, m.since) IS DISTINCT FROM (lag(m.i) OVER w, lag(m.code) OVER w, lag(m.until) OVER w))::integer AS new
      FROM named m WINDOW w AS (PARTITION BY m.login ORDER BY m.since)) n
  )
  SELECT r.login, r.person, r.day, r.i, a.id AS activity, min(r.dice) * 2 + (r.i IS NULL)::integer AS dice, bool_or(r.again) AS again,
    max(r.nth) = max(r.times) AS last, bool_and(r.status IN ('in_progress', 'fitting_done')) AS made, min(r.since) AS starts,
    CASE WHEN max(r.until) < present THEN max(r.until) END AS ends
  FROM run r JOIN karat.activity a ON a.code = r.code
  GROUP BY r.login, r.person, r.day, r.i, a.id, r.run;

  -- All of it as the lines know it. Everybody eats after four hours and a bit; the office is called most.
  CREATE TEMPORARY TABLE span ON COMMIT DROP AS
  SELECT x.*, b.device, b.origin
  FROM (
    SELECT 'shift' AS tab, p.day, p.person, p.login, p.salt AS dice, date_trunc('second', p.came) AS starts,
      CASE WHEN p.went < present THEN date_trunc('second', p.went) END AS ends, NULL::integer AS i, NULL::bigint AS activity,
      NULL::text AS cause, NULL::integer AS complexity, NULL::integer AS quality, NULL::boolean AS rework, NULL::text AS note
    FROM presence p
    UNION ALL
    SELECT 'time_entry', w.day, w.person, w.login, w.dice, w.starts, w.ends, w.i, w.activity, NULL,
      CASE WHEN w.last AND r.told THEN 1 + (pg_temp.pick(w.dice, 220, 5) + pg_temp.pick(w.dice, 221, 5)) / 2 END,
      CASE WHEN w.last AND r.told THEN 5 - pg_temp.pick(w.dice, 222, 5) * pg_temp.pick(w.dice, 223, 3) / 3 END,
      CASE WHEN w.again AND r.told THEN true END,
      CASE WHEN r.told THEN (ARRAY['Lot zu hart genommen, Fuge nachgesetzt.', 'Schablone liegt in der Mappe.',
        'Polierpaste ist bald leer.', 'Noch einmal nachgeschliffen, wie besprochen.', 'Altgold war spröde, zweimal geglüht.',
        'Beim Kunden nach der Länge fragen.'])[1 + pg_temp.pick(w.dice, 225, 9)] END
    FROM work w CROSS JOIN LATERAL (
      SELECT w.made AND w.ends IS NOT NULL AND (w.last OR pg_temp.pick(w.dice, 226, 8) = 0) AS told) r
    UNION ALL
    SELECT 'pause', p.day, p.person, p.login, p.salt * 4 + m.n, m.at, m.at + m.lasts, NULL, NULL, m.cause, NULL, NULL,
      NULL, NULL
    FROM presence p CROSS JOIN LATERAL (
      SELECT v.n, v.cause, date_trunc('second', p.came + v.after + pg_temp.spread(p.salt * 4 + v.n, 230, v.jitter)) AS at,
        (v.least + pg_temp.pick(p.salt * 4 + v.n, 232, v.more)) * interval '1 second' AS lasts
      FROM (VALUES (1, 'meal', interval '4 hours 20 minutes', 1200, 1740, 900, 1, p.went - p.came > interval '6 hours'),
        (2, (ARRAY['phone', 'customer', 'customer', 'phone', 'material'])[1 + pg_temp.pick(p.salt, 233, 5)],
          interval '2 hours', 3000, 150, 700, CASE WHEN p.k IN (1, 4) THEN 2 ELSE 4 END, true),
        (3, (ARRAY['phone', 'customer', 'tool', 'material', 'customer', 'emergency', 'other']
          )[1 + pg_temp.pick(p.salt, 234, 7)], interval '6 hours 40 minutes', 2400, 150, 900,
          CASE WHEN p.k IN (1, 4) THEN 3 ELSE 6 END, p.went - p.came > interval '8 hours')
        ) AS v (n, cause, after, jitter, least, more, one_of, fits)
      WHERE v.fits AND pg_temp.pick(p.salt * 4 + v.n, 235, v.one_of) = 0
    ) m WHERE m.at + m.lasts < least(p.went, present - interval '30 minutes')
    UNION ALL
    SELECT 'pause', p.day, p.person, p.login, p.salt * 4, present - interval '7 minutes 40 seconds', NULL, NULL, NULL,
      'phone', NULL, NULL, NULL, NULL
    FROM presence p WHERE p.now AND p.login = 'jonas'
  ) x CROSS JOIN LATERAL (SELECT
    CASE x.login WHEN 'lena' THEN 'bench-2' WHEN 'jonas' THEN 'bench-3' WHEN 'tim' THEN 'polish' ELSE 'office' END AS device,
    CASE WHEN x.i IS NOT NULL AND pg_temp.pick(x.dice, 240, 5) < 2 THEN 'scan' ELSE 'key' END AS origin) b;
  CREATE INDEX ON span (day);

  CREATE PROCEDURE pg_temp.triggers(state text) LANGUAGE plpgsql AS $triggers$
  DECLARE
    tab text;
  BEGIN
    FOREACH tab IN ARRAY '{shift,time_entry,pause}'::text[] LOOP
      EXECUTE format('ALTER TABLE karat.%I %s TRIGGER USER', tab, state);
    END LOOP;
  END $triggers$;

  -- Three went home one evening without a word to the clock, and said next morning when it was; other things were
  -- noted wrongly and mended: all in the middle of a month, as what is handed in is closed.
  CREATE TEMPORARY TABLE slip ON COMMIT DROP AS
  SELECT p.login, p.day, p.went,
    row_number() OVER (PARTITION BY p.login ORDER BY pg_temp.pick(p.salt, 250, 1000000)) AS what,
    (SELECT min(q.came) FROM presence q WHERE q.login = p.login AND q.day > p.day) AS next
  FROM presence p WHERE p.day < today - 3 AND extract(day FROM p.day) BETWEEN 6 AND 20 AND extract(isodow FROM p.day) < 5;
  DELETE FROM slip s WHERE s.what > CASE s.login WHEN 'lena' THEN 4 WHEN 'jonas' THEN 3 WHEN 'tim' THEN 2 ELSE 0 END;
  UPDATE span s SET ends = NULL, complexity = NULL, quality = NULL, rework = NULL, note = NULL FROM slip w
  WHERE w.what = 1 AND s.login = w.login AND s.day = w.day AND (s.tab = 'shift' OR s.tab = 'time_entry'
    AND s.starts = (SELECT max(e.starts) FROM span e WHERE e.login = s.login AND e.day = s.day AND e.tab = 'time_entry'));

  INSERT INTO deed
  SELECT DISTINCT least((s.day + time '20:30') AT TIME ZONE 'Europe/Berlin', present), 0, 100, 'time', 'none',
    jsonb_build_object('day', s.day) FROM span s
  UNION ALL
  SELECT w.next + interval '70 seconds', 0, 101, 'slip', w.login, jsonb_build_object('day', w.day, 'what', w.what,
    'went', date_trunc('second', w.went), 'reason', (ARRAY['Abends nicht ausgestempelt.', 'Falscher Auftrag gescannt.',
      'Pause nicht gestempelt.', 'Zwischendurch poliert, nicht umgestempelt.'])[w.what]) FROM slip w;

  -- Months are handed in on the first working day after, approved by the office some days later, and locked when
  -- the next is approved.
  INSERT INTO deed
  SELECT x.at, 0, x.n, 'period', x.actor, jsonb_build_object('step', x.step, 'person', m.person, 'first', m.first, 'last', m.last)
  FROM (SELECT DISTINCT p.login, p.person, p.k, date_trunc('month', p.day)::date AS first,
      (date_trunc('month', p.day) + interval '1 month')::date - 1 AS last FROM presence p) m
  CROSS JOIN LATERAL (SELECT (m.last + 1 + (ARRAY[0, 0, 0, 0, 0, 2, 1])[extract(isodow FROM m.last + 1)::integer] + time '08:20'
    + m.k * interval '97 seconds') AT TIME ZONE 'Europe/Berlin' AS at) h
  CROSS JOIN LATERAL (VALUES (102, 'submit', m.login, h.at), (103, 'approve', 'ute', h.at + interval '32 days 3 hours'),
    (104, 'lock', 'marta', h.at + interval '60 days 8 hours')) AS x (n, step, actor, at)
  WHERE x.at < present;

  -- Now it happens, hour by hour.
  PERFORM set_config('application_name', 'karat', true);
  CALL pg_temp.triggers('DISABLE');
  FOR act IN SELECT x.* FROM deed x ORDER BY x.at, x.i, x.n LOOP
    PERFORM set_config('karat.now', act.at::text, true),
      set_config('karat.reason', coalesce(act.data ->> 'reason', ''), true),
      set_config('karat.device', CASE act.actor WHEN 'lena' THEN 'bench-2' WHEN 'jonas' THEN 'bench-3'
        WHEN 'tim' THEN 'polish' ELSE 'office' END, true),
      set_config('role', act.actor, true);
    CASE act.what
    WHEN 'customer' THEN
      INSERT INTO karat.customer (kind, salutation, title, first_name, last_name, company, phone, email, street,
        postcode, city, country, birthday, language, tags, source, consent, consent_on)
      SELECT r.kind, r.salutation, r.title, r.first_name, r.last_name, r.company, r.phone, r.email, r.street,
        r.postcode, r.city, 'Deutschland', r.birthday, 'de', r.tags, r.source, act.i % 3 = 0,
        CASE WHEN act.i % 3 = 0 THEN act.at::date END
      FROM jsonb_to_record(act.data) AS r (kind text, salutation text, title text, first_name text, last_name text,
        company text, phone text, email text, street text, postcode text, city text, birthday date, tags text,
        source text)
      RETURNING id INTO made;
      customer_ids[act.i] := made;
    WHEN 'address' THEN
      INSERT INTO karat.address (customer, kind, name, street, postcode, city)
      VALUES (customer_ids[act.i], act.data ->> 'kind', act.data ->> 'name', act.data ->> 'street',
        act.data ->> 'postcode', act.data ->> 'city');
    WHEN 'nogo' THEN
      INSERT INTO karat.nogo (customer, category, substance, note)
      VALUES (customer_ids[act.i], act.data ->> 'category', act.data ->> 'substance', act.data ->> 'note');
    WHEN 'measurement' THEN
      INSERT INTO karat.measurement (customer, kind, hand, finger, size)
      VALUES (customer_ids[act.i], act.data ->> 'kind', act.data ->> 'hand', act.data ->> 'finger',
        (act.data ->> 'size')::numeric);
    WHEN 'order' THEN
      INSERT INTO karat.orders (kind, title, description, customer, alloy, finish, ring_size, stones, engraving,
        due, fitting_on, priority, estimated_weight, estimated_time, price, scrap_gold, instructions)
      SELECT r.kind, r.title, r.description, customer_ids[r.customer], r.alloy, r.finish, r.ring_size, r.stones,
        r.engraving, r.due, r.fitting_on, r.priority, r.estimated_weight, r.estimated_time, r.price, r.scrap_gold,
        r.instructions
      FROM jsonb_to_record(act.data) AS r (kind text, title text, description text, customer integer, alloy bigint,
        finish text, ring_size numeric, stones text, engraving text, due date, fitting_on date, priority text,
        estimated_weight numeric, estimated_time integer, price numeric, scrap_gold boolean, instructions text)
      RETURNING id INTO made;
      order_ids[act.i] := made;
    WHEN 'step' THEN
      IF act.data ->> 'status' = 'confirmed' AND EXISTS (SELECT FROM karat.orders o, karat.conflicts(o.customer, o.alloy)
        WHERE o.id = order_ids[act.i])
      THEN
        PERFORM set_config('karat.reason', 'Mit der Kundin besprochen: Sie möchte es so.', true);
      END IF;
      UPDATE karat.orders o SET status = act.data ->> 'status', place = (act.data ->> 'place')::bigint,
        assignee = coalesce((act.data ->> 'assignee')::bigint, o.assignee),
        actual_weight = coalesce((act.data ->> 'weight')::numeric, o.actual_weight)
      WHERE o.id = order_ids[act.i];
      IF NOT FOUND THEN
        RAISE EXCEPTION 'step % of order % comes before the order', act.n, act.i;
      END IF;
    WHEN 'hold' THEN
      UPDATE karat.orders o SET held_reason = act.data ->> 'reason' WHERE o.id = order_ids[act.i];
    WHEN 'delete' THEN
      UPDATE karat.orders o SET deleted_at = karat.clock() WHERE o.id = order_ids[act.i];
    WHEN 'comment' THEN
      INSERT INTO karat.order_comment ("order", body) VALUES (order_ids[act.i], act.data ->> 'body');
    WHEN 'seen' THEN
      PERFORM karat.mention_seen(m.id) FROM karat.mention m WHERE m.person = karat.me() AND m.seen_at IS NULL;
    WHEN 'time' THEN
      PERFORM set_config('timezone', 'UTC', true);
      WITH new AS (
        SELECT s.*, md5(concat_ws(' ', s.tab, s.login, s.starts))::uuid AS uuid, 1 + num_nonnulls(s.ends) AS version,
          CASE WHEN s.ends IS NOT NULL THEN 'key' END AS how, CASE WHEN s.ends IS NOT NULL THEN s.device END AS end_device
        FROM span s WHERE s.day = (act.data ->> 'day')::date ORDER BY s.starts
      ), here AS (
        INSERT INTO karat.shift (uuid, person, started_at, stopped_at, origin, device, client_at, arrived_at, stop_origin,
          stop_device, stop_client_at, stop_arrived_at, version)
        SELECT n.uuid, n.person, n.starts, n.ends, n.origin, n.device, n.starts, n.starts, n.how,
          n.end_device, n.ends, n.ends, n.version
        FROM new n WHERE n.tab = 'shift' RETURNING *
      ), worked AS (
        INSERT INTO karat.time_entry (uuid, person, started_at, stopped_at, origin, device, client_at, arrived_at, stop_origin,
          stop_device, stop_client_at, stop_arrived_at, version, "order", activity, complexity, quality, rework, note)
        SELECT n.uuid, n.person, n.starts, n.ends, n.origin, n.device, n.starts, n.starts, n.how,
          n.end_device, n.ends, n.ends, n.version, order_ids[n.i], n.activity, n.complexity, n.quality, n.rework, n.note
        FROM new n WHERE n.tab = 'time_entry' RETURNING *
      ), paused AS (
        INSERT INTO karat.pause (uuid, person, started_at, stopped_at, origin, device, client_at, arrived_at, stop_origin,
          stop_device, stop_client_at, stop_arrived_at, version, cause)
        SELECT n.uuid, n.person, n.starts, n.ends, n.origin, n.device, n.starts, n.starts, n.how,
          n.end_device, n.ends, n.ends, n.version, n.cause
        FROM new n WHERE n.tab = 'pause' RETURNING *
      ), every AS (
        SELECT 'shift' AS tab, to_jsonb(h) AS row FROM here h UNION ALL SELECT 'time_entry', to_jsonb(w) FROM worked w
        UNION ALL SELECT 'pause', to_jsonb(p) FROM paused p
      ), told AS ( -- the beginning of each, and its end
        SELECT e.tab, e.row, k.at, jsonb_object_agg(j.key, jsonb_build_array(NULL, j.value)) AS changes
        FROM every e CROSS JOIN LATERAL jsonb_each(jsonb_strip_nulls(e.row)) j
        CROSS JOIN LATERAL (SELECT CASE WHEN j.key LIKE 'stop%' OR j.key IN ('complexity', 'quality', 'rework', 'note')
          THEN 'stopped_at' ELSE 'started_at' END AS at) k
        WHERE j.key <> 'version' GROUP BY 1, 2, 3
      )
      INSERT INTO karat.audit (at, who, session, person, program, device, entity, record, action, changes, txid)
      SELECT (t.row ->> t.at)::timestamptz, p.login, session_user, p.id, 'karat', t.row ->> 'device', t.tab,
        (t.row -> 'id')::bigint, CASE t.at WHEN 'stopped_at' THEN 'update' ELSE 'insert' END, t.changes, pg_current_xact_id()
      FROM told t JOIN karat.person p ON p.id = (t.row -> 'person')::bigint
      ORDER BY 1, t.at DESC, t.tab;
      PERFORM set_config('timezone', 'Europe/Berlin', true);
    WHEN 'slip' THEN
      PERFORM set_config('role', 'none', true);
      CALL pg_temp.triggers('ENABLE');
      PERFORM set_config('role', act.actor, true);
      CASE act.data ->> 'what'
      WHEN '1' THEN
        PERFORM karat.time_fix(t.id, stopped_at => (act.data ->> 'went')::timestamptz - interval '2 minutes')
        FROM karat.time_entry t WHERE t.person = karat.me() AND t.stopped_at IS NULL AND t.voided_at IS NULL;
        PERFORM karat.shift_fix(s.id, stopped_at => (act.data ->> 'went')::timestamptz)
        FROM karat.shift s WHERE s.person = karat.me() AND s.stopped_at IS NULL AND s.voided_at IS NULL;
      ELSE
        PERFORM CASE act.data ->> 'what' WHEN '2' THEN karat.time_fix(t.id, "order" => o.next)
          WHEN '3' THEN karat.pause_add(md5(act.data::text)::uuid, NULL, 'phone', t.started_at + interval '9 minutes',
            t.started_at + interval '21 minutes')
          ELSE karat.time_split(t.id, t.started_at + (t.stopped_at - t.started_at) * 0.6, NULL,
            (SELECT a.id FROM karat.activity a WHERE a.code = 'polish')) END
        FROM (SELECT x.* FROM karat.time_entry x WHERE x.person = karat.me() AND x.voided_at IS NULL AND x."order" IS NOT NULL
            AND x.stopped_at - x.started_at > interval '40 minutes'
            AND NOT EXISTS (SELECT FROM karat.pause p WHERE p.person = x.person AND p.voided_at IS NULL
              AND tstzrange(p.started_at, p.stopped_at) && tstzrange(x.started_at, x.stopped_at))
            AND x.started_at >= karat.day_begins((act.data ->> 'day')::date)
            AND x.started_at < karat.day_begins((act.data ->> 'day')::date + 1)
          ORDER BY x.started_at LIMIT 1) t
        CROSS JOIN LATERAL (SELECT x."order" AS next FROM karat.time_entry x WHERE x.person = karat.me() AND x."order" <> t."order"
          ORDER BY x.started_at DESC LIMIT 1) o;
      END CASE;
      PERFORM set_config('role', 'none', true);
      CALL pg_temp.triggers('DISABLE');
    WHEN 'period' THEN
      CASE act.data ->> 'step'
      WHEN 'submit' THEN
        PERFORM karat.period_submit(NULL, (act.data ->> 'first')::date, (act.data ->> 'last')::date);
      WHEN 'approve' THEN
        PERFORM karat.period_approve(x.id) FROM karat.period x
        WHERE x.person = (act.data ->> 'person')::bigint AND x.first_day = (act.data ->> 'first')::date;
      ELSE
        PERFORM karat.period_lock(x.id) FROM karat.period x
        WHERE x.person = (act.data ->> 'person')::bigint AND x.first_day = (act.data ->> 'first')::date;
      END CASE;
    WHEN 'workshop' THEN
      UPDATE karat.workshop SET name = 'Goldschmiede Lindqvist', owner = 'Marta Lindqvist-Bauer',
        street = 'Goldschmiedgasse 7', postcode = '63450', city = 'Hanau', phone = '06181 5550100',
        email = 'werkstatt@lindqvist.example.de', tax_number = '022 815 08150', vat_id = 'DE999999999';
    END CASE;
  END LOOP;
  PERFORM set_config('role', 'none', true), set_config('karat.now', '', true),
    set_config('karat.reason', '', true), set_config('karat.device', '', true);
  CALL pg_temp.triggers('ENABLE');
  DROP PROCEDURE pg_temp.triggers(text);
  DROP FUNCTION pg_temp.pick(bigint, bigint, integer), pg_temp.hour(date, integer, bigint), pg_temp.spread(bigint, bigint, integer);
  -- The server does it by itself, within a minute; who looks at the demo at once would wait two seconds for each list of hours.
  ANALYZE karat.orders, karat.shift, karat.time_entry, karat.pause;
END $demo$;
