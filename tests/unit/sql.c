/* sql.c - the statements made from entity tables, word for word */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fmt.h"
#include "domain/alloy.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "domain/place.h"
#include "store/sql.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(sql, .fini = done);

static struct query query_of(const struct entity *ent, const char *columns, const char *sort, const char *text,
		const char *const *where, size_t nwhere)
{
	struct query q;
	struct err e = ERR_INIT;
	struct query_words words = { .columns = columns, .sort = sort, .text = text, .where = where, .nwhere = nwhere };
	cr_assert(query_make(&q, ent, &words, NULL, NULL, fmt_for("en"), &a, &e), "%s", e.text);
	return q;
}

static const char *list_of(const struct query *q, struct sql *sql)
{
	sql_list(q, &a, sql);
	return sql->text;
}

Test(sql, first_page_by_id)
{
	struct sql sql;
	struct query q = query_of(&alloy_entity, "code,name", "id", NULL, NULL, 0);
	cr_expect_str_eq(list_of(&q, &sql),
			"SELECT \"code\", \"name\", \"id\" AS sort_key, \"id\" AS id_key FROM karat.\"alloy\" WHERE true"
			" ORDER BY \"id\" ASC LIMIT 51");
	cr_expect_eq(sql.nparams, 0);
}

Test(sql, next_page_compares_the_pair)
{
	struct sql sql;
	struct query q = query_of(&alloy_entity, "code", "-code", NULL, NULL, 0);
	q.after = (struct page_key) { .set = true, .value = "585-y", .id = "7" };
	cr_expect_str_eq(list_of(&q, &sql),
			"SELECT \"code\", \"code\" AS sort_key, \"id\" AS id_key FROM karat.\"alloy\" WHERE true"
			" AND (\"code\", \"id\") < ($1::varchar, $2::bigint) ORDER BY \"code\" DESC, \"id\" DESC LIMIT 51");
	cr_expect_eq(sql.nparams, 2);
	cr_expect_str_eq(sql.params[0], "585-y");
	cr_expect_str_eq(sql.params[1], "7");
}

Test(sql, a_column_that_may_be_empty_is_read_in_two_halves)
{
	struct sql sql;
	struct query q = query_of(&order_entity, "number", "due", NULL, NULL, 0);
	const char *text = list_of(&q, &sql);
	cr_expect(strstr(text, "\"due\" IS NOT NULL ORDER BY \"due\" ASC, \"id\" ASC LIMIT 51) UNION ALL ("), "%s", text);
	cr_expect(strstr(text, "\"due\" IS NULL ORDER BY"), "%s", text);
	q.after = (struct page_key) { .set = true, .value = NULL, .id = "9" };
	text = list_of(&q, &sql);
	cr_expect_null(strstr(text, "UNION"), "%s", text);
	cr_expect(strstr(text, "\"due\" IS NULL"), "%s", text);
	cr_expect_str_eq(sql.params[0], "9");
}

Test(sql, a_stream_is_in_the_order_of_the_pages_and_as_long_as_asked)
{
	struct sql sql;
	struct query q = query_of(&order_entity, "number", "-due", NULL, NULL, 0);
	q.limit = 600;
	q.after = (struct page_key) { .set = true, .value = "2026-09-10", .id = "300" };
	sql_stream(&q, &a, &sql);
	cr_expect(strstr(sql.text, "IS NOT NULL AND (\"due\", \"id\") < ("), "%s", sql.text);
	cr_expect(strstr(sql.text, "UNION ALL"), "%s", sql.text);
	cr_expect(strstr(sql.text, ") LIMIT 600") && !strstr(sql.text, "601"), "%s", sql.text);
	q.any_order = true;
	q.limit = 0;
	q.after.set = false;
	sql_stream(&q, &a, &sql);
	cr_expect_null(strstr(sql.text, "ORDER BY"), "%s", sql.text);
}

Test(sql, filters_are_parameters)
{
	struct sql sql;
	const char *where[] = { "status=in progress", "title~O'Hara\"; --", "due<=2026-03-01", "assignee=", "kind!=ring" };
	struct query q = query_of(&order_entity, "id", "id", NULL, where, 5);
	const char *text = list_of(&q, &sql);
	cr_expect(strstr(text, "\"deleted_at\" IS NULL"), "%s", text);
	cr_expect(strstr(text, "\"status\" = $1::varchar"), "%s", text);
	cr_expect(strstr(text, "position(karat.fold($2::text) IN karat.fold(\"title\"::text)) > 0"), "%s", text);
	cr_expect(strstr(text, "\"due\" <= $3::date"), "%s", text);
	cr_expect(strstr(text, "\"assignee\" IS NULL"), "%s", text);
	cr_expect(strstr(text, "\"kind\" IS DISTINCT FROM $4::varchar"), "%s", text);
	cr_expect_null(strstr(text, "Hara"), "a value stands in the text: %s", text);
	cr_expect_str_eq(sql.params[0], "in_progress");
	cr_expect_str_eq(sql.params[1], "O'Hara\"; --");
}

Test(sql, a_reference_is_found_by_what_people_call_it)
{
	struct sql sql;
	const char *where[] = { "customer=k-00042", "assignee!=lena", "customer=17" };
	struct query q = query_of(&order_entity, "id", "id", NULL, where, 3);
	const char *text = list_of(&q, &sql);
	cr_expect(strstr(text, "\"customer\" = coalesce((SELECT \"id\" FROM karat.\"customer\" WHERE \"number\" IN ($1::varchar, upper($1), lower($1)) LIMIT 1), -1)"), "%s", text);
	cr_expect(strstr(text, "\"assignee\" IS DISTINCT FROM coalesce((SELECT \"id\" FROM karat.\"person_list\" WHERE \"login\" IN ("), "%s", text);
	cr_expect(strstr(text, "\"customer\" = $3::bigint"), "%s", text);
}

Test(sql, search_goes_through_its_function)
{
	struct sql sql;
	struct query q = query_of(&customer_entity, "id", "id", "müller", NULL, 0);
	cr_expect(strstr(list_of(&q, &sql), "= ANY (ARRAY(SELECT karat.\"search_customers\"($1::text, 500)))"), "%s", sql.text);
	q = query_of(&alloy_entity, "id", "id", "gelb", NULL, 0);
	cr_expect(strstr(list_of(&q, &sql), "karat.fold(\"code\"::text)"), "%s", sql.text);
	cr_expect(strstr(sql.text, "karat.fold(\"name\"::text)"), "%s", sql.text);
}

Test(sql, insert_takes_what_is_filled)
{
	struct alloy rec;
	struct sql sql;
	entity_blank(&alloy_entity, &rec);
	rec.code = "x-1";
	rec.fineness.tenth = 5850;
	sql_insert(&alloy_entity, &rec, 1, &a, &sql);
	cr_expect_str_eq(sql.text, "INSERT INTO karat.\"alloy\" (\"code\", \"fineness\") VALUES ($1::varchar, $2::numeric) RETURNING \"id\"");
	cr_expect_str_eq(sql.params[1], "585");
}

Test(sql, update_sends_changes_and_the_version_read)
{
	struct alloy was, is;
	struct sql sql;
	entity_blank(&alloy_entity, &was);
	was.id.id = 3;
	was.version = 2;
	was.name = "Gelbgold";
	is = was;
	is.name = NULL;
	is.density.mg = 13100;
	sql_update(&alloy_entity, &is, entity_changes(&alloy_entity, &was, &is), 1, &a, &sql);
	cr_expect_str_eq(sql.text, "UPDATE karat.\"alloy\" SET \"name\" = $1::varchar, \"density\" = $2::numeric"
			" WHERE \"id\" = $3::bigint AND \"version\" = $4::integer RETURNING \"id\"");
	cr_expect_null(sql.params[0]);
	cr_expect_str_eq(sql.params[1], "13.1");
	cr_expect_str_eq(sql.params[3], "2");
}

Test(sql, find_asks_the_index_for_three_spellings)
{
	struct sql sql;
	sql_find(&order_entity, "a-2026-0001", &a, &sql);
	cr_expect(strstr(sql.text, "\"number\" IN ($1::varchar, upper($1), lower($1))"), "%s", sql.text);
	cr_expect(strstr(sql.text, "\"title\" = $2::varchar AND \"deleted_at\" IS NULL"), "%s", sql.text);
}

Test(sql, find_asks_for_other_spellings_only_if_none_is_exact)
{
	struct sql sql;
	sql_find(&customer_entity, "weber", &a, &sql);
	cr_expect(strstr(sql.text, "\"last_name\" = $2::varchar"), "%s", sql.text);
	cr_expect(strstr(sql.text, "karat.\"customer_list\" WHERE \"name\" = $3::varchar"), "as the list prints it: %s", sql.text);
	cr_expect(strstr(sql.text, "karat.\"find_customers\"($4::text) AS f WHERE NOT EXISTS (SELECT FROM exact)"), "%s", sql.text);
	sql_find(&place_entity, "tresor", &a, &sql);
	cr_expect(strstr(sql.text, "NOT EXISTS (SELECT FROM exact) AND karat.fold($3::text) IN (karat.fold(\"code\"), karat.fold(\"name\"))"), "%s", sql.text);
	sql_find(&order_comment_entity, "hallo", &a, &sql);
	cr_expect_null(strstr(sql.text, "fold"), "a text that nobody calls a record by is not read to its end: %s", sql.text);
	sql_find(&mention_entity, "17", &a, &sql);
	cr_expect(strstr(sql.text, "WHERE false"), "%s", sql.text);
}

Test(sql, wire_of_postgres_spellings)
{
	static const struct {
		const char *field, *cell, *wire;
	} cases[] = {
		{ "scrap_gold", "t", "true" },
		{ "scrap_gold", "f", "false" },
		{ "created_at", "2026-03-01 09:00:00.25+00", "2026-03-01T09:00:00.25Z" },
		{ "created_at", "2026-03-01 09:00:00+01", "2026-03-01T09:00:00+01" },
		{ "title", "true", "true" },
		{ "price", "129.90", "129.90" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(sql_wire(entity_field(&order_entity, cases[i].field), cases[i].cell, &a), cases[i].wire,
				"'%s'", cases[i].cell);
	cr_expect_null(sql_wire(entity_field(&order_entity, "title"), NULL, &a));
}

Test(sql, record_of_cells)
{
	const char *cells[] = { "17", "Ring", "129.90" };
	const struct field *title = entity_field(&order_entity, "title"), *price = entity_field(&order_entity, "price");
	uint64_t fields = 1 | UINT64_C(1) << field_index(&order_entity, title) | UINT64_C(1) << field_index(&order_entity, price);
	struct order rec;
	struct err e = ERR_INIT;
	entity_blank(&order_entity, &rec);
	cr_assert(sql_record(&order_entity, fields, cells, &a, &rec, &e), "%s", e.text);
	cr_expect_eq(rec.id.id, 17);
	cr_expect_str_eq(rec.title, "Ring");
	cr_expect_eq(rec.price.ct, 12990);
}

Test(sql, record_of_text_that_came_past_karat)
{
	const char *cells[] = { "a\033[31mb\tc\nd", "one\ntwo\a\n" };
	const struct field *title = entity_field(&order_entity, "title"), *notes = entity_field(&order_entity, "description");
	uint64_t fields = UINT64_C(1) << field_index(&order_entity, title) | UINT64_C(1) << field_index(&order_entity, notes);
	struct order rec;
	struct err e = ERR_INIT;
	entity_blank(&order_entity, &rec);
	cr_assert(sql_record(&order_entity, fields, cells, &a, &rec, &e), "%s", e.text);
	cr_expect_str_eq(rec.title, "a\\x1B[31mb\\x09c\\x0Ad");
	cr_expect_str_eq(rec.description, "one\ntwo\\x07\n");
}

Test(sql, rows_are_counted_as_far_as_it_matters)
{
	struct sql sql;
	struct query q = query_of(&alloy_entity, "code,name", "code", NULL, NULL, 0);
	sql_count(&q, 1000, &a, &sql);
	cr_expect_str_eq(sql.text, "SELECT count(*) FROM (SELECT  FROM karat.\"alloy\" WHERE true LIMIT 1001) n");
	q.after = (struct page_key) { .set = true, .value = "585-y", .id = "7" };
	q.back = true;
	sql_count(&q, 1000, &a, &sql);
	cr_expect_str_eq(sql.text, "SELECT count(*) FROM (SELECT  FROM karat.\"alloy\" WHERE true"
			" AND (\"code\", \"id\") < ($1::varchar, $2::bigint) ORDER BY \"code\" DESC, \"id\" DESC LIMIT 1001) n");
	cr_expect_eq(sql.nparams, 2);
}

Test(sql, words_are_sought_in_one_text_and_values_beside)
{
	struct sql sql;
	struct query q = query_of(&alloy_entity, "code", "id", NULL, NULL, 0);
	const struct field *const texts[] = { entity_field(&alloy_entity, "code"), entity_field(&alloy_entity, "name") };
	const struct filter same[] = { { .field = entity_field(&alloy_entity, "metal"), .op = OP_EQ, .value = "gold" } };
	q.seek = &(struct seek) { .text = "Gelb", .texts = texts, .ntexts = 2, .same = same, .nsame = 1 };
	cr_expect_str_eq(list_of(&q, &sql),
			"SELECT \"code\", \"id\" AS sort_key, \"id\" AS id_key FROM karat.\"alloy\" WHERE true AND (position(karat.fold("
			"$1::text) IN karat.fold(concat_ws(E'\\x1f', \"code\", \"name\"))) > 0 OR \"metal\" = $2::varchar)"
			" ORDER BY \"id\" ASC LIMIT 51");
	cr_expect_eq(sql.nparams, 2);
	q.seek = &(struct seek) { .text = "Gelb" };
	cr_expect(strstr(list_of(&q, &sql), " AND (false) ORDER BY"));
}
