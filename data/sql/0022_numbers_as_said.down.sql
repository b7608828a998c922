-- 0022 down: back to 0021.
SET LOCAL ROLE karat_owner;

CREATE OR REPLACE FUNCTION karat.kiosk_order(said text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp AS $$
DECLARE
  what bigint;
BEGIN
  IF said IS NULL THEN
    RETURN NULL;
  END IF;
  what := (SELECT o.id FROM karat.orders o WHERE o.number = upper(said) AND o.deleted_at IS NULL);
  IF what IS NULL AND said ~ '^#?[0-9]{1,18}$' THEN
    what := (SELECT o.id FROM karat.orders o WHERE o.id = ltrim(said, '#')::bigint AND o.deleted_at IS NULL);
  END IF;
  RETURN what;
END $$;

CREATE OR REPLACE FUNCTION karat.find_customers(words text) RETURNS SETOF bigint
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

CREATE OR REPLACE FUNCTION karat.find_orders(words text) RETURNS SETOF bigint
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

DROP FUNCTION karat.numbered(text, text);
SET LOCAL ROLE NONE;
