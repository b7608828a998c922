#!/bin/sh
# The two clocks from the shell: a day of work, what was forgotten, what others may do about it.
# shellcheck source=tests/cli/lib.sh
. "${srcdir:-.}/tests/cli/lib.sh"

as olga timer
t add order kind=ring title='Trauringe Berger'
t add order kind=chain title='Erbskette'

as gero
t timer
t timer status
t timer status --fail-if-empty
t timer stop
KARAT_NOW=2026-03-02T07:00:00Z
t timer come
KARAT_NOW=2026-03-02T07:05:30Z
t timer start A-2026-0001 file
t timer start A-2026-0002
t timer start A-2026-0099
t timer start A-2026-0002 dance
t timer start A-2026-0002 --dry-run
KARAT_NOW=2026-03-02T08:00:00Z
t timer switch A-2026-0002
KARAT_NOW=2026-03-02T08:00:20Z
t timer undo
t timer undo
KARAT_NOW=2026-03-02T08:30:00Z
t timer switch A-2026-0002 solder
KARAT_NOW=2026-03-02T09:00:00Z
t timer pause telephone
t timer pause
t timer status --format json
KARAT_NOW=2026-03-02T09:10:00Z
t timer resume
t timer resume
KARAT_NOW=2026-03-02T11:00:00Z
t timer stop note='Verschluss sitzt' quality=5 complexity=7
t timer stop note='Verschluss sitzt' quality=5
KARAT_NOW=2026-03-02T11:00:30Z
t timer switch A-2026-0001
t timer start
KARAT_NOW=2026-03-02T11:01:00Z
t timer keep
t timer cancel
KARAT_NOW=2026-03-02T15:00:00Z
t timer start A-2026-0001
t timer go
t timer go
t list times --columns started_at,stopped_at,worked,order_number,activity_name
t list shifts
t list pauses --columns cause,started_at,stopped_at,lasted
golden timer

# The next morning: it ran all night. It gets an end, with a mark; then neighbours that are in the way.
KARAT_NOW=2026-03-03T07:00:00Z
t timer start A-2026-0001
KARAT_NOW=2026-03-04T06:30:00Z
t timer status
t timer fix 2026-03-03T17:00
t timer fix 2026-03-03T16:00
t timer fix 4 2026-03-02T12:30 --reason 'zu früh gestoppt'
t do time.split 8 at=2026-03-03T12:00 order=A-2026-0002 --reason 'zwei Stücke'
t do time.add order=A-2026-0001 started_at=2026-03-03T18:00 stopped_at=2026-03-03T19:00 --reason vergessen
t do time.void 10 --reason nie
t list times --sort started_at --columns id,started_at,stopped_at,worked,order_number,flag,reason
as ofra
t do time.add order=A-2026-0001 started_at=2026-03-03T12:30 stopped_at=2026-03-03T13:00 person=gero --reason vergessen
t do time.add order=A-2026-0001 started_at=2026-03-03T12:30 stopped_at=2026-03-03T13:00 person=gero make_room=yes --reason vergessen
t list times --where person=gero --sort started_at --columns id,started_at,stopped_at,order_number,reason
t list clocks
as vito
t list times
t do time.void 3 --reason Neid
golden timer-mended

as gero
t do period.submit first_day=2026-03-02 last_day=2026-03-08
t do period.submit first_day=2026-03-02 last_day=2026-03-03
t do time.void 3 --reason doch
as ofra
t do period.approve 1
t do period.lock 1
as olga
t do period.lock 1
as ofra
t do time.void 3 --reason doch
as olga
t do period.unlock 1
t do period.unlock 1 --reason 'Lohnbüro fragt'
t list periods
golden timer-periods

# Rounding is for reports alone, stands in their head, and what stands together is the sum of what was rounded.
as ofra
was_here() { # DAY CAME WENT
	t do shift.add "started_at=2026-02-$1T$2" "stopped_at=2026-02-$1T$3" person=gero --reason vergessen
}
forget
was_here 23 08:00 12:07:29
was_here 24 08:00 12:07:30
was_here 25 08:00 16:20
t do pause.add cause=meal started_at=2026-02-25T12:00 stopped_at=2026-02-25T12:32 person=gero --reason vergessen
forget
t report worktime --range 2026-W09
t report worktime --range 2026-W09 --param round=15
t report worktime --range 2026-W09 --param round=15 --format csv
t report worktime --range 2026-W09 --param round=6 --param rule=up --param person=gero
t --lang de report worktime --range 2026-W09 --param round=10 --param rule=down
t report worktime --param round=7
as vito
t report worktime --range 2026-W09
golden timer-report

# What a correction would do is told by --dry-run: what becomes what, who is cut and who goes.
as ofra
t list times --where person=gero --sort started_at --columns id,started_at,stopped_at,order_number,activity_name
t do time.resize 14 stopped_at=2026-03-03T13:20 --reason x --dry-run
t do time.resize 14 started_at=2026-03-03T12:00 stopped_at=2026-03-03T13:20 make_room=yes --reason x --dry-run
t do time.add order=A-2026-0001 started_at=2026-03-03T14:00 stopped_at=2026-03-03T14:30 person=gero make_room=yes --reason x --dry-run
t do time.split 13 at=2026-03-03T15:00 order=A-2026-0002 --reason x --dry-run
t do time.void 14 --reason x --dry-run
t do pause.add cause=meal started_at=2026-03-03T14:00 stopped_at=2026-03-03T14:30 person=gero --reason x --dry-run
t --lang de do time.fix 14 internal=yes --reason x --dry-run
t list times --where person=gero --sort started_at --columns id,started_at,stopped_at,order_number,activity_name
golden timer-preview
done_testing
