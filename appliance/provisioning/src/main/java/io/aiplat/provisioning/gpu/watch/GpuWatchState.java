package io.aiplat.provisioning.gpu.watch;

import io.aiplat.inference.ResidentModel;
import io.aiplat.model.Problem;
import io.aiplat.provisioning.gpu.LadderProblems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// State of the watchdog: decides from one reading after another what is wrong and what is to be done. Does nothing
/// itself, and knows no time but that of the readings.
///
/// A model is known by its name. It has fallen back where nothing of it is on a GPU any more, or less than half of
/// what was, at the same size and context: one that is loaded with a longer context may well not fit. That it was
/// taken out of memory meanwhile does not matter: an engine that lost its GPU shows it at the next load.
public final class GpuWatchState {
    /// Mends in an hour.
    static final int MOST = 3;

    private static final Duration HOUR = Duration.ofHours(1);

    /// What was mended is not judged sooner: models have to be loaded, a node has to start.
    private static final Duration SETTLING = Duration.ofSeconds(45);

    private final boolean ownNode;
    private final Map<String, ResidentModel> best = new HashMap<>();
    private final Map<String, Problem> alarms = new LinkedHashMap<>();
    private final Deque<Instant> mends = new ArrayDeque<>();
    private final Map<String, Instant> reloaded = new HashMap<>();
    private int mostCards = -1;
    private @Nullable Instant settled;
    private boolean exhausted;

    /// @param ownNode whether models compute in a node of this home's own, which may be started again
    public GpuWatchState(boolean ownNode) {
        this.ownNode = ownNode;
    }

    /// What follows from a reading.
    ///
    /// @param fallbacks what has begun with it, by cause
    /// @param news      of what has begun or ended with it, in the order seen, for the log
    /// @param mend      what is to be done now; null for nothing
    public record Verdict(
            List<FallbackCause> fallbacks,
            List<String> news,
            @Nullable GpuMend mend) {
        public Verdict {
            fallbacks = List.copyOf(fallbacks);
            news = List.copyOf(news);
        }
    }

    /// Takes a reading.
    public Verdict next(WatchReading reading) {
        if (settled != null && reading.at().isBefore(settled)) {
            return new Verdict(List.of(), List.of(), null);
        }
        Map<String, Problem> now = new LinkedHashMap<>();
        List<FallbackCause> causes = new ArrayList<>();
        driver(reading).ifPresent(problem -> begin(FallbackCause.DRIVER, "driver", problem, now, causes));
        card(reading).ifPresent(problem -> begin(FallbackCause.CARD, "card", problem, now, causes));
        List<ResidentModel> fallen = new ArrayList<>();
        for (ResidentModel model : reading.resident()) {
            if (fellBack(model)) {
                fallen.add(model);
                int percent = model.memory() == 0 ? 0 : (int) (100.0 * model.gpu() / model.memory());
                begin(FallbackCause.MODEL, model.name(), LadderProblems.fellBack(model.name(), percent), now, causes);
            } else {
                remember(model);
            }
        }
        keepUnseen(reading, now);
        List<String> news = news(now);
        GpuMend mend = mend(reading, now, fallen);
        if (mend != null && !allowed(reading.at())) {
            mend = null;
            if (!exhausted) {
                exhausted = true;
                news.add(words(LadderProblems.mendsExhausted(
                        now.values().iterator().next().what(), MOST)));
            }
        }
        alarms.clear();
        alarms.putAll(now);
        if (now.isEmpty()) {
            exhausted = false;
        }
        return new Verdict(causes, news, mend);
    }

    private void begin(
            FallbackCause cause, String key, Problem problem, Map<String, Problem> now, List<FallbackCause> causes) {
        now.put(key, problem);
        if (!alarms.containsKey(key)) {
            causes.add(cause);
        }
    }

    private Optional<Problem> driver(WatchReading reading) {
        if (!reading.driver().isEmpty()
                && !reading.libraries().isEmpty()
                && !reading.driver().equals(reading.libraries())) {
            return Optional.of(LadderProblems.libraryOfAnotherVersion(
                    "libcuda.so.1", "libcuda.so." + reading.libraries(), reading.driver()));
        }
        return reading.node().isEmpty()
                        || reading.driver().isEmpty()
                        || reading.node().equals(reading.driver())
                ? Optional.empty()
                : Optional.of(LadderProblems.nodeOutdated(reading.node(), reading.driver()));
    }

    private Optional<Problem> card(WatchReading reading) {
        if (!reading.fault().isEmpty()) {
            // One that never answered was not lost: the ladder says what is wrong with it.
            return mostCards > 0 ? Optional.of(LadderProblems.lost(reading.fault())) : Optional.empty();
        }
        if (reading.cards() < 0) {
            return Optional.empty();
        }
        if (reading.cards() < mostCards) {
            return Optional.of(LadderProblems.lost(
                    "The driver counted " + mostCards + " and counts " + reading.cards() + " now."));
        }
        mostCards = reading.cards();
        return Optional.empty();
    }

    private boolean fellBack(ResidentModel model) {
        ResidentModel was = best.get(model.name());
        if (was == null || was.gpu() == 0) {
            return false;
        }
        if (model.gpu() == 0) {
            return true;
        }
        return sameSize(was, model) && share(model) < share(was) / 2;
    }

    private static boolean sameSize(ResidentModel one, ResidentModel other) {
        return one.context() == other.context() && Math.abs(one.memory() - other.memory()) <= one.memory() / 10;
    }

    private static double share(ResidentModel model) {
        return model.memory() == 0 ? 0 : (double) model.gpu() / model.memory();
    }

    private void remember(ResidentModel model) {
        best.merge(model.name(), model, (was, is) -> sameSize(was, is) && share(was) > share(is) ? was : is);
    }

    /// An engine that does not answer has not given a model back to its GPU.
    private void keepUnseen(WatchReading reading, Map<String, Problem> now) {
        if (!reading.answered()) {
            alarms.forEach((key, problem) -> {
                if (best.containsKey(key)) {
                    now.putIfAbsent(key, problem);
                }
            });
        }
    }

    private List<String> news(Map<String, Problem> now) {
        List<String> news = new ArrayList<>();
        now.forEach((key, problem) -> {
            if (!problem.equals(alarms.get(key))) {
                news.add(words(problem));
            }
        });
        alarms.forEach((key, problem) -> {
            if (!now.containsKey(key)) {
                news.add("no longer: " + problem.what());
            }
        });
        return news;
    }

    private static String words(Problem problem) {
        return problem.what() + ": " + problem.why() + " " + problem.fixes().getFirst();
    }

    private @Nullable GpuMend mend(WatchReading reading, Map<String, Problem> now, List<ResidentModel> fallen) {
        if (now.containsKey("driver")) {
            // Where module and libraries differ only a restart of the machine helps.
            return ownNode
                            && !reading.node().isEmpty()
                            && !reading.node().equals(reading.driver())
                            && (reading.libraries().isEmpty()
                                    || reading.libraries().equals(reading.driver()))
                    ? new GpuMend.RecreateNode(reading.node(), reading.driver())
                    : null;
        }
        if (!reading.fault().isEmpty() || fallen.isEmpty()) {
            return null;
        }
        ResidentModel first = fallen.getFirst();
        Instant before = reloaded.get(first.name());
        boolean again = before != null && before.plus(HOUR).isAfter(reading.at());
        return again && ownNode ? new GpuMend.RestartNode(first.name()) : new GpuMend.Reload(first);
    }

    private boolean allowed(Instant at) {
        while (!mends.isEmpty() && !mends.getFirst().plus(HOUR).isAfter(at)) {
            mends.removeFirst();
            exhausted = false;
        }
        return mends.size() < MOST;
    }

    /// Notes that something was done, well or not; it is judged only after a while.
    ///
    /// @param at when it was over
    public void mended(GpuMend mend, Instant at) {
        mends.addLast(at);
        settled = at.plus(SETTLING);
        if (mend instanceof GpuMend.Reload(var model)) {
            reloaded.put(model.name(), at);
        }
    }

    /// What is wrong now; empty where all is well.
    public List<Problem> alarms() {
        List<Problem> all = new ArrayList<>(alarms.values());
        if (exhausted && !all.isEmpty()) {
            all.add(LadderProblems.mendsExhausted(
                    Objects.requireNonNull(all.getFirst()).what(), MOST));
        }
        return List.copyOf(all);
    }
}
