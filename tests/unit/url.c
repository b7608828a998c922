/* url.c - another login for a workshop, and no passwords in what is shown */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "store/url.h"

Test(url, somebody_else)
{
	static const struct { const char *url, *login, *want; } cases[] = {
		{ "demo:", "lena", "demo:lena" }, { "demo:marta", "lena", "demo:lena" },
		{ "embedded:", "lena", "embedded:?user=lena" }, { "embedded:/srv/ws", "lena", "embedded:/srv/ws?user=lena" },
		{ "embedded:/srv/ws?user=ute", "lena", "embedded:/srv/ws?user=lena" },
		{ "postgresql://db/karat", "lena", "postgresql://db/karat?user=lena" },
		{ "postgresql://ute:pw@db/karat?sslmode=require", "lena", "postgresql://ute:pw@db/karat?sslmode=require&user=lena" },
		{ "postgresql://db/karat", "a&b=c/ü", "postgresql://db/karat?user=a%26b%3Dc%2F%C3%BC" },
		{ "service=shop", "lena", "service=shop user='lena'" }, { "host=db user=ute", "o'\\x", "host=db user=ute user='o\\'\\\\x'" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(url_as(cases[i].url, cases[i].login, &a), cases[i].want, "%s", cases[i].url);
	arena_done(&a);
}

Test(url, nothing_secret)
{
	static const char *const open[] = { "demo:lena", "embedded:/srv/ws", "postgresql://lena@db/karat", "host=db dbname=karat", "service=shop" };
	static const char *const secret[] = { "postgresql://lena:geheim@db/karat", "host=db dbname=karat password=geheim",
		"host=db password = 'ge heim'", "postgresql://db/karat?password=geheim&user=lena", "host=db sslpassword=geheim" };
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_LEN(open); i++)
		cr_expect_str_eq(url_public(open[i], &a), open[i]);
	for (size_t i = 0; i < ARRAY_LEN(secret); i++) {
		const char *shown = url_public(secret[i], &a);
		cr_expect(shown && !strstr(shown, "heim") && strstr(shown, "host='db'"), "%s: %s", secret[i], shown);
	}
	cr_expect_null(url_public("postgresql://%zz", &a));
	cr_expect_null(url_public("host=db geheim", &a));
	arena_done(&a);
}

Test(url, private_folder)
{
	static const struct { const char *url, *dir, *login; } cases[] = {
		{ "embedded:", "", NULL }, { "embedded:/srv/ws", "/srv/ws", NULL }, { "embedded:?user=lena", "", "lena" },
		{ "embedded:/srv/ws?user=lena", "/srv/ws", "lena" }, { "demo:lena", "lena", NULL },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *login;
		cr_expect_str_eq(url_dir(cases[i].url, &a, &login), cases[i].dir, "%s", cases[i].url);
		cr_expect(str_eq(login, cases[i].login), "%s", cases[i].url);
	}
	arena_done(&a);
}
