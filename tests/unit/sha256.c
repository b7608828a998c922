/* sha256.c - the examples of FIPS 180 and NIST, whole and in pieces */
#include "config.h"

#include "base/sha256.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct { const char *text, *hex; } examples[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
};

Test(sha256, examples_of_the_standard)
{
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct sha256 s;
		char hex[SHA256_HEX];
		sha256_init(&s);
		sha256_add(&s, examples[i].text, strlen(examples[i].text));
		sha256_hex(&s, hex);
		cr_expect_str_eq(hex, examples[i].hex, "'%s'", examples[i].text);
	}
}

Test(sha256, a_million_letters_in_pieces_of_any_size)
{
	enum { ALL = 1000000 };
	static char letters[ALL];
	memset(letters, 'a', sizeof letters);
	static const size_t pieces[] = { 1, 55, 56, 63, 64, 65, 127, 1000, ALL };
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct sha256 s;
		char hex[SHA256_HEX];
		sha256_init(&s);
		for (size_t at = 0; at < ALL; at += pieces[i])
			sha256_add(&s, letters + at, pieces[i] < ALL - at ? pieces[i] : ALL - at);
		sha256_hex(&s, hex);
		cr_expect_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", "%zu", pieces[i]);
	}
}
