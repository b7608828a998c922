/* trail.c - entries of the audit trail in words, also such as nobody would write */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/entities.h"
#include "domain/trail.h"

static struct arena a;

static const char *line(const char *lang, const char *table, const char *changes, const char *names)
{
	struct trail_reader who = { .fmt = fmt_for(lang) };
	return trail_line(&(struct trail_entry) { .table = table, .changes = changes, .names = names }, &who, &a);
}

#define says(lang, table, changes, names, wanted) cr_expect_str_eq(line(lang, table, changes, names), wanted, "%s", line(lang, table, changes, names))

Test(trail, values_are_spelled_for_the_person)
{
	cr_assert(zone_use("Europe/Berlin"));
	says("en", "orders", "{\"due\": [\"2026-03-01\", \"2026-03-08\"]}", NULL, "Due: 2026-03-01 → 2026-03-08");
	says("de", "orders", "{\"price\": [1480.77, 12000.50]}", NULL, "Agreed price: 1.480,77 € → 12.000,50 €");
	says("de", "orders", "{\"estimated_weight\": [null, 3.380000]}", NULL, "Estimated weight: 3,38 g");
	says("en", "orders", "{\"ring_size\": [54.000, null]}", NULL, "Ring size: 54 mm → (empty)");
	says("en", "orders", "{\"scrap_gold\": [false, true]}", NULL, "Scrap gold: no → yes");
	says("en", "orders", "{\"status\": [\"draft\", \"in_progress\"]}", NULL, "Status: draft → in progress");
	says("en", "orders", "{\"confirmed_at\": [null, \"2026-03-02T09:00:00+00:00\"]}", NULL, "Confirmed: 2026-03-02 10:00"); /* local */
	says("en", "orders", "{\"estimated_time\": [5400, 9900]}", NULL, "Estimated time: 1:30 h → 2:45 h");
}

Test(trail, fields_stand_in_the_order_of_the_table)
{
	says("en", "orders", "{\"due\": [null, \"2026-03-08\"], \"title\": [\"Ring\", \"Ehering\"]}", NULL, "Title: Ring → Ehering; Due: 2026-03-08");
}

Test(trail, what_tells_nothing_is_left_out)
{
	says("en", "orders", "{\"id\": [null, 17], \"version\": [1, 2], \"created_at\": [null, \"2026-03-02T09:00:00+00:00\"]}", NULL, "");
}

Test(trail, references_by_name)
{
	says("en", "orders", "{\"alloy\": [3, 4], \"customer\": [null, 12]}", "{\"alloy\": [\"585-y Gelbgold\", \"750-w Weißgold\"]}",
			"Customer: 12; Alloy: 585-y Gelbgold → 750-w Weißgold");
	says("en", "customer", "{\"id\": [5, 5], \"merged_into\": [null, 2]}", "{\"merged_into\": [null, \"K-00002 Weber\"]}", "Merged into: K-00002 Weber");
}

Test(trail, people_are_a_view)
{
	says("en", "person", "{\"display_name\": [\"Lena\", \"Lena Vogt\"]}", NULL, "Name: Lena → Lena Vogt");
}

Test(trail, what_is_not_known_is_shown_as_it_is)
{
	says("en", "melting_pot", "{\"heat\": [900, 1064.18]}", NULL, "heat: 900 → 1064.18");
	says("en", "orders", "{\"old_column\": [\"a\", {\"b\": [1, \"]}\"]}]}", NULL, "old_column: a → {\"b\": [1, \"]}\"]}");
	says("en", "orders", "{\"status\": [\"melted\", \"draft\"], \"due\": [\"soon\", null]}", NULL, "Status: melted → draft; Due: soon → (empty)");
}

static bool nothing(void *ctx, const char *right)
{
	(void)ctx;
	(void)right;
	return false;
}

Test(trail, secrets_and_what_one_may_not_see)
{
	struct trail_reader who = { .fmt = fmt_for("en"), .may = nothing };
	struct trail_entry price = { .table = "orders", .changes = "{\"price\": [1, 1480.77], \"title\": [\"a\", \"b\"]}" };
	const char *words = trail_line(&price, &who, &a);
	cr_expect(!strstr(words, "1480"), "%s", words);
	cr_expect(strstr(words, "Title: a → b"), "%s", words);
	const char *secrets[] = { "password", "pin", "pin_hash", "api_token", "badge", "secret", "user_password_salt" };
	for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
		words = line("en", "person", arena_printf(&a, "{\"%s\": [\"SCRAM1\", \"SCRAM2\"]}", secrets[i]), NULL);
		cr_expect(!strstr(words, "SCRAM"), "%s", words);
	}
	says("en", "person", "{\"spinning\": [1, 2]}", NULL, "spinning: 1 → 2");
}

Test(trail, hostile_text_steers_no_terminal)
{
	says("en", "orders", "{\"title\": [\"\\u001b[2J\", \"a\\u0000b\\ud800c\"]}", NULL, "Title: \\x1B[2J → a\xef\xbf\xbd" "b\xef\xbf\xbd" "c");
	says("en", "orders", "{\"title\": [\"\\ud83d\\udc8d\", \"\\\"q\\\\ \\n z\"]}", NULL, "Title: 💍 → \"q\\   z");
	says("en", "\x1b[2J", "{\"\\u001b]0;x\\u0007\": [\"\xff\", 1]}", "{", "\\x1B]0;x\\x07: \\xFF → 1");
}

Test(trail, broken_json_is_read_as_far_as_it_goes)
{
	const char *broken[] = { "", "{", "[", "{\"", "{\"title", "{\"title\"", "{\"title\":", "{\"title\":[", "{\"title\":[\"", "{\"title\":[\"a\\", "{\"title\":[\"\\u",
		"{\"title\":[\"\\ud83d\\u", "{\"title\":[[[[[[", "{\"title\":[1,", "{\"title\":[{\"", "{\"title\":[{\"\\", "null", "}", "{}", "{\"a\" 1}", NULL };
	for (const char **s = broken; *s; s++)
		cr_expect_not_null(line("en", "orders", *s, *s));
	cr_expect_not_null(line(NULL, NULL, "{\"title\": [1, 2]}", NULL));
	cr_expect_str_eq(line("en", "orders", NULL, NULL), "");
}

Test(trail, there_is_an_end)
{
	size_t len = 1 << 20;
	char *deep = arena_alloc(&a, len + 1);
	memset(deep, '[', len);
	memcpy(deep, "{\"title\":", 9);
	cr_expect_leq(strlen(line("en", "orders", deep, NULL)), TRAIL_LINE_MAX + 3);
	memset(deep, 'x', len);
	memcpy(deep, "{\"title\":[\"", 11);
	for (size_t i = 12; i + 1 < len; i += 2)
		memcpy(deep + i, "ä", 2);
	const char *words = line("en", "orders", deep, NULL);
	cr_expect_leq(strlen(words), TRAIL_LINE_MAX + 3);
	cr_expect(utf8_valid(words, strlen(words)));
	struct trail_fact *facts;
	struct buf many = BUF_INIT(1 << 20);
	buf_addc(&many, '{');
	for (int i = 0; i < 5000; i++)
		buf_addf(&many, "\"c%d\":[1,2],", i);
	cr_expect_eq(trail_facts(&(struct trail_entry) { .table = "orders", .changes = many.data }, &(struct trail_reader) { .fmt = fmt_for("en") }, &a, &facts),
			TRAIL_FACTS_MAX);
	buf_done(&many);
}

/* The same field twice is not two facts; the database writes none, but bytes are bytes. */
Test(trail, doubles)
{
	says("en", "orders", "{\"title\": [1, 2], \"title\": [3, 4], \"x\": [1, 2], \"x\": [3, 4]}", NULL, "Title: 1 → 2; x: 1 → 2");
}
