/* version.h - what this karat is made of */
#ifndef KT_CLI_VERSION_H
#define KT_CLI_VERSION_H

struct buf;

void version_text(struct buf *out);

#endif
