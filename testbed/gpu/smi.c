// Stand-in for nvidia-smi: asks the library that the linker finds, or the one beside it, as the real one does.
// Takes -L, --version, and --query-gpu=FIELDS or --query-compute-apps=FIELDS with --format=csv,noheader,nounits.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned int u32;
typedef unsigned long long u64;
static void *nvml;

static void *load(void) {
  void *library = dlopen("libnvidia-ml.so.1", RTLD_NOW);
  if (library) return library;
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 64);
  if (n < 0) return NULL;
  path[n] = 0;
  for (int i = 0; i < 2; i++) {
    char *slash = strrchr(path, '/');
    if (slash) *slash = 0;
  }
  strcat(path, "/lib64/libnvidia-ml.so.1");
  return dlopen(path, RTLD_NOW);
}

static int call1(const char *f, void *a) { int (*p)(void *) = (int (*)(void *))dlsym(nvml, f); return p(a); }
static int call2(const char *f, void *d, void *a) { int (*p)(void *, void *) = (int (*)(void *, void *))dlsym(nvml, f); return p(d, a); }
static int words(const char *f, void *d, char *to) { int (*p)(void *, char *, u32) = (int (*)(void *, char *, u32))dlsym(nvml, f); return p(d, to, 96); }

static void driver(char *to) { int (*p)(char *, u32) = (int (*)(char *, u32))dlsym(nvml, "nvmlSystemGetDriverVersion"); p(to, 96); }
static void *card(u32 i) {
  void *handle = NULL;
  int (*p)(u32, void **) = (int (*)(u32, void **))dlsym(nvml, "nvmlDeviceGetHandleByIndex_v2");
  return p(i, &handle) ? NULL : handle;
}

static void field(const char *name, u32 index, void *device) {
  char text[96] = "[N/A]";
  u64 memory[3];
  u32 a[2], b;
  if (!device && strcmp(name, "index")) { printf("[GPU is lost]"); return; }
  if (!strcmp(name, "index")) snprintf(text, sizeof text, "%u", index);
  else if (!strcmp(name, "name")) words("nvmlDeviceGetName", device, text);
  else if (!strcmp(name, "uuid")) words("nvmlDeviceGetUUID", device, text);
  else if (!strcmp(name, "driver_version")) driver(text);
  else if (!strcmp(name, "pci.bus_id")) {
    char pci[68];
    if (!call2("nvmlDeviceGetPciInfo_v3", device, pci)) snprintf(text, sizeof text, "%s", pci + 36);
  } else if (!strncmp(name, "memory.", 7)) {
    if (!call2("nvmlDeviceGetMemoryInfo", device, memory)) {
      u64 bytes = !strcmp(name, "memory.total") ? memory[0] : !strcmp(name, "memory.free") ? memory[1] : memory[2];
      snprintf(text, sizeof text, "%llu", bytes >> 20);
    }
  } else if (!strcmp(name, "utilization.gpu")) {
    if (!call2("nvmlDeviceGetUtilizationRates", device, a)) snprintf(text, sizeof text, "%u", a[0]);
  } else if (!strcmp(name, "temperature.gpu")) {
    int (*p)(void *, int, u32 *) = (int (*)(void *, int, u32 *))dlsym(nvml, "nvmlDeviceGetTemperature");
    if (!p(device, 0, &b)) snprintf(text, sizeof text, "%u", b);
  } else if (!strcmp(name, "power.draw")) {
    if (!call2("nvmlDeviceGetPowerUsage", device, &b)) snprintf(text, sizeof text, "%u.%02u", b / 1000, b % 1000 / 10);
  } else if (!strcmp(name, "compute_cap")) {
    int major, minor, (*p)(void *, int *, int *) = (int (*)(void *, int *, int *))dlsym(nvml, "nvmlDeviceGetCudaComputeCapability");
    if (!p(device, &major, &minor)) snprintf(text, sizeof text, "%d.%d", major, minor);
  } else if (!strcmp(name, "mig.mode.current")) {
    int (*p)(void *, u32 *, u32 *) = (int (*)(void *, u32 *, u32 *))dlsym(nvml, "nvmlDeviceGetMigMode");
    if (!p(device, &a[0], &b)) snprintf(text, sizeof text, "%s", a[0] ? "Enabled" : "Disabled");
  } else { printf("Field \"%s\" is not a valid field to query.\n", name); exit(2); }
  printf("%s", text);
}

static void query(char *fields, u32 count) {
  for (u32 i = 0; i < count; i++) {
    char copy[1024], *rest = copy;
    snprintf(copy, sizeof copy, "%s", fields);
    for (char *name, *gap = ""; (name = strsep(&rest, ",")); gap = ", ") { printf("%s", gap); field(name, i, card(i)); }
    printf("\n");
  }
}

static void apps(u32 count) {
  struct { u32 pid; u64 bytes; u32 a, b; } all[64];
  char uuid[96];
  for (u32 i = 0; i < count; i++) {
    u32 n = 64;
    int (*p)(void *, u32 *, void *) = (int (*)(void *, u32 *, void *))dlsym(nvml, "nvmlDeviceGetComputeRunningProcesses_v3");
    if (!card(i) || p(card(i), &n, all) || words("nvmlDeviceGetUUID", card(i), uuid)) continue;
    for (u32 j = 0; j < n; j++) printf("%s, %u, %llu\n", uuid, all[j].pid, all[j].bytes >> 20);
  }
}

static void list(u32 count) {
  char name[96] = "", uuid[96] = "", *profile;
  for (u32 i = 0; i < count; i++) {
    words("nvmlDeviceGetName", card(i), name); words("nvmlDeviceGetUUID", card(i), uuid);
    printf("GPU %u: %s (UUID: %s)\n", i, name, uuid);
    for (u32 j = 0; j < 7; j++) {
      void *instance;
      int (*p)(void *, u32, void **) = (int (*)(void *, u32, void **))dlsym(nvml, "nvmlDeviceGetMigDeviceHandleByIndex");
      if (p(card(i), j, &instance)) continue;
      words("nvmlDeviceGetName", instance, name); words("nvmlDeviceGetUUID", instance, uuid);
      profile = strstr(name, " MIG ");
      printf("  MIG %-11s Device  %u: (UUID: %s)\n", profile ? profile + 5 : name, j, uuid);
    }
  }
}

int main(int argc, char **argv) {
  nvml = load();
  if (!nvml) { printf("NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.\n"); return 12; }
  int code = ((int (*)(void))dlsym(nvml, "nvmlInit_v2"))();
  if (code == 18) { printf("Failed to initialize NVML: Driver/library version mismatch\n"); return 18; }
  if (code) { printf("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"); return 9; }
  u32 count = 0;
  int version = 0;
  char text[96] = "";
  call1("nvmlDeviceGetCount_v2", &count);
  if (argc < 2 || !strcmp(argv[1], "-L")) list(count);
  else if (!strcmp(argv[1], "--version")) {
    driver(text); call1("nvmlSystemGetCudaDriverVersion_v2", &version);
    printf("NVIDIA-SMI version  : %s\nDRIVER version      : %s\nCUDA Version        : %d.%d\n", text, text, version / 1000, version % 1000 / 10);
  } else if (!strncmp(argv[1], "--query-gpu=", 12)) query(argv[1] + 12, count);
  else if (!strncmp(argv[1], "--query-compute-apps=", 21)) apps(count);
  else { printf("Invalid combination of input arguments.\n"); return 1; }
  return 0;
}
