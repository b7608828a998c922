/* measure.c - runs a command several times and prints what it took: median, p95, most memory
 *
 *   measure RUNS COMMAND [ARG…]     prints "MEDIAN_MS P95_MS RSS_KIB"; the command's output is thrown away
 */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 1000 };

static int64_t micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int64_t run(char **argv)
{
	int64_t start = micros();
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "measure: %s did not end well\n", argv[0]);
		exit(1);
	}
	return micros() - start;
}

int main(int argc, char **argv)
{
	static int64_t took[RUNS_MAX];
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	if (runs < 1 || runs > RUNS_MAX)
		return 1;
	for (long i = 0; i < runs; i++)
		took[i] = run(argv + 2);
	qsort(took, (size_t)runs, sizeof(took[0]), by_size);
	struct rusage usage;
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%lld.%03d %lld.%03d %ld\n", (long long)took[runs / 2] / 1000, (int)(took[runs / 2] % 1000),
			(long long)took[runs * 95 / 100] / 1000, (int)(took[runs * 95 / 100] % 1000), usage.ru_maxrss);
	return 0;
}
