/**
 * Layer 0: what a goal has to say: its outcome, its progress while it runs, and how it fails. Records and the
 * exceptions that carry them; nothing here touches a file or a database.
 */
package dev.belay.outcome;
