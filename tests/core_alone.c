/* core_alone.c - everything below the command line, linked whole and without it
 *
 * That this links is the test; that it runs shows that nothing happens before main().
 */
#include "config.h"

#include <stdio.h>

#include "domain/entities.h"
#include "service/verbs.h"

int main(void)
{
	bool whole = entity_find("orders") && verb_find("order.confirm");
	printf("%s 1 - the core links without the command line and the screens\n1..1\n", whole ? "ok" : "not ok");
	return !whole;
}
