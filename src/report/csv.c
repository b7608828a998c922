/* csv.c - reading separated values */
#include "config.h"

#include "report/csv.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

enum { END = -1, FAILED = -2 };

void csv_init(struct csv *c, ssize_t (*read)(void *ctx, char *into, size_t size), void *ctx)
{
	c->read = read;
	c->ctx = ctx;
	c->separator = ',';
	c->begun = c->end = false;
	c->line = 0;
	c->next_line = 1;
	c->n = c->pos = c->len = 0;
	c->text = (struct buf)BUF_INIT(CSV_ROW_MAX);
}

void csv_done(struct csv *c)
{
	buf_done(&c->text);
}

ssize_t csv_read_fd(void *fd, char *into, size_t size)
{
	ssize_t n;
	do
		n = read(*(const int *)fd, into, size);
	while (n < 0 && errno == EINTR && !file_stop);
	return n;
}

static bool fill(struct csv *c, struct err *e)
{
	if (c->end)
		return true;
	memmove(c->data, c->data + c->pos, c->len - c->pos);
	c->len -= c->pos;
	c->pos = 0;
	ssize_t n = c->read(c->ctx, c->data + c->len, CSV_BUFFER - c->len);
	if (n < 0 && file_stopped(e))
		return false;
	if (n < 0)
		return err_set(e, ERR_INVALID, _("The file cannot be read: %s."), strerror(errno));
	c->end = n == 0;
	c->len += (size_t)n;
	return true;
}

static int peek(struct csv *c, struct err *e)
{
	if (c->pos == c->len && !fill(c, e))
		return FAILED;
	return c->pos < c->len ? (unsigned char)c->data[c->pos] : END;
}

static int take(struct csv *c, struct err *e)
{
	int ch = peek(c, e);
	if (ch < 0)
		return ch;
	c->pos++;
	if (ch == '\r' && peek(c, e) == '\n') /* CRLF is one end; a lone CR is an old one */
		c->pos++;
	if (ch == '\r')
		ch = '\n';
	c->next_line += ch == '\n';
	return ch;
}

/* The sign that stands most often in the first line, outside of quotes. */
static void sniff(struct csv *c)
{
	static const char signs[] = ",;\t";
	size_t counts[sizeof signs] = { 0 }, best = 0;
	bool quoted = false;
	for (size_t i = c->pos; i < c->len && (quoted || (c->data[i] != '\n' && c->data[i] != '\r')); i++) {
		const char *sign = strchr(signs, c->data[i]);
		quoted ^= c->data[i] == '"';
		if (sign && *sign && !quoted)
			counts[sign - signs]++;
	}
	for (size_t i = 1; i + 1 < sizeof signs; i++)
		if (counts[i] > counts[best])
			best = i;
	c->separator = signs[best];
}

/* The buffer is filled before the first look, however little a pipe gives at a time: a first line that
 * goes on behind a quoted line break must not be judged by its half. */
static bool begin(struct csv *c, struct err *e)
{
	c->begun = true;
	while (!c->end && c->len < CSV_BUFFER)
		if (!fill(c, e))
			return false;
	if (c->len >= 3 && memcmp(c->data, "\xEF\xBB\xBF", 3) == 0)
		c->pos = 3;
	sniff(c);
	return true;
}

static bool begin_cell(struct csv *c, struct err *e)
{
	if (c->n == CSV_CELLS_MAX)
		return err_set(e, ERR_INVALID, _("There are more than %d values in a row."), CSV_CELLS_MAX);
	c->at[c->n++] = c->text.len;
	return true;
}

/* Up to the closing quote; "" is one. */
static bool quoted_cell(struct csv *c, struct err *e)
{
	for (;;) {
		int ch = take(c, e);
		if (ch == END)
			return err_set(e, ERR_INVALID, _("A quotation mark is opened and never closed."));
		if (ch == FAILED)
			return false;
		if (ch == '"') {
			if (peek(c, e) != '"')
				break;
			c->pos++;
		}
		buf_addc(&c->text, (char)ch);
	}
	int next = peek(c, e);
	if (next == FAILED)
		return false;
	return next == END || next == '\n' || next == '\r' || next == c->separator ||
			err_set(e, ERR_INVALID, _("Something stands behind a closing quotation mark."));
}

/* One row up to its end; true also for what is blank. */
static bool read_row(struct csv *c, struct err *e)
{
	bool fresh = true; /* a quote counts only at the beginning of a cell */
	if (!begin_cell(c, e))
		return false;
	for (;;) {
		int ch = take(c, e);
		if (ch == FAILED)
			return false;
		if (ch == END || ch == '\n')
			break;
		if (ch == c->separator) {
			buf_addc(&c->text, '\0');
			if (!begin_cell(c, e))
				return false;
			fresh = true;
			continue;
		}
		if (ch == '"' && fresh) {
			if (!quoted_cell(c, e))
				return false;
		} else {
			buf_addc(&c->text, (char)ch);
		}
		fresh = false;
	}
	buf_addc(&c->text, '\0');
	return true;
}

static bool check_row(const struct csv *c, struct err *e)
{
	if (c->text.full)
		return err_set(e, ERR_INVALID, _("The row is longer than %d bytes."), CSV_ROW_MAX);
	for (size_t i = 0; i < c->n; i++) {
		size_t end = i + 1 < c->n ? c->at[i + 1] - 1 : c->text.len - 1;
		size_t len = end - c->at[i];
		if (memchr(c->text.data + c->at[i], '\0', len))
			return err_set(e, ERR_INVALID, _("The file holds zero bytes, so it is no text file. Save it as CSV in UTF-8."));
		if (!utf8_valid(c->text.data + c->at[i], len))
			return err_set(e, ERR_INVALID, _("The file is not in UTF-8. Save it as “CSV UTF-8”; an older Excel writes Windows-1252."));
	}
	return true;
}

bool csv_next(struct csv *c, bool *ret_end, struct err *e)
{
	if (!c->begun && !begin(c, e))
		return false;
	do {
		int ch = peek(c, e);
		if (ch == FAILED)
			return false;
		*ret_end = ch == END;
		if (*ret_end)
			return true;
		c->line = c->next_line;
		c->n = 0;
		buf_clear(&c->text);
		if (!read_row(c, e) || !check_row(c, e))
			return err_prefix(e, _("line %zu"), c->line);
	} while (c->n == 1 && c->text.len == 1);
	return true;
}

const char *csv_cell(const struct csv *c, size_t i)
{
	return c->text.data + c->at[i];
}
