/* temp.c - a folder of its own for each test that writes files */
#include "config.h"

#include "temp.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"

static char folder[] = "/tmp/karat-unit-XXXXXX";
static struct arena strings;

void temp_make(void)
{
	cr_assert(mkdtemp(folder));
	cr_assert(chmod(folder, 0755) == 0); /* tests may change into another user */
	setenv("KARAT_NOW", "2026-03-01T09:00:00Z", 1);
	cr_assert(zone_use("UTC"));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

void temp_remove(void)
{
	cr_expect(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
	arena_done(&strings);
}

const char *temp_path(const char *name)
{
	return arena_printf(&strings, "%s/%s", folder, name);
}

void temp_write(const char *name, const char *text, unsigned mode)
{
	const char *path = temp_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	cr_assert(fd >= 0, "%s", path);
	cr_assert(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	cr_assert(fchmod(fd, mode) == 0);
	close(fd);
}

const char *temp_read(const char *name)
{
	enum { MOST = 256 * 1024 };
	char *text = arena_alloc(&strings, MOST + 1);
	int fd = open(temp_path(name), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return "";
	ssize_t n = read(fd, text, MOST);
	close(fd);
	cr_assert(n >= 0);
	return text;
}
