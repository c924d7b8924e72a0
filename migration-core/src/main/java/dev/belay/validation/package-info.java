/** What must hold of a database: its schema, its constraints, what the user asserts. */
package dev.belay.validation;
