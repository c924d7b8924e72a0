package dev.belay.schema;

/**
 * An object of a schema.
 *
 * @param definition all that it is, a line each; the same for the same object in two databases
 * @param place of a column among the columns of its table, from 1, dropped ones not counted; else 0
 */
public record SchemaObject(String definition, int place) {}
