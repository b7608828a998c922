/* replay.c - runs files and folders of inputs through a fuzz target, for builds without libFuzzer */
#include "config.h"

#include "fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"

enum { INPUT_MOST = 1024 * 1024 };

static bool replay_file(const char *path, struct arena *a, struct err *e)
{
	char *data;
	size_t size;
	if (!file_read(path, INPUT_MOST, a, &data, &size, e))
		return false;
	/* Exactly as long as it is, so that the address sanitizer sees the end. */
	LLVMFuzzerTestOneInput(arena_copy(a, data, size), size);
	return true;
}

static bool replay_folder(const char *path, struct arena *a, unsigned *count, struct err *e)
{
	DIR *dir = opendir(path);
	if (!dir)
		return err_set(e, ERR_NOT_FOUND, "%s cannot be opened", path);
	bool good = true;
	const struct dirent *entry;
	while (good && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		good = replay_file(arena_printf(a, "%s/%s", path, entry->d_name), a, e);
		*count += good;
	}
	closedir(dir);
	return good;
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	unsigned count = 0;
	bool good = true;
	for (int i = 1; i < argc && good; i++) {
		struct stat st;
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode)) {
			good = replay_folder(argv[i], &a, &count, &e);
		} else {
			good = replay_file(argv[i], &a, &e);
			count += good;
		}
		arena_clear(&a);
	}
	arena_done(&a);
	if (!good)
		fprintf(stderr, "%s: %s\n", argv[0], e.text);
	printf("%s: %u inputs\n", argv[0], count);
	return good && count ? 0 : 1; /* nothing replayed is nothing proved */
}
