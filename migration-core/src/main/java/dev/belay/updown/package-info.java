/**
 * Whether undo scripts undo: each applied, taken back and applied again on a scratch database, and the schema and the rows
 * compared. Nothing here knows a goal or a build.
 */
package dev.belay.updown;
