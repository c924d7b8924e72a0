/**
 * Layer 1: one writer per format, from outcome and finding records to text or files. Decides nothing.
 */
package dev.belay.report;
