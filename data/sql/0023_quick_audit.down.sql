-- 0023 down: back to 0022.
SET LOCAL ROLE karat_owner;
ALTER VIEW karat.audit_list SET (security_barrier);
SET LOCAL ROLE NONE;
