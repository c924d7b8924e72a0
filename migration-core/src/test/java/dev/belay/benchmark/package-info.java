/** Benchmarks: programs to run by hand, each measuring Belay beside what it is compared with in one run. */
package dev.belay.benchmark;
