// CKernels: what instructions beyond the base set do fast, where the caller has a plain path for other processors:
// SHA-256; products of rows rounded to 16-bit integers, by AVX2, where OpenBLAS has only floating-point products; and a
// screen that compares such products with limits without storing them; and the sums around the products of Winograd's convolutions.
//
// A row x about a centre c becomes q = round((x - c) / s) with one scale s for the row; <a, b> is then about
// s_a s_b <q_a, q_b>. One instruction multiplies 16 pairs of such integers and adds neighbours, so the product runs over
// twice as many columns in a cycle as one in float32. Sums are exact: the caller picks scales for which
// |q| <= 32767 and |q_a| |q_b| < 2^31 (Euclidean norms), and then by Cauchy and Schwarz no partial sum overflows.
//
// Left and right rows are packed in the order in which the product reads them. Columns go in pairs; missing rows and
// columns are zero.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
    /// Rows of the left side are packed in groups of this many.
    GANEVAL_INT16_LEFT_GROUP = 6,
    /// Rows of the right side are packed in groups of this many.
    GANEVAL_INT16_RIGHT_GROUP = 16,
    /// The width of packed rows is a multiple of this.
    GANEVAL_INT16_COLUMN_GROUP = 8,
};

/// Whether the functions below say that the processor has only the base set, so that callers take their plain paths.
///
/// For tests of those paths on a processor that has the instructions. Call it before anything else of this module: callers
/// ask once. 0 from the start.
void ganeval_take_plain_paths(int plain);

/// 1 after `ganeval_take_plain_paths(1)`, else 0.
int ganeval_takes_plain_paths(void);

/// 1 where the processor has AVX2, else 0; the other functions may only be called where it is 1.
int ganeval_int16_available(void);

/// Writes the largest |x - c| of each row, as float32 rounds it.
///
/// `rows` is `[count, width]`, packed and finite; `centre` is `[width]` or null for none.
void ganeval_int16_largest(const float *rows, size_t count, size_t width, const float *centre, float *largest);

/// Packs round((x - c) * inverse), to nearest and ties to even, for the left side.
///
/// `inverses` are the inverse scales of the rows; |(x - c) * inverse| must not exceed 32767. `panel` must hold the rows
/// and width rounded up to groups. Writes the sum of squares of what rounding took off for each row to `residuals`,
/// in units of its squared scale, summed in float32: 8 sums in column order, added up at the end.
void ganeval_int16_pack_left(const float *rows, size_t count, size_t width, const float *centre, const float *inverses,
                             int16_t *panel, float *residuals);

/// As `ganeval_int16_pack_left`, for the right side; `panel` must be aligned to 32 bytes.
void ganeval_int16_pack_right(const float *rows, size_t count, size_t width, const float *centre,
                              const float *inverses, int16_t *panel, float *residuals);

/// C[i, j] = float32(<q_i, r_j>) * left_scales[i] * right_scales[j] for packed rows q, `[m, width]`, and r, `[n, width]`.
///
/// C is row-major with row stride `stride`; nothing outside of `[m, n]` is written.
void ganeval_int16_multiply(const int16_t *left, const float *left_scales, size_t m, const int16_t *right,
                            const float *right_scales, size_t n, size_t width, float *c, size_t stride);

/// 1 where the processor has instructions for SHA-256, else 0; the next function may only be called where it is 1.
int ganeval_sha256_available(void);

/// Takes `blocks` blocks of 64 bytes into the state of a SHA-256 digest (FIPS 180-4, section 6.2.2).
void ganeval_sha256_compress(uint32_t state[8], const uint8_t *bytes, size_t blocks);

enum {
    /// Rows are screened in groups of this many.
    GANEVAL_SCREEN_ROW_GROUP = 16,
};

/// A pair of a view and a row that a screen lets pass.
typedef struct {
    uint32_t view;
    uint32_t row;
    /// half_norms[row] - <view, row>.
    int32_t key;
} ganeval_screen_hit;

/// Packs rows `[count, width]` for `ganeval_screen`; width is even, and `panel` holds whole groups of rows.
void ganeval_screen_pack(const int16_t *rows, size_t count, size_t width, int16_t *panel);

/// Writes all pairs with half_norms[row] - <view, row> < limits[view] to `hits` and returns how many there are.
///
/// `views` is `[view_count, width]`, `panel` holds `row_groups` packed groups, `half_norms` a number for each of their rows:
/// INT32_MAX for padding. The caller sees to it that no sum overflows (|view| |row| + half_norms < 2^31). Hits come in the
/// order of groups of rows, and `hits` has room for all pairs. Runs on any processor, with AVX2 where there is.
size_t ganeval_screen(const int16_t *views, size_t view_count, const int16_t *panel, const int32_t *half_norms,
                      size_t row_groups, size_t width, const int32_t *limits, ganeval_screen_hit *hits);

/// A convolution by tiles of 4 x 4 positions, which share products between outputs next to each other.
///
/// A kernel of `stride` times 2 or 3 positions is taken apart into stride x stride phases of 2 or 3 taps an axis; a tile then gives
/// 3 or 2 outputs an axis. Grids have their channels last: large `[large_height, large_width, large_channels]`, small
/// `[small_height, small_width, small_channels]`, weight `[small_channels, kernel, kernel, large_channels]`.
///
/// Transformed tiles and weights are 16 slices of rows, `slice` floats apart: a row for each tile, down and then across, or for each filter.
/// Rows of the large grid and of weights have the channels of all phases, stride * stride * large_channels.
typedef struct {
    size_t large_height, large_width, large_channels;
    size_t small_height, small_width, small_channels;
    size_t stride, padding;
    /// 2 or 3.
    size_t outputs;
    size_t tiles_down, tiles_across;
} ganeval_winograd;

/// Writes the transformed tiles of one image of the large grid that lie in row `down` of its tiles.
void ganeval_winograd_input(const ganeval_winograd *g, const float *image, float *target, size_t slice, size_t down);

/// The transpose of `ganeval_winograd_input` for all rows: writes an image of the large grid, to which all tiles are added up.
void ganeval_winograd_input_transposed(const ganeval_winograd *g, const float *source, size_t slice, float *image);

/// Writes what lies in row `down` of the tiles of one image of the small grid, of the products of its tiles with the transformed weights.
void ganeval_winograd_output(const ganeval_winograd *g, const float *source, size_t slice, float *image, size_t down);

/// The transpose of `ganeval_winograd_output`.
void ganeval_winograd_output_transposed(const ganeval_winograd *g, const float *image, float *target, size_t slice,
                                        size_t down);

/// Writes one filter's transformed weight.
void ganeval_winograd_weight(const ganeval_winograd *g, const float *weight, float *target, size_t slice);

/// The transpose of `ganeval_winograd_weight`.
void ganeval_winograd_weight_transposed(const ganeval_winograd *g, const float *source, size_t slice, float *weight);

/// Gives free pages of the heap back to the system, where the C library can.
void ganeval_return_free_memory(void);

#endif
