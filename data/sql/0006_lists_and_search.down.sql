SET LOCAL ROLE karat_owner;
DROP FUNCTION karat.find_customers(text);
DROP FUNCTION karat.find_orders(text);
DROP FUNCTION karat.search_customers(text, integer);
DROP FUNCTION karat.search_orders(text, integer);
DROP FUNCTION karat.search_order_words(text[], integer);
DROP FUNCTION karat.search_patterns(text, boolean);
DROP TRIGGER search_orders ON karat.customer;
DROP TRIGGER search_orders ON karat.customer_search;
DROP FUNCTION karat.order_index_customer();
DROP TRIGGER search ON karat.orders;
DROP FUNCTION karat.order_index();
DROP FUNCTION karat.order_words(karat.orders);
DROP TABLE karat.order_search;
DROP VIEW karat.customer_list;
DROP VIEW karat.order_list;
DROP INDEX karat.mention_unseen_idx, karat.mention_person_idx, karat.mention_order_idx, karat.order_move_order_idx,
  karat.order_event_order_idx, karat.order_comment_created_at_idx, karat.order_comment_order_idx;
DROP INDEX karat.customer_merged_into_idx, karat.customer_updated_at_idx, karat.customer_company_idx,
  karat.customer_last_name_idx, karat.customer_name_idx;
DROP INDEX karat.orders_open_customer_idx, karat.orders_open_idx, karat.orders_place_idx, karat.orders_assignee_idx,
  karat.orders_alloy_idx, karat.orders_customer_idx, karat.orders_status_idx, karat.orders_updated_at_idx,
  karat.orders_created_at_idx, karat.orders_fitting_on_idx, karat.orders_due_idx,
  karat.orders_kind_idx, karat.orders_title_idx;
SET LOCAL ROLE NONE;
