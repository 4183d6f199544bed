#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#endif

enum { GROUP = GANEVAL_SCREEN_ROW_GROUP, VIEWS = 6 };

void ganeval_screen_pack(const int16_t *rows, size_t count, size_t width, int16_t *panel) {
    const size_t groups = (count + GROUP - 1) / GROUP;
    for (size_t group = 0; group < groups; group++)
        for (size_t pair = 0; pair < width / 2; pair++)
            for (size_t place = 0; place < GROUP; place++) {
                const size_t row = group * GROUP + place;
                const int16_t *source = rows + row * width + 2 * pair;
                *panel++ = row < count ? source[0] : 0;
                *panel++ = row < count ? source[1] : 0;
            }
}

/// One view and one group of rows in plain C, for processors without AVX2.
static size_t screen_one(const int16_t *view, uint32_t number, const int16_t *panel, const int32_t *half_norms,
                         uint32_t first_row, size_t width, int32_t limit, ganeval_screen_hit *hits) {
    int32_t sums[GROUP] = {0};
    for (size_t pair = 0; pair < width / 2; pair++)
        for (size_t place = 0; place < GROUP; place++)
            sums[place] += (int32_t)view[2 * pair] * panel[2 * (pair * GROUP + place)] +
                           (int32_t)view[2 * pair + 1] * panel[2 * (pair * GROUP + place) + 1];
    size_t found = 0;
    for (size_t place = 0; place < GROUP; place++) {
        // Padding has no norm to compare.
        if (half_norms[place] == INT32_MAX) continue;
        const int32_t key = half_norms[place] - sums[place];
        if (key < limit) hits[found++] = (ganeval_screen_hit){number, first_row + (uint32_t)place, key};
    }
    return found;
}

#if defined(__x86_64__)

/// `count` views, at most six, and one group of rows; inlined for each count, whose sums then stay in registers.
AVX2 static inline __attribute__((always_inline)) size_t screen_some(
    const int count, const int16_t *views, uint32_t number, const int16_t *panel, const int32_t *half_norms,
    uint32_t first_row, size_t width, const int32_t *limits, ganeval_screen_hit *hits) {
    __m256i sums[VIEWS][2];
    for (int i = 0; i < count; i++) sums[i][0] = sums[i][1] = _mm256_setzero_si256();
    for (size_t pair = 0; pair < width / 2; pair++) {
        const __m256i b0 = _mm256_loadu_si256((const __m256i *)(panel + 2 * GROUP * pair));
        const __m256i b1 = _mm256_loadu_si256((const __m256i *)(panel + 2 * GROUP * pair + GROUP));
        for (int i = 0; i < count; i++) {
            int32_t both;
            __builtin_memcpy(&both, views + (size_t)i * width + 2 * pair, sizeof both);
            const __m256i a = _mm256_set1_epi32(both);
            sums[i][0] = _mm256_add_epi32(sums[i][0], _mm256_madd_epi16(a, b0));
            sums[i][1] = _mm256_add_epi32(sums[i][1], _mm256_madd_epi16(a, b1));
        }
    }
    const __m256i half0 = _mm256_loadu_si256((const __m256i *)half_norms);
    const __m256i half1 = _mm256_loadu_si256((const __m256i *)(half_norms + 8));
    __m256i any = _mm256_setzero_si256();
    for (int i = 0; i < count; i++) {
        const __m256i limit = _mm256_set1_epi32(limits[i]);
        sums[i][0] = _mm256_sub_epi32(half0, sums[i][0]);
        sums[i][1] = _mm256_sub_epi32(half1, sums[i][1]);
        any = _mm256_or_si256(any, _mm256_or_si256(_mm256_cmpgt_epi32(limit, sums[i][0]),
                                                   _mm256_cmpgt_epi32(limit, sums[i][1])));
    }
    if (_mm256_testz_si256(any, any)) return 0;
    size_t found = 0;
    for (int i = 0; i < count; i++) {
        int32_t keys[GROUP];
        _mm256_storeu_si256((__m256i *)keys, sums[i][0]);
        _mm256_storeu_si256((__m256i *)(keys + 8), sums[i][1]);
        for (int place = 0; place < GROUP; place++)
            if (half_norms[place] != INT32_MAX && keys[place] < limits[i])
                hits[found++] =
                    (ganeval_screen_hit){number + (uint32_t)i, first_row + (uint32_t)place, keys[place]};
    }
    return found;
}

AVX2 static size_t screen_views(size_t count, const int16_t *views, uint32_t number, const int16_t *panel,
                                const int32_t *half_norms, uint32_t first_row, size_t width, const int32_t *limits,
                                ganeval_screen_hit *hits) {
    switch (count) {
        case 1: return screen_some(1, views, number, panel, half_norms, first_row, width, limits, hits);
        case 2: return screen_some(2, views, number, panel, half_norms, first_row, width, limits, hits);
        case 3: return screen_some(3, views, number, panel, half_norms, first_row, width, limits, hits);
        case 4: return screen_some(4, views, number, panel, half_norms, first_row, width, limits, hits);
        case 5: return screen_some(5, views, number, panel, half_norms, first_row, width, limits, hits);
        default: return screen_some(VIEWS, views, number, panel, half_norms, first_row, width, limits, hits);
    }
}

AVX2 static size_t screen_fast(const int16_t *views, size_t view_count, const int16_t *panel,
                               const int32_t *half_norms, size_t row_groups, size_t width, const int32_t *limits,
                               ganeval_screen_hit *hits) {
    size_t found = 0;
    for (size_t group = 0; group < row_groups; group++) {
        const int16_t *rows = panel + group * GROUP * width;
        const uint32_t first_row = (uint32_t)(group * GROUP);
        for (size_t view = 0; view < view_count; view += VIEWS) {
            const size_t count = view_count - view < VIEWS ? view_count - view : VIEWS;
            found += screen_views(count, views + view * width, (uint32_t)view, rows, half_norms + group * GROUP,
                                  first_row, width, limits + view, hits + found);
        }
    }
    return found;
}

#endif

size_t ganeval_screen(const int16_t *views, size_t view_count, const int16_t *panel, const int32_t *half_norms,
                      size_t row_groups, size_t width, const int32_t *limits, ganeval_screen_hit *hits) {
#if defined(__x86_64__)
    if (ganeval_int16_available())
        return screen_fast(views, view_count, panel, half_norms, row_groups, width, limits, hits);
#endif
    size_t found = 0;
    for (size_t group = 0; group < row_groups; group++)
        for (size_t view = 0; view < view_count; view++)
            found += screen_one(views + view * width, (uint32_t)view, panel + group * GROUP * width,
                                half_norms + group * GROUP, (uint32_t)(group * GROUP), width, limits[view],
                                hits + found);
    return found;
}
