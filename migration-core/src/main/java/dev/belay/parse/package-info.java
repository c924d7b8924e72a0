/**
 * Layer 1: from a script's text to statements and their kinds. The only importer of the SQL parser; none of its
 * types leaves this package.
 */
package dev.belay.parse;
