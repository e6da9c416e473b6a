// Stand-in for NVIDIA's libnvidia-ml.so.1: answers from a text file, the one that the variable AIPLAT_TESTBED_NVML
// names, else nvml.txt beside this library. The file is read anew by each question, so a test changes it under a
// running program. Its form is in README.md; a figure that has no line is NVML_ERROR_NOT_SUPPORTED, as on cards
// without it. Names and layouts: NVIDIA's public nvml.h, API version 11.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SUCCESS = 0, INVALID = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, TOO_SMALL = 7, NOT_LOADED = 9 };
typedef unsigned int u32;
typedef unsigned long long u64;
typedef struct { char legacy[16]; u32 domain, bus, device, id, subsystem; char text[32]; } Pci;
typedef struct { u64 total, free, used; } Memory;
typedef struct { u32 version; u64 total, reserved, free, used; } Memory2;
typedef struct { u32 gpu, memory; } Rates;
typedef struct { u32 pid; u64 bytes; u32 gpu_instance, compute_instance; } Process;

// A handle is a number: card * 100, plus 1 and more for its instances, plus 1 so that none is null.
static u32 card_of(void *handle) { return (u32)((size_t)handle - 1) / 100; }
static u32 instance_of(void *handle) { return (u32)((size_t)handle - 1) % 100; }

static FILE *answers(void) {
  const char *named = getenv("AIPLAT_TESTBED_NVML");
  char path[4096];
  if (!named) {
    Dl_info self;
    if (!dladdr((void *)answers, &self)) return NULL;
    snprintf(path, sizeof path, "%s", self.dli_fname);
    char *slash = strrchr(path, '/');
    snprintf(slash ? slash + 1 : path, 16, "nvml.txt");
    named = path;
  }
  return fopen(named, "r");
}

// The nth value of a key: of the driver (card -1), a card (instance 0) or an instance (1 and up). 1 if there is one.
static int find(int card, int instance, const char *key, int nth, char *value, size_t size) {
  FILE *file = answers();
  if (!file) return 0;
  char line[1024];
  int at_card = -1, at_instance = 0, found = 0;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (!strcmp(line, "[gpu]")) { at_card++; at_instance = 0; continue; }
    if (!strcmp(line, "[mig]")) { at_instance++; continue; }
    char *equals = strchr(line, '=');
    if (line[0] == '#' || !equals || at_card != card || at_instance != instance) continue;
    char *end = equals;
    while (end > line && end[-1] == ' ') end--;
    *end = 0;
    if (strcmp(line, key) || nth-- > 0) continue;
    for (equals++; *equals == ' '; equals++) {}
    snprintf(value, size, "%s", equals);
    found = 1;
  }
  fclose(file);
  return found;
}

static int text(int card, int instance, const char *key, char *to, u32 size) {
  char value[1024];
  if (!find(card, instance, key, 0, value, sizeof value)) return NOT_SUPPORTED;
  if (!strncmp(value, "error ", 6)) return atoi(value + 6);
  if (strlen(value) >= size) return TOO_SMALL;
  strcpy(to, value);
  return SUCCESS;
}

static int number(int card, int instance, const char *key, u64 *to) {
  char value[64];
  int code = text(card, instance, key, value, sizeof value);
  if (code == SUCCESS) *to = strtoull(value, NULL, 10);
  return code;
}

static int figure(void *device, const char *key, u32 *to) {
  u64 value;
  int code = number(card_of(device), instance_of(device), key, &value);
  if (code == SUCCESS) *to = (u32)value;
  return code;
}

static u32 sections(int card) {
  FILE *file = answers();
  if (!file) return 0;
  char line[1024];
  int at_card = -1;
  u32 cards = 0, instances = 0;
  while (fgets(line, sizeof line, file)) {
    if (!strncmp(line, "[gpu]", 5)) { at_card++; cards++; }
    if (!strncmp(line, "[mig]", 5) && at_card == card) instances++;
  }
  fclose(file);
  return card < 0 ? cards : instances;
}

// A file with a line "hang" is a driver that does not come back, one with "crash" a broken library: also for who has
// asked before.
static void misbehave(void) {
  char value[64];
  if (find(-1, 0, "hang", 0, value, sizeof value)) for (;;) pause();
  if (find(-1, 0, "crash", 0, value, sizeof value)) abort();
}

int nvmlInit_v2(void) {
  FILE *file = answers();
  if (!file) return NOT_LOADED;
  fclose(file);
  misbehave();
  u64 code = SUCCESS;
  return number(-1, 0, "init", &code) == SUCCESS ? (int)code : SUCCESS;
}
int nvmlInitWithFlags(u32 flags) { (void)flags; return nvmlInit_v2(); }
int nvmlInit(void) { return nvmlInit_v2(); }
int nvmlShutdown(void) { return SUCCESS; }

const char *nvmlErrorString(int code) {
  switch (code) {
    case SUCCESS: return "Success";
    case NOT_SUPPORTED: return "Not Supported";
    case 4: return "Insufficient Permissions";
    case NOT_FOUND: return "Not Found";
    case NOT_LOADED: return "Driver Not Loaded";
    case 15: return "GPU is lost";
    case 16: return "GPU requires restart";
    case 18: return "Driver/library version mismatch";
    default: return "Unknown Error";
  }
}

int nvmlSystemGetDriverVersion(char *to, u32 size) { return text(-1, 0, "driver", to, size); }
int nvmlSystemGetNVMLVersion(char *to, u32 size) { return text(-1, 0, "driver", to, size); }
int nvmlSystemGetCudaDriverVersion_v2(int *to) {
  u64 value;
  int code = number(-1, 0, "cuda", &value);
  if (code == SUCCESS) *to = (int)value;
  return code;
}
int nvmlSystemGetCudaDriverVersion(int *to) { return nvmlSystemGetCudaDriverVersion_v2(to); }

int nvmlDeviceGetCount_v2(u32 *to) { misbehave(); *to = sections(-1); return SUCCESS; }
int nvmlDeviceGetCount(u32 *to) { return nvmlDeviceGetCount_v2(to); }
int nvmlDeviceGetHandleByIndex_v2(u32 index, void **to) {
  if (index >= sections(-1)) return INVALID;
  u64 code;
  if (number(index, 0, "lost", &code) == SUCCESS) return (int)code;
  *to = (void *)(size_t)(index * 100 + 1);
  return SUCCESS;
}
int nvmlDeviceGetHandleByIndex(u32 index, void **to) { return nvmlDeviceGetHandleByIndex_v2(index, to); }
int nvmlDeviceGetHandleByUUID(const char *uuid, void **to) {
  char value[96];
  for (u32 i = 0; i < sections(-1); i++) {
    if (text(i, 0, "uuid", value, sizeof value) == SUCCESS && !strcmp(value, uuid)) return nvmlDeviceGetHandleByIndex_v2(i, to);
  }
  return NOT_FOUND;
}
int nvmlDeviceGetIndex(void *device, u32 *to) { *to = card_of(device); return SUCCESS; }
int nvmlDeviceGetMinorNumber(void *device, u32 *to) { *to = card_of(device); return SUCCESS; }
int nvmlDeviceGetName(void *d, char *to, u32 size) { return text(card_of(d), instance_of(d), "name", to, size); }
int nvmlDeviceGetUUID(void *d, char *to, u32 size) { return text(card_of(d), instance_of(d), "uuid", to, size); }
int nvmlDeviceGetPciInfo_v3(void *device, Pci *to) {
  memset(to, 0, sizeof *to);
  int code = text(card_of(device), 0, "bus", to->text, sizeof to->text);
  if (code == SUCCESS && sscanf(to->text, "%x:%x:%x", &to->domain, &to->bus, &to->device) == 3) {
    snprintf(to->legacy, sizeof to->legacy, "%04X:%02X:%02X.0", to->domain & 0xffff, to->bus & 0xff, to->device & 0xff);
  }
  return code;
}
int nvmlDeviceGetMemoryInfo(void *device, Memory *to) {
  int card = card_of(device), instance = instance_of(device), code = number(card, instance, "memory.total", &to->total);
  if (code != SUCCESS) return code;
  if (number(card, instance, "memory.used", &to->used) != SUCCESS) to->used = 0;
  to->free = to->total - to->used;
  return SUCCESS;
}
int nvmlDeviceGetMemoryInfo_v2(void *device, Memory2 *to) {
  if (to->version != (sizeof *to | 2u << 24)) return INVALID;
  Memory memory;
  int code = nvmlDeviceGetMemoryInfo(device, &memory);
  if (code != SUCCESS) return code;
  to->total = memory.total, to->used = memory.used, to->free = memory.free, to->reserved = 0;
  return SUCCESS;
}
int nvmlDeviceGetUtilizationRates(void *device, Rates *to) {
  to->memory = 0;
  return figure(device, "utilization", &to->gpu);
}
int nvmlDeviceGetTemperature(void *device, int sensor, u32 *to) { return sensor ? INVALID : figure(device, "temperature", to); }
int nvmlDeviceGetPowerUsage(void *device, u32 *to) { return figure(device, "power", to); }
int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
  char value[16];
  int code = text(card_of(device), 0, "compute", value, sizeof value);
  return code != SUCCESS ? code : sscanf(value, "%d.%d", major, minor) == 2 ? SUCCESS : NOT_SUPPORTED;
}
int nvmlDeviceGetMigMode(void *device, u32 *current, u32 *pending) {
  char value[8];
  int code = text(card_of(device), 0, "mig", value, sizeof value);
  if (code == SUCCESS) *current = *pending = !strcmp(value, "on");
  return code;
}
int nvmlDeviceGetMaxMigDeviceCount(void *device, u32 *to) { (void)device; *to = 7; return SUCCESS; }
int nvmlDeviceGetMigDeviceHandleByIndex(void *device, u32 index, void **to) {
  if (index >= sections(card_of(device))) return NOT_FOUND;
  *to = (void *)((size_t)device + index + 1);
  return SUCCESS;
}
int nvmlDeviceIsMigDeviceHandle(void *device, u32 *to) { *to = instance_of(device) > 0; return SUCCESS; }
int nvmlDeviceGetComputeRunningProcesses_v3(void *device, u32 *count, Process *to) {
  char value[64];
  u32 most = *count, n = 0;
  while (find(card_of(device), instance_of(device), "process", n, value, sizeof value)) {
    if (n >= most) return TOO_SMALL;
    char *space = strchr(value, ' ');
    to[n] = (Process){(u32)strtoul(value, NULL, 10), space ? strtoull(space, NULL, 10) : ~0ULL, ~0u, ~0u};
    n++;
  }
  *count = n;
  return SUCCESS;
}
