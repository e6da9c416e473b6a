package io.aiplat.quality.alert.notice;

import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.AlertMemory;
import io.aiplat.quality.alert.state.KeptAlerts;
import io.aiplat.quality.alert.state.SentGroup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivery to one receiver. It is told of how things are when it is told, not of what was in between: what it does
/// not take is no queue that grows, and is told again, later and later.
public final class AlertDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration PARTING = Duration.ofSeconds(2);

    private final AlertReceiver receiver;
    private final AlertMemory memory;
    private final Supplier<List<ActiveAlert>> alerts;
    private final NoticePace pace;
    private final URI console;
    private final InstantSource clock;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private Duration pause = Duration.ZERO;
    private Instant retry = Instant.MIN;
    private volatile ReceiverStatus status;
    private volatile boolean closing;

    private AlertDelivery(
            AlertReceiver receiver,
            AlertMemory memory,
            Supplier<List<ActiveAlert>> alerts,
            NoticePace pace,
            URI console,
            InstantSource clock) {
        this.receiver = receiver;
        this.memory = memory;
        this.alerts = alerts;
        this.pace = pace;
        this.console = console;
        this.clock = clock;
        this.status = new ReceiverStatus(receiver.name(), receiver.target(), 0, 0, null, null);
        this.thread = Thread.ofVirtual().name("alerts-" + receiver.name()).unstarted(this::run);
    }

    /// For tests: nothing is sent but by [#look].
    static AlertDelivery still(
            AlertReceiver receiver,
            AlertMemory memory,
            Supplier<List<ActiveAlert>> alerts,
            NoticePace pace,
            InstantSource clock) {
        return new AlertDelivery(receiver, memory, alerts, pace, URI.create("http://127.0.0.1:8585/"), clock);
    }

    /// Begins to tell a receiver.
    ///
    /// @param alerts  as they are now
    /// @param console where a person sees more
    public static AlertDelivery start(
            AlertReceiver receiver,
            AlertMemory memory,
            Supplier<List<ActiveAlert>> alerts,
            NoticePace pace,
            URI console) {
        AlertDelivery started = new AlertDelivery(receiver, memory, alerts, pace, console, InstantSource.system());
        started.thread.start();
        return started;
    }

    /// Says that something may have changed.
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        try {
            while (!closing) {
                boolean _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                if (!closing) {
                    look();
                }
            }
        } catch (InterruptedException _) {
            // A receiver takes longer than whoever closes this wants to wait.
        }
    }

    /// Tells what is to be told now.
    void look() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(retry)) {
            return;
        }
        KeptAlerts kept = memory.kept();
        Map<String, List<ActiveAlert>> groups = new HashMap<>();
        for (ActiveAlert alert : alerts.get()) {
            groups.merge(alert.name(), List.of(alert), AlertDelivery::joined);
        }
        Map<String, SentGroup> sent = new HashMap<>();
        kept.sent().stream()
                .filter(each -> each.receiver().equals(receiver.name()))
                .forEach(each -> sent.put(each.group(), each));
        TreeSet<String> names = new TreeSet<>(groups.keySet());
        names.addAll(sent.keySet());
        for (String name : names) {
            if (!tell(new NoticeGroup(name, groups.getOrDefault(name, List.of()), sent.get(name)), kept, now)) {
                return;
            }
        }
    }

    private static List<ActiveAlert> joined(List<ActiveAlert> some, List<ActiveAlert> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// @return whether the receiver takes messages
    private boolean tell(NoticeGroup group, KeptAlerts kept, Instant now) throws InterruptedException {
        NoticeGroup.Due due = group.due(kept, pace, now);
        SentGroup before = group.before();
        if (due.alerts().isEmpty()) {
            if (due.quiet() && before != null) {
                remember(
                        group.name(),
                        Optional.of(new SentGroup(receiver.name(), group.name(), before.at(), due.known())));
            } else if (before != null
                    && before.alerts().isEmpty()
                    && !now.isBefore(before.at().plus(pace.update()))) {
                remember(group.name(), Optional.empty());
            }
            return true;
        }
        if (!sent(AlertNotice.of(group.name(), due.alerts(), console), now)) {
            return false;
        }
        remember(group.name(), Optional.of(new SentGroup(receiver.name(), group.name(), now, due.known())));
        return true;
    }

    private void remember(String group, Optional<SentGroup> told) {
        memory.change(kept -> kept.told(receiver.name(), group, told));
    }

    private boolean sent(AlertNotice notice, Instant now) throws InterruptedException {
        ReceiverStatus before = status;
        try {
            receiver.send(notice);
            pause = Duration.ZERO;
            retry = Instant.MIN;
            status = new ReceiverStatus(before.name(), before.target(), before.sent() + 1, before.failed(), now, null);
            if (before.trouble() != null) {
                LOG.info("alerts are told by {} again", receiver.name());
            }
            return true;
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (before.trouble() == null) {
                LOG.warn("alerts cannot be told by {}, {}: {}", receiver.name(), receiver.target(), why);
            }
            pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2));
            retry = clock.instant().plus(pause);
            status = new ReceiverStatus(
                    before.name(), before.target(), before.sent(), before.failed() + 1, before.last(), why);
            return false;
        }
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /// Sends a message that says it is a test, at once.
    ///
    /// @return why it was not taken, as a sentence; null where it was
    public @Nullable String test() {
        Instant now = clock.instant();
        NoticedAlert alert = new NoticedAlert(
                Map.of(ActiveAlert.NAME, "AiplatTest", "severity", "info"),
                Map.of("summary", "This is a test", "description", "aiplat alerts test sent it. Nothing is wrong."),
                now,
                null);
        try {
            receiver.send(AlertNotice.of("AiplatTest", List.of(alert), console));
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "aiplat ended meanwhile";
        }
    }

    /// How it goes.
    public ReceiverStatus status() {
        return status;
    }

    /// Begins to close, so that several end at the same time.
    public void end() {
        closing = true;
        news.release();
    }

    /// Waits a moment for a message that is being sent, so that it is known to have been.
    @Override
    public void close() {
        end();
        try {
            if (!thread.join(PARTING)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
