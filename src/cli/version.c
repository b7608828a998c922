/* version.c - what this karat is made of: the libraries that run, not those it was built with */
#include "config.h"

#include "cli/version.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <readline/readline.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "store/pg.h"

void version_text(struct buf *out)
{
	int pq = pg_client_version();
	buf_addf(out, "karat %s\nlibpq %d.%d, readline %s, utf8proc %s, cJSON %s\n", PACKAGE_VERSION, pq / 10000, pq % 10000,
			rl_library_version, utf8proc_version(), cJSON_Version());
}
