#ifndef GANEVAL_CJPEG_H
#define GANEVAL_CJPEG_H

#include <stddef.h>
#include <stdint.h>

// The part of libjpeg-turbo that ganeval uses. No jump leaves these functions: they return 0 on success, else 1 with a
// sentence part in `message`.

#define GANEVAL_JPEG_MESSAGE_SIZE 256

/// What a decoded image holds: 8-bit samples, 1 grey or 3 RGB channels, as stored (no orientation is applied).
typedef struct {
    uint32_t width;
    uint32_t height;
    uint32_t channels;
} ganeval_jpeg_layout;

/// Decodes a whole JPEG file into `pixels`, packed rows of interleaved samples; fails when they need more than `capacity`.
///
/// The slow integer transform and smooth chroma upsampling, libjpeg's defaults. What libjpeg would repair with a warning fails.
int ganeval_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity,
                        ganeval_jpeg_layout *layout, char *message);

/// Encodes packed 8-bit rows (1 grey or 3 RGB channels) as a baseline file at full chroma resolution, `quality` 1 to 100; on success
/// `*bytes` holds `*size` bytes, to be given to `ganeval_jpeg_release`.
int ganeval_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, int quality,
                        uint8_t **bytes, size_t *size, char *message);

void ganeval_jpeg_release(uint8_t *bytes);

/// The version of libjpeg-turbo that this was compiled with.
const char *ganeval_jpeg_version(void);

#endif
