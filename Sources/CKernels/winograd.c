#include "CKernels.h"

#include <string.h>

// Tiles of 4 x 4 positions, with the points 0, 1, -1 and infinity along each axis. Along one axis, for r weights g and
// m = 5 - r outputs of a tile d (Lavin and Gray 2016, arXiv 1509.09308, section 4):
//
//     outputs = A' [(G g) * (B' d)],   B' = | 1  0 -1  0 |   r = 3:  G = |  1   0   0  |   A' = | 1  1  1  0 |
//                                           | 0  1  1  0 |               | 1/2 1/2 1/2 |        | 0  1 -1  1 |
//                                           | 0 -1  1  0 |               | 1/2-1/2 1/2 |
//                                           | 0 -1  0  1 |               |  0   0   1  |
//
//     r = 2:  G = |  1   0  |   A' = | 1  1  1  0 |
//                 | 1/2 1/2 |        | 0  1 -1  0 |
//                 | 1/2-1/2 |        | 0  1  1  1 |
//                 |  0   1  |
//
// Each function below is one of these maps over both axes, or its transpose, for eight channels at a time. Sums and halves are
// rounded alike whatever the processor's registers are.

typedef float lanes __attribute__((vector_size(32), aligned(4), may_alias));

enum { LANES = 8, TILE = 4, PLACES = TILE * TILE };

#define INLINE static inline __attribute__((always_inline))

INLINE void get(lanes *value, const float *source, size_t count) {
    if (count == LANES) {
        *value = *(const lanes *)source;
    } else {
        memset(value, 0, sizeof *value);
        memcpy(value, source, count * sizeof(float));
    }
}

INLINE void put(float *target, const lanes *value, size_t count) {
    if (count == LANES)
        *(lanes *)target = *value;
    else
        memcpy(target, value, count * sizeof(float));
}

/// B' along one axis.
INLINE void tile_forward(const lanes *d, size_t step, lanes *v) {
    const lanes d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step];
    v[0] = d0 - d2;
    v[step] = d1 + d2;
    v[2 * step] = d2 - d1;
    v[3 * step] = d3 - d1;
}

/// B along one axis.
INLINE void tile_backward(const lanes *v, size_t step, lanes *d) {
    const lanes v0 = v[0], v1 = v[step], v2 = v[2 * step], v3 = v[3 * step];
    d[0] = v0;
    d[step] = v1 - v2 - v3;
    d[2 * step] = v1 + v2 - v0;
    d[3 * step] = v3;
}

/// A' along one axis; the place of an output that a tile of two lacks gets any value.
INLINE void output_forward(const lanes *p, size_t step, lanes *y, size_t outputs) {
    const lanes p0 = p[0], p1 = p[step], p2 = p[2 * step], p3 = p[3 * step];
    const lanes sum = p1 + p2;
    y[0] = p0 + sum;
    if (outputs == 2) {
        y[step] = p1 - p2 + p3;
    } else {
        y[step] = p1 - p2;
        y[2 * step] = sum + p3;
    }
}

/// A along one axis.
INLINE void output_backward(const lanes *y, size_t step, lanes *p, size_t outputs) {
    const lanes y0 = y[0], y1 = y[step];
    if (outputs == 2) {
        p[0] = y0;
        p[step] = y0 + y1;
        p[2 * step] = y0 - y1;
        p[3 * step] = y1;
    } else {
        const lanes y2 = y[2 * step], ends = y0 + y2;
        p[0] = y0;
        p[step] = ends + y1;
        p[2 * step] = ends - y1;
        p[3 * step] = y2;
    }
}

/// G along one axis.
INLINE void weight_forward(const lanes *g, size_t step, lanes *u, size_t taps) {
    const lanes g0 = g[0], g1 = g[step];
    if (taps == 2) {
        u[0] = g0;
        u[step] = (g0 + g1) * 0.5f;
        u[2 * step] = (g0 - g1) * 0.5f;
        u[3 * step] = g1;
    } else {
        const lanes g2 = g[2 * step], ends = g0 + g2;
        u[0] = g0;
        u[step] = (ends + g1) * 0.5f;
        u[2 * step] = (ends - g1) * 0.5f;
        u[3 * step] = g2;
    }
}

/// G' along one axis.
INLINE void weight_backward(const lanes *u, size_t step, lanes *g, size_t taps) {
    const lanes u0 = u[0], u3 = u[3 * step];
    const lanes sum = (u[step] + u[2 * step]) * 0.5f, difference = (u[step] - u[2 * step]) * 0.5f;
    g[0] = u0 + sum;
    if (taps == 2) {
        g[step] = difference + u3;
    } else {
        g[step] = difference;
        g[2 * step] = sum + u3;
    }
}

/// Calls `statement` for all channels from 0 to `limit`, eight at a time and then the rest, with the names `c` and `count`.
#define FOR_CHANNELS(limit, statement)                              \
    do {                                                            \
        size_t c = 0;                                               \
        for (; c + LANES <= (limit); c += LANES) {                  \
            const size_t count = LANES;                             \
            statement;                                              \
        }                                                           \
        if (c < (limit)) {                                          \
            const size_t count = (limit) - c;                       \
            statement;                                              \
        }                                                           \
    } while (0)

/// Where the 16 positions of a tile's phase begin in an image; null outside of it.
INLINE void places_of_tile(const ganeval_winograd *g, const float *image, size_t tile, size_t phase,
                           const float **places) {
    const size_t down = tile / g->tiles_across, across = tile % g->tiles_across;
    for (size_t i = 0; i < TILE; i++)
        for (size_t j = 0; j < TILE; j++) {
            const size_t y = g->stride * (down * g->outputs + i) + phase / g->stride;
            const size_t x = g->stride * (across * g->outputs + j) + phase % g->stride;
            const int isInside = y >= g->padding && y < g->padding + g->large_height && x >= g->padding &&
                                 x < g->padding + g->large_width;
            places[TILE * i + j] =
                isInside ? image + ((y - g->padding) * g->large_width + x - g->padding) * g->large_channels : NULL;
        }
}

/// Where the outputs of a tile begin in an image; null outside of it.
INLINE void places_of_outputs(const ganeval_winograd *g, const float *image, size_t tile, const float **places) {
    const size_t down = tile / g->tiles_across * g->outputs, across = tile % g->tiles_across * g->outputs;
    for (size_t i = 0; i < g->outputs; i++)
        for (size_t j = 0; j < g->outputs; j++)
            places[TILE * i + j] = down + i < g->small_height && across + j < g->small_width
                                       ? image + ((down + i) * g->small_width + across + j) * g->small_channels
                                       : NULL;
}

INLINE void input_lanes(const float *const *places, float *target, size_t slice, size_t c, size_t count) {
    lanes d[PLACES];
    for (size_t i = 0; i < PLACES; i++) {
        if (places[i])
            get(&d[i], places[i] + c, count);
        else
            memset(&d[i], 0, sizeof d[i]);
    }
    for (size_t j = 0; j < TILE; j++) tile_forward(d + j, TILE, d + j);
    for (size_t i = 0; i < TILE; i++) tile_forward(d + TILE * i, 1, d + TILE * i);
    for (size_t i = 0; i < PLACES; i++) put(target + i * slice + c, &d[i], count);
}

INLINE void input_body(const ganeval_winograd *g, const float *image, float *target, size_t slice, size_t down) {
    const size_t phases = g->stride * g->stride;
    const float *places[PLACES];
    for (size_t tile = down * g->tiles_across; tile < (down + 1) * g->tiles_across; tile++)
        for (size_t phase = 0; phase < phases; phase++) {
            places_of_tile(g, image, tile, phase, places);
            float *row = target + (tile * phases + phase) * g->large_channels;
            FOR_CHANNELS(g->large_channels, input_lanes(places, row, slice, c, count));
        }
}

INLINE void input_transposed_lanes(const float *source, size_t slice, const float *const *places, size_t c,
                                   size_t count) {
    lanes v[PLACES];
    for (size_t i = 0; i < PLACES; i++) get(&v[i], source + i * slice + c, count);
    for (size_t j = 0; j < TILE; j++) tile_backward(v + j, TILE, v + j);
    for (size_t i = 0; i < TILE; i++) tile_backward(v + TILE * i, 1, v + TILE * i);
    for (size_t i = 0; i < PLACES; i++)
        if (places[i]) {
            lanes sum;
            get(&sum, places[i] + c, count);
            sum += v[i];
            put((float *)places[i] + c, &sum, count);
        }
}

INLINE void input_transposed_body(const ganeval_winograd *g, const float *source, size_t slice, float *image) {
    const size_t phases = g->stride * g->stride;
    const float *places[PLACES];
    memset(image, 0, g->large_height * g->large_width * g->large_channels * sizeof(float));
    for (size_t tile = 0; tile < g->tiles_down * g->tiles_across; tile++)
        for (size_t phase = 0; phase < phases; phase++) {
            places_of_tile(g, image, tile, phase, places);
            const float *row = source + (tile * phases + phase) * g->large_channels;
            FOR_CHANNELS(g->large_channels, input_transposed_lanes(row, slice, places, c, count));
        }
}

INLINE void output_lanes(const float *source, size_t slice, const float *const *places, size_t outputs, size_t c,
                         size_t count) {
    lanes p[PLACES];
    for (size_t i = 0; i < PLACES; i++) get(&p[i], source + i * slice + c, count);
    for (size_t j = 0; j < TILE; j++) output_forward(p + j, TILE, p + j, outputs);
    for (size_t i = 0; i < outputs; i++) {
        output_forward(p + TILE * i, 1, p + TILE * i, outputs);
        for (size_t j = 0; j < outputs; j++)
            if (places[TILE * i + j]) put((float *)places[TILE * i + j] + c, &p[TILE * i + j], count);
    }
}

INLINE void output_body(const ganeval_winograd *g, const float *source, size_t slice, float *image,
                        size_t down) {
    const float *places[PLACES];
    for (size_t tile = down * g->tiles_across; tile < (down + 1) * g->tiles_across; tile++) {
        places_of_outputs(g, image, tile, places);
        const float *row = source + tile * g->small_channels;
        if (g->outputs == 2)
            FOR_CHANNELS(g->small_channels, output_lanes(row, slice, places, 2, c, count));
        else
            FOR_CHANNELS(g->small_channels, output_lanes(row, slice, places, 3, c, count));
    }
}

INLINE void output_transposed_lanes(const float *const *places, float *target, size_t slice, size_t outputs, size_t c,
                                    size_t count) {
    lanes p[PLACES];
    for (size_t i = 0; i < outputs; i++) {
        for (size_t j = 0; j < outputs; j++) {
            if (places[TILE * i + j])
                get(&p[TILE * i + j], places[TILE * i + j] + c, count);
            else
                memset(&p[TILE * i + j], 0, sizeof p[0]);
        }
        output_backward(p + TILE * i, 1, p + TILE * i, outputs);
    }
    for (size_t j = 0; j < TILE; j++) output_backward(p + j, TILE, p + j, outputs);
    for (size_t i = 0; i < PLACES; i++) put(target + i * slice + c, &p[i], count);
}

INLINE void output_transposed_body(const ganeval_winograd *g, const float *image, float *target, size_t slice, size_t down) {
    const float *places[PLACES];
    for (size_t tile = down * g->tiles_across; tile < (down + 1) * g->tiles_across; tile++) {
        places_of_outputs(g, image, tile, places);
        float *row = target + tile * g->small_channels;
        if (g->outputs == 2)
            FOR_CHANNELS(g->small_channels, output_transposed_lanes(places, row, slice, 2, c, count));
        else
            FOR_CHANNELS(g->small_channels, output_transposed_lanes(places, row, slice, 3, c, count));
    }
}

/// Where the taps of a phase begin in a filter's weight.
INLINE void places_of_taps(const ganeval_winograd *g, const float *weight, size_t phase, const float **places) {
    const size_t taps = TILE + 1 - g->outputs, kernel = taps * g->stride;
    for (size_t i = 0; i < taps; i++)
        for (size_t j = 0; j < taps; j++)
            places[TILE * i + j] =
                weight + ((g->stride * i + phase / g->stride) * kernel + g->stride * j + phase % g->stride) *
                             g->large_channels;
}

INLINE void weight_lanes(const float *const *places, float *target, size_t slice, size_t taps, size_t c, size_t count) {
    lanes u[PLACES];
    for (size_t i = 0; i < taps; i++) {
        for (size_t j = 0; j < taps; j++) get(&u[TILE * i + j], places[TILE * i + j] + c, count);
        weight_forward(u + TILE * i, 1, u + TILE * i, taps);
    }
    for (size_t j = 0; j < TILE; j++) weight_forward(u + j, TILE, u + j, taps);
    for (size_t i = 0; i < PLACES; i++) put(target + i * slice + c, &u[i], count);
}

INLINE void weight_body(const ganeval_winograd *g, const float *weight, float *target, size_t slice) {
    const float *places[PLACES];
    for (size_t phase = 0; phase < g->stride * g->stride; phase++) {
        places_of_taps(g, weight, phase, places);
        float *row = target + phase * g->large_channels;
        if (g->outputs == 3)
            FOR_CHANNELS(g->large_channels, weight_lanes(places, row, slice, 2, c, count));
        else
            FOR_CHANNELS(g->large_channels, weight_lanes(places, row, slice, 3, c, count));
    }
}

INLINE void weight_transposed_lanes(const float *source, size_t slice, const float *const *places, size_t taps,
                                    size_t c, size_t count) {
    lanes u[PLACES];
    for (size_t i = 0; i < PLACES; i++) get(&u[i], source + i * slice + c, count);
    for (size_t j = 0; j < TILE; j++) weight_backward(u + j, TILE, u + j, taps);
    for (size_t i = 0; i < taps; i++) {
        weight_backward(u + TILE * i, 1, u + TILE * i, taps);
        for (size_t j = 0; j < taps; j++) put((float *)places[TILE * i + j] + c, &u[TILE * i + j], count);
    }
}

INLINE void weight_transposed_body(const ganeval_winograd *g, const float *source, size_t slice, float *weight) {
    const float *places[PLACES];
    for (size_t phase = 0; phase < g->stride * g->stride; phase++) {
        places_of_taps(g, weight, phase, places);
        const float *row = source + phase * g->large_channels;
        if (g->outputs == 3)
            FOR_CHANNELS(g->large_channels, weight_transposed_lanes(row, slice, places, 2, c, count));
        else
            FOR_CHANNELS(g->large_channels, weight_transposed_lanes(row, slice, places, 3, c, count));
    }
}

// Each body as it is, and once more for registers of 32 bytes.
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2")))
static int is_wide(void) {
    if (ganeval_takes_plain_paths()) return 0;
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}
#else
#define WIDE
static int is_wide(void) { return 0; }
#endif

#define DEFINE(name, parameters, arguments)                                            \
    WIDE static void name##_wide parameters { name##_body arguments; }                 \
    static void name##_narrow parameters { name##_body arguments; }                    \
    void ganeval_winograd_##name parameters {                                          \
        if (is_wide()) name##_wide arguments; else name##_narrow arguments;            \
    }

DEFINE(input, (const ganeval_winograd *g, const float *image, float *target, size_t slice, size_t down),
       (g, image, target, slice, down))
DEFINE(input_transposed, (const ganeval_winograd *g, const float *source, size_t slice, float *image),
       (g, source, slice, image))
DEFINE(output, (const ganeval_winograd *g, const float *source, size_t slice, float *image, size_t down),
       (g, source, slice, image, down))
DEFINE(output_transposed, (const ganeval_winograd *g, const float *image, float *target, size_t slice, size_t down),
       (g, image, target, slice, down))
DEFINE(weight, (const ganeval_winograd *g, const float *weight, float *target, size_t slice),
       (g, weight, target, slice))
DEFINE(weight_transposed, (const ganeval_winograd *g, const float *source, size_t slice, float *weight),
       (g, source, slice, weight))
