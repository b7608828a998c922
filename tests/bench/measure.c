/* measure.c - runs commands several times and prints what they took; their output is thrown away
 *
 *   measure RUNS COMMAND [ARG…]                     prints "MEDIAN_MS P95_MS RSS_KIB"
 *   measure RUNS COMMAND [ARG…] ::: PEER [ARG…]     turn by turn: "MEDIAN_MS PEERS_MEDIAN_MS RATIO", the
 *                                                   ratio being the median of that of each turn
 */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void sort(int64_t *took, long runs)
{
	qsort(took, (size_t)runs, sizeof(took[0]), by_size);
}

static const char *thousandths(int64_t v)
{
	static char said[4][24];
	static int next;
	next = (next + 1) % 4;
	snprintf(said[next], sizeof(said[next]), "%lld.%03d", (long long)v / 1000, (int)(v % 1000));
	return said[next];
}

static void alone(long runs, char **argv)
{
	static int64_t took[RUNS_MAX];
	struct rusage usage;
	for (long i = 0; i < runs; i++)
		took[i] = run(argv);
	sort(took, runs);
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%s %s %ld\n", thousandths(took[runs / 2]), thousandths(took[runs * 95 / 100]), usage.ru_maxrss);
}

/* What slows the machine down for a while slows both down, and the turn's ratio stays. */
static void beside(long runs, char **ours, char **peer)
{
	static int64_t our_times[RUNS_MAX], peer_times[RUNS_MAX], ratios[RUNS_MAX];
	for (long i = 0; i < runs; i++) {
		our_times[i] = run(ours);
		peer_times[i] = run(peer);
		ratios[i] = our_times[i] * 1000 / peer_times[i];
	}
	sort(our_times, runs);
	sort(peer_times, runs);
	sort(ratios, runs);
	printf("%s %s %s\n", thousandths(our_times[runs / 2]), thousandths(peer_times[runs / 2]), thousandths(ratios[runs / 2]));
}

int main(int argc, char **argv)
{
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	if (runs < 1 || runs > RUNS_MAX)
		return 1;
	for (int i = 3; i + 1 < argc; i++)
		if (strcmp(argv[i], ":::") == 0) {
			argv[i] = NULL;
			beside(runs, argv + 2, argv + i + 1);
			return 0;
		}
	alone(runs, argv + 2);
	return 0;
}
