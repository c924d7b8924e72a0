/** Entities for tests. */
package dev.belay.entities.model;
