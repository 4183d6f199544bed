#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// A progressive file may repeat scans without end, each as dear as a decoding.
#define MAXIMUM_SCANS 300

#define QUOTED_AGAIN(value) #value
#define QUOTED(value) QUOTED_AGAIN(value)

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf jump;
    char *message;
} handler;

static void fail(j_common_ptr common) {
    handler *errors = (handler *)common->err;
    char text[JMSG_LENGTH_MAX];
    errors->base.format_message(common, text);
    snprintf(errors->message, GANEVAL_JPEG_MESSAGE_SIZE, "%s", text);
    longjmp(errors->jump, 1);
}

// Warnings are negative levels. Those that say nothing about pixels pass.
static void hear(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
#ifdef LIBJPEG_TURBO_VERSION
        case JWRN_BOGUS_ICC:
#endif
            return;
        default: fail(common);
    }
}

static void say_nothing(j_common_ptr common) { (void)common; }

static void count_scans(j_common_ptr common) {
    handler *errors = (handler *)common->err;
    if (((j_decompress_ptr)common)->input_scan_number <= MAXIMUM_SCANS) return;
    snprintf(errors->message, GANEVAL_JPEG_MESSAGE_SIZE, "it has more than %d scans", MAXIMUM_SCANS);
    longjmp(errors->jump, 1);
}

int ganeval_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity,
                        ganeval_jpeg_layout *layout, char *message) {
    struct jpeg_decompress_struct image;
    struct jpeg_progress_mgr progress;
    handler errors;
    memset(&image, 0, sizeof image);
    memset(&progress, 0, sizeof progress);
    message[0] = 0;
    image.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = fail;
    errors.base.emit_message = hear;
    errors.base.output_message = say_nothing;
    errors.message = message;
    if (setjmp(errors.jump)) {
        jpeg_destroy_decompress(&image);
        if (!message[0]) strcpy(message, "libjpeg gave no reason");
        return 1;
    }
    jpeg_create_decompress(&image);
    progress.progress_monitor = count_scans;
    image.progress = &progress;
    jpeg_mem_src(&image, bytes, (unsigned long)count);
    jpeg_read_header(&image, TRUE);
    switch (image.jpeg_color_space) {
        case JCS_GRAYSCALE: image.out_color_space = JCS_GRAYSCALE; break;
        case JCS_YCbCr:
        case JCS_RGB: image.out_color_space = JCS_RGB; break;
        default:
            strcpy(message, "its colours are neither grey, YCbCr nor RGB");
            jpeg_destroy_decompress(&image);
            return 1;
    }
    image.dct_method = JDCT_ISLOW;
    image.do_fancy_upsampling = TRUE;
    size_t channels = image.out_color_space == JCS_RGB ? 3 : 1;
    size_t stride = (size_t)image.image_width * channels;
    if ((size_t)image.image_height > capacity / (stride ? stride : 1)) {
        strcpy(message, "the image is larger than its header says");
        jpeg_destroy_decompress(&image);
        return 1;
    }
    jpeg_start_decompress(&image);
    while (image.output_scanline < image.output_height) {
        JSAMPROW row = pixels + (size_t)image.output_scanline * stride;
        jpeg_read_scanlines(&image, &row, 1);
    }
    layout->width = image.output_width;
    layout->height = image.output_height;
    layout->channels = (uint32_t)image.output_components;
    jpeg_finish_decompress(&image);
    jpeg_destroy_decompress(&image);
    return 0;
}

// A destination of our own: that of libjpeg loses its memory when an error ends the encoding.
typedef struct {
    struct jpeg_destination_mgr base;
    uint8_t *bytes;
    size_t capacity;
    size_t count;
} writer;

static void write_into(writer *target) {
    target->base.next_output_byte = target->bytes + target->count;
    target->base.free_in_buffer = target->capacity - target->count;
}

static void begin_writing(j_compress_ptr image) { write_into((writer *)image->dest); }

// Called where the buffer is full.
static boolean make_room(j_compress_ptr image) {
    writer *target = (writer *)image->dest;
    target->count = target->capacity;
    uint8_t *grown = realloc(target->bytes, 2 * target->capacity);
    if (!grown) ERREXIT1(image, JERR_OUT_OF_MEMORY, 0);
    target->bytes = grown;
    target->capacity *= 2;
    write_into(target);
    return TRUE;
}

static void end_writing(j_compress_ptr image) {
    writer *target = (writer *)image->dest;
    target->count = target->capacity - target->base.free_in_buffer;
}

int ganeval_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, int quality,
                        uint8_t **bytes, size_t *size, char *message) {
    struct jpeg_compress_struct image;
    handler errors;
    writer target;
    memset(&image, 0, sizeof image);
    memset(&target, 0, sizeof target);
    message[0] = 0;
    target.capacity = 1 << 16;
    target.bytes = malloc(target.capacity);
    if (!target.bytes) {
        strcpy(message, "no memory for the encoded image");
        return 1;
    }
    target.base.init_destination = begin_writing;
    target.base.empty_output_buffer = make_room;
    target.base.term_destination = end_writing;
    image.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = fail;
    errors.base.emit_message = hear;
    errors.base.output_message = say_nothing;
    errors.message = message;
    // The buffer moves between setjmp and longjmp; through this pointer its current value is read from memory.
    writer *volatile held = &target;
    if (setjmp(errors.jump)) {
        free(held->bytes);
        jpeg_destroy_compress(&image);
        if (!message[0]) strcpy(message, "libjpeg gave no reason");
        return 1;
    }
    jpeg_create_compress(&image);
    image.dest = &target.base;
    image.image_width = width;
    image.image_height = height;
    image.input_components = (int)channels;
    image.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&image);
    jpeg_set_quality(&image, quality, TRUE);
    image.dct_method = JDCT_ISLOW;
    image.comp_info[0].h_samp_factor = 1;
    image.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&image, TRUE);
    size_t stride = (size_t)width * channels;
    while (image.next_scanline < image.image_height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)image.next_scanline * stride);
        jpeg_write_scanlines(&image, &row, 1);
    }
    jpeg_finish_compress(&image);
    jpeg_destroy_compress(&image);
    *bytes = target.bytes;
    *size = target.count;
    return 0;
}

void ganeval_jpeg_release(uint8_t *bytes) { free(bytes); }

const char *ganeval_jpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
    return "libjpeg-turbo " QUOTED(LIBJPEG_TURBO_VERSION);
#else
    return "libjpeg " QUOTED(JPEG_LIB_VERSION);
#endif
}
