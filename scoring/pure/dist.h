// SPDX-License-Identifier: Apache-2.0
// Dist: the four distributions honest numbers need. Pure, thread-safe, no state.
// `p` is a lower-tail probability; outside [0,1], or with a parameter that is not positive, the
// answer is NAN. Accuracy: about 1e-13 relative.
//
// Sources: incomplete beta by its continued fraction (DLMF 8.17.22, evaluated after Lentz 1976);
// quantiles by Newton's method kept inside a bracket; the normal quantile by Halley's on erfc.
#pragma once
#include "core/base.h"

double dist_normal(double z);
double dist_normal_inv(double p);
double dist_beta(double x, double a, double b); // regularised incomplete beta I_x(a, b)
double dist_beta_inv(double p, double a, double b);
double dist_t_inv(double p, double df);
double dist_f(double f, double df1, double df2);
double dist_f_inv(double p, double df1, double df2); // df need not be whole numbers
