-- 0008: search over everything a person may see, in one question.
SET LOCAL ROLE karat_owner;

-- Words of a search: folded, at most eight, without the punctuation around them, so that “Weber, Anna” is two of
-- them; 4,5 stays one. With `stems` Ringe is ring.
CREATE FUNCTION karat.search_words(q text, stems boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(array_agg(CASE WHEN stems AND length(s) >= 3 AND starts_with(w, s) THEN s ELSE w END ORDER BY i), '{}')
  FROM (SELECT btrim(w, '.,;:!?"''()[]{}<>„“”‚‘’«»…') AS w, i
    FROM regexp_split_to_table(karat.fold(left(q, 200)), '\s+|[,;](?![0-9])') WITH ORDINALITY AS s (w, i)
    WHERE w ~ '[[:alnum:]]' ORDER BY i LIMIT 8) x,
    LATERAL (SELECT coalesce((ts_lexize('german_stem', w))[1], '') AS s) y;
END;

CREATE OR REPLACE FUNCTION karat.search_patterns(q text, stems boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(array_agg(CASE WHEN w ~ '[[:alnum:]]{3}' THEN '%' ELSE '% ' END
    || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%' ORDER BY i), '{}')
  FROM unnest(karat.search_words(q, stems)) WITH ORDINALITY AS s (w, i);
END;

-- Digits alone are a number, whatever stands before them: 17 is A-2026-0017, and K-00017.
CREATE FUNCTION karat.number_tail(number text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ltrim(substring(number FROM '[0-9]+$'), '0');
CREATE INDEX order_search_tail_idx ON karat.order_search (karat.number_tail(number), id);
CREATE INDEX customer_search_tail_idx ON karat.customer_search (karat.number_tail(number), id);

-- What hangs on orders and customers, by words of its own and by the customer's name; apart from the tables for
-- the same reason as karat.customer_search.
CREATE TABLE karat.part_search (
  entity varchar(24) NOT NULL,
  id bigint NOT NULL,
  words text COLLATE "C" NOT NULL, -- folded: ' word word customer'
  PRIMARY KEY (entity, id)
);
ALTER TABLE karat.part_search ENABLE ROW LEVEL SECURITY;
CREATE INDEX part_search_order_comment_idx ON karat.part_search USING gin (words karat.gin_trgm_ops)
WITH (fastupdate = off) WHERE entity = 'order_comment';
CREATE INDEX part_search_measurement_idx ON karat.part_search USING gin (words karat.gin_trgm_ops)
WITH (fastupdate = off) WHERE entity = 'measurement';
CREATE INDEX part_search_nogo_idx ON karat.part_search USING gin (words karat.gin_trgm_ops)
WITH (fastupdate = off) WHERE entity = 'nogo';
CREATE INDEX part_search_address_idx ON karat.part_search USING gin (words karat.gin_trgm_ops)
WITH (fastupdate = off) WHERE entity = 'address';

CREATE FUNCTION karat.part_words(entity text, rec jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  said text[] := CASE entity WHEN 'order_comment' THEN '{body}' WHEN 'measurement' THEN '{kind,hand,finger,note}'
    WHEN 'nogo' THEN '{category,substance,note}' ELSE '{kind,name,street,postcode,city}' END;
  size text := trim_scale((rec ->> 'size')::numeric);
BEGIN
  RETURN concat(' ', karat.fold(concat_ws(' ', (SELECT string_agg(rec ->> c, ' ') FROM unnest(said) c),
      size, replace(nullif(size, replace(size, '.', ',')), '.', ','),
      (SELECT concat_ws(' ', a.code, a.name) FROM karat.alloy a WHERE a.id = (rec ->> 'alloy')::bigint))), ' ',
    (SELECT s.name FROM karat.customer_search s WHERE s.id = (rec ->> 'customer')::bigint));
END $$;

CREATE FUNCTION karat.part_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM karat.part_search s WHERE s.entity = TG_TABLE_NAME AND s.id = OLD.id;
  ELSE
    INSERT INTO karat.part_search AS s VALUES (TG_TABLE_NAME, NEW.id, karat.part_words(TG_TABLE_NAME, to_jsonb(NEW)))
    ON CONFLICT ON CONSTRAINT part_search_pkey DO UPDATE SET words = excluded.words;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON karat.order_comment
FOR EACH ROW EXECUTE FUNCTION karat.part_index();
CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON karat.measurement
FOR EACH ROW EXECUTE FUNCTION karat.part_index();
CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON karat.nogo
FOR EACH ROW EXECUTE FUNCTION karat.part_index();
CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON karat.address
FOR EACH ROW EXECUTE FUNCTION karat.part_index();

-- All parts, or those of one customer: of one who changes the name, or when this file runs.
CREATE FUNCTION karat.part_fill(of_customer bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  tab text;
BEGIN
  FOREACH tab IN ARRAY '{measurement,nogo,address}'::text[] LOOP
    EXECUTE format('INSERT INTO karat.part_search AS s SELECT %L, t.id, karat.part_words(%L, to_jsonb(t)) '
      'FROM karat.%I t WHERE $1 IS NULL OR t.customer = $1 '
      'ON CONFLICT ON CONSTRAINT part_search_pkey DO UPDATE SET words = excluded.words', tab, tab, tab)
    USING of_customer;
  END LOOP;
  IF of_customer IS NULL THEN
    INSERT INTO karat.part_search
    SELECT 'order_comment', t.id, karat.part_words('order_comment', to_jsonb(t)) FROM karat.order_comment t;
  END IF;
END $$;

CREATE FUNCTION karat.part_index_customer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  PERFORM karat.part_fill(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER search_parts AFTER UPDATE ON karat.customer_search FOR EACH ROW
WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION karat.part_index_customer();

-- Customers are found by street, postcode and notes as well.
CREATE FUNCTION karat.customer_private(c karat.customer, words text, phones text[]) RETURNS text
LANGUAGE sql STABLE
RETURN concat_ws(' ', words, karat.fold(concat_ws(' ', c.city, c.email, c.tags, c.street, c.postcode, c.notes)),
  array_to_string(phones, ' '));

CREATE OR REPLACE FUNCTION karat.customer_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  s karat.customer_search;
BEGIN
  s.id := NEW.id;
  s.number := karat.fold(NEW.number);
  s.name := karat.fold(concat_ws(' ', NEW.first_name, NEW.last_name, NEW.company));
  s.words := concat(' ', s.number, ' ', s.name);
  s.phonetic := karat.phonetic(NEW.last_name, NEW.company);
  s.phones := karat.phones(NEW.phone, NEW.mobile);
  s.email := lower(NEW.email);
  s.private := karat.customer_private(NEW, s.words, s.phones);
  INSERT INTO karat.customer_search AS c SELECT s.*
  ON CONFLICT (id) DO UPDATE SET (number, name, words, phonetic, phones, email, private) = (excluded.number,
    excluded.name, excluded.words, excluded.phonetic, excluded.phones, excluded.email, excluded.private);
  RETURN NULL;
END $$;
DROP TRIGGER search ON karat.customer;
CREATE TRIGGER search AFTER INSERT OR UPDATE OF number, first_name, last_name, company, phone, mobile, email, city,
  tags, street, postcode, notes
ON karat.customer FOR EACH ROW EXECUTE FUNCTION karat.customer_index();

-- What is there already.
UPDATE karat.customer_search s SET private = karat.customer_private(c, s.words, s.phones)
FROM karat.customer c WHERE c.id = s.id AND (c.street, c.postcode, c.notes) IS DISTINCT FROM (NULL, NULL, NULL);
SELECT karat.part_fill();

-- The newest ids of `source` (id, words) in which all patterns of one of the two lists occur and of which `may`
-- holds. Both are texts of the functions below. How and why so: karat.search_order_words, which did this for
-- orders alone. What is few is looked through from its other end: open orders, and what hangs on them.
CREATE FUNCTION karat.search_newest(source text, may text, few boolean, patterns text[], others text[], most integer)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp
SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
DECLARE
  has_all text := (SELECT string_agg('(' || a.has || ')', ' OR ') FROM (
    SELECT string_agg(format('s.words LIKE %L', p), ' AND ') AS has FROM unnest(patterns) p
    UNION ALL SELECT string_agg(format('s.words LIKE %L', p), ' AND ') FROM unnest(others) p
    WHERE others <> patterns) a);
  seen CONSTANT text := 'SELECT ARRAY(SELECT h.id FROM (%s OFFSET 0) h WHERE (%s) LIMIT %s)';
  newest bigint;
  found bigint[];
  span bigint;
BEGIN
  IF few THEN
    EXECUTE format(seen, format('SELECT s.id FROM (SELECT * FROM %s n OFFSET 0) s WHERE %s ORDER BY s.id DESC', source,
      has_all), may, most) INTO found;
    RETURN found;
  END IF;
  EXECUTE format('SELECT max(n.id) FROM %s n', source) INTO newest;
  FOREACH span IN ARRAY ARRAY[20000, 60000] LOOP
    EXECUTE format(seen, format('SELECT s.id FROM '
      '(SELECT * FROM %s n WHERE n.id > %s ORDER BY n.id DESC OFFSET 0) s WHERE %s', source,
      coalesce(newest, 0) - span, has_all), may, most) INTO found;
    IF cardinality(found) = most OR span >= coalesce(newest, 0) THEN
      RETURN found;
    END IF;
    EXIT WHEN cardinality(found) < most / 2;
  END LOOP;
  EXECUTE format(seen, format('SELECT s.id FROM %s s WHERE %s ORDER BY -s.id', source, has_all), may, most) INTO found;
  RETURN found;
END $$;

-- As before, through what is the same for all now.
CREATE OR REPLACE FUNCTION karat.search_orders(q text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  patterns text[] := karat.search_patterns(q, true);
  exact text := karat.fold(btrim(left(q, 200)));
  found bigint[];
BEGIN
  PERFORM karat.need_right('order:view');
  most := least(greatest(most, 1), 1000);
  IF patterns <> '{}' THEN
    found := karat.search_newest('karat.order_search', 'SELECT true FROM karat.orders o WHERE o.id = h.id', false,
      patterns, patterns, most) || ARRAY(SELECT n.id FROM karat.order_search n WHERE n.number = exact);
    RETURN QUERY
    SELECT o.id FROM karat.orders o -- those that the policies let through
    WHERE o.id = ANY (found)
    ORDER BY karat.fold(o.number) = exact DESC, karat.fold(o.title) LIKE ALL (patterns) DESC, o.id DESC
    LIMIT most;
  END IF;
END $$;
DROP FUNCTION karat.search_order_words(text[], integer);

-- Orders for the search over everything: none that is deleted, all, open or closed ones, and those whose number
-- ends so.
CREATE FUNCTION karat.search_order_ids(q text, state text, most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  patterns text[] := karat.search_patterns(q, true);
  exact text := karat.fold(btrim(left(q, 200)));
  wanted text := CASE state WHEN 'open' THEN 'o.status NOT IN (''delivered'', ''cancelled'')'
    WHEN 'closed' THEN 'o.status IN (''delivered'', ''cancelled'')' ELSE 'true' END;
  found bigint[];
BEGIN
  PERFORM karat.need_right('order:view');
  most := least(greatest(most, 1), 1000);
  IF patterns = '{}' THEN
    RETURN '{}';
  END IF;
  found := karat.search_newest(CASE state WHEN 'open'
      THEN format('(SELECT s.id, s.words FROM (SELECT o.id FROM karat.orders o WHERE %s AND o.deleted_at IS NULL '
        'OFFSET 0) o JOIN karat.order_search s ON s.id = o.id)', wanted)
      ELSE 'karat.order_search' END,
    format('SELECT true FROM karat.orders o WHERE o.id = h.id AND o.deleted_at IS NULL AND %s', wanted),
    state = 'open', patterns, patterns, 2 * most)
    || ARRAY(SELECT n.id FROM karat.order_search n WHERE n.number = exact)
    || CASE WHEN exact ~ '^[0-9]{1,18}$' THEN ARRAY(SELECT n.id FROM karat.order_search n
      WHERE karat.number_tail(n.number) = ltrim(exact, '0') ORDER BY n.id DESC LIMIT most) END;
  RETURN ARRAY(SELECT o.id FROM karat.orders o
    WHERE o.id = ANY (found) AND o.deleted_at IS NULL AND CASE state WHEN 'open'
      THEN o.status NOT IN ('delivered', 'cancelled') WHEN 'closed' THEN o.status IN ('delivered', 'cancelled')
      ELSE true END
    ORDER BY lower(o.number) = exact DESC, karat.number_tail(o.number) = ltrim(exact, '0') DESC,
      karat.fold(o.title) LIKE ALL (patterns) DESC, o.id DESC
    LIMIT most);
END $$;

CREATE FUNCTION karat.search_customer_ids(q text, most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  exact text := btrim(left(q, 200));
  found bigint[];
BEGIN
  PERFORM karat.need_right('customer:view');
  most := least(greatest(most, 1), 1000);
  IF exact ~ '^[0-9]{1,18}$' THEN
    found := ARRAY(SELECT n.id FROM karat.customer_search n WHERE karat.number_tail(n.number) = ltrim(exact, '0')
      ORDER BY n.id LIMIT 10);
  END IF;
  found := found || ARRAY(SELECT karat.search_customers(q, most));
  RETURN ARRAY(SELECT c.id FROM unnest(found) WITH ORDINALITY AS f (id, i) JOIN karat.customer c ON c.id = f.id
    WHERE c.deleted_at IS NULL GROUP BY c.id ORDER BY min(f.i) LIMIT most);
END $$;

-- The parts of one kind. Comments belong to orders, and are open or closed with them.
CREATE FUNCTION karat.search_part_ids(entity text, q text, also text, state text, most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  subject text := CASE entity WHEN 'order_comment' THEN 'comment' WHEN 'measurement' THEN 'measurement'
    WHEN 'nogo' THEN 'nogo' WHEN 'address' THEN 'address' END;
  patterns text[] := karat.search_patterns(q, true);
  others text[] := karat.search_patterns(coalesce(also, ''), true);
  source text := format('(SELECT p.id, p.words FROM karat.part_search p WHERE p.entity = %L)', entity);
  may text := format('SELECT true FROM karat.%I t JOIN karat.customer c ON c.id = t.customer '
    'WHERE t.id = h.id AND c.deleted_at IS NULL', entity);
BEGIN
  IF subject IS NULL THEN
    RETURN '{}';
  END IF;
  PERFORM karat.need_right(subject || ':view');
  most := least(greatest(most, 1), 1000);
  IF patterns = '{}' THEN
    RETURN '{}';
  END IF;
  IF others = '{}' THEN
    others := patterns;
  END IF;
  IF entity = 'order_comment' THEN
    may := 'SELECT true FROM karat.order_comment t JOIN karat.orders o ON o.id = t."order" '
      'WHERE t.id = h.id AND o.deleted_at IS NULL' || CASE state
        WHEN 'open' THEN ' AND o.status NOT IN (''delivered'', ''cancelled'')'
        WHEN 'closed' THEN ' AND o.status IN (''delivered'', ''cancelled'')' ELSE '' END;
    IF state = 'open' THEN
      source := '(SELECT p.id, p.words FROM (SELECT o.id FROM karat.orders o '
        'WHERE o.status NOT IN (''delivered'', ''cancelled'') AND o.deleted_at IS NULL OFFSET 0) o '
        'JOIN karat.order_comment t ON t."order" = o.id '
        'JOIN karat.part_search p ON p.entity = ''order_comment'' AND p.id = t.id)';
    END IF;
  END IF;
  RETURN karat.search_newest(source, may, entity = 'order_comment' AND state = 'open', patterns, others, most);
END $$;

-- Of what is few everything is looked at.
CREATE FUNCTION karat.search_has(t text, patterns text[], others text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN patterns <> '{}' AND (karat.fold(' ' || t) LIKE ALL (patterns)
  OR others <> '{}' AND karat.fold(' ' || t) LIKE ALL (others));

-- Everything in which the words occur and that who asks may see: it runs with their own rights, so that rows and
-- columns are those of the tables. `also` are the same words where some are the words of the database (kupfer:
-- copper). state: all, open or closed orders. Of each kind at most `most` rows; the first row tells by which words
-- was searched, and from which they are the stems. Ranking and highlights are the program's (service/search.h).
CREATE FUNCTION karat.search_everything(q text, also text, state text, most integer)
RETURNS TABLE (kind text, id bigint, opens text, key text, title text, at timestamptz, more1 text, more2 text,
  more3 text, more4 text, words text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  patterns text[] := karat.search_patterns(q, true);
  others text[] := karat.search_patterns(coalesce(also, ''), true);
  ids bigint[];
BEGIN
  RETURN QUERY SELECT 'words', NULL::bigint, NULL, NULL, array_to_string(karat.search_words(q, true), ' '),
    NULL::timestamptz, array_to_string(karat.search_words(q, false), ' '), NULL, NULL, NULL, NULL;
  IF patterns = '{}' THEN
    RETURN;
  END IF;
  IF karat.has_right('order:view') THEN
    ids := karat.search_order_ids(q, state, most);
    RETURN QUERY SELECT 'order', l.id, l.number::text, l.number::text, l.title::text, l.created_at,
      l.customer_name::text, l.status::text, l.due::text, NULL, concat_ws(' · ', o.description, o.stones, o.engraving, o.instructions)
    FROM karat.order_list l JOIN karat.orders o ON o.id = l.id WHERE l.id = ANY (ids);
  END IF;
  IF karat.has_right('customer:view') THEN
    ids := karat.search_customer_ids(q, most);
    IF karat.has_right('customer:private') THEN
      RETURN QUERY SELECT 'customer', c.id, c.number::text, c.number::text, c.name::text, c.created_at, c.city::text,
        c.phone::text, NULL, NULL, concat_ws(' · ', CASE WHEN c.name = c.company
          THEN nullif(concat_ws(' ', c.first_name, c.last_name), '') END, c.street, c.postcode, c.mobile, c.email, c.tags, c.notes)
      FROM karat.customer c WHERE c.id = ANY (ids);
    ELSE
      RETURN QUERY SELECT 'customer', c.id, c.number::text, c.number::text, c.name::text, c.created_at, NULL, NULL, NULL,
        NULL, CASE WHEN c.name = c.company THEN nullif(concat_ws(' ', c.first_name, c.last_name), '') END
      FROM karat.customer c WHERE c.id = ANY (ids);
    END IF;
  END IF;
  IF karat.has_right('comment:view') THEN
    ids := karat.search_part_ids('order_comment', q, NULL, state, most);
    RETURN QUERY SELECT 'comment', t.id, o.number::text, o.number::text, NULL, t.created_at, p.display_name::text,
      NULL, NULL, NULL, t.body::text
    FROM karat.order_comment t JOIN karat.orders o ON o.id = t."order" LEFT JOIN karat.person_list p ON p.id = t.author
    WHERE t.id = ANY (ids);
  END IF;
  IF karat.has_right('measurement:view') THEN
    ids := karat.search_part_ids('measurement', q, also, state, most);
    RETURN QUERY SELECT 'measurement', t.id, c.number::text, c.number::text, c.name::text, t.measured_on::timestamptz,
      t.kind::text, trim_scale(t.size)::text, t.hand::text, t.finger::text, t.note::text
    FROM karat.measurement t JOIN karat.customer c ON c.id = t.customer WHERE t.id = ANY (ids);
  END IF;
  IF karat.has_right('nogo:view') THEN
    ids := karat.search_part_ids('nogo', q, also, state, most);
    RETURN QUERY SELECT 'nogo', t.id, c.number::text, c.number::text, c.name::text, NULL::timestamptz, t.category::text,
      t.substance::text, (SELECT concat_ws(' ', a.code, a.name) FROM karat.alloy a WHERE a.id = t.alloy), NULL,
      t.note::text
    FROM karat.nogo t JOIN karat.customer c ON c.id = t.customer WHERE t.id = ANY (ids);
  END IF;
  IF karat.has_right('address:view') THEN
    ids := karat.search_part_ids('address', q, also, state, most);
    RETURN QUERY SELECT 'address', t.id, c.number::text, c.number::text, c.name::text, NULL::timestamptz, t.kind::text,
      NULL, NULL, NULL, concat_ws(', ', t.name, t.street, nullif(concat_ws(' ', t.postcode, t.city), ''))
    FROM karat.address t JOIN karat.customer c ON c.id = t.customer WHERE t.id = ANY (ids);
  END IF;
  IF karat.has_right('person:view') THEN
    RETURN QUERY SELECT 'person', p.id, p.login::text, p.login::text, p.display_name::text, NULL::timestamptz,
      p.role::text, NULL, NULL, NULL, NULL
    FROM karat.person_list p WHERE karat.search_has(concat_ws(' ', p.login, p.display_name, p.role), patterns, others)
    ORDER BY p.id LIMIT most;
  END IF;
  IF karat.has_right('alloy:view') THEN
    RETURN QUERY SELECT 'alloy', a.id, a.code::text, a.code::text, a.name::text, NULL::timestamptz, a.metal::text,
      a.color::text, NULL, NULL, concat_ws(' · ', a.stamp, a.contains)
    FROM karat.alloy a
    WHERE karat.search_has(concat_ws(' ', a.code, a.name, a.metal, a.color, a.stamp, a.contains), patterns, others)
    ORDER BY a.position, a.id LIMIT most;
  END IF;
  IF karat.has_right('place:view') THEN
    RETURN QUERY SELECT 'place', p.id, p.code::text, p.code::text, p.name::text, NULL::timestamptz, p.kind::text, NULL,
      NULL, NULL, NULL
    FROM karat.place p WHERE karat.search_has(concat_ws(' ', p.code, p.name, p.kind), patterns, others)
    ORDER BY p.position, p.id LIMIT most;
  END IF;
  IF karat.has_right('activity:view') THEN
    RETURN QUERY SELECT 'activity', a.id, a.code::text, a.code::text, a.name::text, NULL::timestamptz, a.category::text,
      NULL, NULL, NULL, NULL
    FROM karat.activity a WHERE karat.search_has(concat_ws(' ', a.code, a.name, a.category), patterns, others)
    ORDER BY a.position, a.id LIMIT most;
  END IF;
END $$;

CALL karat.allow('{order:view}', 'EXECUTE ON FUNCTION karat.search_order_ids(text, text, integer), '
  'karat.search_everything(text, text, text, integer), karat.search_words(text, boolean), '
  'karat.search_patterns(text, boolean), karat.search_has(text, text[], text[])');
CALL karat.allow('{customer:view}', 'EXECUTE ON FUNCTION karat.search_customer_ids(text, integer)');
CALL karat.allow('{comment:view}', 'EXECUTE ON FUNCTION karat.search_part_ids(text, text, text, text, integer)');

SET LOCAL ROLE NONE;
