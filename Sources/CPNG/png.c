#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// Beyond these a file is not an image of a data set; libpng refuses before it allocates.
#define MAXIMUM_SIDE 32768
#define MAXIMUM_CACHED_CHUNKS 128
#define MAXIMUM_CHUNK_BYTES (8 * 1024 * 1024)

static void keep_message(png_structp png, png_const_charp text) {
    char *message = png_get_error_ptr(png);
    strncpy(message, text, GANEVAL_PNG_MESSAGE_SIZE - 1);
    message[GANEVAL_PNG_MESSAGE_SIZE - 1] = 0;
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
} reader;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    reader *source = png_get_io_ptr(png);
    if (count > source->count - source->offset) png_error(png, "the file ends early");
    memcpy(target, source->bytes + source->offset, count);
    source->offset += count;
}

// Chunks that can't change grey levels as ganeval reads them: colour profiles, texts, print sizes, times.
static const png_byte skipped_chunks[] =
    "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0zTXt";

static void look_up(png_structp png, png_infop info, const uint8_t *indices, size_t count, uint32_t channels,
                    uint8_t *pixels) {
    png_colorp colours = NULL;
    png_bytep alphas = NULL;
    int colour_count = 0, alpha_count = 0;
    png_get_PLTE(png, info, &colours, &colour_count);
    png_get_tRNS(png, info, &alphas, &alpha_count, NULL);
    for (size_t pixel = 0; pixel < count; pixel++) {
        int index = indices[pixel];
        if (index >= colour_count) png_error(png, "a pixel's index lies outside the palette");
        uint8_t *target = pixels + pixel * channels;
        png_color colour = colours[index];
        target[0] = colour.red;
        target[1] = colour.green;
        target[2] = colour.blue;
        if (channels == 4) target[3] = index < alpha_count ? alphas[index] : 255;
    }
}

int ganeval_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity,
                       ganeval_png_layout *layout, char *message) {
    message[0] = 0;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, keep_message, ignore_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        strcpy(message, "libpng found no memory");
        return 1;
    }
    reader source = {bytes, count, 0};
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return 1;
    }
    png_set_read_fn(png, &source, read_bytes);
    png_set_user_limits(png, MAXIMUM_SIDE, MAXIMUM_SIDE);
    png_set_chunk_cache_max(png, MAXIMUM_CACHED_CHUNKS);
    png_set_chunk_malloc_max(png, MAXIMUM_CHUNK_BYTES);
    // What libpng would repair with a warning is an error here: nothing is repaired in silence.
    png_set_benign_errors(png, 0);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped_chunks, sizeof skipped_chunks / 5);
    png_read_info(png, info);

    // Expansion scales 1, 2 and 4 bits by 255, 85 and 17 and makes transparency an alpha channel. Palettes are looked up
    // here: libpng takes an index outside the palette for black.
    int palette = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
    if (palette) {
        png_set_packing(png);
    } else {
        png_set_expand(png);
    }
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    layout->width = png_get_image_width(png, info);
    layout->height = png_get_image_height(png, info);
    layout->channels = palette ? (png_get_valid(png, info, PNG_INFO_tRNS) ? 4 : 3) : png_get_channels(png, info);
    layout->bit_depth = png_get_bit_depth(png, info);
    size_t stride = png_get_rowbytes(png, info);
    size_t total = (size_t)layout->width * layout->height * layout->channels * (layout->bit_depth / 8);
    if (total > capacity) png_error(png, "the image is larger than its header says");
    // Indices go to the end of the buffer, so that the colours never overtake those still to be read.
    uint8_t *start = pixels + total - stride * layout->height;
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t row = 0; row < layout->height; row++) png_read_row(png, start + row * stride, NULL);
    }
    if (palette) look_up(png, info, start, stride * layout->height, layout->channels, pixels);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} writer;

static void write_bytes(png_structp png, png_bytep source, size_t count) {
    writer *target = png_get_io_ptr(png);
    if (count > target->capacity - target->count) {
        size_t capacity = 2 * target->capacity + count;
        uint8_t *grown = realloc(target->bytes, capacity);
        if (!grown) png_error(png, "no memory for the encoded image");
        target->bytes = grown;
        target->capacity = capacity;
    }
    memcpy(target->bytes + target->count, source, count);
    target->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

int ganeval_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, uint8_t **bytes,
                       size_t *count, char *message) {
    message[0] = 0;
    writer target = {NULL, 0, 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, keep_message, ignore_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        strcpy(message, "libpng found no memory");
        return 1;
    }
    // The buffer moves between setjmp and longjmp; through this pointer its current value is read from memory.
    writer *volatile held = &target;
    if (setjmp(png_jmpbuf(png))) {
        free(held->bytes);
        png_destroy_write_struct(&png, &info);
        return 1;
    }
    png_set_write_fn(png, &target, write_bytes, flush_nothing);
    png_set_user_limits(png, MAXIMUM_SIDE, MAXIMUM_SIDE);
    // Set in full, so that the bytes depend on the pixels and the libraries' versions alone.
    png_set_compression_level(png, 6);
    png_set_compression_strategy(png, 1);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
    png_set_IHDR(png, info, width, height, 8, channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_write_info(png, info);
    size_t stride = (size_t)width * channels;
    for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + row * stride);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    *bytes = target.bytes;
    *count = target.count;
    return 0;
}

void ganeval_png_release(uint8_t *bytes) { free(bytes); }
