/* buf.c - growing, and the maximum */
#include "config.h"

#include "base/buf.h"

#include <criterion/criterion.h>
#include <string.h>

Test(buf, is_a_string_from_the_start)
{
	struct buf b = BUF_INIT(100);
	cr_expect_str_eq(b.data, "");
	buf_add(&b, NULL, 0);
	buf_adds(&b, "");
	buf_pad(&b, ' ', 0);
	buf_addf(&b, "%s", "");
	cr_expect(b.data == buf_empty && !b.full);
	buf_cut(&b, 0);
	buf_clear(&b);
	buf_done(&b);
	cr_expect_str_eq(b.data, "");
}

Test(buf, grows)
{
	struct buf b = BUF_INIT(1000000);
	buf_adds(&b, "Gold");
	buf_addc(&b, ' ');
	buf_add(&b, "585xxx", 3);
	buf_pad(&b, '-', 3);
	buf_addf(&b, "%s %d", "ring", 54);
	cr_expect_str_eq(b.data, "Gold 585---ring 54");
	cr_expect(b.len == strlen(b.data));
	buf_cut(&b, 100);
	buf_cut(&b, 4);
	cr_expect_str_eq(b.data, "Gold");
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, 'x');
	cr_expect(b.len == 100004 && b.data[100003] == 'x' && !b.data[100004] && !b.full);
	buf_clear(&b);
	cr_expect(b.cap > 100000, "clearing keeps the memory");
	cr_expect_str_eq(b.data, "");
	buf_addf(&b, "%0500d", 7);
	cr_expect(b.len == 500);
	buf_done(&b);
	cr_expect(b.cap == 0 && b.max == 1000000);
	buf_adds(&b, "again");
	cr_expect_str_eq(b.data, "again");
	buf_done(&b);
}

Test(buf, past_the_maximum_nothing_is_added)
{
	struct buf b = BUF_INIT(5);
	buf_adds(&b, "12345");
	cr_expect(!b.full);
	buf_addc(&b, '6');
	cr_expect(b.full);
	cr_expect_str_eq(b.data, "12345");
	buf_clear(&b);
	cr_expect(!b.full);
	buf_adds(&b, "123");
	buf_adds(&b, "456"); /* does not fit: left out whole */
	buf_adds(&b, "4");   /* would fit, but then the text had a hole */
	cr_expect(b.full);
	cr_expect_str_eq(b.data, "123");
	buf_cut(&b, 1);
	buf_pad(&b, 'x', 1);
	buf_addf(&b, "%d", 1);
	cr_expect(b.full, "cutting does not forget");
	cr_expect_str_eq(b.data, "1");
	buf_done(&b);

	struct buf none = BUF_INIT(0);
	buf_addc(&none, 'x');
	cr_expect(none.full && none.data == buf_empty);
	buf_done(&none);
}
