/* url.c - URLs of workshops: with another login, and without what is secret in them */
#include "config.h"

#include "store/url.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/pg.h"

enum { URL_MOST = 64 * 1024 };

static const char user_word[] = "?user=";

static void add_percent(struct buf *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < 0x80 && isalnum(c))
			buf_addc(out, *s);
		else
			buf_addf(out, "%%%02X", c);
	}
}

static void add_quoted(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *s);
	}
}

static bool is_private(const char *url)
{
	return str_starts(url, "demo:") || str_starts(url, "embedded:");
}

/* Of what libpq takes, the last one said counts: so it stands behind all the rest. */
char *url_as(const char *url, const char *login, struct arena *a)
{
	struct buf out = BUF_INIT(URL_MOST);
	const char *old = strstr(url, user_word);
	if (str_starts(url, "demo:")) {
		buf_addf(&out, "demo:%s", login);
	} else if (is_private(url)) {
		buf_addf(&out, "%.*s%s%s", (int)(old ? (size_t)(old - url) : strlen(url)), url, user_word, login);
	} else if (strstr(url, "://")) {
		buf_addf(&out, "%s%suser=", url, strchr(url, '?') ? "&" : "?");
		add_percent(&out, login);
	} else {
		buf_addf(&out, "%s user='", url);
		add_quoted(&out, login);
		buf_addc(&out, '\'');
	}
	char *made = arena_strdup(a, out.data);
	buf_done(&out);
	return made;
}

char *url_public(const char *url, struct arena *a)
{
	return is_private(url) ? arena_strdup(a, url) : pg_public(url, a);
}

const char *url_dir(const char *url, struct arena *a, const char **ret_login)
{
	const char *dir = strchr(url, ':') + 1, *user = strstr(dir, user_word);
	*ret_login = user ? arena_strdup(a, user + strlen(user_word)) : NULL;
	return user ? arena_strndup(a, dir, (size_t)(user - dir)) : dir;
}
