/* signin.c - who comes, with which password, and what stays of it: on emulated terminals, with a server that wants one */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/demo.h"

static struct arena mem;

static void open_demo(void)
{
	demo_own();
	demo_sql("ALTER ROLE lena PASSWORD 'geheim-genug'; ALTER ROLE ute PASSWORD 'auch-geheim'");
	demo_passwords();
}

static void expect_end(struct vt *t, int status)
{
	int got = vt_wait_exit(t);
	const char *left = vt_given_back(t);
	cr_expect(got == status, "exit code %d, not %d", got, status);
	cr_expect(!left, "left behind: %s", left ? left : "");
	vt_close(t);
}

static void sign_in(struct vt *t, const char *password)
{
	vt_type(t, password);
	vt_keys(t, "enter");
}

static struct vt *open_lena(void)
{
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "“lena” signs in with a password."));
	return t;
}

/* Of a file below the state folder; "" if there is none. */
static const char *file_text(const char *name, int *ret_mode)
{
	struct err e = ERR_INIT;
	struct stat st;
	char *text, *path = arena_printf(&mem, "%s/karat/%s", demo_state(), name);
	size_t len;
	if (stat(path, &st) != 0 || !file_read(path, 1 << 20, &mem, &text, &len, &e))
		return "";
	*ret_mode = (int)(st.st_mode & 07777);
	return text;
}

Test(signin, password)
{
	int mode = 0;
	open_demo();
	struct vt *t = vt_open(VT_ARGV("/bin/sh", "-c", arena_printf(&mem, "exec %s -vv", demo_command("lena"))), NULL);
	cr_assert(vt_wait(t, "“lena” signs in with a password."));
	cr_expect(vt_wait(t, "Workshop  demo:lena") && vt_wait(t, "Name      lena"));
	cr_expect(vt_wait_cursor(t, 5, 11), "the cursor is where one types");
	vt_type(t, "falsch");
	cr_expect(vt_wait(t, "Password  ******"));
	vt_keys(t, "backspace");
	cr_expect(vt_wait(t, "Password  *****\n"));
	vt_keys(t, "ctrl-u");
	cr_expect(vt_wait(t, "Password\n"));
	sign_in(t, "falsch");
	cr_expect(vt_wait(t, "The password is wrong, or nobody here is called “lena”."));
	cr_expect(vt_wait(t, "Password\n"), "nothing of it stays");
	cr_expect(vt_bells(t) == 1);
	sign_in(t, "geheim-genug");
	cr_expect(vt_wait(t, "My day") && vt_wait(t, "Lena Hofstetter, Goldschmiede Lindqvist"));
	const char *limits = arena_printf(&mem, "/proc/%d/limits", (int)vt_pid(t));
	struct err e = ERR_INIT;
	char *text;
	size_t len;
	cr_assert(file_read(limits, 1 << 16, &mem, &text, &len, &e), "%s", e.text);
	cr_expect(strstr(text, "Max core file size        0 "), "%s", text);
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
	cr_expect_str_eq(file_text("workshops", &mode), "lena\tdemo:lena\n");
	cr_expect_eq(mode, 0600);
	const char *log = file_text("karat.log", &mode);
	cr_expect(strstr(log, "job") && !strstr(log, "geheim") && !strstr(log, "falsch"));
}

static bool has_rung(struct vt *t, const void *times)
{
	return vt_bells(t) == *(const int *)times;
}

Test(signin, leaving)
{
	open_demo();
	struct vt *t = open_lena();
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "karat: The database does not let “lena” in."));
	expect_end(t, 2);
	t = open_lena();
	for (int i = 1; i < 5; i++) {
		sign_in(t, "falsch");
		cr_assert(vt_wait_for(t, has_rung, &i, "the bell"));
		cr_expect(vt_wait(t, "The password is wrong"));
	}
	sign_in(t, "falsch");
	cr_expect(vt_wait(t, "karat: The password was wrong 5 times."));
	expect_end(t, 2);
}

/* Reasons that are no matter of a password, once it was right; and somebody else at another workshop. */
Test(signin, reasons)
{
	open_demo();
	struct vt *t = open_lena();
	vt_keys(t, "shift-tab shift-tab ctrl-u");
	vt_type(t, "embedded:/nowhere");
	vt_keys(t, "enter enter enter");
	cr_expect(vt_wait(t, "There is no workshop yet."));
	vt_keys(t, "shift-tab shift-tab ctrl-u");
	vt_type(t, "nonsense");
	vt_keys(t, "enter enter enter");
	cr_expect(vt_wait(t, "There is no workshop “nonsense”."));
	vt_keys(t, "ctrl-u");
	vt_type(t, "host=/nowhere");
	vt_keys(t, "enter enter enter");
	cr_expect(vt_wait(t, "No connection to the workshop's database."));
	vt_keys(t, "shift-tab shift-tab ctrl-u");
	vt_type(t, "demo:");
	vt_keys(t, "enter ctrl-u enter enter");
	cr_expect(vt_wait(t, "Type the name by which you sign in."));
	demo_sql("ALTER ROLE lena NOLOGIN");
	vt_type(t, "lena");
	vt_keys(t, "enter");
	sign_in(t, "geheim-genug");
	cr_expect(vt_wait(t, "“lena” may not sign in any more."));
	vt_keys(t, "shift-tab ctrl-u");
	vt_type(t, "ute");
	vt_keys(t, "enter");
	sign_in(t, "auch-geheim");
	cr_expect(vt_wait(t, "Ute Kessler"));
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
}

Test(signin, command)
{
	open_demo();
	struct vt *t = demo_open("lena", &(struct vt_look) {
		.env = (const char *const[]) { "KARAT_PASSWORD_COMMAND=echo not a word; echo noise >&2; false", NULL } });
	cr_expect(vt_wait(t, "“lena” signs in with a password."));
	vt_keys(t, "esc");
	expect_end(t, 2);
	t = demo_open("lena", &(struct vt_look) { .env = (const char *const[]) { "KARAT_PASSWORD_COMMAND=echo geheim-genug", NULL } });
	cr_expect(vt_wait(t, "Lena Hofstetter"));
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
	t = demo_open("lena", &(struct vt_look) { .env = (const char *const[]) { "KARAT_PASSWORD_COMMAND=echo falsch", NULL } });
	cr_expect(vt_wait(t, "signs in with a password"));
	sign_in(t, "geheim-genug");
	cr_expect(vt_wait(t, "Lena Hofstetter"), "what is typed counts more than a command that is wrong");
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
}

/* The line breaks: it comes back by itself, until the password is another one. What was typed stays. */
Test(signin, changed_meanwhile)
{
	static const char cut[] = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lena'";
	open_demo();
	struct vt *t = open_lena();
	sign_in(t, "geheim-genug");
	cr_assert(vt_wait(t, "Lena Hofstetter"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0005"));
	vt_keys(t, "n");
	cr_assert(vt_wait(t, "What is wanted"));
	vt_keys(t, "tab");
	vt_type(t, "Siegelring");
	cr_assert(vt_wait(t, "Siegelring"));
	demo_sql(cut);
	cr_expect(vt_wait(t, "The connection is back."));
	demo_sql("ALTER ROLE lena PASSWORD 'ganz-anders'");
	demo_sql(cut);
	cr_expect(vt_wait(t, "The server wants your password again; it may have been changed."));
	cr_expect(vt_wait(t, "Workshop  demo:lena") && vt_wait(t, "Name      lena"));
	sign_in(t, "geheim-genug");
	cr_expect(vt_wait(t, "The password is wrong"));
	sign_in(t, "ganz-anders");
	cr_expect(vt_wait(t, "The connection is back.") && vt_wait(t, "Siegelring"));
	vt_keys(t, "ctrl-q");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	expect_end(t, 0);
}

Test(signin, sign_out_and_in)
{
	const char *draft;
	int mode;
	open_demo();
	struct vt *t = open_lena();
	sign_in(t, "geheim-genug");
	cr_assert(vt_wait(t, "Lena Hofstetter"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0005"));
	vt_keys(t, "n");
	cr_assert(vt_wait(t, "What is wanted"));
	vt_keys(t, "tab");
	vt_type(t, "Siegelring");
	vt_keys(t, "f9");
	cr_assert(vt_wait(t, "What is to be done?"));
	vt_type(t, "sign out");
	cr_assert(vt_wait(t, "> Sign out"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Who are you"));
	cr_expect(!strstr(vt_screen(t), "Hofstetter") && !strstr(vt_screen(t), "Siegelring"));
	cr_expect_eq(demo_drafts(&draft, &mode), 1);
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "“lena” signs in with a password."), "nothing is left of the one before");
	vt_keys(t, "shift-tab ctrl-u");
	vt_type(t, "ute");
	vt_keys(t, "enter");
	sign_in(t, "auch-geheim");
	cr_assert(vt_wait(t, "Ute Kessler"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0005"));
	vt_keys(t, "n");
	cr_assert(vt_wait(t, "What is wanted"), "another's draft is not offered");
	vt_keys(t, "esc");
	cr_assert(vt_wait_gone(t, "What is wanted"));
	vt_keys(t, ":");
	vt_type(t, "signout");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Who are you"));
	cr_expect(vt_wait(t, "Name      ute"));
	vt_keys(t, "f4 f4");
	cr_expect(vt_wait(t, "Name      lena"), "remembered");
	sign_in(t, "geheim-genug");
	cr_assert(vt_wait(t, "Lena Hofstetter"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0005"));
	vt_keys(t, "n");
	cr_expect(vt_wait(t, "Go on with it"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Siegelring"));
	vt_keys(t, "ctrl-q");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	expect_end(t, 0);
}

/* Each has the language that they have kept; who has kept none that of the start, not that of the one before. */
Test(signin, each_with_their_language)
{
	open_demo();
	demo_sql("UPDATE karat.person SET language = 'de' WHERE login = 'ute'");
	struct vt *t = demo_start("lena", NULL);
	cr_assert(vt_wait(t, "“lena” signs in with a password."));
	sign_in(t, "geheim-genug");
	cr_assert(vt_wait(t, "My day"));
	vt_type(t, ":signout\r");
	cr_assert(vt_wait(t, "Who are you"));
	vt_keys(t, "shift-tab ctrl-u");
	vt_type(t, "ute");
	vt_keys(t, "enter");
	sign_in(t, "auch-geheim");
	cr_assert(vt_wait(t, "Mein Tag"));
	vt_type(t, ":signout\r");
	cr_assert(vt_wait(t, "Name"));
	vt_keys(t, "f4 f4");
	cr_assert(vt_wait(t, "lena"));
	sign_in(t, "geheim-genug");
	cr_expect(vt_wait(t, "My day"));
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
}

/* No sign for those who would have it read out; fast typists are programs. */
Test(signin, plain_and_fast)
{
	open_demo();
	demo_sql("ALTER ROLE lena PASSWORD '20260301'");
	struct vt *t = vt_open(VT_ARGV("/bin/sh", "-c", arena_printf(&mem, "exec %s --plain", demo_command("lena"))), NULL);
	cr_assert(vt_wait(t, "“lena” signs in with a password."));
	vt_send(t, "20260301\r", 9);
	cr_expect(vt_wait(t, "Lena Hofstetter"));
	const char *raw;
	size_t len;
	raw = vt_raw(t, &len);
	cr_expect(!memmem(raw, len, "*", 1) && !memmem(raw, len, "20260301", 8));
	vt_keys(t, "ctrl-q");
	expect_end(t, 0);
}
