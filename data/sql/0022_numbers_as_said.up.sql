-- 0022: digits that a person says are a number wherever they say them. Search had it so: 480 is A-2026-0480, the newest one
-- with that number. A command, a scan and a terminal took them for the id, which nobody sees, and so for another piece.
SET LOCAL ROLE karat_owner;

-- Ids of those whose number ends so; empty: these are no digits.
CREATE FUNCTION karat.numbered(tab text, words text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  digits text := ltrim(substring(btrim(words) FROM '^[0-9]{1,18}$'), '0');
BEGIN
  PERFORM karat.need_right(tab || ':view');
  RETURN CASE tab
    WHEN 'order' THEN ARRAY(SELECT n.id FROM karat.order_search n WHERE karat.number_tail(n.number) = digits ORDER BY n.id DESC LIMIT 100)
    WHEN 'customer' THEN ARRAY(SELECT n.id FROM karat.customer_search n WHERE karat.number_tail(n.number) = digits ORDER BY n.id DESC LIMIT 100)
  END;
END $$;
CALL karat.allow('{order:view}', 'EXECUTE ON FUNCTION karat.numbered(text, text)');

-- As 0006 has them, but for that. An id is #480.
CREATE OR REPLACE FUNCTION karat.find_orders(words text) RETURNS SETOF bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH hit AS (
    SELECT o.id, CASE WHEN karat.fold(o.number) = w.folded THEN 0 WHEN ltrim(substring(o.number FROM '[0-9]+$'), '0') = w.digits THEN 1
      ELSE 2 END AS how
    FROM (SELECT karat.fold(btrim(words)) AS folded, ltrim(substring(btrim(words) FROM '^[0-9]+$'), '0') AS digits) w, karat.orders o
    WHERE o.id = ANY (ARRAY(SELECT karat.search_orders(words, 200)) || karat.numbered('order', words)) AND o.deleted_at IS NULL
      AND (w.folded IN (karat.fold(o.number), karat.fold(o.title)) OR ltrim(substring(o.number FROM '[0-9]+$'), '0') = w.digits)
  ), best AS (SELECT id, how FROM hit WHERE how = (SELECT min(how) FROM hit))
  SELECT id FROM best b WHERE how <> 1 OR id = (SELECT max(id) FROM best) LIMIT 2;
END;

CREATE OR REPLACE FUNCTION karat.find_customers(words text) RETURNS SETOF bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH hit AS (
    SELECT c.id, CASE WHEN karat.fold(c.number) = w.folded THEN 0 WHEN ltrim(substring(c.number FROM '[0-9]+$'), '0') = w.digits THEN 1
      ELSE 2 END AS how
    FROM (SELECT karat.fold(btrim(words)) AS folded, ltrim(substring(btrim(words) FROM '^[0-9]+$'), '0') AS digits) w, karat.customer c
    WHERE c.id = ANY (ARRAY(SELECT karat.search_customers(words, 200)) || karat.numbered('customer', words)) AND c.deleted_at IS NULL
      AND (w.folded IN (karat.fold(c.number), karat.fold(c.name), karat.fold(c.last_name), karat.fold(c.company),
        karat.fold(concat_ws(' ', c.first_name, c.last_name))) OR ltrim(substring(c.number FROM '[0-9]+$'), '0') = w.digits)
  ), best AS (SELECT id, how FROM hit WHERE how = (SELECT min(how) FROM hit))
  SELECT id FROM best b WHERE how <> 1 OR id = (SELECT max(id) FROM best) LIMIT 2;
END;

-- As 0018 has it, but for that.
CREATE OR REPLACE FUNCTION karat.kiosk_order(said text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  what bigint;
BEGIN
  IF said IS NULL THEN
    RETURN NULL;
  END IF;
  what := (SELECT o.id FROM karat.orders o WHERE o.number = upper(said) AND o.deleted_at IS NULL);
  IF what IS NULL AND said ~ '^#[0-9]{1,18}$' THEN
    what := (SELECT o.id FROM karat.orders o WHERE o.id = ltrim(said, '#')::bigint AND o.deleted_at IS NULL);
  ELSIF what IS NULL AND said ~ '^[0-9]{1,18}$' THEN
    what := (SELECT max(o.id) FROM karat.order_search s JOIN karat.orders o ON o.id = s.id
      WHERE karat.number_tail(s.number) = ltrim(said, '0') AND o.deleted_at IS NULL);
  END IF;
  RETURN what;
END $$;

SET LOCAL ROLE NONE;
