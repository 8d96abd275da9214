#define _GNU_SOURCE // sched_getaffinity
#include "cdicom_threads.h"
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

struct cdicom_gate {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
};

cdicom_gate *cdicom_gate_create(void) {
    cdicom_gate *gate = malloc(sizeof *gate);
    if (!gate) return NULL;
    if (pthread_mutex_init(&gate->mutex, NULL) != 0) {
        free(gate);
        return NULL;
    }
    if (pthread_cond_init(&gate->condition, NULL) != 0) {
        pthread_mutex_destroy(&gate->mutex);
        free(gate);
        return NULL;
    }
    return gate;
}

void cdicom_gate_free(cdicom_gate *gate) {
    pthread_cond_destroy(&gate->condition);
    pthread_mutex_destroy(&gate->mutex);
    free(gate);
}

void cdicom_gate_lock(cdicom_gate *gate) { pthread_mutex_lock(&gate->mutex); }

void cdicom_gate_unlock(cdicom_gate *gate) { pthread_mutex_unlock(&gate->mutex); }

void cdicom_gate_wait(cdicom_gate *gate) { pthread_cond_wait(&gate->condition, &gate->mutex); }

void cdicom_gate_wake_one(cdicom_gate *gate) { pthread_cond_signal(&gate->condition); }

void cdicom_gate_wake_all(cdicom_gate *gate) { pthread_cond_broadcast(&gate->condition); }

typedef struct start {
    void (*body)(void *context);
    void *context;
} start;

static void *run(void *argument) {
    const start given = *(start *)argument;
    free(argument);
    given.body(given.context);
    return NULL;
}

bool cdicom_start_thread(void (*body)(void *context), void *context) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    start *given = malloc(sizeof *given);
    bool started = false;
    if (given) {
        *given = (start){.body = body, .context = context};
        pthread_t thread;
        // Secondary threads of some systems have 512 KiB, which is little for a foreign codec.
        started = pthread_attr_setstacksize(&attributes, (size_t)8 << 20) == 0
            && pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0
            && pthread_create(&thread, &attributes, run, given) == 0;
        if (!started) free(given);
    }
    pthread_attr_destroy(&attributes);
    return started;
}

uint32_t cdicom_core_count(void) {
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) return (uint32_t)CPU_COUNT(&allowed);
#endif
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (uint32_t)online : 1;
}
