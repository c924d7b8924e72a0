/**
 * Layer 2: applies and undoes migrations. The only importer of Flyway; none of its types leaves this package.
 */
package dev.belay.migrate;
