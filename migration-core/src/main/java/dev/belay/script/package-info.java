/**
 * Layer 0: what a migration script is. Pure records of names, positions and statements; no file, parser or database
 * type may appear here.
 */
package dev.belay.script;
