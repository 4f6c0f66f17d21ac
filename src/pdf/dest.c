#include "pdf/dest.h"

#include "base/bytes.h"

void dest_append(struct bytes *out, const struct dest *dest)
{
    bytes_append_string(out, "/Dest[");
    bytes_append_int(out, dest->page);
    bytes_append_string(out, " 0 R/XYZ null ");
    bytes_append_int(out, (dest->top + 999) / 1000);
    bytes_append_string(out, " null]");
}
