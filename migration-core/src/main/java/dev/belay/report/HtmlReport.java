package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleInfo;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.report.HtmlPage.Aside;
import dev.belay.report.HtmlPage.Card;
import dev.belay.report.HtmlPage.Coverage;
import dev.belay.report.HtmlPage.Labelled;
import dev.belay.report.HtmlPage.Listing;
import dev.belay.report.HtmlPage.Tile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A check as one page that needs nothing else: risk at a glance, the locks over time, each script with its findings in
 * place. Works without JavaScript.
 */
final class HtmlReport {

    /** More would make a page that no browser likes; check.json has them all. */
    private static final int CARDS = 500;

    private final CheckReport report;
    private final CheckOutcome outcome;
    private final Map<Finding, Card> cards = new LinkedHashMap<>();

    private HtmlReport(CheckReport report) {
        this.report = report;
        this.outcome = report.outcome();
        outcome.findings().stream().limit(CARDS).forEach(finding -> cards.computeIfAbsent(finding, this::card));
    }

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) throws IOException {
        return HtmlTemplate.render(new HtmlReport(report).page());
    }

    private HtmlPage page() {
        int left =
                outcome.findings().size() - Math.min(CARDS, outcome.findings().size());
        return new HtmlPage(
                mood(),
                verdict(),
                CheckWords.setting(outcome) + " · " + Words.time(outcome.duration()),
                tiles(),
                CheckWords.impact(outcome.impact()).stream()
                        .map(entry -> new Labelled(entry.label(), Visible.of(entry.text())))
                        .toList(),
                coverage(),
                index(),
                left == 0 ? "" : Words.count(left, "more finding") + ": see check.json.",
                LockTimeline.of(outcome),
                listings(),
                outcome.overturned().stream()
                        .map(each -> aside(
                                each.finding(),
                                each.reason()
                                        + each.now()
                                                .map(now -> " What is left of it is " + now.severity() + ".")
                                                .orElse("")))
                        .toList(),
                outcome.allowed().stream()
                        .map(each -> aside(each.finding(), CheckWords.allowed(each)))
                        .toList());
    }

    /** The worst first; the cards themselves stand in their scripts. */
    private List<Card> index() {
        return cards.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Finding, Card> entry) ->
                                entry.getKey().severity())
                        .reversed())
                .map(Map.Entry::getValue)
                .toList();
    }

    private String mood() {
        if (report.fails()) {
            return "bad";
        }
        boolean isQuiet = outcome.findings().stream().allMatch(finding -> finding.severity() == Severity.LOW);
        return isQuiet ? "good" : "warn";
    }

    private String verdict() {
        if (outcome.scripts().isEmpty() && outcome.findings().isEmpty()) {
            return "Nothing is pending";
        }
        if (outcome.findings().isEmpty()) {
            return "No findings";
        }
        long failing = outcome.findings().stream().filter(report::fails).count();
        if (failing == 0) {
            return outcome.advisory()
                    ? "Advisory: nothing to compare with, so nothing fails the build"
                    : "No finding fails the build";
        }
        return failing == 1 ? "1 finding fails the build" : failing + " findings fail the build";
    }

    private List<Tile> tiles() {
        var tiles = new ArrayList<Tile>();
        for (Severity severity : List.of(Severity.HIGH, Severity.MEDIUM, Severity.LOW)) {
            tiles.add(new Tile(
                    severity.toString(),
                    String.valueOf(CheckWords.count(outcome.findings(), severity)),
                    severity.toString()));
        }
        tiles.add(new Tile("aside", String.valueOf(outcome.overturned().size()), "disproved"));
        tiles.add(new Tile("aside", String.valueOf(outcome.allowed().size()), "allowed"));
        tiles.add(new Tile("aside", String.valueOf(outcome.scripts().size()), "scripts"));
        return tiles;
    }

    private Coverage coverage() {
        double all = Math.max(1, outcome.statements());
        return new Coverage(
                CheckWords.coverage(outcome),
                Visible.of(outcome.untraced().orElse("")),
                100 * outcome.statements(Basis.TRACED) / all,
                100 * outcome.statements(Basis.READ) / all,
                100 * outcome.statements(Basis.OPAQUE) / all);
    }

    private List<Listing> listings() {
        var listings = new ArrayList<Listing>();
        var left = new LinkedHashMap<>(cards);
        for (CheckedScript script : outcome.scripts()) {
            var own = new LinkedHashMap<Finding, Card>();
            cards.forEach((finding, card) -> {
                if (finding.location().equals(script.location())) {
                    own.put(finding, card);
                    left.remove(finding);
                }
            });
            listings.add(new ScriptListing(script, own).listing("s" + (listings.size() + 1)));
        }
        if (!left.isEmpty()) {
            listings.add(0, new Listing("s0", "Other files", "", true, List.copyOf(left.values()), List.of(), ""));
        }
        return listings;
    }

    private Card card(Finding finding) {
        return new Card(
                "f" + (cards.size() + 1),
                Visible.of(finding.place()),
                finding.severity().toString(),
                report.fails(finding),
                finding.rule().value(),
                page(finding),
                CheckWords.evidence(finding.evidence()),
                Visible.of(finding.message()),
                Visible.of(finding.advice()).lines().toList(),
                finding.fix().map(CheckWords::fix).orElse(List.of()).stream()
                        .map(entry -> new Labelled(entry.label(), entry.text()))
                        .toList(),
                report.rule(finding.rule()).map(RuleInfo::effect).orElse(""),
                finding.statement().isPresent() ? CheckWords.toAccept(finding) : "");
    }

    private String page(Finding finding) {
        return report.rule(finding.rule())
                .flatMap(RuleInfo::page)
                .map(URI::toString)
                .orElse("");
    }

    private static Aside aside(Finding finding, String reason) {
        return new Aside(
                Visible.of(finding.place()),
                finding.severity().toString(),
                finding.rule().value(),
                Visible.of(finding.message()),
                Visible.of(reason));
    }
}
