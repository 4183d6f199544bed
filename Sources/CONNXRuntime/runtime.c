#include "CONNXRuntime.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

// Indices into the table of functions, by the names of ONNX Runtime's own header. The comments of the header here and
// the tests of GANONNX hold them to what the library does.
enum {
    GetErrorMessage = 2,
    CreateEnv = 3,
    CreateSession = 7,
    CreateSessionFromArray = 8,
    Run = 9,
    CreateSessionOptions = 10,
    SetSessionGraphOptimizationLevel = 23,
    SetIntraOpNumThreads = 24,
    SetInterOpNumThreads = 25,
    SessionGetInputCount = 30,
    SessionGetOutputCount = 31,
    SessionGetInputTypeInfo = 33,
    SessionGetOutputTypeInfo = 34,
    SessionGetInputName = 36,
    SessionGetOutputName = 37,
    CreateRunOptions = 39,
    RunOptionsSetTerminate = 46,
    CreateTensorWithDataAsOrtValue = 49,
    GetTensorMutableData = 51,
    CastTypeInfoToTensorInfo = 55,
    GetTensorElementType = 60,
    GetDimensionsCount = 61,
    GetDimensions = 62,
    GetTensorTypeAndShape = 65,
    CreateCpuMemoryInfo = 69,
    AllocatorFree = 76,
    GetAllocatorWithDefaultOptions = 78,
    ReleaseStatus = 93,
    ReleaseMemoryInfo = 94,
    ReleaseSession = 95,
    ReleaseValue = 96,
    ReleaseRunOptions = 97,
    ReleaseTypeInfo = 98,
    ReleaseTensorTypeAndShapeInfo = 99,
    ReleaseSessionOptions = 100,
    GetAvailableProviders = 125,
};

// The oldest interface that has all of the above; every release since 1.16 offers it.
enum { interface_version = 16 };

typedef struct {
    const void *(*GetApi)(uint32_t version);
    const char *(*GetVersionString)(void);
} api_base;

struct gan_ort {
    void *const *functions;
    const char *version;
    void *environment;
    void *allocator;
    void *memory;
    char **providers;
    size_t provider_count;
    // Only builds for CUDA export it.
    void *(*append_cuda)(void *options, int device);
};

typedef struct {
    char *name;
    int type;
    size_t rank;
    int64_t *shape;
} port;

struct gan_ort_session {
    gan_ort *runtime;
    void *session;
    size_t inputs, outputs;
    port *ports;
};

struct gan_ort_value {
    gan_ort *runtime;
    void *value;
    port form;
    void *data;
};

// Calls a function of the table that takes and returns what `signature` says.
#define CALL(runtime, function, signature) ((signature)((runtime)->functions[function]))

typedef void *(*from_pointer)(void *, void *);
typedef void (*release)(void *);

static void say(char *message, size_t capacity, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (capacity > 0) vsnprintf(message, capacity, format, arguments);
    va_end(arguments);
}

// True for success; otherwise the status' text is kept and the status freed.
static bool passed(const gan_ort *runtime, void *status, char *message, size_t capacity) {
    if (!status) return true;
    const char *text = CALL(runtime, GetErrorMessage, const char *(*)(void *))(status);
    say(message, capacity, "%s", text ? text : "no reason given");
    CALL(runtime, ReleaseStatus, release)(status);
    return false;
}

static void list_providers(gan_ort *runtime) {
    char **names = NULL;
    int count = 0;
    char ignored[8];
    void *status = CALL(runtime, GetAvailableProviders, void *(*)(char ***, int *))(&names, &count);
    if (passed(runtime, status, ignored, sizeof ignored) && count > 0) {
        // Never released: it lives as long as the library, which is as long as the process.
        runtime->providers = names;
        runtime->provider_count = (size_t)count;
    }
}

// The figure in KiB that follows `key` in a file of /proc; 0 where there is none.
static uint64_t kibibytes(const char *path, const char *key) {
    FILE *file = fopen(path, "r");
    char line[256];
    unsigned long long value = 0;
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0) {
            if (sscanf(line + strlen(key), ": %llu", &value) != 1) value = 0;
            break;
        }
    if (file) fclose(file);
    return value;
}

void gan_ort_bound_memory(uint64_t most) {
    uint64_t total = kibibytes("/proc/meminfo", "MemTotal"), available = kibibytes("/proc/meminfo", "MemAvailable");
    if (total == 0) return;
    // Another program's peak at this moment should not bind this one for hours.
    if (available < total / 2) available = total / 2;
    uint64_t bytes = (most ? most : available << 10) + (kibibytes("/proc/self/status", "VmData") << 10);
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0) return;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= bytes) return;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_DATA, &limit);
}

gan_ort *gan_ort_open(const char *path, char *message, size_t capacity) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *reason = dlerror();
        say(message, capacity, "%s", reason ? reason : "it cannot be loaded");
        return NULL;
    }
    const api_base *(*get_base)(void) = (const api_base *(*)(void))dlsym(library, "OrtGetApiBase");
    const api_base *base = get_base ? get_base() : NULL;
    if (!base) {
        say(message, capacity, "it has no function OrtGetApiBase");
        return NULL;
    }
    void *const *functions = base->GetApi(interface_version);
    if (!functions) {
        say(message, capacity, "its version is %s, without interface %d", base->GetVersionString(), interface_version);
        return NULL;
    }
    gan_ort *runtime = calloc(1, sizeof *runtime);
    if (!runtime) {
        say(message, capacity, "no memory");
        return NULL;
    }
    runtime->functions = functions;
    runtime->version = base->GetVersionString();
    runtime->append_cuda = (void *(*)(void *, int))dlsym(library, "OrtSessionOptionsAppendExecutionProvider_CUDA");
    // Level 4 lets only what ends the process be logged: failures come back as texts, and nobody else prints.
    bool ready =
        passed(
            runtime,
            CALL(runtime, CreateEnv, void *(*)(int, const char *, void **))(4, "ganeval", &runtime->environment),
            message, capacity) &&
        passed(
            runtime, CALL(runtime, GetAllocatorWithDefaultOptions, void *(*)(void **))(&runtime->allocator), message,
            capacity) &&
        passed(
            runtime, CALL(runtime, CreateCpuMemoryInfo, void *(*)(int, int, void **))(1, 0, &runtime->memory), message,
            capacity);
    if (!ready) {
        free(runtime);
        return NULL;
    }
    list_providers(runtime);
    return runtime;
}

const char *gan_ort_version(const gan_ort *runtime) { return runtime->version; }
size_t gan_ort_provider_count(const gan_ort *runtime) { return runtime->provider_count; }
const char *gan_ort_provider(const gan_ort *runtime, size_t index) { return runtime->providers[index]; }

// The form that a tensor's description holds; false without memory or on failure.
static bool take_form(gan_ort *runtime, const void *info, port *form, char *message, size_t capacity) {
    if (!passed(
            runtime, CALL(runtime, GetTensorElementType, void *(*)(const void *, int *))(info, &form->type), message,
            capacity) ||
        !passed(
            runtime, CALL(runtime, GetDimensionsCount, void *(*)(const void *, size_t *))(info, &form->rank), message,
            capacity))
        return false;
    form->shape = calloc(form->rank + 1, sizeof *form->shape);
    if (!form->shape) {
        say(message, capacity, "no memory");
        return false;
    }
    return passed(
        runtime, CALL(runtime, GetDimensions, void *(*)(const void *, int64_t *, size_t))(info, form->shape, form->rank),
        message, capacity);
}

static bool describe(gan_ort_session *session, size_t index, bool is_output, char *message, size_t capacity) {
    gan_ort *runtime = session->runtime;
    port *form = &session->ports[is_output ? session->inputs + index : index];
    char *name = NULL;
    void *status = CALL(
        runtime, is_output ? SessionGetOutputName : SessionGetInputName, void *(*)(void *, size_t, void *, char **))(
        session->session, index, runtime->allocator, &name);
    if (!passed(runtime, status, message, capacity)) return false;
    form->name = strdup(name);
    status = CALL(runtime, AllocatorFree, from_pointer)(runtime->allocator, name);
    if (!passed(runtime, status, message, capacity)) return false;
    void *type = NULL;
    status = CALL(
        runtime, is_output ? SessionGetOutputTypeInfo : SessionGetInputTypeInfo, void *(*)(void *, size_t, void **))(
        session->session, index, &type);
    if (!passed(runtime, status, message, capacity)) return false;
    const void *tensor = NULL;
    status = CALL(runtime, CastTypeInfoToTensorInfo, void *(*)(void *, const void **))(type, &tensor);
    bool fine = passed(runtime, status, message, capacity);
    // What is no tensor (a sequence, a map) keeps type 0.
    if (fine && tensor) fine = take_form(runtime, tensor, form, message, capacity);
    CALL(runtime, ReleaseTypeInfo, release)(type);
    return fine && form->name;
}

static void *make_options(gan_ort *runtime, int threads, bool cuda, char *message, size_t capacity) {
    void *options = NULL;
    if (!passed(runtime, CALL(runtime, CreateSessionOptions, void *(*)(void **))(&options), message, capacity))
        return NULL;
    typedef void *(*set_number)(void *, int);
    bool fine =
        passed(
            runtime, CALL(runtime, SetSessionGraphOptimizationLevel, set_number)(options, 99), message, capacity) &&
        passed(runtime, CALL(runtime, SetIntraOpNumThreads, set_number)(options, threads), message, capacity) &&
        passed(runtime, CALL(runtime, SetInterOpNumThreads, set_number)(options, 1), message, capacity);
    if (fine && cuda) {
        if (runtime->append_cuda) {
            fine = passed(runtime, runtime->append_cuda(options, 0), message, capacity);
        } else {
            say(message, capacity, "this build of ONNX Runtime has no CUDA");
            fine = false;
        }
    }
    if (fine) return options;
    CALL(runtime, ReleaseSessionOptions, release)(options);
    return NULL;
}

gan_ort_session *gan_ort_session_open(
    gan_ort *runtime, const char *path, const void *bytes, size_t length, int threads, bool cuda, char *message,
    size_t capacity) {
    void *options = make_options(runtime, threads, cuda, message, capacity);
    if (!options) return NULL;
    void *opened = NULL;
    void *status =
        path ? CALL(runtime, CreateSession, void *(*)(void *, const char *, void *, void **))(
                   runtime->environment, path, options, &opened)
             : CALL(runtime, CreateSessionFromArray, void *(*)(void *, const void *, size_t, void *, void **))(
                   runtime->environment, bytes, length, options, &opened);
    CALL(runtime, ReleaseSessionOptions, release)(options);
    if (!passed(runtime, status, message, capacity)) return NULL;
    gan_ort_session *session = calloc(1, sizeof *session);
    if (!session) {
        say(message, capacity, "no memory");
        CALL(runtime, ReleaseSession, release)(opened);
        return NULL;
    }
    session->runtime = runtime;
    session->session = opened;
    typedef void *(*count)(void *, size_t *);
    bool fine =
        passed(runtime, CALL(runtime, SessionGetInputCount, count)(opened, &session->inputs), message, capacity) &&
        passed(runtime, CALL(runtime, SessionGetOutputCount, count)(opened, &session->outputs), message, capacity);
    if (fine) {
        session->ports = calloc(session->inputs + session->outputs + 1, sizeof *session->ports);
        fine = session->ports != NULL;
        if (!fine) say(message, capacity, "no memory");
    }
    for (size_t i = 0; fine && i < session->inputs; i++) fine = describe(session, i, false, message, capacity);
    for (size_t i = 0; fine && i < session->outputs; i++) fine = describe(session, i, true, message, capacity);
    if (fine) return session;
    gan_ort_session_close(session);
    return NULL;
}

void gan_ort_session_close(gan_ort_session *session) {
    for (size_t i = 0; session->ports && i < session->inputs + session->outputs; i++) {
        free(session->ports[i].name);
        free(session->ports[i].shape);
    }
    free(session->ports);
    CALL(session->runtime, ReleaseSession, release)(session->session);
    free(session);
}

size_t gan_ort_input_count(const gan_ort_session *session) { return session->inputs; }
size_t gan_ort_output_count(const gan_ort_session *session) { return session->outputs; }
const char *gan_ort_port_name(const gan_ort_session *session, size_t port) { return session->ports[port].name; }
int gan_ort_port_type(const gan_ort_session *session, size_t port) { return session->ports[port].type; }
size_t gan_ort_port_rank(const gan_ort_session *session, size_t port) { return session->ports[port].rank; }
int64_t gan_ort_port_dimension(const gan_ort_session *session, size_t port, size_t axis) {
    return session->ports[port].shape[axis];
}

// Wraps a runtime's value with its form and data; NULL on failure, and then the value is released.
static gan_ort_value *wrap(gan_ort *runtime, void *value, char *message, size_t capacity) {
    gan_ort_value *wrapped = calloc(1, sizeof *wrapped);
    if (!wrapped) {
        say(message, capacity, "no memory");
        CALL(runtime, ReleaseValue, release)(value);
        return NULL;
    }
    wrapped->runtime = runtime;
    wrapped->value = value;
    void *info = NULL;
    void *status = CALL(runtime, GetTensorTypeAndShape, void *(*)(void *, void **))(value, &info);
    bool fine = passed(runtime, status, message, capacity);
    if (fine) {
        fine = take_form(runtime, info, &wrapped->form, message, capacity);
        CALL(runtime, ReleaseTensorTypeAndShapeInfo, release)(info);
    }
    if (fine) {
        status = CALL(runtime, GetTensorMutableData, void *(*)(void *, void **))(value, &wrapped->data);
        fine = passed(runtime, status, message, capacity);
    }
    if (fine) return wrapped;
    gan_ort_value_release(wrapped);
    return NULL;
}

// Ends a run that takes longer than it may: a model with a loop may never end by itself.
typedef struct {
    gan_ort *runtime;
    void *options;
    struct timespec deadline;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_over, has_expired;
    pthread_t thread;
} watch;

static void *watch_run(void *argument) {
    watch *watch = argument;
    pthread_mutex_lock(&watch->mutex);
    int waited = 0;
    while (!watch->is_over && waited == 0)
        waited = pthread_cond_timedwait(&watch->changed, &watch->mutex, &watch->deadline);
    if (!watch->is_over) {
        watch->has_expired = true;
        char ignored[8];
        void *status = CALL(watch->runtime, RunOptionsSetTerminate, void *(*)(void *))(watch->options);
        passed(watch->runtime, status, ignored, sizeof ignored);
    }
    pthread_mutex_unlock(&watch->mutex);
    return NULL;
}

static bool watch_begin(watch *watch, gan_ort *runtime, double seconds, char *message, size_t capacity) {
    memset(watch, 0, sizeof *watch);
    watch->runtime = runtime;
    void *status = CALL(runtime, CreateRunOptions, void *(*)(void **))(&watch->options);
    if (!passed(runtime, status, message, capacity)) return false;
    // The wall clock may be set back or forth; how long a run takes must not depend on it.
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&watch->mutex, NULL);
    clock_gettime(CLOCK_MONOTONIC, &watch->deadline);
    double end = (double)watch->deadline.tv_nsec * 1e-9 + seconds;
    watch->deadline.tv_sec += (time_t)end;
    watch->deadline.tv_nsec = (long)((end - (double)(time_t)end) * 1e9);
    if (pthread_create(&watch->thread, NULL, watch_run, watch) == 0) return true;
    say(message, capacity, "no thread to watch over the run");
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
    CALL(runtime, ReleaseRunOptions, release)(watch->options);
    return false;
}

// True when the run was ended for taking too long.
static bool watch_end(watch *watch) {
    pthread_mutex_lock(&watch->mutex);
    watch->is_over = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
    CALL(watch->runtime, ReleaseRunOptions, release)(watch->options);
    return watch->has_expired;
}

bool gan_ort_run(
    gan_ort_session *session, const gan_ort_input *inputs, size_t input_count, const char *const *output_names,
    size_t output_count, gan_ort_value **outputs, double seconds, bool *has_expired, char *message,
    size_t capacity) {
    *has_expired = false;
    gan_ort *runtime = session->runtime;
    void **values = calloc(input_count + output_count + 1, sizeof *values);
    const char **names = calloc(input_count + 1, sizeof *names);
    bool fine = values && names;
    if (!fine) say(message, capacity, "no memory");
    for (size_t i = 0; fine && i < input_count; i++) {
        const gan_ort_input *input = &inputs[i];
        names[i] = input->name;
        void *status = CALL(
            runtime, CreateTensorWithDataAsOrtValue,
            void *(*)(void *, void *, size_t, const int64_t *, size_t, int, void **))(
            runtime->memory, input->data, input->bytes, input->shape, input->rank, input->type, &values[i]);
        fine = passed(runtime, status, message, capacity);
    }
    void **results = values ? values + input_count : NULL;
    watch watch;
    if (fine) fine = watch_begin(&watch, runtime, seconds, message, capacity);
    if (fine) {
        void *status = CALL(
            runtime, Run,
            void *(*)(
                void *, const void *, const char *const *, void *const *, size_t, const char *const *, size_t,
                void **))(
            session->session, watch.options, names, values, input_count, output_names, output_count, results);
        fine = passed(runtime, status, message, capacity);
        // A run that ended by itself at the last moment counts.
        *has_expired = watch_end(&watch) && !fine;
    }
    if (fine) {
        memset(outputs, 0, output_count * sizeof *outputs);
        for (size_t i = 0; i < output_count; i++) {
            outputs[i] = fine ? wrap(runtime, results[i], message, capacity) : NULL;
            if (!outputs[i]) {
                // `wrap` has released this one; those behind it are still the runtime's.
                if (!fine) CALL(runtime, ReleaseValue, release)(results[i]);
                fine = false;
            }
        }
        if (!fine) {
            for (size_t i = 0; i < output_count; i++)
                if (outputs[i]) gan_ort_value_release(outputs[i]);
        }
    }
    for (size_t i = 0; values && i < input_count; i++)
        if (values[i]) CALL(runtime, ReleaseValue, release)(values[i]);
    free(values);
    free(names);
    return fine;
}

int gan_ort_value_type(const gan_ort_value *value) { return value->form.type; }
size_t gan_ort_value_rank(const gan_ort_value *value) { return value->form.rank; }
int64_t gan_ort_value_dimension(const gan_ort_value *value, size_t axis) { return value->form.shape[axis]; }
const void *gan_ort_value_data(const gan_ort_value *value) { return value->data; }

void gan_ort_value_release(gan_ort_value *value) {
    free(value->form.shape);
    CALL(value->runtime, ReleaseValue, release)(value->value);
    free(value);
}
