/* Which way up a character stands in vertical text (UAX #50). */
#include <unicode/uchar.h>

#include "unicode/unicode.h"

enum unicode_orientation unicode_orientation(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_VERTICAL_ORIENTATION)) {
    case U_VO_UPRIGHT:
    case U_VO_TRANSFORMED_UPRIGHT:
        return UNICODE_UPRIGHT;
    case U_VO_TRANSFORMED_ROTATED:
        return UNICODE_TRANSFORMED;
    default:
        return UNICODE_SIDEWAYS;
    }
}
