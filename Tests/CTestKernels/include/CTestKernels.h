// What tests need to know and to choose about kernels. A test program that links it and is started with
// GANEVAL_TEST_KERNELS=plain takes the plain paths of CKernels' callers, as on a processor with the base set alone.
#ifndef CTESTKERNELS_H
#define CTESTKERNELS_H

/// 1 where the environment asked for plain paths, else 0.
int ganeval_test_plain_paths(void);

/// What this processor can do for products: 2 for AVX-512 (F, BW, DQ, VL), 1 for AVX2 with FMA, 0 for less or another kind.
int ganeval_test_processor_level(void);

#endif
