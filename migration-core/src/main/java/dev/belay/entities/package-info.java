/**
 * The schema of a project's JPA entities, made by the project's own persistence provider in a class loader of its own.
 * Nothing here is linked to JPA: it is called by name, so that any version of it will do.
 */
package dev.belay.entities;
