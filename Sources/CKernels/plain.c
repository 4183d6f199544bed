#include "CKernels.h"

#include <stdatomic.h>

static atomic_int plain;

void ganeval_take_plain_paths(int value) { atomic_store(&plain, value != 0); }

int ganeval_takes_plain_paths(void) { return atomic_load(&plain); }
