/* file_parts.h - what belongs to a customer's file and is added from there: orders, sizes, no-gos, addresses */
#ifndef KT_SCREEN_FILE_PARTS_H
#define KT_SCREEN_FILE_PARTS_H

#include "core/screen.h"

/* The form of a record that belongs to the customer of this screen: which one the running action says. */
void file_part_new(struct screen *s, const char *words);

#define CUSTOMER_FILE_ACTIONS \
	{ "customer.order", N_("New order"), N_("A new order of this customer."), .right = "order:create", \
		.flags = ACTION_BAR | ACTION_RECORD, .run = file_part_new }, \
	{ "customer.measure", N_("New size"), N_("A size of this customer that was measured."), .right = "measurement:create", \
		.flags = ACTION_BAR | ACTION_RECORD, .run = file_part_new }, \
	{ "customer.nogo", N_("New no-go"), N_("An allergy of this customer, or what they will not have."), .right = "nogo:create", \
		.flags = ACTION_BAR | ACTION_RECORD, .run = file_part_new }, \
	{ "customer.address", N_("New address"), N_("A further address of this customer: where to bill, where to send."), \
		.right = "address:create", .flags = ACTION_RECORD, .run = file_part_new }

#endif
