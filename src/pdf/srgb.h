/* srgb: the colour space sRGB (IEC 61966-2-1) as an ICC profile. */
#ifndef PDF_SRGB_H
#define PDF_SRGB_H

struct bytes;

/* Appends an ICC profile of version 4.2 (ISO 15076-1), about 500 bytes. */
void srgb_append_profile(struct bytes *out);

#endif
