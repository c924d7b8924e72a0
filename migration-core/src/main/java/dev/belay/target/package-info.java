/**
 * Layer 2: which database a goal works on, and with which credentials. Opens no connection.
 */
package dev.belay.target;
