#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
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

const char *ganeval_jpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
    return "libjpeg-turbo " QUOTED(LIBJPEG_TURBO_VERSION);
#else
    return "libjpeg " QUOTED(JPEG_LIB_VERSION);
#endif
}
