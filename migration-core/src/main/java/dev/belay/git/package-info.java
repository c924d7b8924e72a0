/**
 * Layer 1: what changed since a git ref. The only importer of JGit.
 */
package dev.belay.git;
