/**
 * Layer 4: one class per goal, a request record in, an outcome record out.
 */
package dev.belay.command;
