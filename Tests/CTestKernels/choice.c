#include "CTestKernels.h"

#include <CKernels.h>
#include <stdlib.h>
#include <string.h>

int ganeval_test_plain_paths(void) {
    const char *kernels = getenv("GANEVAL_TEST_KERNELS");
    return kernels != NULL && strcmp(kernels, "plain") == 0;
}

/// Before main: callers of CKernels ask once what there is.
__attribute__((constructor)) static void choose(void) { ganeval_take_plain_paths(ganeval_test_plain_paths()); }

int ganeval_test_processor_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
               ? 2
               : 1;
#else
    return 0;
#endif
}
