/**
 * What is needed to write scripts from the difference of two schemas: sessions of a scratch database, the state of a
 * schema, statements as text. Which statements are written is for others to say.
 */
package dev.belay.difference;
