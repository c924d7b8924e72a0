/**
 * Layer 1: the PostgreSQL server: URLs, connections, what kind of server it is, catalogue and activity queries. Knows
 * nothing of migrations.
 */
package dev.belay.postgres;
