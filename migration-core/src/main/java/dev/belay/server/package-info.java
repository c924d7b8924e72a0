/**
 * Layer 1: where a scratch or development database comes from: the embedded PostgreSQL, a server that somebody has named,
 * a container; and what it may begin with, the schema of a live database. Knows nothing of migrations.
 */
package dev.belay.server;
