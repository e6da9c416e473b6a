package io.aiplat.quality.alert;

import io.aiplat.management.ManagementBody;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.quality.alert.notice.AlertDelivery;
import io.aiplat.quality.alert.notice.AlertReceiver;
import io.aiplat.quality.alert.notice.ReceiverStatus;
import io.aiplat.quality.alert.rule.AlertRuleFile;
import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.AlertBoard;
import io.aiplat.quality.alert.state.AlertMemory;
import io.aiplat.quality.alert.state.AlertPhase;
import io.aiplat.quality.alert.state.AlertProblems;
import io.aiplat.quality.alert.state.AlertStateFile;
import io.aiplat.quality.alert.state.KeptAlerts;
import io.aiplat.quality.alert.state.RuleStatus;
import io.aiplat.quality.alert.state.Silence;
import io.aiplat.quality.alert.state.SilenceMatcher;
import io.aiplat.quality.promql.InstantQuery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Alerts of an appliance: evaluates rules in one thread, and tells receivers, each in its own.
public final class AlertService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertService.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration PARTING = Duration.ofSeconds(2);
    private static final int MOST_SILENCES = 500;

    private final AlertRuleFolder folder;
    private final AlertBoard board;
    private final AlertMemory memory;
    private final List<AlertDelivery> deliveries;
    private final InstantSource clock;
    private final Thread thread;
    private final Set<String> failing = new HashSet<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile List<Problem> problems = List.of();

    /// What a service works on.
    ///
    /// @param folder    of a person's rules and of what is kept; may not exist yet
    /// @param bundled   text of the rules that come with aiplat
    /// @param query     evaluates expressions; a first try at the beginning of time checks them
    /// @param receivers who are told
    /// @param options   which rules are switched off, and how often receivers are told
    /// @param console   where a person sees more
    public record Surroundings(
            Path folder,
            String bundled,
            InstantQuery query,
            List<AlertReceiver> receivers,
            AlertOptions options,
            URI console) {
        /// Keeps a copy.
        public Surroundings {
            receivers = List.copyOf(receivers);
        }
    }

    private AlertService(Surroundings around, InstantSource clock) {
        this.clock = clock;
        this.board = new AlertBoard(around.query());
        this.memory = new AlertMemory(new AlertStateFile(around.folder()));
        AlertRuleFile reader = new AlertRuleFile(text -> around.query().at(text, Instant.EPOCH));
        this.folder = new AlertRuleFolder(
                around.folder(), reader, around.bundled(), around.options().off());
        List<AlertDelivery> started = new ArrayList<>();
        for (AlertReceiver receiver : around.receivers()) {
            started.add(AlertDelivery.start(
                    receiver, memory, board::alerts, around.options().pace(), around.console()));
        }
        this.deliveries = List.copyOf(started);
        this.thread = Thread.ofPlatform().daemon().name("alerts").unstarted(this::run);
    }

    /// Begins to evaluate.
    ///
    /// @throws ApplianceException ALERTS_NOT_READ or ALERTS_OF_ANOTHER_VERSION
    public static AlertService start(Surroundings around) {
        AlertService started = new AlertService(around, InstantSource.system());
        started.follow();
        started.board.restore(started.memory.kept(), started.clock.instant());
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                follow();
                evaluate();
                wait = board.untilDue(clock.instant(), LOOK);
            }
        } catch (InterruptedException _) {
            // An expression takes longer than whoever closes this wants to wait.
        }
    }

    private void follow() {
        if (!folder.look()) {
            return;
        }
        List<Problem> now = folder.problems();
        now.stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problem -> LOG.warn("{}: {}", problem.what(), problem.why()));
        problems = now;
        board.follow(folder.rules(), clock.instant());
    }

    private void evaluate() {
        Instant now = clock.instant();
        if (!board.evaluate(now)) {
            return;
        }
        List<ActiveAlert> alerts = board.alerts();
        memory.change(kept -> alerts.isEmpty() && kept.alerts().isEmpty() ? kept : kept.evaluated(now, alerts));
        for (RuleStatus rule : board.rules()) {
            String failure = rule.failure();
            if (failure == null) {
                failing.remove(rule.rule().name());
            } else if (failing.add(rule.rule().name())) {
                LOG.warn(
                        "the alert rule {} cannot be evaluated: {}", rule.rule().name(), failure);
            }
        }
        deliveries.forEach(AlertDelivery::wake);
    }

    /// Alerts that are pending, fire, or are over since a quarter of an hour at most, those that fire first.
    public List<ActiveAlert> alerts() {
        List<ActiveAlert> alerts = new ArrayList<>(board.alerts());
        alerts.sort((one, other) -> Integer.compare(rank(one.phase()), rank(other.phase())));
        return alerts;
    }

    private static int rank(AlertPhase phase) {
        return switch (phase) {
            case FIRING -> 0;
            case PENDING -> 1;
            case RESOLVED -> 2;
        };
    }

    /// All rules.
    public List<RuleStatus> rules() {
        return board.rules();
    }

    /// Rules of a name, at least one.
    ///
    /// @throws ApplianceException ALERTS_UNKNOWN_RULE
    public List<RuleStatus> rules(String name) {
        List<RuleStatus> found = board.rules().stream()
                .filter(rule -> rule.rule().name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new ApplianceException(AlertProblems.unknownRule(name));
        }
        return found;
    }

    /// What is wrong with files of rules.
    public List<Problem> problems() {
        return problems;
    }

    /// Silences that are not over.
    public List<Silence> silences() {
        Instant now = clock.instant();
        return memory.kept().silences().stream()
                .filter(silence -> silence.until().isAfter(now))
                .toList();
    }

    /// The silence that covers an alert.
    public Optional<Silence> silence(ActiveAlert alert) {
        return memory.kept().silence(alert, clock.instant());
    }

    /// Silences alerts from now on.
    ///
    /// @throws IllegalArgumentException if the matchers would match anything
    public Silence silence(List<SilenceMatcher> matchers, Instant until, String by, String comment) {
        Instant now = clock.instant();
        Silence silence = new Silence(UUID.randomUUID().toString().substring(0, 8), matchers, now, until, by, comment);
        memory.change(kept -> {
            List<Silence> next = new ArrayList<>(current(kept, now));
            if (next.size() >= MOST_SILENCES) {
                throw ManagementBody.invalid("matchers", "no more than " + MOST_SILENCES + " silences hold at a time");
            }
            next.add(silence);
            return kept.silenced(next);
        });
        return silence;
    }

    private static List<Silence> current(KeptAlerts kept, Instant now) {
        return kept.silences().stream()
                .filter(each -> each.until().isAfter(now))
                .toList();
    }

    /// Ends a silence.
    ///
    /// @throws ApplianceException ALERTS_UNKNOWN_SILENCE
    public void endSilence(String id) {
        Instant now = clock.instant();
        memory.change(kept -> {
            List<Silence> next = new ArrayList<>(current(kept, now));
            if (!next.removeIf(silence -> silence.id().equals(id))) {
                throw new ApplianceException(AlertProblems.unknownSilence(id));
            }
            return kept.silenced(next);
        });
        deliveries.forEach(AlertDelivery::wake);
    }

    /// Receivers, and how they take their messages.
    public List<ReceiverStatus> receivers() {
        return deliveries.stream().map(AlertDelivery::status).toList();
    }

    /// Sends each receiver a test message, and waits.
    ///
    /// @return by receiver why it was not taken, as a sentence; empty where it was
    /// @throws ApplianceException ALERTS_NO_RECEIVER
    public Map<String, String> test() {
        if (deliveries.isEmpty()) {
            throw new ApplianceException(AlertProblems.noReceiver());
        }
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (AlertDelivery delivery : deliveries) {
            @Nullable String trouble = delivery.test();
            outcomes.put(delivery.status().name(), trouble == null ? "" : trouble);
        }
        return outcomes;
    }

    /// Waits a moment, so that what is known is on the disk: an interruption would end a write in the middle.
    @Override
    public void close() {
        closing.countDown();
        deliveries.forEach(AlertDelivery::end);
        try {
            if (!thread.join(PARTING)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        deliveries.forEach(AlertDelivery::close);
    }
}
