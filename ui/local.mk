# The full-screen part, layer by layer; only here may code include what lies in ui/.
noinst_LIBRARIES += %D%/libcore.a %D%/libkiosk.a %D%/libwidget.a %D%/libscreen.a
ui_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/%D%

%C%_libcore_a_CPPFLAGS = $(ui_cppflags) $(NCURSES_CFLAGS)
%C%_libcore_a_SOURCES = \
	%D%/core/charset.c %D%/core/charset.h \
	%D%/core/giveback.c %D%/core/giveback.h \
	%D%/core/input.c %D%/core/input.h \
	%D%/core/key.c %D%/core/key.h \
	%D%/core/keymap.c %D%/core/keymap.h \
	%D%/core/language.c %D%/core/language.h \
	%D%/core/look.c %D%/core/look.h \
	%D%/core/loop.c %D%/core/loop.h \
	%D%/core/paint.c %D%/core/paint.h \
	%D%/core/password.c %D%/core/password.h \
	%D%/core/picture.c %D%/core/picture.h \
	%D%/core/screen.c %D%/core/screen.h \
	%D%/core/script.c %D%/core/script.h \
	%D%/core/sequence.c %D%/core/sequence.h \
	%D%/core/term.c %D%/core/term.h \
	%D%/core/terminfo.c %D%/core/terminfo.h \
	%D%/core/theme.c %D%/core/theme.h \
	%D%/core/ui.c %D%/core/ui.h \
	%D%/core/worker.c %D%/core/worker.h

%C%_libkiosk_a_CPPFLAGS = $(ui_cppflags)
%C%_libkiosk_a_SOURCES = \
	%D%/kiosk/desk.c %D%/kiosk/desk.h \
	%D%/kiosk/face.c %D%/kiosk/face.h \
	%D%/kiosk/kiosk.c %D%/kiosk/kiosk.h \
	%D%/kiosk/notify.c %D%/kiosk/notify.h \
	%D%/kiosk/scanner.c %D%/kiosk/scanner.h

%C%_libwidget_a_CPPFLAGS = $(ui_cppflags) $(READLINE_CFLAGS) $(UTF8PROC_CFLAGS)
%C%_libwidget_a_SOURCES = \
	%D%/widget/ask.c %D%/widget/ask.h \
	%D%/widget/calendar.c %D%/widget/calendar.h \
	%D%/widget/chart.c %D%/widget/chart.h \
	%D%/widget/columns.c %D%/widget/columns.h \
	%D%/widget/edit.c %D%/widget/edit.h \
	%D%/widget/field.c %D%/widget/field.h \
	%D%/widget/form.c %D%/widget/form.h \
	%D%/widget/form_draft.c %D%/widget/form_draft.h \
	%D%/widget/form_in.h \
	%D%/widget/form_keys.c \
	%D%/widget/form_ref.c \
	%D%/widget/form_view.c \
	%D%/widget/fuzzy.c %D%/widget/fuzzy.h \
	%D%/widget/kept.c %D%/widget/kept.h \
	%D%/widget/list.c %D%/widget/list.h %D%/widget/list_in.h \
	%D%/widget/list_count.c \
	%D%/widget/list_find.c \
	%D%/widget/list_marks.c \
	%D%/widget/list_window.c \
	%D%/widget/needle.c %D%/widget/needle.h \
	%D%/widget/palette.c %D%/widget/palette.h \
	%D%/widget/prompt.c %D%/widget/prompt.h \
	%D%/widget/sheet.c %D%/widget/sheet.h

%C%_libscreen_a_CPPFLAGS = $(ui_cppflags)
%C%_libscreen_a_SOURCES = \
	%D%/screen/about.c \
	%D%/screen/arrange.c \
	%D%/screen/browse.c %D%/screen/browse.h \
	%D%/screen/command.c %D%/screen/command.h \
	%D%/screen/command_names.c %D%/screen/command_names.h \
	%D%/screen/customer.c \
	%D%/screen/customers.c \
	%D%/screen/day.c \
	%D%/screen/describe.c \
	%D%/screen/detail.c %D%/screen/detail.h \
	%D%/screen/draft.c %D%/screen/draft.h \
	%D%/screen/editor.c %D%/screen/editor.h \
	%D%/screen/file_parts.c %D%/screen/file_parts.h \
	%D%/screen/finder.c %D%/screen/finder.h \
	%D%/screen/forms.c \
	%D%/screen/help.c \
	%D%/screen/history.c %D%/screen/history.h \
	%D%/screen/home.c \
	%D%/screen/hours.c %D%/screen/hours.h \
	%D%/screen/jump.c %D%/screen/jump.h \
	%D%/screen/light.c %D%/screen/light.h \
	%D%/screen/merge.c \
	%D%/screen/notice.c %D%/screen/notice.h \
	%D%/screen/order.c \
	%D%/screen/orders.c \
	%D%/screen/overview.c \
	%D%/screen/records.c \
	%D%/screen/scan.c %D%/screen/scan.h \
	%D%/screen/screens.c %D%/screen/screens.h \
	%D%/screen/search.c \
	%D%/screen/search_view.c %D%/screen/search_view.h \
	%D%/screen/signin.c %D%/screen/signin.h \
	%D%/screen/timer.c %D%/screen/timer.h \
	%D%/screen/times.c \
	%D%/screen/steps.c \
	%D%/screen/verb.c %D%/screen/verb_in.h \
	%D%/screen/verb_ahead.c \
	%D%/screen/verb_many.c \
	%D%/screen/views.c \
	%D%/screen/week.c \
	%D%/screen/workshops.c %D%/screen/workshops.h
