/* working_rule.h - what the law says about working time, with the day from which it says so */
#ifndef KT_DOMAIN_WORKING_RULE_H
#define KT_DOMAIN_WORKING_RULE_H

#include "domain/entity.h"

struct working_rule {
	struct ref id;
	int profile;
	struct day valid_from;
	struct duration first_after, first_break, second_after, second_break;
	struct duration least_piece, edge; /* shorter, or so near to an end of the day, a pause is no break */
	struct duration longest_stretch, daily_normal, daily_most, rest, weekly_most;
	const char *source;
	int64_t version;
};

extern const struct entity working_rule_entity;

#endif
