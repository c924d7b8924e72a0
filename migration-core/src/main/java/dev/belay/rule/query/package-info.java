/** Layer 2. The rules about the application's queries, which are tried on the scratch server. */
package dev.belay.rule.query;
