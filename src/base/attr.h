/* attr.h - what prototypes promise, behind one macro each */
#ifndef KT_BASE_ATTR_H
#define KT_BASE_ATTR_H

#define KT_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define KT_CHECK __attribute__((warn_unused_result))
#define KT_NONNULL __attribute__((nonnull))
#define KT_COLD __attribute__((cold))
#define KT_NORETURN __attribute__((noreturn))
#define KT_UNUSED __attribute__((unused))
#define KT_CLEANUP(fn) __attribute__((cleanup(fn)))

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
