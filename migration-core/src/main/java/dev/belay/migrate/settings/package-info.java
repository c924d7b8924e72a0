/**
 * Layer 2: what a project has told Flyway already, read from every file where Flyway or Spring Boot look, and where its
 * scripts are. Together with the package above the only importer of Flyway.
 */
package dev.belay.migrate.settings;
