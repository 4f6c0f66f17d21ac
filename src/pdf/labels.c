#include "pdf/labels.h"

#include "base/bytes.h"

void labels_append(struct bytes *catalog)
{
    bytes_append_string(catalog, "/PageLabels<</Nums[0<</S/D>>]>>\n");
}
