#define _GNU_SOURCE
#include "COpenBLAS.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char detected[64] = "unknown";

const char *ganeval_openblas_detected_kernel(void) { return detected; }

#if defined(__x86_64__)
/// How much of the CPU a kernel uses: 2 for AVX-512, 1 for AVX2 with FMA, 0 for less.
static int kernel_level(const char *name) {
    static const char *const wide[] = {"SkylakeX", "Cooperlake", "Sapphirerapids"};
    static const char *const middle[] = {"Haswell", "Zen", "Excavator"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strcasecmp(name, wide[i]) == 0) return 2;
    for (size_t i = 0; i < sizeof middle / sizeof *middle; i++)
        if (strcasecmp(name, middle[i]) == 0) return 1;
    return 0;
}

static int cpu_level(void) {
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
    int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return wide ? 2 : 1;
}
#endif

int ganeval_openblas_prepare(void) {
    const char *name = openblas_get_corename();
    if (name != NULL) snprintf(detected, sizeof detected, "%s", name);
    int exchanged = 0;
#if defined(__x86_64__)
    const char *chosen = getenv("OPENBLAS_CORETYPE");
    int user_chose = chosen != NULL && chosen[0] != '\0';
    if (!user_chose && kernel_level(detected) < cpu_level()) {
        // A build for one CPU only (no DYNAMIC_ARCH) has neither symbol, and then nothing can be exchanged.
        void (*quit)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit");
        void (*init)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init");
        if (quit != NULL && init != NULL) {
            setenv("OPENBLAS_CORETYPE", cpu_level() == 2 ? "SKYLAKEX" : "HASWELL", 1);
            quit();
            init();
            unsetenv("OPENBLAS_CORETYPE");
            exchanged = 1;
        }
    }
#endif
    // ganeval cuts the work into pieces of fixed size itself: results then do not depend on the number of threads.
    openblas_set_num_threads(1);
    return exchanged;
}
