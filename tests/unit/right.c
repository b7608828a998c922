/* right.c - the map of rights and the names of roles */
#include "config.h"

#include "domain/right.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"

static bool has(enum role role, const char *name)
{
	const struct right *r = right_find(name);
	cr_assert(r, "%s", name);
	return r->roles >> role & 1;
}

Test(right, list)
{
	for (const struct right *r = rights; r->name; r++) {
		const char *colon = strchr(r->name, ':');
		cr_expect(colon && colon > r->name && colon[1], "%s", r->name);
		cr_expect(!str_empty(i18n_label(r->label)), "%s", r->name);
		cr_expect(r->roles && r->roles < 1u << ROLE_COUNT, "%s", r->name);
		cr_expect(right_find(r->name) == r, "%s is there twice", r->name);
	}
	cr_expect(!right_find("order:") && !right_find("order") && !right_find(NULL));
}

/* A right belongs to an entity, by its prefix: else nobody would find what it is for. */
Test(right, prefixes_are_those_of_entities)
{
	for (const struct right *r = rights; r->name; r++) {
		bool known = false;
		for (const struct entity *const *e = entities; *e; e++)
			known = known || (str_starts(r->name, (*e)->right) && r->name[strlen((*e)->right)] == ':');
		cr_expect(known, "%s", r->name);
	}
}

/* What a terminal on the wall may do is its own, and all it may do: functions that show no more than they must. */
static bool of_terminals(const struct right *r)
{
	return str_eq(r->name, "punch:kiosk");
}

Test(right, of_terminals)
{
	cr_expect_eq(right_find("punch:kiosk")->roles, 1u << ROLE_KIOSK);
}

Test(right, who_may_what)
{
	for (const struct right *r = rights; r->name; r++) {
		if (of_terminals(r))
			continue;
		bool views = str_ends(r->name, ":view");
		cr_expect(has(ROLE_ADMIN, r->name), "%s", r->name);
		cr_expect(!has(ROLE_KIOSK, r->name), "%s", r->name);
		cr_expect(!views || has(ROLE_AUDITOR, r->name), "%s", r->name);
		if (str_ends(r->name, ":create") || str_ends(r->name, ":edit") || str_ends(r->name, ":delete"))
			cr_expect(!has(ROLE_AUDITOR, r->name), "%s", r->name);
	}
	static const char *const hidden[] = { "order:price", "customer:private", "person:cost", "activity:rate",
		"workshop:rates", "audit:view" };
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		cr_expect(!has(ROLE_VIEWER, hidden[i]), "%s", hidden[i]);
	cr_expect(has(ROLE_GOLDSMITH, "order:edit") && !has(ROLE_GOLDSMITH, "order:delete"));
	cr_expect(has(ROLE_OFFICE, "customer:merge") && !has(ROLE_GOLDSMITH, "customer:merge"));
}

/* Who may change something may see it. */
Test(right, changing_needs_seeing)
{
	for (const struct right *r = rights; r->name; r++) {
		char view[64];
		const char *colon = strchr(r->name, ':');
		snprintf(view, sizeof view, "%.*s:view", (int)(colon - r->name), r->name);
		const struct right *v = right_find(view);
		cr_assert(v, "%s", view);
		cr_expect(of_terminals(r) || !(r->roles & ~v->roles), "%s without %s", r->name, view);
	}
}

Test(right, roles)
{
	for (enum role role = 0; role < ROLE_COUNT; role++) {
		enum role found = ROLE_COUNT;
		cr_expect(role_find(role_name(role), &found) && found == role);
		found = ROLE_COUNT;
		cr_expect(role_find(role_group(role), &found) && found == role);
		cr_expect(str_starts(role_group(role), "karat_") && str_ends(role_group(role), role_name(role)));
		cr_expect(!str_empty(role_label(role)));
	}
	enum role untouched = ROLE_COUNT;
	cr_expect(!role_find("karat_owner", &untouched) && !role_find("", &untouched) && untouched == ROLE_COUNT);
}
