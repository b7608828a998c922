-- 0023: the audit trail page by page. Names and records are looked up for the rows that are shown, and no longer for the whole
-- trail each time: behind the barrier of a view all columns are made before any row is left out. Only who may see all of
-- it may see any of it, so it has nothing to protect.
SET LOCAL ROLE karat_owner;
ALTER VIEW karat.audit_list SET (security_barrier = false);
SET LOCAL ROLE NONE;
