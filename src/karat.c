/* karat.c - the command karat */
#include "config.h"

#include "cli/cli.h"
#include "screen/screens.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv, &workbench);
}
