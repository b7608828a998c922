-- 0006: lists that page fast at a million orders, and search.
SET LOCAL ROLE karat_owner;

-- A list is read as WHERE (column, id) > (…) ORDER BY column, id LIMIT n: one index for each column it may
-- be sorted by. The comparisons of text, date and time are leak-proof, so row security does not keep them
-- from the index.
CREATE INDEX orders_title_idx ON karat.orders (title, id);
CREATE INDEX orders_due_idx ON karat.orders (due, id);
CREATE INDEX orders_fitting_on_idx ON karat.orders (fitting_on, id);
CREATE INDEX orders_created_at_idx ON karat.orders (created_at, id);
CREATE INDEX orders_updated_at_idx ON karat.orders (updated_at, id);
-- What lists are narrowed by. Priorities are few and common: any sorted index meets them soon. So are kinds,
-- but brooches have titles of their own: sorted by title they lie together, and far from the beginning.
CREATE INDEX orders_kind_idx ON karat.orders (kind, title, id);
CREATE INDEX orders_status_idx ON karat.orders (status, id);
CREATE INDEX orders_customer_idx ON karat.orders (customer, id);
CREATE INDEX orders_alloy_idx ON karat.orders (alloy, id);
CREATE INDEX orders_assignee_idx ON karat.orders (assignee, id);
CREATE INDEX orders_place_idx ON karat.orders (place, id);
-- Work that is not done is little, however long the workshop lives.
CREATE INDEX orders_open_idx ON karat.orders (due, id)
WHERE status NOT IN ('delivered', 'cancelled') AND deleted_at IS NULL;
CREATE INDEX orders_open_customer_idx ON karat.orders (customer)
WHERE status NOT IN ('delivered', 'cancelled') AND deleted_at IS NULL;

CREATE INDEX customer_name_idx ON karat.customer (name, id);
CREATE INDEX customer_last_name_idx ON karat.customer (last_name, id);
CREATE INDEX customer_company_idx ON karat.customer (company, id);
CREATE INDEX customer_updated_at_idx ON karat.customer (updated_at, id);
CREATE INDEX customer_merged_into_idx ON karat.customer (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX order_comment_order_idx ON karat.order_comment ("order", id);
CREATE INDEX order_comment_created_at_idx ON karat.order_comment (created_at, id);
CREATE INDEX order_event_order_idx ON karat.order_event ("order", id);
CREATE INDEX order_move_order_idx ON karat.order_move ("order", id);
CREATE INDEX mention_order_idx ON karat.mention ("order");
CREATE INDEX mention_person_idx ON karat.mention (person, id);
CREATE INDEX mention_unseen_idx ON karat.mention (person, id) WHERE seen_at IS NULL;

-- The views are the owner's; the policies of the tables below ask who really reads. They are no barriers:
-- nothing is filtered here, and a barrier would keep the order of the list from the indexes.

CREATE VIEW karat.order_list AS
SELECT o.id, o.number, o.status, o.kind, o.title, o.customer, c.name::varchar(200) AS customer_name,
  a.code AS alloy_code, o.due, o.fitting_on, o.priority, o.assignee, p.display_name AS assignee_name,
  pl.code AS place_code, o.price, o.held_reason, o.created_at, o.updated_at, o.deleted_at, o.version
FROM karat.orders o
LEFT JOIN karat.customer c ON c.id = o.customer
LEFT JOIN karat.alloy a ON a.id = o.alloy
LEFT JOIN karat.person p ON p.id = o.assignee
LEFT JOIN karat.place pl ON pl.id = o.place AND o.place IS NOT NULL; -- tells the planner that few orders lie anywhere

CREATE VIEW karat.customer_list AS
SELECT c.id, c.number, c.name, c.kind, c.city, c.phone, c.email, c.tags,
  (SELECT count(*) FROM karat.orders o WHERE o.customer = c.id
    AND o.status NOT IN ('delivered', 'cancelled') AND o.deleted_at IS NULL) AS open_orders,
  c.updated_at, c.deleted_at, c.version
FROM karat.customer c;

CALL karat.allow('{order:view}', 'SELECT (id, number, status, kind, title, customer, customer_name, alloy_code, '
  'due, fitting_on, priority, assignee, assignee_name, place_code, held_reason, created_at, updated_at, '
  'deleted_at, version) ON karat.order_list');
CALL karat.allow('{order:view,order:price}', 'SELECT (price) ON karat.order_list');
CALL karat.allow('{customer:view}', 'SELECT (id, number, name, kind, open_orders, updated_at, deleted_at, '
  'version) ON karat.customer_list');
CALL karat.allow('{customer:view,customer:private}', 'SELECT (city, phone, email, tags) ON karat.customer_list');

-- What orders are found by; apart from the orders for the same reason as karat.customer_search.
CREATE TABLE karat.order_search (
  id bigint PRIMARY KEY REFERENCES karat.orders ON DELETE CASCADE,
  number text COLLATE "C" NOT NULL, -- folded
  words text COLLATE "C" NOT NULL   -- folded: ' number title customer description stones engraving instructions'
);
ALTER TABLE karat.order_search ENABLE ROW LEVEL SECURITY;
CREATE INDEX order_search_number_idx ON karat.order_search (number);
CREATE INDEX order_search_words_idx ON karat.order_search USING gin (words karat.gin_trgm_ops) WITH (fastupdate = off);

-- A deleted customer is not found by the orders either; one that was merged into another is.
CREATE FUNCTION karat.order_words(o karat.orders) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN concat(' ', karat.fold(concat_ws(' ', o.number, o.title)), ' ',
    (SELECT s.name FROM karat.customer_search s JOIN karat.customer c ON c.id = s.id
     WHERE s.id = o.customer AND (c.deleted_at IS NULL OR c.merged_into IS NOT NULL)), ' ',
    karat.fold(concat_ws(' ', o.description, o.stones, o.engraving, o.instructions)));
END $$;

CREATE FUNCTION karat.order_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  INSERT INTO karat.order_search AS s VALUES (NEW.id, karat.fold(NEW.number), karat.order_words(NEW))
  ON CONFLICT (id) DO UPDATE SET (number, words) = (excluded.number, excluded.words);
  RETURN NULL;
END $$;
CREATE TRIGGER search AFTER INSERT
OR UPDATE OF number, title, customer, description, stones, engraving, instructions, deleted_at
ON karat.orders FOR EACH ROW EXECUTE FUNCTION karat.order_index();

-- A customer who changes the name, goes or comes back takes the orders along.
CREATE FUNCTION karat.order_index_customer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  UPDATE karat.order_search s SET words = karat.order_words(o)
  FROM karat.orders o WHERE o.customer = NEW.id AND s.id = o.id;
  RETURN NULL;
END $$;
CREATE TRIGGER search_orders AFTER UPDATE ON karat.customer_search FOR EACH ROW
WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION karat.order_index_customer();
CREATE TRIGGER search_orders AFTER UPDATE OF deleted_at ON karat.customer FOR EACH ROW
WHEN ((NEW.deleted_at IS NULL) <> (OLD.deleted_at IS NULL) AND NEW.merged_into IS NULL)
EXECUTE FUNCTION karat.order_index_customer();

-- Words of a search as patterns: folded, at most eight. What has no three letters in a row has no trigram
-- for the index and must begin a word. With `stems` a word finds its other forms, also inside of others:
-- Ringe finds ring, Ohrring and Trauringe. (A full-text index would find no compounds, and a search that
-- had to ask both indexes took five times as long.)
CREATE FUNCTION karat.search_patterns(q text, stems boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(array_agg(CASE WHEN stem ~ '[[:alnum:]]{3}' THEN '%' ELSE '% ' END
    || replace(replace(replace(stem, '\', '\\'), '%', '\%'), '_', '\_') || '%' ORDER BY i), '{}')
  FROM (SELECT w, i FROM regexp_split_to_table(karat.fold(left(q, 200)), '\s+') WITH ORDINALITY AS s (w, i)
    WHERE w ~ '[[:alnum:]]' ORDER BY i LIMIT 8) x,
    LATERAL (SELECT coalesce((ts_lexize('german_stem', w))[1], '') AS s) y,
    LATERAL (SELECT CASE WHEN stems AND length(s) >= 3 AND starts_with(w, s) THEN s ELSE w END AS stem) z;
END;

-- The newest ids in which all patterns occur. Of a common word ("ring": every third order) only the newest
-- are looked at, as nobody reads a thousand hits: they are found among the last orders, or nearly, and then
-- a longer look finds the rest. Only what is rarer there goes to the index, which has to collect every hit
-- before it can give the first. The planner cannot know how rare a part of a word is; it is not asked. What
-- the policies hide is left out before the limit: what is not there takes nobody's place. They are asked for
-- one hit after the other, and for no more than are needed.
CREATE FUNCTION karat.search_order_words(patterns text[], most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp
SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
DECLARE
  has_all text := (SELECT string_agg(format('s.words LIKE %L', p), ' AND ') FROM unnest(patterns) p);
  seen CONSTANT text := 'SELECT ARRAY(SELECT h.id FROM (%s OFFSET 0) h '
    'WHERE (SELECT true FROM karat.orders o WHERE o.id = h.id) LIMIT %s)';
  newest bigint := (SELECT last_value FROM karat.orders_id_seq);
  found bigint[];
  span bigint;
BEGIN
  FOREACH span IN ARRAY ARRAY[20000, 60000] LOOP
    EXECUTE format(seen, format('SELECT s.id FROM '
      '(SELECT * FROM karat.order_search n WHERE n.id > %s ORDER BY n.id DESC OFFSET 0) s WHERE %s',
      newest - span, has_all), most) INTO found;
    IF cardinality(found) = most OR span >= newest THEN
      RETURN found;
    END IF;
    EXIT WHEN cardinality(found) < most / 2;
  END LOOP;
  EXECUTE format(seen, format('SELECT s.id FROM karat.order_search s WHERE %s ORDER BY -s.id', has_all), most)
  INTO found;
  RETURN found;
END $$;

-- Ids of the orders that have all of the words: first the one with just this number, then those that have
-- them in the title, then the newest.
CREATE FUNCTION karat.search_orders(q text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  patterns text[] := karat.search_patterns(q, true);
  exact text := karat.fold(btrim(left(q, 200)));
  found bigint[];
BEGIN
  PERFORM karat.need_right('order:view');
  most := least(greatest(most, 1), 1000);
  IF patterns <> '{}' THEN
    found := karat.search_order_words(patterns, most)
      || ARRAY(SELECT n.id FROM karat.order_search n WHERE n.number = exact);
    RETURN QUERY
    SELECT o.id FROM karat.orders o -- those that the policies let through
    WHERE o.id = ANY (found)
    ORDER BY karat.fold(o.number) = exact DESC, karat.fold(o.title) LIKE ALL (patterns) DESC, o.id DESC
    LIMIT most;
  END IF;
END $$;

-- The same for customers, the likest name first. What may not be seen may not be searched either.
CREATE FUNCTION karat.search_customers(q text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  col text := CASE WHEN karat.has_right('customer:private') THEN 'private' ELSE 'words' END;
  exact text := karat.fold(btrim(left(q, 200)));
  patterns text[] := karat.search_patterns(q, false);
  found bigint[];
BEGIN
  PERFORM karat.need_right('customer:view');
  most := least(greatest(most, 1), 1000);
  IF q ~ '^[-+/() 0-9]+$' AND length(karat.digits(q)) > 4 THEN
    patterns := ARRAY['%' || karat.digits(q) || '%']; -- a telephone number, however it is written
  END IF;
  IF patterns <> '{}' THEN
    EXECUTE format('SELECT ARRAY(SELECT s.id FROM karat.customer_search s WHERE %s '
      'AND (SELECT true FROM karat.customer c WHERE c.id = s.id) LIMIT %s)',
      (SELECT string_agg(format('s.%I LIKE %L', col, p), ' AND ') FROM unnest(patterns) p), most) INTO found;
    found := found || ARRAY(SELECT n.id FROM karat.customer_search n WHERE n.number = exact);
    RETURN QUERY
    SELECT c.id FROM karat.customer c JOIN karat.customer_search s ON s.id = c.id
    WHERE c.id = ANY (found)
    ORDER BY s.number = exact DESC, similarity(s.name, exact) DESC, c.name, c.id
    LIMIT most;
  END IF;
END $$;

-- What people call a record: its number, else its title or name, however it is spelled. At most two ids, as
-- more than one is no answer.
CREATE FUNCTION karat.find_orders(words text) RETURNS SETOF bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH hit AS (
    SELECT o.id, karat.fold(o.number) = w.folded AS by_number
    FROM (SELECT karat.fold(btrim(words)) AS folded) w, karat.orders o
    WHERE o.id = ANY (ARRAY(SELECT karat.search_orders(words, 200))) AND o.deleted_at IS NULL
      AND w.folded IN (karat.fold(o.number), karat.fold(o.title))
  )
  SELECT id FROM hit WHERE by_number = (SELECT bool_or(by_number) FROM hit) LIMIT 2;
END;

CREATE FUNCTION karat.find_customers(words text) RETURNS SETOF bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH hit AS (
    SELECT c.id, karat.fold(c.number) = w.folded AS by_number
    FROM (SELECT karat.fold(btrim(words)) AS folded) w, karat.customer c
    WHERE c.id = ANY (ARRAY(SELECT karat.search_customers(words, 200))) AND c.deleted_at IS NULL
      AND w.folded IN (karat.fold(c.number), karat.fold(c.name), karat.fold(c.last_name), karat.fold(c.company),
        karat.fold(concat_ws(' ', c.first_name, c.last_name)))
  )
  SELECT id FROM hit WHERE by_number = (SELECT bool_or(by_number) FROM hit) LIMIT 2;
END;

CALL karat.allow('{order:view}', 'EXECUTE ON FUNCTION karat.search_orders(text, integer), '
  'karat.find_orders(text)');
CALL karat.allow('{customer:view}', 'EXECUTE ON FUNCTION karat.search_customers(text, integer), '
  'karat.find_customers(text)');

SET LOCAL ROLE NONE;
