package dev.belay.script;

import java.util.Locale;

/** A type of database object that DROP names. */
public enum ObjectType {
    AGGREGATE,
    COLLATION,
    CONVERSION,
    DATABASE,
    DOMAIN,
    EVENT_TRIGGER,
    EXTENSION,
    FOREIGN_DATA_WRAPPER,
    FOREIGN_TABLE,
    FUNCTION,
    INDEX,
    LANGUAGE,
    MATERIALIZED_VIEW,
    POLICY,
    PROCEDURE,
    PUBLICATION,
    ROLE,
    ROUTINE,
    RULE,
    SCHEMA,
    SEQUENCE,
    SERVER,
    STATISTICS,
    SUBSCRIPTION,
    TABLE,
    TABLESPACE,
    TRIGGER,
    TYPE,
    VIEW;

    /** {@return the words that SQL uses, in capitals: {@code MATERIALIZED VIEW}} */
    public String words() {
        return name().replace('_', ' ');
    }

    /** {@return the words for the middle of a sentence: {@code materialized view}} */
    @Override
    public String toString() {
        return words().toLowerCase(Locale.ROOT);
    }
}
