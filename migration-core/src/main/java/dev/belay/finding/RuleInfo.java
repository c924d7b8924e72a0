package dev.belay.finding;

import java.net.URI;
import java.util.Optional;

/**
 * What a reader of a report wants to know about a rule.
 *
 * @param id its name
 * @param severity that of most of its findings
 * @param condition when it speaks: a sentence
 * @param effect what then happens, and to whom
 * @param alternative what to do instead
 * @param page its reference page, an absolute address; empty when the pages are not published anywhere
 */
public record RuleInfo(
        RuleId id, Severity severity, String condition, String effect, String alternative, Optional<URI> page) {}
