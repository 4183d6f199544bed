#include "CKernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline, target("avx2")))

enum {
    LEFT = GANEVAL_INT16_LEFT_GROUP,
    RIGHT = GANEVAL_INT16_RIGHT_GROUP,
    // A block of the right group (64 bytes a pair) and one of the left (24) stay in a first-level cache of 32 KiB.
    MAXIMUM_BLOCK_PAIRS = 256,
    // This many left groups of such a block take a quarter of a second-level cache of 512 KiB and leave room for what
    // streams by.
    MAXIMUM_BLOCK_GROUPS = 22,
};

int ganeval_int16_available(void) {
    if (ganeval_takes_plain_paths()) return 0;
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? 1 : 0;
}

static size_t minimum(size_t a, size_t b) { return a < b ? a : b; }

static size_t pieces(size_t count, size_t size) { return (count + size - 1) / size; }

/// Pairs of columns in a packed row.
static size_t packed_pairs(size_t width) {
    return pieces(width, GANEVAL_INT16_COLUMN_GROUP) * (GANEVAL_INT16_COLUMN_GROUP / 2);
}

/// All ones in the first `count` of 8 lanes.
INLINE __m256i first_lanes(size_t count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/// The 8 values at `column`, of which those beyond `width` are zero, less the centre's.
INLINE __m256 load_centred(const float *row, const float *centre, size_t column, size_t width) {
    if (column + 8 <= width) {
        __m256 value = _mm256_loadu_ps(row + column);
        return centre == NULL ? value : _mm256_sub_ps(value, _mm256_loadu_ps(centre + column));
    }
    __m256i mask = first_lanes(width - column);
    __m256 value = _mm256_maskload_ps(row + column, mask);
    return centre == NULL ? value : _mm256_sub_ps(value, _mm256_maskload_ps(centre + column, mask));
}

AVX2 void ganeval_int16_largest(const float *rows, size_t count, size_t width, const float *centre, float *largest) {
    const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
    for (size_t row = 0; row < count; row++) {
        const float *values = rows + row * width;
        __m256 best = _mm256_setzero_ps(), other = _mm256_setzero_ps();
        size_t column = 0;
        for (; column + 16 <= width; column += 16) {
            best = _mm256_max_ps(best, _mm256_and_ps(magnitude, load_centred(values, centre, column, width)));
            other = _mm256_max_ps(other, _mm256_and_ps(magnitude, load_centred(values, centre, column + 8, width)));
        }
        for (; column < width; column += 8)
            best = _mm256_max_ps(best, _mm256_and_ps(magnitude, load_centred(values, centre, column, width)));
        best = _mm256_max_ps(best, other);
        __m128 half = _mm_max_ps(_mm256_castps256_ps128(best), _mm256_extractf128_ps(best, 1));
        half = _mm_max_ps(half, _mm_movehl_ps(half, half));
        half = _mm_max_ss(half, _mm_movehdup_ps(half));
        largest[row] = _mm_cvtss_f32(half);
    }
}

INLINE float sum_of_lanes(__m256 value) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(value), _mm256_extractf128_ps(value, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

/// Rounds 8 columns of 8 rows, and adds up the squares of what that takes off.
INLINE void quantize(const float *const rows[8], const __m256 inverses[8], const float *centre, size_t column,
                     size_t width, __m256 residuals[8], __m256i pairs[4]) {
    __m256i rounded[8];
    for (int row = 0; row < 8; row++) {
        __m256 value = _mm256_mul_ps(load_centred(rows[row], centre, column, width), inverses[row]);
        // Rounds by the current mode, which is to nearest, ties to even, unless a program changes it.
        rounded[row] = _mm256_cvtps_epi32(value);
        __m256 residual = _mm256_sub_ps(value, _mm256_cvtepi32_ps(rounded[row]));
        residuals[row] = _mm256_add_ps(residuals[row], _mm256_mul_ps(residual, residual));
    }
    // Packing two rows leaves pairs of columns side by side; shuffles then bring equal pairs of all rows together.
    __m256 packed[4];
    for (int i = 0; i < 4; i++)
        packed[i] = _mm256_castsi256_ps(_mm256_packs_epi32(rounded[2 * i], rounded[2 * i + 1]));
    __m256i even_low = _mm256_castps_si256(_mm256_shuffle_ps(packed[0], packed[1], 0x88));
    __m256i odd_low = _mm256_castps_si256(_mm256_shuffle_ps(packed[0], packed[1], 0xdd));
    __m256i even_high = _mm256_castps_si256(_mm256_shuffle_ps(packed[2], packed[3], 0x88));
    __m256i odd_high = _mm256_castps_si256(_mm256_shuffle_ps(packed[2], packed[3], 0xdd));
    pairs[0] = _mm256_permute2x128_si256(even_low, even_high, 0x20);
    pairs[1] = _mm256_permute2x128_si256(odd_low, odd_high, 0x20);
    pairs[2] = _mm256_permute2x128_si256(even_low, even_high, 0x31);
    pairs[3] = _mm256_permute2x128_si256(odd_low, odd_high, 0x31);
}

/// Packs up to 8 rows, `count` of them, into `target`, which moves on by `group` pairs for each pair of columns.
INLINE void pack_rows(const float *base, size_t count, size_t width, const float *centre, const float *inverse_scales,
                      char *target, size_t group, float *sums) {
    const float *rows[8];
    __m256 inverses[8], residuals[8];
    for (size_t row = 0; row < 8; row++) {
        // Any row times zero stands for a missing one.
        rows[row] = base + (row < count ? row : 0) * width;
        inverses[row] = _mm256_set1_ps(row < count ? inverse_scales[row] : 0);
        residuals[row] = _mm256_setzero_ps();
    }
    for (size_t column = 0; column < width; column += 8) {
        __m256i pairs[4];
        quantize(rows, inverses, centre, column, width, residuals, pairs);
        for (int pair = 0; pair < 4; pair++) {
            if (group == LEFT) {
                _mm_storeu_si128((__m128i *)target, _mm256_castsi256_si128(pairs[pair]));
                _mm_storel_epi64((__m128i *)(target + 16), _mm256_extracti128_si256(pairs[pair], 1));
            } else {
                _mm256_store_si256((__m256i *)target, pairs[pair]);
            }
            target += group * sizeof(int32_t);
        }
    }
    for (size_t row = 0; row < count; row++) sums[row] = sum_of_lanes(residuals[row]);
}

AVX2 void ganeval_int16_pack_left(const float *rows, size_t count, size_t width, const float *centre,
                                  const float *inverses, int16_t *panel, float *residuals) {
    const size_t group_bytes = packed_pairs(width) * LEFT * sizeof(int32_t);
    char *target = (char *)panel;
    for (size_t row = 0; row < count; row += LEFT, target += group_bytes)
        pack_rows(rows + row * width, minimum(LEFT, count - row), width, centre, inverses + row, target, LEFT,
                  residuals + row);
}

AVX2 void ganeval_int16_pack_right(const float *rows, size_t count, size_t width, const float *centre,
                                   const float *inverses, int16_t *panel, float *residuals) {
    const size_t group_bytes = packed_pairs(width) * RIGHT * sizeof(int32_t);
    char *target = (char *)panel;
    // The second half of a last group may have no rows; a row is there to read all the same.
    for (size_t row = 0; row < count; row += RIGHT, target += group_bytes)
        for (size_t half = 0; half < RIGHT; half += 8) {
            size_t first = minimum(row + half, count - 1);
            size_t present = row + half < count ? minimum(8, count - row - half) : 0;
            pack_rows(rows + first * width, present, width, centre, inverses + first, target + half * sizeof(int32_t),
                      RIGHT, residuals + first);
        }
}

/// One tile of 6 by 16 over one block of columns: integer sums from the block before, and scaled floats after the last.
AVX2 static void multiply_tile(const char *left, const char *right, size_t pairs, char *c, size_t stride_bytes,
                               int first, int last, const float *left_scales, const float *right_scales) {
    __m256i sums[LEFT][2];
    for (int i = 0; i < LEFT; i++)
        for (int j = 0; j < 2; j++)
            sums[i][j] = first ? _mm256_setzero_si256()
                               : _mm256_loadu_si256((const __m256i *)(c + (size_t)i * stride_bytes + 32 * j));
    for (size_t pair = 0; pair < pairs; pair++) {
        __m256i b0 = _mm256_load_si256((const __m256i *)right);
        __m256i b1 = _mm256_load_si256((const __m256i *)(right + 32));
        for (int i = 0; i < LEFT; i++) {
            __m256i a = _mm256_castps_si256(_mm256_broadcast_ss((const float *)(left + 4 * i)));
            sums[i][0] = _mm256_add_epi32(sums[i][0], _mm256_madd_epi16(a, b0));
            sums[i][1] = _mm256_add_epi32(sums[i][1], _mm256_madd_epi16(a, b1));
        }
        left += 4 * LEFT;
        right += 4 * RIGHT;
    }
    for (int i = 0; i < LEFT; i++)
        for (int j = 0; j < 2; j++) {
            char *target = c + (size_t)i * stride_bytes + 32 * j;
            if (last) {
                __m256 scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[i][j]), _mm256_set1_ps(left_scales[i]));
                _mm256_storeu_ps((float *)target, _mm256_mul_ps(scaled, _mm256_loadu_ps(right_scales + 8 * j)));
            } else {
                _mm256_storeu_si256((__m256i *)target, sums[i][j]);
            }
        }
}

/// As `multiply_tile` for a tile that has fewer rows or columns, by way of a whole one.
AVX2 static void multiply_edge(const char *left, const char *right, size_t pairs, float *c, size_t stride, size_t rows,
                               size_t columns, int first, int last, const float *left_scales,
                               const float *right_scales) {
    float whole[LEFT * RIGHT] = {0}, scales[LEFT] = {0}, other_scales[RIGHT] = {0};
    // Integer sums pass through floats' memory: copied as bytes, never read as floats.
    if (!first)
        for (size_t i = 0; i < rows; i++) __builtin_memcpy(whole + i * RIGHT, c + i * stride, columns * sizeof(float));
    __builtin_memcpy(scales, left_scales, rows * sizeof(float));
    __builtin_memcpy(other_scales, right_scales, columns * sizeof(float));
    multiply_tile(left, right, pairs, (char *)whole, RIGHT * sizeof(float), first, last, scales, other_scales);
    for (size_t i = 0; i < rows; i++) __builtin_memcpy(c + i * stride, whole + i * RIGHT, columns * sizeof(float));
}

AVX2 void ganeval_int16_multiply(const int16_t *left, const float *left_scales, size_t m, const int16_t *right,
                                 const float *right_scales, size_t n, size_t width, float *c, size_t stride) {
    const size_t pairs = packed_pairs(width);
    const size_t left_groups = pieces(m, LEFT), right_groups = pieces(n, RIGHT);
    if (left_groups == 0 || right_groups == 0) return;
    // Blocks of nearly equal size; no columns are one empty block.
    const size_t column_blocks = pairs == 0 ? 1 : pieces(pairs, MAXIMUM_BLOCK_PAIRS);
    const size_t row_blocks = pieces(left_groups, MAXIMUM_BLOCK_GROUPS);
    for (size_t block = 0; block < column_blocks; block++) {
        const size_t start = pairs * block / column_blocks, count = pairs * (block + 1) / column_blocks - start;
        const int first = block == 0, last = block + 1 == column_blocks;
        const char *left_base = (const char *)left + start * LEFT * sizeof(int32_t);
        const char *right_base = (const char *)right + start * RIGHT * sizeof(int32_t);
        for (size_t row_block = 0; row_block < row_blocks; row_block++) {
            const size_t begin = left_groups * row_block / row_blocks, end = left_groups * (row_block + 1) / row_blocks;
            for (size_t j = 0; j < right_groups; j++) {
                const char *b = right_base + j * pairs * RIGHT * sizeof(int32_t);
                const size_t columns = minimum(RIGHT, n - j * RIGHT);
                for (size_t i = begin; i < end; i++) {
                    const char *a = left_base + i * pairs * LEFT * sizeof(int32_t);
                    const size_t rows = minimum(LEFT, m - i * LEFT);
                    float *target = c + i * LEFT * stride + j * RIGHT;
                    if (rows == LEFT && columns == RIGHT)
                        multiply_tile(a, b, count, (char *)target, stride * sizeof(float), first, last,
                                      left_scales + i * LEFT, right_scales + j * RIGHT);
                    else
                        multiply_edge(a, b, count, target, stride, rows, columns, first, last, left_scales + i * LEFT,
                                      right_scales + j * RIGHT);
                }
            }
        }
    }
}

#else

int ganeval_int16_available(void) { return 0; }

void ganeval_int16_largest(const float *rows, size_t count, size_t width, const float *centre, float *largest) {
    (void)rows, (void)count, (void)width, (void)centre, (void)largest;
    __builtin_trap();
}

void ganeval_int16_pack_left(const float *rows, size_t count, size_t width, const float *centre, const float *inverses,
                             int16_t *panel, float *residuals) {
    (void)rows, (void)count, (void)width, (void)centre, (void)inverses, (void)panel, (void)residuals;
    __builtin_trap();
}

void ganeval_int16_pack_right(const float *rows, size_t count, size_t width, const float *centre,
                              const float *inverses, int16_t *panel, float *residuals) {
    ganeval_int16_pack_left(rows, count, width, centre, inverses, panel, residuals);
}

void ganeval_int16_multiply(const int16_t *left, const float *left_scales, size_t m, const int16_t *right,
                            const float *right_scales, size_t n, size_t width, float *c, size_t stride) {
    (void)left, (void)left_scales, (void)m, (void)right, (void)right_scales, (void)n, (void)width, (void)c;
    (void)stride;
    __builtin_trap();
}

#endif
