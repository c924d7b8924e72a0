/**
 * Layer 2: the way back that does not depend on scripts. Backups of a database, with a manifest that says what is in
 * them; restores into another database; the exchange of that one for the live one. Nothing here removes a database that
 * it has not made.
 */
package dev.belay.backup;
