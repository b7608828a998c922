#!/bin/sh
# Every fuzz target through its corpus: what once was found stays found. Prints TAP.
n=0 failed=0
for corpus in "${srcdir:-.}"/tests/fuzz/corpus/*/; do
	name=$(basename "$corpus")
	n=$((n + 1))
	if said=$("tests/fuzz/fuzz_$name" "$corpus" 2>&1); then
		echo "ok $n - fuzz_$name: $said"
	else
		echo "$said" | sed 's/^/# /'
		echo "not ok $n - fuzz_$name"
		failed=1
	fi
done
echo "1..$n"
exit $failed
