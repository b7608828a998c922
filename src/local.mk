# The layers, from the first to the last; a layer's library may use those above it and no other.
noinst_LIBRARIES += %D%/libbase.a %D%/libdomain.a %D%/libstore.a %D%/libservice.a %D%/libreport.a %D%/libcli.a

%C%_libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS)
%C%_libbase_a_SOURCES = \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/attr.h \
	%D%/base/buf.c %D%/base/buf.h \
	%D%/base/conf.c %D%/base/conf.h \
	%D%/base/date.c %D%/base/date.h \
	%D%/base/err.c %D%/base/err.h \
	%D%/base/file.c %D%/base/file.h \
	%D%/base/fmt.c %D%/base/fmt.h \
	%D%/base/i18n.c %D%/base/i18n.h \
	%D%/base/log.c %D%/base/log.h \
	%D%/base/match.c %D%/base/match.h \
	%D%/base/num.c %D%/base/num.h \
	%D%/base/opts.c %D%/base/opts.h \
	%D%/base/read_date.c \
	%D%/base/sha256.c %D%/base/sha256.h \
	%D%/base/str.c %D%/base/str.h

%C%_libdomain_a_SOURCES = \
	%D%/domain/activity.c %D%/domain/activity.h \
	%D%/domain/alloy.c %D%/domain/alloy.h \
	%D%/domain/audit.c %D%/domain/audit.h \
	%D%/domain/cologne.c %D%/domain/cologne.h \
	%D%/domain/customer.c %D%/domain/customer.h \
	%D%/domain/entities.c %D%/domain/entities.h \
	%D%/domain/entity.c %D%/domain/entity.h \
	%D%/domain/flow.c %D%/domain/flow.h \
	%D%/domain/ftype.c %D%/domain/ftype.h \
	%D%/domain/ftype_in.h \
	%D%/domain/ftype_number.c \
	%D%/domain/ftype_time.c \
	%D%/domain/measurement.c %D%/domain/measurement.h \
	%D%/domain/order.c %D%/domain/order.h \
	%D%/domain/person.c %D%/domain/person.h \
	%D%/domain/place.c %D%/domain/place.h \
	%D%/domain/punch.c %D%/domain/punch.h \
	%D%/domain/quantity.c %D%/domain/quantity.h \
	%D%/domain/right.c %D%/domain/right.h \
	%D%/domain/scan_code.c %D%/domain/scan_code.h \
	%D%/domain/time.c %D%/domain/time.h \
	%D%/domain/trail.c %D%/domain/trail.h \
	%D%/domain/working_rule.c %D%/domain/working_rule.h \
	%D%/domain/workshop.c %D%/domain/workshop.h

%C%_libstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(PQ_CFLAGS) $(CJSON_CFLAGS) $(SQLITE_CFLAGS)
%C%_libstore_a_SOURCES = \
	%D%/store/builtin.c %D%/store/builtin.h \
	%D%/store/cluster.c %D%/store/cluster.h \
	%D%/store/cluster_config.c \
	%D%/store/cluster_home.c \
	%D%/store/cluster_keeper.c \
	%D%/store/cluster_parts.h \
	%D%/store/cluster_server.c \
	%D%/store/journal.c %D%/store/journal.h \
	%D%/store/json.c %D%/store/json.h \
	%D%/store/libpq.c %D%/store/libpq.h \
	%D%/store/migrate.c %D%/store/migrate.h \
	%D%/store/options.c %D%/store/options.h \
	%D%/store/pg.c %D%/store/pg.h \
	%D%/store/pg_error.c \
	%D%/store/query.c %D%/store/query.h \
	%D%/store/search.h \
	%D%/store/sql.c %D%/store/sql.h \
	%D%/store/store.c %D%/store/store.h \
	%D%/store/store_ops.h \
	%D%/store/store_pg.c \
	%D%/store/tx.h \
	%D%/store/url.c %D%/store/url.h \
	%D%/store/verb.h

%C%_libservice_a_SOURCES = \
	%D%/service/by_name.c %D%/service/by_name.h \
	%D%/service/changes.c %D%/service/changes.h \
	%D%/service/customers.c %D%/service/customers.h \
	%D%/service/deletion.c %D%/service/deletion.h \
	%D%/service/kiosk.c %D%/service/kiosk.h \
	%D%/service/orders.c %D%/service/orders.h \
	%D%/service/people.c \
	%D%/service/punches.c \
	%D%/service/search.c %D%/service/search.h \
	%D%/service/timers.c \
	%D%/service/verbs.c %D%/service/verbs.h \
	%D%/service/warnings.c %D%/service/warnings.h

%C%_libreport_a_SOURCES = \
	%D%/report/csv.c %D%/report/csv.h \
	%D%/report/out.c %D%/report/out.h \
	%D%/report/range.c %D%/report/range.h \
	%D%/report/render.c %D%/report/render.h \
	%D%/report/render_html.c \
	%D%/report/render_json.c \
	%D%/report/render_table.c \
	%D%/report/render_text.c \
	%D%/report/report.c %D%/report/report.h

%C%_libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(READLINE_CFLAGS) $(UTF8PROC_CFLAGS)
%C%_libcli_a_SOURCES = \
	%D%/cli/add.c \
	%D%/cli/backup.c \
	%D%/cli/change.c %D%/cli/change.h \
	%D%/cli/checks.c %D%/cli/checks.h \
	%D%/cli/cli.c %D%/cli/cli.h \
	%D%/cli/complete.c %D%/cli/complete.h \
	%D%/cli/completion.c \
	%D%/cli/db.c %D%/cli/db.h \
	%D%/cli/demo.c \
	%D%/cli/describe.c %D%/cli/describe.h \
	%D%/cli/do.c \
	%D%/cli/doctor.c \
	%D%/cli/import.c \
	%D%/cli/init.c %D%/cli/init.h \
	%D%/cli/kiosk.c \
	%D%/cli/list.c \
	%D%/cli/past.c %D%/cli/past.h \
	%D%/cli/report.c \
	%D%/cli/secret.c %D%/cli/secret.h \
	%D%/cli/set.c \
	%D%/cli/shell.c \
	%D%/cli/show.c \
	%D%/cli/spawn.c %D%/cli/spawn.h \
	%D%/cli/timer.c \
	%D%/cli/user.c \
	%D%/cli/version.c %D%/cli/version.h \
	%D%/cli/view.c \
	%D%/cli/words.c \
	%D%/cli/workbench.h

bin_PROGRAMS += %D%/karat
%C%_karat_SOURCES = %D%/karat.c
%C%_karat_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/ui
%C%_karat_LDADD = ui/libscreen.a ui/libwidget.a ui/libkiosk.a ui/libcore.a %D%/libcli.a %D%/libreport.a %D%/libservice.a %D%/libstore.a %D%/libdomain.a %D%/libbase.a \
	$(CJSON_LIBS) $(SQLITE_LIBS) $(READLINE_LIBS) $(NCURSES_LIBS) $(UTF8PROC_LIBS) $(LTLIBINTL)
