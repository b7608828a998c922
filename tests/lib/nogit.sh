#!/bin/sh
# nogit FOLDER [LIBS…] - a libgit2 with nothing in it, for the programs that Criterion runs; CC is the compiler
#
# Criterion starts the program anew for each test. It wants libgit2 to draw the differences of two strings, which no
# test of ours asks for (it is the assertions of criterion/new that do), and libgit2 brings eight libraries and reads all root certificates of the machine when it
# begins: 40 of 100 parts of what a test costs that does little. The programs look into FOLDER first (DT_RPATH); where
# Criterion wants another version or more of it than is here, FOLDER stays empty and they find the real one.
folder=$1
shift
rm -rf "$folder"
mkdir -p "$folder" || exit 1
cat >"$folder/nogit.c" <<'END'
#include <stdio.h>
#include <stdlib.h>

int git_libgit2_init(void);
int git_libgit2_shutdown(void);
int git_diff_buffers(void);

int git_libgit2_init(void)
{
	return 1;
}

int git_libgit2_shutdown(void)
{
	return 0;
}

int git_diff_buffers(void)
{
	fputs("criterion/new/assert.h wants libgit2, and tests/lib/nogit.sh took it away\n", stderr);
	abort();
}
END
echo 'int main(void) { return 0; }' >"$folder/main.c"
# shellcheck disable=SC2086
if $CC -o "$folder/main" "$folder/main.c" -Wl,--no-as-needed "$@" 2>/dev/null; then
	name=$(ldd "$folder/main" | sed -n 's/^[[:space:]]*\(libgit2\.so[.0-9]*\) .*/\1/p')
	if [ -n "$name" ] && $CC -shared -fPIC -Wl,-soname,"$name" -o "$folder/$name" "$folder/nogit.c" 2>/dev/null; then
		LD_BIND_NOW=1 LD_LIBRARY_PATH=$folder "$folder/main" || rm -f "${folder:?}/$name"
	fi
fi
rm -f "$folder/main" "$folder/main.c" "$folder/nogit.c"
: >"$folder/stamp"
