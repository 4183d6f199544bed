#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The part of ONNX Runtime's C interface that ganeval uses, opened at run time.
//
// The library exports one function, OrtGetApiBase; it leads to a table of function pointers that only grows at its end,
// so indices never change. No header of ONNX Runtime is needed to build, and no library to start: where it is missing,
// everything that does not need it still works.
//
// Every function that can fail returns NULL or false and writes a text, cut to fit and always ended, to `message`.

typedef struct gan_ort gan_ort;
typedef struct gan_ort_session gan_ort_session;
typedef struct gan_ort_value gan_ort_value;

/// Opens the library at `path` (a file, or a name for the loader). It is never closed: its threads and static objects
/// do not survive that.
gan_ort *gan_ort_open(const char *path, char *message, size_t capacity);

/// Bounds what this process can allocate from now on by `most` bytes, for 0 by the memory that the machine has free, where the
/// system tells (Linux).
///
/// A model that asks for more then fails with the library's own message, instead of the machine swapping itself to death.
/// It binds the whole process, so only a process' owner may ask for it.
void gan_ort_bound_memory(uint64_t most);

/// "1.20.1".
const char *gan_ort_version(const gan_ort *runtime);

/// The number of execution providers built into the library, and the name of one.
size_t gan_ort_provider_count(const gan_ort *runtime);
const char *gan_ort_provider(const gan_ort *runtime, size_t index);

/// Loads a model from a file, or from `bytes` when `path` is NULL; `threads` work within one run.
gan_ort_session *gan_ort_session_open(
    gan_ort *runtime, const char *path, const void *bytes, size_t length, int threads, bool cuda, char *message,
    size_t capacity);

void gan_ort_session_close(gan_ort_session *session);

/// Inputs come first: ports 0 ..< inputs are inputs, the others outputs.
size_t gan_ort_input_count(const gan_ort_session *session);
size_t gan_ort_output_count(const gan_ort_session *session);
const char *gan_ort_port_name(const gan_ort_session *session, size_t port);

/// The element type's number in ONNX, 0 for what is no tensor.
int gan_ort_port_type(const gan_ort_session *session, size_t port);
size_t gan_ort_port_rank(const gan_ort_session *session, size_t port);

/// A dimension; -1 where it is known only at run time.
int64_t gan_ort_port_dimension(const gan_ort_session *session, size_t port, size_t axis);

/// One input of a run: a name, an element type, a shape, and memory that stays the caller's.
typedef struct {
    const char *name;
    int type;
    size_t rank;
    const int64_t *shape;
    void *data;
    size_t bytes;
} gan_ort_input;

/// Runs the model; on success `outputs` holds one value for each name, to be released. Safe from several threads.
///
/// A run of more than `seconds` is ended between two of its operators; then `has_expired` is true.
bool gan_ort_run(
    gan_ort_session *session, const gan_ort_input *inputs, size_t input_count, const char *const *output_names,
    size_t output_count, gan_ort_value **outputs, double seconds, bool *has_expired, char *message,
    size_t capacity);

/// What a value is; `type` 0 for what is no tensor.
int gan_ort_value_type(const gan_ort_value *value);
size_t gan_ort_value_rank(const gan_ort_value *value);
int64_t gan_ort_value_dimension(const gan_ort_value *value, size_t axis);
const void *gan_ort_value_data(const gan_ort_value *value);
void gan_ort_value_release(gan_ort_value *value);
