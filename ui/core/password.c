/* password.c - the password that was typed */
#include "config.h"

#include "core/password.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/str.h"
#include "cli/secret.h"
#include "store/pg.h"

enum { PAGE = 4096 };

/* A page of its own, so that it can be kept out of swap and dumps. */
static _Alignas(PAGE) struct {
	char text[PASSWORD_MAX + 1];
	char rest[PAGE - PASSWORD_MAX - 1];
} kept;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char login[LOGIN_MAX + 1];  /* whose it is; "": nothing is kept */
static char wanted[LOGIN_MAX + 1];

/* Before somebody types there is the command alone; who types does so because it did not help. */
static bool answer(const char *who, bool refused, char *ret, size_t size)
{
	pthread_mutex_lock(&lock);
	size_t len = strlen(kept.text);
	bool typed = *login && str_eq(login, who) && len < size;
	if (typed)
		memcpy(ret, kept.text, len + 1);
	snprintf(wanted, sizeof(wanted), "%s", who);
	pthread_mutex_unlock(&lock);
	return typed || (!refused && secret_from_command(ret, size));
}

/* Where a limit forbids it, it may be swapped all the same. */
void password_use(void)
{
	(void)mlock(&kept, sizeof(kept));
	(void)madvise(&kept, sizeof(kept), MADV_DONTDUMP);
	pg_on_password(answer);
}

void password_expect(void)
{
	struct rlimit none;
	if (getrlimit(RLIMIT_CORE, &none) == 0) { /* keyboard and libpq have copies of their own */
		none.rlim_cur = 0;
		(void)setrlimit(RLIMIT_CORE, &none);
	}
}

void password_keep(const char *who, const char *text)
{
	pthread_mutex_lock(&lock);
	explicit_bzero(kept.text, sizeof(kept.text));
	snprintf(kept.text, sizeof(kept.text), "%s", text);
	snprintf(login, sizeof(login), "%s", who);
	pthread_mutex_unlock(&lock);
}

void password_forget(void)
{
	pthread_mutex_lock(&lock);
	explicit_bzero(kept.text, sizeof(kept.text));
	*login = *wanted = '\0';
	pthread_mutex_unlock(&lock);
}

bool password_kept(void)
{
	pthread_mutex_lock(&lock);
	bool is = *login;
	pthread_mutex_unlock(&lock);
	return is;
}

void password_wanted(char ret[static LOGIN_MAX + 1])
{
	pthread_mutex_lock(&lock);
	memcpy(ret, wanted, sizeof(wanted));
	pthread_mutex_unlock(&lock);
}
