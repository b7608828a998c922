# Unit tests need nothing; database tests share one scratch cluster (tests/lib); the rest is shell.
test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/%D% -I$(srcdir)/%D%/unit $(CRITERION_CFLAGS) $(PQ_CFLAGS) \
	$(CJSON_CFLAGS) -DTEST_SRCDIR='"$(abs_top_srcdir)"' -DTEST_BUILDDIR='"$(abs_top_builddir)"'
store_libs = src/libservice.a src/libstore.a src/libdomain.a src/libbase.a $(CJSON_LIBS) $(SQLITE_LIBS) \
	$(UTF8PROC_LIBS) $(LTLIBINTL)
core_libs = src/libreport.a $(store_libs)

check_PROGRAMS += %D%/lib/testcluster %D%/core_alone
%C%_lib_testcluster_CPPFLAGS = $(test_cppflags)
%C%_lib_testcluster_LDADD = $(store_libs)
%C%_lib_testcluster_SOURCES = %D%/lib/testcluster.c %D%/lib/testdb.c %D%/lib/testdb.h \
	%D%/lib/testdemo.c %D%/lib/testdemo.h

# The longest first, so that no job is left alone with one in the end.
if VTERM
if CRITERION
TESTS += %D%/ui/ui
endif
endif

# Everything below the command line links without it: a call that points downward does not get this far.
TESTS += %D%/core_alone
%C%_core_alone_SOURCES = %D%/core_alone.c
%C%_core_alone_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive src/libreport.a src/libservice.a src/libstore.a \
	src/libdomain.a src/libbase.a -Wl,--no-whole-archive
%C%_core_alone_LDADD = $(CJSON_LIBS) $(SQLITE_LIBS) $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_core_alone_DEPENDENCIES = src/libreport.a src/libservice.a src/libstore.a src/libdomain.a src/libbase.a

if CRITERION
check_PROGRAMS += %D%/unit/unit %D%/db/db %D%/db/migrate
TESTS += %D%/unit/unit %D%/db/db %D%/db/migrate
endif

# What tests start thousands of times starts quicker.
check_DATA = %D%/lib/lighter/stamp
lighter = %D%/lib/lighter
lighter_ldflags = $(AM_LDFLAGS) -Wl,--disable-new-dtags,-rpath,'$(abs_builddir)/$(lighter)'
$(lighter)/stamp: $(srcdir)/%D%/lib/lighter.sh
	$(AM_V_GEN)CC='$(CC)' $(SHELL) $(srcdir)/%D%/lib/lighter.sh $(lighter) $(CRITERION_LIBS) $(PQ_LIBS)
clean-lighter:
	rm -rf $(lighter)
clean-local: clean-lighter
.PHONY: clean-lighter

%C%_unit_unit_CPPFLAGS = $(test_cppflags)
%C%_unit_unit_LDFLAGS = $(lighter_ldflags)
EXTRA_%C%_unit_unit_DEPENDENCIES = $(lighter)/stamp
%C%_unit_unit_LDADD = src/libcli.a $(core_libs) $(READLINE_LIBS) $(CRITERION_LIBS)
%C%_unit_unit_SOURCES = \
	%D%/unit/arena.c \
	%D%/unit/buf.c \
	%D%/unit/cli.c \
	%D%/unit/cologne.c \
	%D%/unit/conf.c \
	%D%/unit/date.c \
	%D%/unit/entities.c \
	%D%/unit/entity.c \
	%D%/unit/err.c \
	%D%/unit/file.c \
	%D%/unit/journal.c \
	%D%/unit/flow.c \
	%D%/unit/fmt.c \
	%D%/unit/ftype.c \
	%D%/unit/json.c \
	%D%/unit/log.c \
	%D%/unit/match.c \
	%D%/unit/measurement.c \
	%D%/unit/num.c \
	%D%/unit/options.c \
	%D%/unit/opts.c \
	%D%/unit/past.c \
	%D%/unit/order.c \
	%D%/unit/quantity.c \
	%D%/unit/query.c \
	%D%/unit/range.c \
	%D%/unit/render.c \
	%D%/unit/right.c \
	%D%/unit/scan_code.c \
	%D%/unit/search.c \
	%D%/unit/sha256.c \
	%D%/unit/sql.c \
	%D%/unit/str.c \
	%D%/unit/temp.c %D%/unit/temp.h \
	%D%/unit/trail.c \
	%D%/unit/url.c \
	%D%/unit/verbs.c

%C%_db_db_CPPFLAGS = $(test_cppflags)
%C%_db_db_LDFLAGS = $(lighter_ldflags)
EXTRA_%C%_db_db_DEPENDENCIES = $(lighter)/stamp
%C%_db_db_LDADD = $(store_libs) $(CRITERION_LIBS)
%C%_db_db_SOURCES = \
	%D%/db/day.c %D%/db/day.h \
	%D%/db/drift.c \
	%D%/db/kiosk.c \
	%D%/db/mirrors.c \
	%D%/db/schema.c \
	%D%/db/search.c \
	%D%/db/store.c \
	%D%/db/rules.c \
	%D%/db/time.c \
	%D%/db/warnings.c \
	%D%/lib/testdb.c %D%/lib/testdb.h

# A program of its own, as it brings migrations of its own in place of those built in.
%C%_db_migrate_CPPFLAGS = $(test_cppflags)
%C%_db_migrate_LDFLAGS = $(lighter_ldflags)
EXTRA_%C%_db_migrate_DEPENDENCIES = $(lighter)/stamp
%C%_db_migrate_LDADD = $(store_libs) $(CRITERION_LIBS)
%C%_db_migrate_SOURCES = %D%/db/migrate.c %D%/lib/testdb.c %D%/lib/testdb.h

# The screens' own: no terminal is needed, but one that is emulated (libvterm) shows what a real one would.
ui_libs = ui/libscreen.a ui/libwidget.a ui/libkiosk.a ui/libcore.a src/libcli.a $(core_libs) $(READLINE_LIBS) $(NCURSES_LIBS)
if VTERM
if CRITERION
check_PROGRAMS += %D%/ui/ui
endif
endif
%C%_ui_ui_CPPFLAGS = $(test_cppflags) -I$(srcdir)/ui $(VTERM_CFLAGS) $(NCURSES_CFLAGS)
%C%_ui_ui_LDFLAGS = $(lighter_ldflags)
EXTRA_%C%_ui_ui_DEPENDENCIES = $(lighter)/stamp
%C%_ui_ui_LDADD = $(ui_libs) $(CRITERION_LIBS) $(VTERM_LIBS)
%C%_ui_ui_SOURCES = \
	%D%/lib/pool.c %D%/lib/pool.h \
	%D%/lib/proxy.c %D%/lib/proxy.h \
	%D%/lib/tapper.c %D%/lib/tapper.h \
	%D%/lib/testdb.c %D%/lib/testdb.h \
	%D%/lib/testdemo.c %D%/lib/testdemo.h \
	%D%/lib/vt.c %D%/lib/vt.h \
	%D%/ui/chart.c \
	%D%/ui/demo.c %D%/ui/demo.h \
	%D%/ui/desk.c \
	%D%/ui/edit.c \
	%D%/ui/faults.c \
	%D%/ui/form.c \
	%D%/ui/fuzzy.c \
	%D%/ui/input.c \
	%D%/ui/key.c \
	%D%/ui/keymap.c \
	%D%/ui/kiosk.c \
	%D%/ui/keys.c \
	%D%/ui/list.c \
	%D%/ui/loop.c \
	%D%/ui/message.c \
	%D%/ui/needle.c \
	%D%/ui/paint.c \
	%D%/ui/picture.c \
	%D%/ui/prompt.c \
	%D%/ui/scan.c \
	%D%/ui/scanner.c \
	%D%/ui/search.c \
	%D%/ui/signin.c \
	%D%/ui/term.c \
	%D%/ui/theme.c \
	%D%/ui/timer.c \
	%D%/ui/torture.c \
	%D%/ui/vt.c \
	%D%/ui/workbench.c \
	%D%/ui/worker.c

# Fuzz targets: with --enable-fuzzing libFuzzer drives them, else they replay their corpus.
fuzzers = conf csv date edit fuzzy ftype_user ftype_wire input keymap num opts scan_code str
fuzz_programs = %D%/fuzz/fuzz_conf %D%/fuzz/fuzz_csv %D%/fuzz/fuzz_date %D%/fuzz/fuzz_edit %D%/fuzz/fuzz_ftype_user \
	%D%/fuzz/fuzz_ftype_wire %D%/fuzz/fuzz_fuzzy %D%/fuzz/fuzz_input %D%/fuzz/fuzz_keymap %D%/fuzz/fuzz_num %D%/fuzz/fuzz_opts \
	%D%/fuzz/fuzz_scan_code %D%/fuzz/fuzz_str
check_PROGRAMS += $(fuzz_programs)
if FUZZING
fuzz_main =
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_main = %D%/fuzz/replay.c
fuzz_ldflags = $(AM_LDFLAGS)
TESTS += %D%/fuzz/replay.sh
endif
%C%_fuzz_fuzz_conf_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_conf_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_conf_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_conf_SOURCES = %D%/fuzz/fuzz_conf.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_csv_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_csv_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_csv_LDADD = src/libcli.a $(core_libs)
%C%_fuzz_fuzz_csv_SOURCES = %D%/fuzz/fuzz_csv.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_date_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_date_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_date_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_date_SOURCES = %D%/fuzz/fuzz_date.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_ftype_user_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_ftype_user_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_ftype_user_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_ftype_user_SOURCES = %D%/fuzz/fuzz_ftype_user.c %D%/fuzz/fuzz.h %D%/fuzz/fuzz_ftype.h $(fuzz_main)
%C%_fuzz_fuzz_ftype_wire_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_ftype_wire_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_ftype_wire_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_ftype_wire_SOURCES = %D%/fuzz/fuzz_ftype_wire.c %D%/fuzz/fuzz.h %D%/fuzz/fuzz_ftype.h $(fuzz_main)
%C%_fuzz_fuzz_edit_CPPFLAGS = $(test_cppflags) -I$(srcdir)/ui
%C%_fuzz_fuzz_edit_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_edit_LDADD = ui/libwidget.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_edit_SOURCES = %D%/fuzz/fuzz_edit.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_fuzzy_CPPFLAGS = $(test_cppflags) -I$(srcdir)/ui
%C%_fuzz_fuzz_fuzzy_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_fuzzy_LDADD = ui/libwidget.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_fuzzy_SOURCES = %D%/fuzz/fuzz_fuzzy.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_input_CPPFLAGS = $(test_cppflags) -I$(srcdir)/ui
%C%_fuzz_fuzz_input_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_input_LDADD = ui/libcore.a src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_input_SOURCES = %D%/fuzz/fuzz_input.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_keymap_CPPFLAGS = $(test_cppflags) -I$(srcdir)/ui
%C%_fuzz_fuzz_keymap_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_keymap_LDADD = ui/libcore.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_keymap_SOURCES = %D%/fuzz/fuzz_keymap.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_num_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_num_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_num_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_num_SOURCES = %D%/fuzz/fuzz_num.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_opts_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_opts_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_opts_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_opts_SOURCES = %D%/fuzz/fuzz_opts.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_scan_code_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_scan_code_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_scan_code_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_scan_code_SOURCES = %D%/fuzz/fuzz_scan_code.c %D%/fuzz/fuzz.h $(fuzz_main)
%C%_fuzz_fuzz_str_CPPFLAGS = $(test_cppflags)
%C%_fuzz_fuzz_str_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_fuzz_str_LDADD = src/libdomain.a src/libbase.a $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_fuzz_fuzz_str_SOURCES = %D%/fuzz/fuzz_str.c %D%/fuzz/fuzz.h $(fuzz_main)

# make fuzz SECONDS=60
SECONDS = 20
fuzz: $(fuzz_programs)
	@for f in $(fuzzers); do mkdir -p fuzz-corpus/$$f && \
		%D%/fuzz/fuzz_$$f -max_total_time=$(SECONDS) -verbosity=0 -print_final_stats=0 \
			fuzz-corpus/$$f $(srcdir)/%D%/fuzz/corpus/$$f || exit 1; done
.PHONY: fuzz

lint_tests = %D%/lint/banned.sh %D%/lint/files_listed.sh %D%/lint/layers.sh %D%/lint/lengths.sh %D%/lint/manual.sh \
	%D%/lint/words.sh
cli_tests = %D%/cli/bad.sh %D%/cli/describe.sh %D%/cli/import.sh
TESTS += $(cli_tests) $(lint_tests)

# make check is what is run after each change: it takes less than a minute. The other tests and suites are those that
# start servers, kill them, or work through whole days; make check-all runs everything, and so does ./bootstrap check.
slow_tests = %D%/db/cluster.sh %D%/cli/db.sh %D%/cli/write.sh %D%/cli/timer.sh %D%/cli/year.sh %D%/ui/screens.sh \
	%D%/gallery/gallery.sh %D%/cli/read.sh %D%/db/attacks.sh %D%/lint/shell.sh %D%/db/audit.sh \
	%D%/db/numbers.sh %D%/cli/report.sh %D%/db/kills.sh %D%/cli/shell.sh \
	%D%/cli/demo.sh %D%/ui/trips.sh
slow_suites = clocks|everything|faults|kiosk|language|list|prompt|schema|search|signin|timer|torture|workbench|worker
check-all: all
	CRITERION_TEST_PATTERN='*/*' $(MAKE) check TESTS='$(slow_tests) $(TESTS)'
.PHONY: check-all

EXTRA_DIST += $(slow_tests) $(lint_tests) $(cli_tests) %D%/gallery %D%/ui/golden %D%/ui/scripts %D%/ui/workshop.sh %D%/bench/bench.sh %D%/cli/golden %D%/cli/lib.sh %D%/cli/tmux.conf %D%/count \
	%D%/db/connect.sh %D%/db/people.sql %D%/fuzz/corpus %D%/fuzz/replay.sh %D%/leaks %D%/lib/cluster.sh %D%/lib/initdb.sh %D%/lib/lighter.sh \
	%D%/worked_example.sh po/GLOSSARY

# Every screen as text and as a drawing: gallery/index.html. It is a test as well, so that no screen lacks a picture.
gallery: all
	GALLERY=all $(MAKE) check TESTS=%D%/gallery/gallery.sh
clean-local:
	rm -rf gallery
.PHONY: gallery

# The scratch cluster ends by itself, but why wait; this also deletes its folder.
check-local: check-TESTS
	@%D%/lib/testcluster stop-all

# What takes minutes: run by hand before an issue is closed. Fuzzing needs --enable-fuzzing.
check-long: all
	ROUNDS=100 $(MAKE) check TESTS='%D%/db/kills.sh %D%/db/numbers.sh %D%/worked_example.sh'
	STEPS=100000 CRITERION_TEST_PATTERN='*/*' $(MAKE) check TESTS='%D%/db/db'
	FAULTS=all ROUNDS=200000 KILLS=200 CRITERION_TEST_PATTERN='*/*' $(MAKE) check TESTS='%D%/ui/ui'
if FUZZING
	$(MAKE) fuzz SECONDS=600
endif
.PHONY: check-long

# What is measured, next to psql, in one run.
EXTRA_PROGRAMS = %D%/bench/clocks %D%/bench/kiosks %D%/bench/measure %D%/bench/pages %D%/bench/tui
%C%_bench_kiosks_CPPFLAGS = $(test_cppflags)
%C%_bench_kiosks_LDADD = $(store_libs) $(PQ_LIBS)
%C%_bench_kiosks_SOURCES = %D%/bench/kiosks.c
%C%_bench_clocks_CPPFLAGS = $(test_cppflags)
%C%_bench_clocks_LDADD = $(store_libs)
%C%_bench_clocks_SOURCES = %D%/bench/clocks.c
%C%_bench_tui_CPPFLAGS = $(test_cppflags) $(VTERM_CFLAGS)
%C%_bench_tui_LDADD = src/libbase.a $(VTERM_LIBS) $(UTF8PROC_LIBS) $(LTLIBINTL)
%C%_bench_tui_SOURCES = %D%/bench/tui.c %D%/lib/vt.c %D%/lib/vt.h
%C%_bench_measure_SOURCES = %D%/bench/measure.c
%C%_bench_pages_CPPFLAGS = $(test_cppflags)
%C%_bench_pages_LDADD = $(store_libs)
%C%_bench_pages_SOURCES = %D%/bench/pages.c
CLEANFILES += $(EXTRA_PROGRAMS)
bench: all $(EXTRA_PROGRAMS)
	@srcdir=$(srcdir) $(srcdir)/%D%/bench/bench.sh
.PHONY: bench

TEST_EXTENSIONS = .sh
# The one that they are written for; configure likes bash, which takes twice as long to fork.
SH_LOG_COMPILER = /bin/sh
# Tests of the screens wait for each other's timers more than they work.
AM_TESTS_ENVIRONMENT = CRITERION_JOBS=$${CRITERION_JOBS:-4}; export CRITERION_JOBS; \
	CRITERION_TEST_PATTERN=$${CRITERION_TEST_PATTERN:-'!($(slow_suites))/*'}; export CRITERION_TEST_PATTERN; \
	srcdir='$(srcdir)'; export srcdir; \
	KARAT_TESTCLUSTER='$(abs_builddir)/%D%/lib/testcluster'; export KARAT_TESTCLUSTER; \
	KARAT='$(abs_builddir)/src/karat'; export KARAT; \
	KARAT_LOCALEDIR='$(abs_builddir)/locale'; export KARAT_LOCALEDIR; \
	LD_LIBRARY_PATH='$(abs_builddir)/$(lighter)'$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}; export LD_LIBRARY_PATH;
