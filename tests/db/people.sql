-- people.sql - one person for each role, and some customers and orders for tests that attack the database.
-- As the superuser karat, in a migrated database; whoever is there already stays. Ids are those of a
-- database without customers and orders: customers 1 and 2, orders 1 to 5.

-- A copy of a template has not its access list; 0001 gave the template one.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO karat_viewer, karat_goldsmith, karat_office, karat_admin, '
    'karat_kiosk, karat_auditor', current_database());
END $$;
UPDATE karat.meta SET value = 'real' WHERE key = 'clock';

SELECT karat.person_add(p.login, p.name, p.role, 'de')
FROM (VALUES
  ('olga', 'Olga Ohm', 'admin'), ('gero', 'Gero Gold', 'goldsmith'), ('ofra', 'Ofra Ost', 'office'),
  ('vito', 'Vito Vogt', 'viewer'), ('kim', 'Kim Kern', 'kiosk'), ('thea', 'Thea Treu', 'auditor')
) AS p (login, name, role)
WHERE p.login NOT IN (SELECT x.login FROM karat.person x);
UPDATE karat.person_list SET hourly_cost = 36.57 WHERE login = 'gero';

-- stranger is a goldsmith of another workshop in the same cluster; clerk is nobody's.
DO $$
BEGIN
  IF to_regrole('stranger') IS NULL THEN
    CREATE ROLE stranger LOGIN;
    GRANT karat_goldsmith TO stranger;
  END IF;
  IF to_regrole('clerk') IS NULL THEN
    CREATE ROLE clerk NOLOGIN;
  END IF;
END $$;

SET ROLE gero;
INSERT INTO karat.customer (kind, first_name, last_name, phone, email, city)
VALUES ('private', 'Anna', 'Berger', '0171 5550199', 'anna.berger@secret.example', 'Hanau');
INSERT INTO karat.nogo (customer, category, substance) VALUES (1, 'allergy', 'nickel');
INSERT INTO karat.orders (kind, title, customer, alloy, due, ring_size, price) -- 1: in work
VALUES ('ring', 'Trauringe Berger', 1, (SELECT id FROM karat.alloy WHERE code = '585-y'), '2030-05-01', 54, 1480.77);
UPDATE karat.orders SET status = 'confirmed' WHERE id = 1;
UPDATE karat.orders SET status = 'in_progress' WHERE id = 1;
INSERT INTO karat.order_comment ("order", body) VALUES (1, 'Frage an @vito: Gravur innen?');

SET ROLE ofra;
INSERT INTO karat.customer (kind, company, phone) VALUES ('business', 'Juwelier Stein', '030 5550142');
INSERT INTO karat.orders (kind, title, customer) VALUES ('chain', 'Kette, noch offen', 2); -- 2: a draft
INSERT INTO karat.orders (kind, title, customer, alloy, due, price) -- 3: delivered
VALUES ('pendant', 'Anhänger Stein', 2, (SELECT id FROM karat.alloy WHERE code = '925'), '2030-05-01', 240.33);
UPDATE karat.orders SET status = 'confirmed' WHERE id = 3;
UPDATE karat.orders SET status = 'in_progress' WHERE id = 3;
UPDATE karat.orders SET status = 'quality_check' WHERE id = 3;
UPDATE karat.orders SET status = 'completed' WHERE id = 3;
UPDATE karat.orders SET status = 'delivered' WHERE id = 3;
INSERT INTO karat.orders (kind, title) VALUES ('custom', 'Geheimauftrag'); -- 4: deleted
INSERT INTO karat.orders (kind, title, alloy, due) -- 5: on hold
VALUES ('brooch', 'Brosche', (SELECT id FROM karat.alloy WHERE code = '925'), '2030-05-01');
UPDATE karat.orders SET status = 'confirmed' WHERE id = 5;
UPDATE karat.orders SET held_reason = 'Stein fehlt' WHERE id = 5;
INSERT INTO karat.order_comment ("order", body) VALUES (1, 'Kundin ruft morgen an.');
SELECT karat.request_begin('00000000-0000-4000-8000-000000000001', 'order.confirm', sha256('1'));

SET ROLE olga;
UPDATE karat.orders SET deleted_at = now(), deleted_reason = 'Irrtum' WHERE id = 4;
RESET ROLE;
