/**
 * The goals as Maven knows them. Mojos hold parameters and translate them into the core's request records, once; what
 * is decided about databases, scripts or SQL is decided in the core.
 */
package dev.belay.maven;
