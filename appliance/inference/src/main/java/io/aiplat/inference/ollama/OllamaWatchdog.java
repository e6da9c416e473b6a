package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaApi.StreamWatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watchdog timer of an Ollama's models: unloads one that answers nobody any more, and asks it again.
///
/// An answer that is left at a bad moment can take a model's only place with it for ever (`docs/decisions/ollama.md`).
/// Whether the moment was bad cannot be seen, but whether it may have been. After such a one the next answer is not
/// waited for as long as others: if nothing comes, all who wait leave, the model is unloaded, which gives the place
/// back, and all ask again. Any answer that begins says that the place is not lost.
final class OllamaWatchdog {
    /// A prompt is read meanwhile. Who is wrong about it pays with loading the model once.
    static final Duration USUAL = Duration.ofSeconds(20);
    /// How long a model may take to go.
    private static final Duration UNLOADING = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(OllamaWatchdog.class);

    private final OllamaApi api;
    private final Duration bound;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /// @param bound how long the answer after one that was left badly may take to begin
    OllamaWatchdog(OllamaApi api, Duration bound) {
        this.api = api;
        this.bound = bound;
    }

    /// As [OllamaApi#stream(String, JsonNode, OllamaApi.Lines)] of a model.
    boolean stream(String model, String path, JsonNode question, OllamaApi.Lines lines) {
        Place place = places.computeIfAbsent(model, _ -> new Place());
        while (true) {
            Wait wait = new Wait(place);
            try {
                return api.stream(path, question, wait.noticing(lines), wait);
            } catch (ApplianceException e) {
                if (!wait.gaveUp) {
                    throw e;
                }
            } finally {
                wait.end();
            }
            unload(model, place, wait.unloads);
        }
    }

    /// Unless another who waited has done so.
    private void unload(String model, Place place, int before) {
        Lock alone = place.waiting.writeLock();
        locked(alone);
        try {
            if (place.unloads == before) {
                LOG.warn("{} answers nobody since an answer was left; it is unloaded", model);
                api.send("POST", "/api/generate", OllamaApi.named(model).put("keep_alive", 0));
                awaitUnloaded(model);
                place.unloads = before + 1;
                place.suspect = false;
            }
        } finally {
            alone.unlock();
        }
    }

    private void awaitUnloaded(String model) {
        long until = System.nanoTime() + UNLOADING.toNanos();
        try {
            while (isLoaded(model) && System.nanoTime() < until) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    private boolean isLoaded(String model) {
        for (JsonNode loaded : api.get("/api/ps").path("models")) {
            String name = loaded.path("name").asText();
            if (name.equals(model) || name.equals(model + ":latest")) {
                return true;
            }
        }
        return false;
    }

    private static void locked(Lock lock) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    private static CancellationException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (CancellationException) new CancellationException("interrupted").initCause(e);
    }

    /// What is known of a model's place.
    private static final class Place {
        /// Read by those who wait for an answer to begin: a model goes when none does.
        private final ReentrantReadWriteLock waiting = new ReentrantReadWriteLock();

        private volatile boolean suspect;
        /// When it became suspect, by [System#nanoTime].
        private volatile long since;
        /// Changed by who holds the lock alone.
        private volatile int unloads;
    }

    /// One request until its answer begins. For one thread.
    private final class Wait implements StreamWatch {
        private final Place place;
        private final int unloads;
        private final long started;
        private boolean waits = true;
        private boolean gaveUp;

        Wait(Place place) {
            this.place = place;
            locked(place.waiting.readLock());
            this.unloads = place.unloads;
            this.started = System.nanoTime();
        }

        @Override
        public boolean isOver() {
            gaveUp = place.suspect
                    && System.nanoTime() - started > bound.toNanos()
                    && System.nanoTime() - place.since > bound.toNanos();
            return gaveUp;
        }

        @Override
        public void left(boolean surely) {
            if (!surely) {
                place.since = System.nanoTime();
                place.suspect = true;
            }
        }

        OllamaApi.Lines noticing(OllamaApi.Lines lines) {
            return object -> {
                if (waits) {
                    place.suspect = false;
                    end();
                }
                return lines.accept(object);
            };
        }

        void end() {
            if (waits) {
                waits = false;
                place.waiting.readLock().unlock();
            }
        }
    }
}
