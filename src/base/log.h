/* log.h - a log that users can send: off by default, one line per event, nothing private in it
 *
 * karat -v writes what happens, -vv also SQL text and timings. Control bytes are escaped. Lines of
 * different jobs carry a number, so that question and answer can be paired.
 */
#ifndef KT_BASE_LOG_H
#define KT_BASE_LOG_H

#include <stdbool.h>
#include "base/attr.h"

struct err;

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Opens (appends, 0600) the file; NULL logs to stderr. Until then log_msg costs one comparison. */
bool log_open(const char *path, enum log_level most, struct err *e) KT_CHECK;
void log_close(void);
bool log_wants(enum log_level level);
void log_msg(enum log_level level, const char *module, const char *fmt, ...) KT_PRINTF(3, 4);
void log_err(const char *module, const struct err *e); /* code, sentence and detail */
unsigned log_job(void); /* the next number */

#endif
