#!/bin/sh
# initdb for tests that make many clusters: the first of a kind is made by the real one, the others are copies
# of it, which take a third of the time. Called through the name initdb of a folder that quick_initdb has made.
here=$(dirname "$0")
data='' before='' kind=$(id -u)
for word; do
	if [ "$before" = -D ]; then data=$word; fi
	case $before$word in
	-D* | --no-sync) ;;
	*) kind=$kind-$(printf %s "$word" | tr -c 'A-Za-z0-9.\n' _) ;;
	esac
	before=$word
done
kept=$here/kept/$kind
real=$(readlink -f "$here/postgres")
real=${real%/*}/initdb
if [ ! -e "$kept" ]; then
	"$real" "$@" || exit
	# What was copied half-way has another name; who was first stays.
	if ! { cp -a "$data" "$kept.$$" && mv -T "$kept.$$" "$kept" 2>/dev/null; }; then rm -rf "$kept.$$"; fi
	exit 0
fi
cp -a "$kept" "$data"
