/**
 * Layer 1: where a scratch or development database comes from: the embedded PostgreSQL. Knows nothing of migrations.
 */
package dev.belay.server;
