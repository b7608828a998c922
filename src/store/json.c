/* json.c - records as JSON and back, by the field table
 *
 * cJSON keeps numbers as doubles: ids and counts are exact up to 15 digits, which is more than there will
 * be; money and mass travel as strings.
 */
#include "config.h"

#include "store/json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"

static cJSON *value_of(const struct field *f, const void *rec)
{
	if (field_empty(f, rec))
		return cJSON_CreateNull();
	struct buf out = BUF_INIT(JSON_TEXT_MAX);
	field_to_wire(f, rec, &out);
	cJSON *v = f->type->json == JSON_STRING ? cJSON_CreateString(out.data) : cJSON_CreateRaw(out.data);
	buf_done(&out);
	return v;
}

char *json_record(const struct entity *ent, const void *rec, struct arena *a)
{
	cJSON *object = cJSON_CreateObject();
	for (size_t i = 0; i < ent->nfields; i++)
		cJSON_AddItemToObject(object, ent->fields[i].name, value_of(&ent->fields[i], rec));
	char *printed = cJSON_PrintUnformatted(object);
	kt_assert(printed);
	char *text = arena_strdup(a, printed);
	cJSON_free(printed);
	cJSON_Delete(object);
	return text;
}

/* The wire spelling of a JSON value, or false if its kind does not fit the field. */
static bool wire_of(const struct field *f, const cJSON *v, char number[static 32], const char **ret)
{
	if (cJSON_IsNull(v))
		return *ret = NULL, true;
	if (f->type->json == JSON_BOOL && cJSON_IsBool(v))
		return *ret = cJSON_IsTrue(v) ? "true" : "false", true;
	if (f->type->json == JSON_NUMBER && cJSON_IsNumber(v) && v->valuedouble > -1e15 && v->valuedouble < 1e15) {
		snprintf(number, 32, "%.15g", v->valuedouble);
		return *ret = number, true;
	}
	return f->type->json == JSON_STRING && cJSON_IsString(v) && (*ret = v->valuestring, true);
}

static bool read_members(const struct entity *ent, const cJSON *object, struct arena *a, void *rec, struct err *e)
{
	const cJSON *v;
	cJSON_ArrayForEach(v, object)
	{
		const struct field *f = entity_field(ent, v->string);
		char number[32];
		const char *wire = NULL;
		if (!f)
			return err_field(e, v->string, _("There is no field “%s”."), v->string);
		if (!wire_of(f, v, number, &wire))
			return err_field(e, f->name, _("The value of “%s” is of the wrong kind."), f->name);
		if (!field_from_wire(f, wire, a, rec, e))
			return false;
	}
	return true;
}

bool json_read(const struct entity *ent, const char *text, struct arena *a, void *rec, struct err *e)
{
	cJSON *object = strlen(text) <= JSON_TEXT_MAX ? cJSON_Parse(text) : NULL;
	bool ok = cJSON_IsObject(object)
		? read_members(ent, object, a, rec, e)
		: err_set(e, ERR_INVALID, _("This is no JSON object, or a far too long one."));
	cJSON_Delete(object);
	return ok;
}
