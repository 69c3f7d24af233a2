// Exponentials, logarithms and powers whose last bit is the same on every machine: only + - * / and what is exact, in a
// fixed order. The standard library's differ between libraries.
// Plain functions; safe on any thread.
#pragma once

namespace earshot {

// Within some 1e-15 of the value. REQUIRES: `x` is between -700 and 700.
double PlainExp(double x);
// Within some 1e-15 of the value. REQUIRES: `x` is above 0.
double PlainLog(double x);
// REQUIRES: `base` is above 0.
double PlainPower(double base, double exponent);

}  // namespace earshot
