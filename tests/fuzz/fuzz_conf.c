/* fuzz_conf.c - configuration files */
#include "config.h"

#include "fuzz.h"

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/str.h"

static const struct conf_item items[] = {
	{ .section = "", .name = "language" },
	{ .section = "", .name = "theme", .fallback = "dark" },
	{ .section = "server", .name = "listen", .fallback = "127.0.0.1:8080" },
	{ .section = "workshop", .name = "url" },
	{ .section = "workshop", .name = "readonly", .fallback = "no" },
};

static void check(const char *text, struct arena *a)
{
	struct conf c = { .items = items, .nitems = ARRAY_LEN(items) };
	struct err e = ERR_INIT;
	if (!conf_parse(&c, text, "karat.conf", a, &e)) {
		kt_assert(e.code != ERR_NONE && *e.text && c.nvalues == 0);
		return;
	}
	kt_assert(e.code == ERR_NONE);
	for (size_t i = 0; i < c.nvalues; i++) {
		const struct conf_value *v = &c.values[i];
		kt_assert(conf_get(&c, v->section, v->which, v->name) && v->line > 0);
		kt_assert(str_control(v->value, false) == -1 && str_control(v->which, false) == -1);
		kt_assert(str_eq(v->section, "workshop") == (*v->which != '\0'));
	}
	size_t once = c.nvalues;
	kt_assert(conf_parse(&c, text, "karat.conf", a, &e) && c.nvalues == 2 * once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	check(arena_strndup(&a, (const char *)data, size), &a);
	arena_done(&a);
	return 0;
}
