/**
 * Layer 1: changes to the project's own files, all of them or none.
 */
package dev.belay.files;
