#ifndef CDICOM_THREADS_H
#define CDICOM_THREADS_H

#include <stdbool.h>
#include <stdint.h>

/// Lets one thread pass at a time, and threads wait for what another one does meanwhile.
typedef struct cdicom_gate cdicom_gate;

/// NULL where the system has no memory for it.
cdicom_gate *cdicom_gate_create(void);

/// Nobody may hold it, nor wait at it.
void cdicom_gate_free(cdicom_gate *gate);

void cdicom_gate_lock(cdicom_gate *gate);
void cdicom_gate_unlock(cdicom_gate *gate);

/// Opens the gate, sleeps until another thread wakes this one, and locks the gate again. It may return without that.
void cdicom_gate_wait(cdicom_gate *gate);

/// Wakes one of those who wait, or all.
void cdicom_gate_wake_one(cdicom_gate *gate);
void cdicom_gate_wake_all(cdicom_gate *gate);

/// Calls `body` in a thread of its own, with a stack of 8 MiB, that ends when it returns. False where the system starts no more threads.
bool cdicom_start_thread(void (*body)(void *context), void *context);

/// Cores that this process may run on; 1 or more.
uint32_t cdicom_core_count(void);

#endif
