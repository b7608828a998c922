# Files of data/ that travel inside the program: src/store/builtin.h. Sorted here only for reading.
embedded = \
	%D%/demo/large.sql \
	%D%/demo/year.sql \
	%D%/keys.conf \
	%D%/reports/duplicates.sql \
	%D%/reports/morning.sql \
	%D%/reports/overview.sql \
	%D%/reports/worktime.sql \
	%D%/sql/0001_roles_and_base.down.sql \
	%D%/sql/0001_roles_and_base.up.sql \
	%D%/sql/0002_audit.down.sql \
	%D%/sql/0002_audit.up.sql \
	%D%/sql/0003_workshop.down.sql \
	%D%/sql/0003_workshop.up.sql \
	%D%/sql/0004_customers.down.sql \
	%D%/sql/0004_customers.up.sql \
	%D%/sql/0005_orders.down.sql \
	%D%/sql/0005_orders.up.sql \
	%D%/sql/0006_lists_and_search.down.sql \
	%D%/sql/0006_lists_and_search.up.sql \
	%D%/sql/0007_files.down.sql \
	%D%/sql/0007_files.up.sql \
	%D%/sql/0008_search.down.sql \
	%D%/sql/0008_search.up.sql \
	%D%/sql/0009_session.down.sql \
	%D%/sql/0009_session.up.sql \
	%D%/sql/0010_facets.down.sql \
	%D%/sql/0010_facets.up.sql \
	%D%/sql/0011_language.down.sql \
	%D%/sql/0011_language.up.sql \
	%D%/sql/0012_time.down.sql \
	%D%/sql/0012_time.up.sql \
	%D%/sql/0013_timer.down.sql \
	%D%/sql/0013_timer.up.sql \
	%D%/sql/0014_corrections.down.sql \
	%D%/sql/0014_corrections.up.sql \
	%D%/sql/0015_kiosk.down.sql \
	%D%/sql/0015_kiosk.up.sql \
	%D%/sql/0016_working_time.down.sql \
	%D%/sql/0016_working_time.up.sql \
	%D%/sql/0017_time_lists.down.sql \
	%D%/sql/0017_time_lists.up.sql \
	%D%/sql/0018_quick_punch.down.sql \
	%D%/sql/0018_quick_punch.up.sql \
	%D%/sql/0019_working_week.down.sql \
	%D%/sql/0019_working_week.up.sql \
	%D%/sql/0020_quick_home.down.sql \
	%D%/sql/0020_quick_home.up.sql \
	%D%/sql/0021_guarded_terminals.down.sql \
	%D%/sql/0021_guarded_terminals.up.sql \
	%D%/sql/0022_numbers_as_said.down.sql \
	%D%/sql/0022_numbers_as_said.up.sql \
	%D%/sql/0023_quick_audit.down.sql \
	%D%/sql/0023_quick_audit.up.sql \
	%D%/themes/contrast.theme \
	%D%/themes/dark.theme \
	%D%/themes/light.theme \
	%D%/themes/mono.theme \
	%D%/themes/safe.theme

EXTRA_DIST += %D%/embed $(embedded)

nodist_src_libstore_a_SOURCES = %D%/builtin_data.c
CLEANFILES += %D%/builtin_data.c
%D%/builtin_data.c: %D%/embed $(embedded)
	$(AM_V_GEN)$(MKDIR_P) %D% && $(SHELL) $(srcdir)/%D%/embed $(srcdir) $(embedded) >$@-t && mv $@-t $@

# Completion for three shells, told by the program itself from its tables.
bashcompdir = $(datadir)/bash-completion/completions
zshcompdir = $(datadir)/zsh/site-functions
fishcompdir = $(datadir)/fish/vendor_completions.d
nodist_bashcomp_DATA = %D%/completions/karat
nodist_zshcomp_DATA = %D%/completions/_karat
nodist_fishcomp_DATA = %D%/completions/karat.fish
CLEANFILES += $(nodist_bashcomp_DATA) $(nodist_zshcomp_DATA) $(nodist_fishcomp_DATA)
tell_completion = $(AM_V_GEN)$(MKDIR_P) $(@D) && LC_ALL=C src/karat describe completion --shell
%D%/completions/karat: src/karat
	$(tell_completion) bash >$@-t && mv $@-t $@
%D%/completions/_karat: src/karat
	$(tell_completion) zsh >$@-t && mv $@-t $@
%D%/completions/karat.fish: src/karat
	$(tell_completion) fish >$@-t && mv $@-t $@

# How a terminal on the wall is begun by the system: to be read and put to its place by hand, as karat-kiosk(7) says.
kioskdir = $(docdir)/kiosk
dist_kiosk_DATA = %D%/pgbouncer/karat-kiosk.ini %D%/systemd/karat-kiosk.service %D%/systemd/karat-kiosk-getty.conf %D%/systemd/karat-kiosk-sshd.conf
