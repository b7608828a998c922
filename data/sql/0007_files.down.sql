SET LOCAL ROLE karat_owner;
DROP VIEW karat.audit_list;
CREATE VIEW karat.audit_list WITH (security_barrier) AS
SELECT a.id, a.at, a.who, a.session, a.program, a.device, a.entity, a.record, a.action,
  a.changes::varchar(100000) AS changes, a.reason
FROM karat.audit a
WHERE (SELECT karat.has_right('audit:view'));
CALL karat.allow('{audit:view}', 'SELECT ON karat.audit_list');
DROP FUNCTION karat.audit_record(text, bigint);
DROP FUNCTION karat.audit_names(jsonb);
DROP FUNCTION karat.audit_name(text, bigint);
DROP TRIGGER guard_nogo ON karat.orders;
DROP FUNCTION karat.order_guard_nogo();
DROP VIEW karat.order_conflict_list;
DROP FUNCTION karat.conflicts(bigint, bigint);
DROP VIEW karat.day_list;
DROP INDEX karat.order_comment_author_idx;
DROP VIEW karat.mention_list;
SET LOCAL ROLE NONE;
