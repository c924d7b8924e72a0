/** A database's schema as plain data, and how two of them differ. Nothing here knows a server. */
package dev.belay.schema;
