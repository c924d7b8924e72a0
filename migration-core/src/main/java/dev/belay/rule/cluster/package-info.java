/** Layer 2. The rules about what leaves the database: roles, files, other servers, settings. */
package dev.belay.rule.cluster;
