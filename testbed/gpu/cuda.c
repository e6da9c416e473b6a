// Stand-in for libcuda.so.1: enough for a program to load it, to ask how many GPUs there are and to fail where NVML's
// stand-in would, which it asks. It computes nothing.
#include <dlfcn.h>

static int cards(unsigned *count) {
  void *nvml = dlopen("libnvidia-ml.so.1", RTLD_NOW);
  if (!nvml) return 100;
  int (*init)(void) = (int (*)(void))dlsym(nvml, "nvmlInit_v2");
  int (*ask)(unsigned *) = (int (*)(unsigned *))dlsym(nvml, "nvmlDeviceGetCount_v2");
  if (!init || !ask || init() || ask(count)) return 100;
  return *count ? 0 : 100;
}

// CUDA_ERROR_NO_DEVICE is 100.
int cuInit(unsigned flags) { unsigned count; (void)flags; return cards(&count); }
int cuDriverGetVersion(int *version) { *version = 12080; return 0; }
int cuDeviceGetCount(int *count) {
  unsigned n = 0;
  int code = cards(&n);
  *count = (int)n;
  return code;
}
