/* message.c - the line at the bottom: what is said, how many others were, and that it goes with the next key */
#include "config.h"

#include "core/ui.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/demo.h"

static struct ui ui;

static void begin(void)
{
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		ui.messages[i].text = (struct buf)BUF_INIT(1024);
}

static void end(void)
{
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		buf_done(&ui.messages[i].text);
}

TestSuite(message, .init = begin, .fini = end);

static void expect(const char *text, unsigned others)
{
	unsigned more = 99;
	const struct message *m = ui_message(&ui, &more);
	cr_expect_str_eq(m ? m->text.data : "", text);
	cr_expect(more == others, "%s: %u more, not %u", text, more, others);
}

Test(message, goes_with_a_key)
{
	expect("", 0);
	ui_say(&ui, MESSAGE_INFO, "one");
	expect("one", 0);
	ui_messages_read(&ui);
	expect("", 0);
	ui_say(&ui, MESSAGE_GOOD, "two");
	expect("two", 0);
}

Test(message, others_are_counted)
{
	ui_say(&ui, MESSAGE_INFO, "one");
	ui_say(&ui, MESSAGE_INFO, "two");
	expect("two", 1);
	ui_messages_read(&ui);
	ui_say(&ui, MESSAGE_INFO, "three");
	expect("three", 0);
}

Test(message, a_failure_stays)
{
	ui_say(&ui, MESSAGE_ERROR, "broken");
	ui_say(&ui, MESSAGE_INFO, "by the way");
	ui_say(&ui, MESSAGE_WARN, "odd");
	expect("broken", 2);
	ui_say(&ui, MESSAGE_ERROR, "broken again");
	expect("broken again", 3);
	ui_say(&ui, MESSAGE_GOOD, "mended");
	expect("mended", 4);
	ui_say(&ui, MESSAGE_INFO, "by the way");
	expect("by the way", 5);
	ui_say(&ui, MESSAGE_WARN, "odd");
	expect("odd", 6);
	ui_messages_read(&ui);
	expect("", 0);
}

Test(message, more_than_are_kept)
{
	for (int i = 0; i < MESSAGES_KEPT + 5; i++)
		ui_say(&ui, MESSAGE_INFO, "%d", i);
	expect("204", MESSAGES_KEPT + 4);
}

/* On a terminal: the sound, and the cursor, which stays where the person's attention is. */

static void say_in_conf(const char *text)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const char *dir = arena_printf(&a, "%s/karat", getenv("XDG_CONFIG_HOME"));
	cr_assert(file_mkdirs(dir, 0700, &e) && file_write(arena_printf(&a, "%s/karat.conf", dir), 0600, text, strlen(text), &e), "%s", e.text);
	arena_done(&a);
}

static void say_something_wrong(struct vt *t)
{
	vt_keys(t, ":");
	vt_type(t, "nonsense");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Nothing here is called"));
}

Test(message, bells)
{
	static const struct { const char *conf; int bells; bool flashes; } cases[] = {
		{ "", 0, false }, { "bell = off\n", 0, false }, { "bell = sound\n", 1, false }, { "bell = flash\n", 0, true },
	};
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t len;
		say_in_conf(cases[i].conf);
		struct vt *t = demo_open("marta", NULL);
		cr_assert(vt_wait(t, "Your orders"));
		vt_keys(t, "f5");
		cr_assert(vt_wait(t, "A-2026-0005"));
		cr_assert(vt_wait_cursor(t, 2, 0)); /* the first order */
		vt_mark(t);
		say_something_wrong(t);
		cr_expect(vt_wait_cursor(t, 2, 0), "not in what is said");
		vt_keys(t, "j");
		cr_assert(vt_wait_gone(t, "Nothing here is called")); /* all that rang has rung */
		cr_expect(vt_bells(t) == cases[i].bells, "%s: %d bells", cases[i].conf, vt_bells(t));
		const char *raw = vt_raw(t, &len);
		cr_expect((memmem(raw, len, "\033[?5h", 5) != NULL) == cases[i].flashes, "%s", cases[i].conf);
		vt_keys(t, "ctrl-q");
		cr_expect(vt_wait_exit(t) == 0);
		vt_close(t);
	}
	say_in_conf("bell = loud\n");
	struct vt *t = demo_open("marta", NULL);
	cr_expect(vt_wait(t, "is off, sound or flash"));
	cr_expect(vt_wait_exit(t) == 1);
	vt_close(t);
}
