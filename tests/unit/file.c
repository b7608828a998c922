/* file.c - where files live, whole reads, whole writes */
#include "config.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "temp.h"

enum { STRANGER = 4242 }; /* a user that is nobody */

TestSuite(file, .init = temp_make, .fini = temp_remove);

static unsigned mode_of(const char *name)
{
	struct stat st;
	return stat(temp_path(name), &st) == 0 ? st.st_mode & 07777 : 0;
}

static size_t entries(const char *name)
{
	size_t n = 0;
	DIR *dir = opendir(temp_path(name));
	cr_assert(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2; /* . and .. */
}

Test(file, places)
{
	struct arena a = ARENA_INIT;
	setenv("HOME", "/home/anna", 1);
	setenv("XDG_STATE_HOME", "/state", 1);
	setenv("XDG_CONFIG_HOME", "/config", 1);
	cr_expect_str_eq(file_state_dir(&a), "/state/karat");
	cr_expect_str_eq(file_config_dir(&a), "/config/karat");
	setenv("XDG_STATE_HOME", "relative", 1); /* is to be ignored */
	setenv("XDG_CONFIG_HOME", "", 1);
	cr_expect_str_eq(file_config_dir(&a), "/home/anna/.config/karat");
	bool root = geteuid() == 0;
	cr_expect_str_eq(file_state_dir(&a), root ? "/var/lib/karat" : "/home/anna/.local/state/karat");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CONFIG_HOME");
	if (root) {
		cr_assert(seteuid(STRANGER) == 0);
		cr_expect_str_eq(file_state_dir(&a), "/home/anna/.local/state/karat");
		unsetenv("HOME");
		cr_expect_str_eq(file_config_dir(&a), "/.config/karat", "who has no home");
		cr_assert(seteuid(0) == 0);
	}
	setenv("HOME", "not/absolute", 1);
	const struct passwd *pw = getpwuid(geteuid());
	if (pw)
		cr_expect_str_eq(file_config_dir(&a), arena_printf(&a, "%s/.config/karat", pw->pw_dir));
	arena_done(&a);
}

Test(file, mkdirs)
{
	struct err e = ERR_INIT;
	cr_expect(file_mkdirs(temp_path("a/b/c"), 0700, &e), "%s", e.text);
	cr_expect(mode_of("a/b") == 0700 && mode_of("a/b/c") == 0700);
	cr_expect(file_mkdirs(temp_path("a/b/c"), 0700, &e) && file_mkdirs(temp_path("a//d/"), 0755, &e));
	cr_expect(file_mkdirs("/", 0700, &e) && file_mkdirs("/tmp", 0700, &e) && file_mkdirs("", 0700, &e));
	temp_write("a/file", "x", 0600);
	cr_expect(!file_mkdirs(temp_path("a/file"), 0700, &e) && e.code == ERR_OUTPUT);
	cr_expect(str_ends(e.text, "should be a folder, but a file is in its place."));
	cr_expect(!file_mkdirs(temp_path("a/file/x"), 0700, &e) && e.code == ERR_OUTPUT);
	cr_expect(!file_mkdirs("/proc/karat/x", 0700, &e) && strstr(e.text,
		"/proc/karat cannot be made: "));
	char path[PATH_MAX + 10];
	memset(path, 'x', sizeof path);
	path[sizeof path - 1] = '\0';
	cr_expect(!file_mkdirs(path, 0700, &e) && e.code == ERR_INVALID);
}

Test(file, mkdirs_relative)
{
	struct err e = ERR_INIT;
	cr_assert(chdir(temp_path(".")) == 0);
	cr_expect(file_mkdirs("r/s", 0755, &e) && mode_of("r/s") == 0755);
	cr_expect(file_write("r/s/f", 0600, "x", 1, &e) && file_write("g", 0600, "x", 1, &e), "%s", e.text);
	cr_expect_str_eq(temp_read("g"), "x");
	cr_assert(chdir("/") == 0);
}

Test(file, read)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char *text = NULL;
	size_t len = 0;
	temp_write("f", "Gold", 0600);
	cr_expect(file_read(temp_path("f"), 4, &a, &text, &len, &e) && len == 4);
	cr_expect_str_eq(text, "Gold");
	cr_expect(!file_read(temp_path("f"), 3, &a, &text, &len, &e) && e.code == ERR_INVALID);
	cr_expect(str_ends(e.text, "is larger than 3 bytes."));
	temp_write("f", "", 0600);
	cr_expect(file_read(temp_path("f"), 0, &a, &text, &len, &e) && len == 0);
	cr_expect_str_eq(text, "");
	len = 4711;
	cr_expect(!file_read(temp_path("none"), 10, &a, &text, &len, &e) && e.code == ERR_NOT_FOUND);
	cr_expect(!file_read(temp_path("f/x"), 10, &a, &text, &len, &e) && e.code == ERR_NOT_FOUND);
	cr_expect(!file_read(temp_path("."), 10, &a, &text, &len, &e) && e.code == ERR_INVALID);
	cr_expect(len == 4711);
	temp_write("secret", "x", 0000);
	if (geteuid() == 0)
		cr_assert(seteuid(STRANGER) == 0);
	cr_expect(!file_read(temp_path("secret"), 10, &a, &text, &len, &e) && e.code == ERR_DENIED);
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
	arena_done(&a);
}

Test(file, write_and_read_large)
{
	enum { SIZE = 3 * 1000 * 1000 };
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char *data = arena_alloc(&a, SIZE), *text;
	size_t len;
	for (size_t i = 0; i < SIZE; i++)
		data[i] = (char)(i * 7 + i / 256);
	cr_expect(file_write(temp_path("big"), 0640, data, SIZE, &e), "%s", e.text);
	cr_expect(mode_of("big") == 0640);
	cr_expect(file_read(temp_path("big"), SIZE, &a, &text, &len, &e) && len == SIZE &&
		text[len] == '\0');
	cr_expect(memcmp(data, text, SIZE) == 0);
	arena_done(&a);
}

Test(file, write_replaces_as_a_whole)
{
	struct err e = ERR_INIT;
	cr_assert(file_mkdirs(temp_path("d"), 0700, &e));
	temp_write("d/f", "the old and longer text", 0644);
	cr_expect(file_write(temp_path("d/f"), 0600, "new", 3, &e), "%s", e.text);
	cr_expect_str_eq(temp_read("d/f"), "new");
	cr_expect(mode_of("d/f") == 0600);
	cr_expect(file_write(temp_path("d/f"), 0600, "", 0, &e));
	cr_expect_str_eq(temp_read("d/f"), "");
	cr_expect(entries("d") == 1, "no temporary file is left");
}

Test(file, write_fails_and_leaves_the_old)
{
	struct err e = ERR_INIT;
	cr_assert(file_mkdirs(temp_path("d/sub"), 0700, &e));
	temp_write("d/f", "old", 0644);
	cr_expect(!file_write(temp_path("d/sub"), 0600, "x", 1, &e) && e.code == ERR_OUTPUT);
	cr_expect(!file_write(temp_path("none/f"), 0600, "x", 1, &e) && e.code == ERR_OUTPUT);
	char path[PATH_MAX + 10];
	memset(path, 'x', sizeof path);
	path[sizeof path - 1] = '\0';
	cr_expect(!file_write(path, 0600, "x", 1, &e) && e.code == ERR_OUTPUT);
	/* a disk that is full in the middle */
	signal(SIGXFSZ, SIG_IGN);
	struct rlimit old, small;
	cr_assert(getrlimit(RLIMIT_FSIZE, &old) == 0);
	small = old;
	small.rlim_cur = 10;
	cr_assert(setrlimit(RLIMIT_FSIZE, &small) == 0);
	bool good = file_write(temp_path("d/f"), 0600, "more than ten bytes", 19, &e);
	cr_assert(setrlimit(RLIMIT_FSIZE, &old) == 0);
	cr_expect(!good && e.code == ERR_OUTPUT, "%s", e.text);
	cr_expect_str_eq(temp_read("d/f"), "old");
	cr_expect(entries("d") == 2, "no temporary file is left");
}

Test(file, write_follows_links_and_spares_devices)
{
	struct err e = ERR_INIT;
	struct stat st;
	cr_assert(file_mkdirs(temp_path("d"), 0700, &e));
	temp_write("d/real", "old", 0600);
	cr_assert(symlink("d/real", temp_path("link")) == 0);
	cr_expect(file_write(temp_path("link"), 0600, "new", 3, &e), "%s", e.text);
	cr_expect_str_eq(temp_read("d/real"), "new");
	cr_expect(lstat(temp_path("link"), &st) == 0 && S_ISLNK(st.st_mode));
	cr_expect(file_write("/dev/null", 0600, "x", 1, &e));
	cr_expect(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	if (stat("/dev/full", &st) == 0)
		cr_expect(!file_write("/dev/full", 0600, "x", 1, &e) && e.code == ERR_OUTPUT);
	cr_assert(mkfifo(temp_path("pipe"), 0600) == 0);
	int fd = open(temp_path("pipe"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char got[8] = "";
	cr_expect(file_write(temp_path("pipe"), 0600, "piped", 5, &e), "%s", e.text);
	cr_expect(read(fd, got, sizeof got) == 5 && memcmp(got, "piped", 5) == 0);
	close(fd);
	cr_assert(mkfifo(temp_path("denied"), 0000) == 0);
	if (geteuid() == 0)
		cr_assert(seteuid(STRANGER) == 0);
	cr_expect(!file_write(temp_path("denied"), 0600, "x", 1, &e) && e.code == ERR_OUTPUT);
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
}

Test(file, a_draft_appears_at_the_end)
{
	struct err e = ERR_INIT;
	struct stat st;
	struct file_draft d;
	cr_assert(file_mkdirs(temp_path("d"), 0700, &e));
	temp_write("d/real", "old", 0600);
	cr_assert(symlink("real", temp_path("d/link")) == 0);
	cr_assert_eq(file_begin(&d, temp_path("d/link"), 0640), 0);
	cr_expect(write(d.fd, "new", 3) == 3);
	cr_expect_str_eq(temp_read("d/real"), "old");
	file_drop(&d);
	file_drop(&d);
	cr_expect_str_eq(temp_read("d/real"), "old");
	cr_expect(entries("d") == 2, "what was begun is gone");
	cr_assert_eq(file_begin(&d, temp_path("d/link"), 0640), 0);
	cr_expect(write(d.fd, "new", 3) == 3);
	cr_expect_eq(file_commit(&d), 0);
	file_drop(&d);
	cr_expect_str_eq(temp_read("d/real"), "new");
	cr_expect(mode_of("d/real") == 0640 && entries("d") == 2);
	cr_expect(lstat(temp_path("d/link"), &st) == 0 && S_ISLNK(st.st_mode), "a link stays one");
	cr_expect_eq(file_begin(&d, temp_path("none/f"), 0600), ENOENT);
}

/* A folder that one may write into without reading it, as drop boxes are. */
Test(file, write_into_a_drop_box)
{
	struct err e = ERR_INIT;
	cr_assert(file_mkdirs(temp_path("box"), 0700, &e));
	if (geteuid() == 0)
		cr_assert(chown(temp_path("box"), STRANGER, STRANGER) == 0 && seteuid(STRANGER) == 0);
	cr_assert(chmod(temp_path("box"), 0300) == 0);
	cr_expect(file_write(temp_path("box/f"), 0600, "x", 1, &e), "%s", e.text);
	cr_assert(chmod(temp_path("box"), 0700) == 0);
	cr_expect_str_eq(temp_read("box/f"), "x");
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
}
