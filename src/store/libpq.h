/* libpq.h - PostgreSQL's client library, loaded when the first connection is wanted
 *
 * libpq brings TLS, Kerberos and LDAP with it: two dozen libraries whose loading takes longer than all that karat does
 * until its first screen stands. Who asks for help or a description wants none of them, and the workbench loads them
 * beside the drawing of its first screen. PQclear(res) is written pq.clear(res) here.
 */
#ifndef KT_STORE_LIBPQ_H
#define KT_STORE_LIBPQ_H

#include <libpq-fe.h>
#include <stdbool.h>
#include "base/attr.h"

struct err;

// clang-format off
#define LIBPQ_FUNCTIONS(F) \
	F(cancel) F(clear) F(cmdStatus) F(cmdTuples) F(connectdbParams) F(connectionNeedsPassword) F(connectionUsedPassword) \
	F(conninfo) F(conninfoFree) F(conninfoParse) F(consumeInput) F(db) F(encryptPasswordConn) F(enterPipelineMode) \
	F(errorMessage) F(exec) F(execParams) F(exitPipelineMode) F(finish) F(fname) F(freeCancel) F(freemem) F(getCancel) \
	F(getCopyData) F(getResult) F(getisnull) F(getlength) F(getvalue) F(libVersion) F(nfields) F(notifies) F(ntuples) \
	F(options) F(pass) F(pipelineSync) F(putCopyEnd) F(reset) F(resultErrorField) F(resultStatus) F(sendQueryParams) \
	F(serverVersion) F(setErrorVerbosity) F(setNoticeReceiver) F(setSingleRowMode) F(socket) F(status) \
	F(transactionStatus) F(user)

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(PQ##name) *name;
	LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};
// clang-format on

extern struct libpq pq; /* nothing in it before libpq_load has said true */

/* From any thread, as often as one likes. */
bool libpq_load(struct err *e) KT_CHECK;

#endif
