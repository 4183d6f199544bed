// libwebp's decoder: no jumps, no files, sizes checked by the caller.
#include <webp/decode.h>
