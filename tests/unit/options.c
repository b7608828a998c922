/* options.c - the role that a connection's options name */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/attr.h"
#include "store/options.h"

Test(options, the_role)
{
	static const struct { const char *options, *role; } cases[] = {
		{ NULL, NULL }, { "", NULL }, { " -c jit=off ", NULL }, { "role=x", NULL }, { "-c default_role=x", NULL }, { "-c", NULL },
		{ "-c role=wall-1", "wall-1" }, { "-crole=wall-1 -c jit=off", "wall-1" }, { "--role=wall-1", "wall-1" },
		{ "-c\trole=wall-1\t-c jit=off", "wall-1" }, { "-c role=a -c role=b", "b" }, { "-c role=a\\ b\\\\", "a b\\" },
		{ "-c role=", "" }, { "-c -c role=x", NULL }, { "-c xrole=a", NULL }, { "-c role=\\", "\\" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena a = ARENA_INIT;
		const char *role = options_role(cases[i].options, &a);
		cr_expect(!role == !cases[i].role && (!role || strcmp(role, cases[i].role) == 0), "%s: %s", cases[i].options, role);
		arena_done(&a);
	}
}
