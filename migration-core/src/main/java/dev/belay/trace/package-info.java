/**
 * Layer 2: runs statements on a scratch database and observes what they do.
 */
package dev.belay.trace;
