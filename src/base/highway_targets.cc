// The run-time half of Highway: which instruction sets this machine has. Highway's headers ask for it through the four
// functions below, which its shared library defines too. That library also calibrates a timer whenever a program
// starts, for its benchmarks: 3 ms, as long as all the rest of `earshot ask`. So this file defines the functions, and
// the library is not linked.
#include <hwy/targets.h>

#if HWY_ARCH_X86
#include <cpuid.h>
#endif

namespace hwy {
namespace {

int64_t disabled_targets = 0;
int64_t targets_for_test = 0;

#if HWY_ARCH_X86
// The one feature that clang 14's __builtin_cpu_supports does not know by name.
bool HasF16c() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}
#endif

// What each target's code may use, from hwy/ops/set_macros-inl.h.
int64_t DetectTargets() {
  int64_t targets = HWY_SCALAR | HWY_EMU128;
#if HWY_ARCH_X86
  __builtin_cpu_init();
  const bool ssse3 = __builtin_cpu_supports("ssse3");
  const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
                    __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
  const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") && HasF16c();
  const bool avx3 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd");
  if (ssse3) targets |= HWY_SSSE3;
  if (sse4) targets |= HWY_SSE4;
  if (avx2) targets |= HWY_AVX2;
  if (avx3) targets |= HWY_AVX3;
#else
  targets |= HWY_STATIC_TARGET;
#endif
  return targets;
}

}  // namespace

int64_t SupportedTargets() {
  if (targets_for_test != 0) return targets_for_test;
  static const int64_t detected = DetectTargets();
  return detected & ~disabled_targets;
}

void DisableTargets(int64_t targets) {
  disabled_targets = targets;
  GetChosenTarget().DeInit();
}

void SetSupportedTargetsForTest(int64_t targets) {
  targets_for_test = targets;
  GetChosenTarget().DeInit();
}

ChosenTarget& GetChosenTarget() {
  static ChosenTarget chosen;
  return chosen;
}

}  // namespace hwy
