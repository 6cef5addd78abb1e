// Exitgate
// SPDX-License-Identifier: Apache-2.0

#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, whose headers clash with Foundation's own copy of ICU in one module graph.
// It only hides two trailing fields of a structure that is never used by value here.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
