/* cologne.c - Kölner Phonetik: the worked examples, and every row of the table */
#include "config.h"

#include "domain/cologne.h"

#include <criterion/criterion.h>

#include "base/attr.h"
#include "base/buf.h"

static struct buf out = BUF_INIT(256);

static void stop(void)
{
	buf_done(&out);
}

TestSuite(cologne, .fini = stop);

Test(cologne, code)
{
	static const struct { const char *name, *code; } cases[] = {
		{ "Müller-Lüdenscheidt", "65752682" }, { "Wikipedia", "3412" }, { "Breschnew", "17863" },
		{ "mueller-luedenscheidt", "65752682" }, { "MÜLLER-LÜDENSCHEIDT", "65752682" },
		{ "Mu\u0308ller", "657" }, { "Heinz Classen", "068586" },
		{ "bergisch-gladbach", "174845214" },
		{ "Mönchengladbach", "664645214" }, { "Schmidt", "862" }, { "Schmitt", "862" },
		{ "Schneider", "8627" },
		{ "Fischer", "387" }, { "Weber", "317" }, { "Wagner", "3467" }, { "Becker", "147" },
		{ "Hoffmann", "0366" },
		{ "Schäfer", "837" }, { "Meyer", "67" }, { "Maier", "67" }, { "Mayr", "67" },
		{ "Peter", "127" },
		{ "Pharma", "376" }, { "Großmann", "47866" }, { "Aychlmajr", "04567" }, { "Łukasz", "548" },
		{ "a", "0" }, { "aha", "0" }, { "ph", "3" }, { "p", "1" }, { "x", "48" }, { "ax", "048" },
		{ "kx", "48" },
		{ "cx", "48" }, { "ca", "4" }, { "ci", "8" }, { "aca", "04" }, { "aci", "08" },
		{ "sca", "8" }, { "zca", "8" },
		{ "acl", "085" }, { "cl", "45" }, { "cr", "47" }, { "ds", "8" }, { "tz", "8" },
		{ "tc", "8" }, { "ta", "2" },
		{ "mahm", "66" }, { "rhr", "7" }, { "O'Brien", "0176" }, { "Meier 3", "67" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		cr_expect(cologne_code(cases[i].name, &out), "'%s'", cases[i].name);
		cr_expect_str_eq(out.data, cases[i].code, "'%s' gave %s", cases[i].name, out.data);
	}
}

Test(cologne, adds_to_what_is_there)
{
	buf_adds(&out, "0:");
	cr_expect(cologne_code("Otto", &out));
	cr_expect_str_eq(out.data, "0:02");
}

Test(cologne, nothing_that_sounds)
{
	static const char *const names[] = { "", " ", "-", "123", "h", "小鹿", "Жуков", "\xFF" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		cr_expect(!cologne_code(names[i], &out), "'%s'", names[i]);
		cr_expect_str_empty(out.data);
	}
}
