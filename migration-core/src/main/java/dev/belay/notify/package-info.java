/**
 * Layer 1: tells a machine elsewhere how a run goes. Never ends a run, never makes it wait for long.
 */
package dev.belay.notify;
