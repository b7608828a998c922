/* err.c - errors as values, and the end when nothing else is left */
#include "config.h"

#include "base/err.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

Test(err, set_field_detail_clear)
{
	struct err e = ERR_INIT;
	cr_expect(!err_field(&e, "price", "The price %d is too low.", 7));
	cr_expect(e.code == ERR_INVALID);
	cr_expect_str_eq(e.field, "price");
	cr_expect_str_eq(e.text, "The price 7 is too low.");
	cr_expect(!err_detail(&e, "lot %d", 3));
	cr_expect(!err_detail(&e, "again"));
	cr_expect_str_eq(e.detail, "lot 3; again");
	cr_expect(!err_set(&e, ERR_CONFLICT, "Somebody was faster."));
	cr_expect(e.code == ERR_CONFLICT);
	cr_expect_str_eq(e.field, "");
	cr_expect_str_eq(e.detail, "");
	err_clear(&e);
	cr_expect(e.code == ERR_NONE);
	cr_expect_str_eq(e.text, "");
}

Test(err, may_be_made_from_itself)
{
	struct err e = ERR_INIT;
	err_field(&e, "weight", "Too heavy.");
	err_detail(&e, "deep");
	err_set(&e, ERR_DENIED, "%s (%s, %s)", e.text, e.field, e.detail);
	cr_expect_str_eq(e.text, "Too heavy. (weight, deep)");
	err_field(&e, "weight", "Too light.");
	err_field(&e, e.field, "%s Or not.", e.text);
	cr_expect_str_eq(e.field, "weight");
	cr_expect_str_eq(e.text, "Too light. Or not.");
}

Test(err, prefix)
{
	static const char *const words[] = { "order 17", "order 17:", "order 17: " };
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct err e = ERR_INIT;
		err_set(&e, ERR_NOT_FOUND, "It is gone.");
		cr_expect(!err_prefix(&e, "%s", words[i]));
		cr_expect_str_eq(e.text, "order 17: It is gone.");
		cr_expect(e.code == ERR_NOT_FOUND);
	}
}

Test(err, long_texts_end_in_dots_and_whole_letters)
{
	char text[2048];
	for (size_t shift = 0; shift < 3; shift++) {
		memset(text, 'x', shift);
		for (size_t i = shift; i + 3 < sizeof text; i += 3)
			memcpy(text + i, "€", 4);
		struct err e = ERR_INIT;
		err_set(&e, ERR_INVALID, "%s", text);
		err_detail(&e, "%s", text);
		err_detail(&e, "more");
		err_prefix(&e, "%s", "order 17");
		cr_expect(str_starts(e.text, "order 17: "));
		cr_expect(str_ends(e.text, "…") && str_ends(e.detail, "…"));
		cr_expect(utf8_valid(e.text, strlen(e.text)) && utf8_valid(e.detail, strlen(e.detail)));
		cr_expect(strlen(e.text) > sizeof e.text - 8);
	}
}

Test(err, codes_have_stable_names)
{
	cr_expect_str_eq(err_code_name(ERR_NONE), "none");
	cr_expect_str_eq(err_code_name(ERR_NOT_FOUND), "not_found");
	cr_expect_str_eq(err_code_name(ERR_PROTOCOL), "protocol");
	cr_expect_str_eq(err_code_name((enum err_code)(ERR_PROTOCOL + 1)), "unknown");
}

static void give_back(void)
{
	fputs("given back\n", stderr);
}

Test(err, a_failed_assertion_ends_the_program, .signal = SIGABRT)
{
	kt_assert(1 + 1 == 2);
	kt_on_panic(give_back);
	kt_assert(1 + 1 == 3);
}

static void fails_itself(void)
{
	kt_panic("here", 1, "once more");
}

Test(err, giving_back_may_fail_too, .signal = SIGABRT)
{
	kt_on_panic(fails_itself);
	kt_panic("there", 2, "first");
}
