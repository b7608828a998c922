-- 0010: the search over everything counts orders by status and year, and narrows to one of them.
SET LOCAL ROLE karat_owner;

DROP FUNCTION karat.search_everything(text, text, text, integer);
DROP FUNCTION karat.search_order_ids(text, text, integer);
DROP FUNCTION karat.search_newest(text, text, boolean, text[], text[], integer);

-- As 0008 has it, but when `enough` are among the newest, the older are not looked for; NULL at the end tells that
-- there may be more than are in the answer.
CREATE FUNCTION karat.search_newest(source text, may text, few boolean, patterns text[], others text[], most integer,
  enough integer DEFAULT NULL)
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
  mark bigint[] := CASE WHEN enough IS NULL THEN '{}' ELSE ARRAY[NULL::bigint] END;
BEGIN
  IF few THEN
    EXECUTE format(seen, format('SELECT s.id FROM (SELECT * FROM %s n OFFSET 0) s WHERE %s ORDER BY s.id DESC', source,
      has_all), may, most) INTO found;
    RETURN found || CASE WHEN cardinality(found) = most THEN mark END;
  END IF;
  EXECUTE format('SELECT max(n.id) FROM %s n', source) INTO newest;
  FOREACH span IN ARRAY ARRAY[20000, 60000] LOOP
    EXECUTE format(seen, format('SELECT s.id FROM '
      '(SELECT * FROM %s n WHERE n.id > %s ORDER BY n.id DESC OFFSET 0) s WHERE %s', source,
      coalesce(newest, 0) - span, has_all), may, most) INTO found;
    IF cardinality(found) >= coalesce(enough, most) OR span >= coalesce(newest, 0) THEN
      RETURN found || CASE WHEN cardinality(found) = most OR span < coalesce(newest, 0) THEN mark END;
    END IF;
    EXIT WHEN cardinality(found) < coalesce(enough, most) / 2;
  END LOOP;
  EXECUTE format(seen, format('SELECT s.id FROM %s s WHERE %s ORDER BY -s.id', source, has_all), may, most) INTO found;
  RETURN found || CASE WHEN cardinality(found) = most THEN mark END;
END $$;

-- As 0008 has it, and with that NULL.
CREATE FUNCTION karat.search_order_ids(q text, state text, most integer, enough integer) RETURNS bigint[]
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
    state = 'open', patterns, patterns, most, enough)
    || ARRAY(SELECT n.id FROM karat.order_search n WHERE n.number = exact)
    || CASE WHEN exact ~ '^[0-9]{1,18}$' THEN ARRAY(SELECT n.id FROM karat.order_search n
      WHERE karat.number_tail(n.number) = ltrim(exact, '0') ORDER BY n.id DESC LIMIT most) END;
  RETURN ARRAY(SELECT o.id FROM karat.orders o
    WHERE o.id = ANY (found) AND o.deleted_at IS NULL AND CASE state WHEN 'open'
      THEN o.status NOT IN ('delivered', 'cancelled') WHEN 'closed' THEN o.status IN ('delivered', 'cancelled')
      ELSE true END
    ORDER BY lower(o.number) = exact DESC, karat.number_tail(o.number) = ltrim(exact, '0') DESC,
      karat.fold(o.title) LIKE ALL (patterns) DESC, o.id DESC
    LIMIT most) || CASE WHEN array_position(found, NULL) > 0 THEN ARRAY[NULL::bigint] END;
END $$;

-- As 0008 has it, and of the orders that were found how many have which status and year: id, key and title of rows of
-- the kind facet, one of which has neither if there are more orders than were looked for. At most 500 are, and no old
-- ones when there are plenty of new ones, as a word such as ring is in half of all orders. What is counted is what who
-- asks may see. only_status and only_year leave other orders out, but the counts count them: whoever narrowed sees what
-- else there is.
CREATE FUNCTION karat.search_everything(q text, also text, state text, only_status text, only_year integer,
  most integer)
RETURNS TABLE (kind text, id bigint, opens text, key text, title text, at timestamptz, more1 text, more2 text,
  more3 text, more4 text, words text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, karat, pg_temp SET jit = off AS $$
DECLARE
  patterns text[] := karat.search_patterns(q, true);
  others text[] := karat.search_patterns(coalesce(also, ''), true);
  zone text := coalesce((SELECT w.time_zone FROM karat.workshop w), 'UTC'); -- whose years are meant
  ids bigint[];
BEGIN
  RETURN QUERY SELECT 'words', NULL::bigint, NULL, NULL, array_to_string(karat.search_words(q, true), ' '),
    NULL::timestamptz, array_to_string(karat.search_words(q, false), ' '), NULL, NULL, NULL, NULL;
  IF patterns = '{}' THEN
    RETURN;
  END IF;
  IF karat.has_right('order:view') THEN
    ids := karat.search_order_ids(q, state, 500, 2 * least(most, 250));
    IF array_position(ids, NULL) > 0 THEN
      RETURN QUERY SELECT 'facet', NULL::bigint, NULL, NULL, NULL, NULL::timestamptz, NULL, NULL, NULL, NULL, NULL;
      ids := array_remove(ids, NULL);
    END IF;
    RETURN QUERY SELECT 'facet', count(*), NULL, f.status, f.year::text, NULL::timestamptz, NULL, NULL, NULL, NULL, NULL
    FROM (SELECT o.status::text, extract(year FROM o.created_at AT TIME ZONE zone)::integer AS year
      FROM karat.orders o WHERE o.id = ANY (ids)) f
    GROUP BY f.status, f.year;
    IF only_status IS NULL AND only_year IS NULL THEN
      ids := ids[:most];
    ELSE
      ids := ARRAY(SELECT o.id FROM unnest(ids) WITH ORDINALITY AS f (id, i) JOIN karat.orders o ON o.id = f.id
        WHERE (only_status IS NULL OR o.status = only_status)
          AND (only_year IS NULL OR extract(year FROM o.created_at AT TIME ZONE zone) = only_year)
        ORDER BY f.i LIMIT most);
    END IF;
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
    RETURN QUERY SELECT 'measurement', t.id, c.number::text, c.number::text, c.name::text, t.measured_on::timestamp AT TIME ZONE zone,
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

CALL karat.allow('{order:view}', 'EXECUTE ON FUNCTION karat.search_order_ids(text, text, integer, integer), '
  'karat.search_everything(text, text, text, text, integer, integer)');

SET LOCAL ROLE NONE;
