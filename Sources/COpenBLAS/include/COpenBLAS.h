// The part of OpenBLAS that ganeval calls. Debian's package ships CBLAS and Fortran LAPACK
// but no LAPACKE, so the Fortran symbols are declared here by hand.
#ifndef COPENBLAS_H
#define COPENBLAS_H

enum ganeval_cblas_order { GANEVAL_ROW_MAJOR = 101, GANEVAL_COLUMN_MAJOR = 102 };
enum ganeval_cblas_transpose { GANEVAL_NO_TRANSPOSE = 111, GANEVAL_TRANSPOSE = 112 };
enum ganeval_cblas_triangle { GANEVAL_UPPER = 121, GANEVAL_LOWER = 122 };

void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dgemm(int order, int transA, int transB, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc);
void cblas_dsyrk(int order, int triangle, int trans, int n, int k, double alpha, const double *a, int lda, double beta,
                 double *c, int ldc);
void cblas_dtrmm(int order, int side, int triangle, int trans, int diag, int m, int n, double alpha, const double *a,
                 int lda, double *b, int ldb);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
             const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);

char *openblas_get_corename(void);
char *openblas_get_config(void);
void openblas_set_num_threads(int threads);
int openblas_get_num_threads(void);

/// Makes OpenBLAS use a kernel that fits the CPU, and one thread for each call.
///
/// Releases before 0.3.25 take a CPU they do not know for a Prescott and run about five times slower (OpenBLAS #4267).
/// The way to name another kernel is the environment: OPENBLAS_CORETYPE is set while OpenBLAS starts again, and then is not.
/// Where it was set before, nothing is exchanged. Must run before the first product. Returns 1 when the kernel was exchanged, 0 when it was right or could not be.
int ganeval_openblas_prepare(void);

/// The kernel that OpenBLAS picked by itself, before `ganeval_openblas_prepare` looked at it.
const char *ganeval_openblas_detected_kernel(void);

#endif
