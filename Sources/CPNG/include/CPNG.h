#ifndef GANEVAL_CPNG_H
#define GANEVAL_CPNG_H

#include <stddef.h>
#include <stdint.h>

// The part of libpng that ganeval uses, through its low-level interface: the simplified one applies gamma.
// No jump leaves these functions: they return 0 on success, else 1 with a sentence part in `message`.

#define GANEVAL_PNG_MESSAGE_SIZE 192

/// What a decoded image holds.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha; palettes and transparency chunks are expanded.
    uint32_t channels;
    /// 8 or 16; 16-bit samples are big-endian, as in the file.
    uint32_t bit_depth;
} ganeval_png_layout;

/// Decodes a whole PNG file into `pixels`, packed rows of interleaved samples; fails when they need more than `capacity`.
int ganeval_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity,
                       ganeval_png_layout *layout, char *message);

/// Encodes packed 8-bit rows (1 or 3 channels); on success `*bytes` holds `*count` bytes, to be given to
/// `ganeval_png_release`.
int ganeval_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, uint8_t **bytes,
                       size_t *count, char *message);

void ganeval_png_release(uint8_t *bytes);

#endif
