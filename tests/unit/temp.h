/* temp.h - a folder of its own for each test that writes files */
#ifndef KT_TESTS_UNIT_TEMP_H
#define KT_TESTS_UNIT_TEMP_H

void temp_make(void);   /* the .init of a suite: makes the folder, fixes the clock and the zone */
void temp_remove(void); /* its .fini */

const char *temp_path(const char *name); /* in that folder; lives as long as the test */
void temp_write(const char *name, const char *text, unsigned mode);
const char *temp_read(const char *name); /* "" if there is no such file */

#endif
