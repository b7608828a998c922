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

CALL karat.allow('{order:view}', 'SELECT (id, number, status, kind, title, customer, customer_name, alloy_code, due, fitting_on, '
  'priority, assignee, assignee_name, place_code, held_reason, created_at, updated_at, deleted_at, version) ON karat.order_list');
CALL karat.allow('{order:view,order:price}', 'SELECT (price) ON karat.order_list');
CALL karat.allow('{customer:view}', 'SELECT (id, number, name, kind, open_orders, updated_at, deleted_at, version) ON karat.customer_list');
CALL karat.allow('{customer:view,customer:private}', 'SELECT (city, phone, email, tags) ON karat.customer_list');

-- What orders are found by; apart from the orders for the same reason as karat.customer_search.
CREATE TABLE karat.order_search (
  id bigint PRIMARY KEY REFERENCES karat.orders ON DELETE CASCADE,
  number text COLLATE "C" NOT NULL, -- folded
  words text COLLATE "C" NOT NULL,  -- folded: ' number title customer'
  fts tsvector NOT NULL             -- whole words in all their forms: title, description, stones, engraving, instructions
);
ALTER TABLE karat.order_search ENABLE ROW LEVEL SECURITY;
CREATE INDEX order_search_number_idx ON karat.order_search (number);
CREATE INDEX order_search_words_idx ON karat.order_search USING gin (words karat.gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX order_search_fts_idx ON karat.order_search USING gin (fts) WITH (fastupdate = off);

CREATE FUNCTION karat.order_words(o karat.orders) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  RETURN concat(' ', karat.fold(o.number), ' ', karat.fold(o.title), ' ',
    (SELECT s.name FROM karat.customer_search s WHERE s.id = o.customer));
END $$;

CREATE FUNCTION karat.order_fts(o karat.orders) RETURNS tsvector
LANGUAGE sql IMMUTABLE
RETURN setweight(to_tsvector('german', o.title), 'A')
  || setweight(to_tsvector('german', concat_ws(' ', o.description, o.stones, o.engraving)), 'B')
  || setweight(to_tsvector('german', coalesce(o.instructions, '')), 'C');

CREATE FUNCTION karat.order_index() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  INSERT INTO karat.order_search AS s VALUES (NEW.id, karat.fold(NEW.number), karat.order_words(NEW), karat.order_fts(NEW))
  ON CONFLICT (id) DO UPDATE SET (number, words, fts) = (excluded.number, excluded.words, excluded.fts);
  RETURN NULL;
END $$;
CREATE TRIGGER search AFTER INSERT OR UPDATE OF number, title, customer, description, stones, engraving, instructions
ON karat.orders FOR EACH ROW EXECUTE FUNCTION karat.order_index();

-- A customer who changes the name takes the orders along.
CREATE FUNCTION karat.order_index_customer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
BEGIN
  UPDATE karat.order_search s SET words = karat.order_words(o) FROM karat.orders o WHERE o.customer = NEW.id AND s.id = o.id;
  RETURN NULL;
END $$;
CREATE TRIGGER search_orders AFTER UPDATE ON karat.customer_search FOR EACH ROW
WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION karat.order_index_customer();

-- Words of a search: folded, at most eight, and as patterns. One letter or two must begin a word, as
-- there is no trigram in them.
CREATE FUNCTION karat.search_patterns(q text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(array_agg(CASE WHEN length(w) < 3 THEN '% ' ELSE '%' END
    || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%' ORDER BY i), '{}')
  FROM (SELECT w, i FROM regexp_split_to_table(karat.fold(left(q, 200)), '\s+') WITH ORDINALITY AS s (w, i)
    WHERE w <> '' ORDER BY i LIMIT 8) x;
END;

-- All words as a condition on order_search; literal, so that the planner sees how rare they are.
CREATE FUNCTION karat.search_condition(q text) RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT string_agg(format('(s.words LIKE %L OR s.fts @@ %L::tsquery)', p, plainto_tsquery('german', btrim(p, '%'))::text), ' AND ')
  FROM unnest(karat.search_patterns(q)) p;
END;

-- Ids of the orders that have all of the words, in the number, the title, the customer's name or, as a
-- whole word in any form, in the texts; an order with just this number comes first, then the best, then
-- the newest. Of a common word ("ring": every third order) only the newest are looked at: nobody reads
-- a thousand hits. They are found among the newest orders; only words that are rarer there go to the
-- index, which has to collect every hit before it can give the first.
CREATE FUNCTION karat.search_orders(q text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  all_words text := karat.search_condition(q);
  exact text := karat.fold(btrim(left(q, 200)));
  found bigint[];
BEGIN
  PERFORM karat.need_right('order:view');
  most := least(greatest(most, 1), 1000);
  IF all_words IS NULL THEN
    RETURN;
  END IF;
  EXECUTE format('SELECT array_agg(x.id) FROM (SELECT s.id FROM (SELECT * FROM karat.order_search n ORDER BY n.id DESC LIMIT 20000) s '
    'WHERE %s LIMIT %s) x', all_words, most) INTO found;
  IF found IS NULL OR cardinality(found) < most THEN
    EXECUTE format('SELECT array_agg(x.id) FROM (SELECT s.id FROM karat.order_search s WHERE %s ORDER BY s.id DESC LIMIT %s) x',
      all_words, most) INTO found;
  END IF;
  RETURN QUERY
  SELECT o.id
  FROM karat.order_search s JOIN karat.orders o ON o.id = s.id -- what the policies of orders let through
  WHERE s.id = ANY (found || ARRAY(SELECT n.id FROM karat.order_search n WHERE n.number = exact))
  ORDER BY s.number = exact DESC, ts_rank(s.fts, plainto_tsquery('german', left(q, 200))) DESC, s.id DESC
  LIMIT most;
END $$;

-- The same for customers. What may not be seen may not be searched either.
CREATE FUNCTION karat.search_customers(q text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  col text := CASE WHEN karat.has_right('customer:private') THEN 'private' ELSE 'words' END;
  exact text := karat.fold(btrim(left(q, 200)));
  digits text := CASE WHEN q ~ '^[-+/() 0-9]+$' AND length(karat.digits(q)) > 4 THEN karat.digits(q) END;
  found bigint[];
BEGIN
  PERFORM karat.need_right('customer:view');
  most := least(greatest(most, 1), 1000);
  IF karat.search_patterns(q) = '{}' THEN
    RETURN;
  END IF;
  EXECUTE format('SELECT array_agg(x.id) FROM (SELECT s.id FROM karat.customer_search s WHERE %s LIMIT %s) x',
    (SELECT string_agg(format('s.%I LIKE %L', col, p), ' AND ')
     FROM unnest(CASE WHEN digits IS NULL THEN karat.search_patterns(q) ELSE ARRAY['%' || digits || '%'] END) p), most) INTO found;
  RETURN QUERY
  SELECT c.id
  FROM karat.customer_search s JOIN karat.customer c ON c.id = s.id
  WHERE s.id = ANY (found || ARRAY(SELECT n.id FROM karat.customer_search n WHERE n.number = exact))
  ORDER BY s.number = exact DESC, karat.similarity(s.name, exact) DESC, c.name, c.id
  LIMIT most;
END $$;
CALL karat.allow('{order:view}', 'EXECUTE ON FUNCTION karat.search_orders(text, integer)');
CALL karat.allow('{customer:view}', 'EXECUTE ON FUNCTION karat.search_customers(text, integer)');

SET LOCAL ROLE NONE;
