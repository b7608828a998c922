/* libpq.c - PostgreSQL's client library, loaded when the first connection is wanted */
#include "config.h"

#include "store/libpq.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

struct libpq pq;

// clang-format off
static const struct {
	const char *name;
	size_t at;
} functions[] = {
#define LIBPQ_ENTRY(name) { "PQ" #name, offsetof(struct libpq, name) },
	LIBPQ_FUNCTIONS(LIBPQ_ENTRY)
#undef LIBPQ_ENTRY
};
// clang-format on

static bool take_functions(void *library)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		void *function = dlsym(library, functions[i].name);
		if (!function)
			return false;
		memcpy((char *)&pq + functions[i].at, &function, sizeof(function));
	}
	return true;
}

bool libpq_load(struct err *e)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static bool loaded;
	pthread_mutex_lock(&lock);
	void *library = loaded ? NULL : dlopen(LIBPQ_SONAME, RTLD_LAZY);
	if (library)
		loaded = take_functions(library);
	bool ok = loaded || err_set(e, ERR_OFFLINE, _("The library %s cannot be loaded. Install PostgreSQL's client library again."), LIBPQ_SONAME);
	if (!ok)
		err_detail(e, "%s", dlerror());
	pthread_mutex_unlock(&lock);
	return ok;
}
