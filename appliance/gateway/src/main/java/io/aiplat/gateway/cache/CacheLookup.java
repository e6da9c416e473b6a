package io.aiplat.gateway.cache;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.responder.ResponseSink;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.Route;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.http.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cache lookup of one request: a hit, a wait for an equal request, or a miss whose answer is stored.
/// What the cache does for one request: answers it, or remembers the answer that it gets and gives it to those
/// who have asked the same meanwhile. Once closed, nobody waits for it any more.
public final class CacheLookup implements AutoCloseable {
    /// How long and how many where only the key asks for it.
    static final CacheRule USUAL = new CacheRule(Duration.ofHours(1), 10_000);

    private static final String OUTCOME = "x-aiplat-cache";
    private static final Set<String> ABOUT_CLIENT = Set.of("user", "metadata");
    private static final Set<String> ABOUT_CLIENT_AND_FORM = Set.of("user", "metadata", "stream", "stream_options");

    /// What a client may want to know of an answer that it gets a second time.
    private static final Set<String> HEADERS = Set.of(
            "content-type", "cache-control", "x-accel-buffering", "x-aiplat-estimated", "x-aiplat-dropped-params");

    private final ResponseCache cache;
    private final String route;
    private final String request;
    private final CacheRule rule;
    private final boolean fresh;
    private @Nullable CachedResponse found;
    private @Nullable InFlightRequest own;
    private @Nullable CacheRecorder recording;

    private CacheLookup(ResponseCache cache, String route, String request, CacheRule rule, boolean fresh) {
        this.cache = cache;
        this.route = route;
        this.request = request;
        this.rule = rule;
        this.fresh = fresh;
    }

    /// How long answers to a key are kept; null if neither the route nor the key wants it.
    public static @Nullable CacheRule rule(Route route, KeySnapshot key) {
        CacheRule rule = route.cache();
        return rule == null && key.cache() ? USUAL : rule;
    }

    /// The turn of a request.
    ///
    /// @param route  by which its answers are kept: other words after every change of the route
    /// @param under  name of the rule that it is under, because others answer there; empty for none
    /// @param body   JSON, as it would go to an upstream
    /// @param stream whether its answer is wanted in parts; only such an answer is given again then
    /// @param asked  headers of the request
    /// @return null if it is none of the cache's business
    public static @Nullable CacheLookup of(
            ResponseCache cache,
            String route,
            CacheRule rule,
            KeySnapshot key,
            EndpointLabel surface,
            String under,
            byte[] body,
            int length,
            boolean stream,
            Headers asked) {
        if (asks(asked, "no-store")) {
            return null;
        }
        String scope = String.join("\n", scope(key), surface.label(), under, route, stream ? "stream" : "whole");
        String request = RequestDigest.of(scope, body, length, stream ? ABOUT_CLIENT : ABOUT_CLIENT_AND_FORM);
        return request == null ? null : new CacheLookup(cache, route, request, rule, asks(asked, "no-cache"));
    }

    /// Who shares answers: a team, else a user, else the key alone.
    private static String scope(KeySnapshot key) {
        LimitOwner user = key.user();
        LimitOwner team = key.team();
        LimitOwner holder = team != null ? team : user != null ? user : key.holder();
        return holder.kind() + " " + holder.id();
    }

    private static boolean asks(Headers headers, String directive) {
        return headers.has("cache-control")
                && headers.listed("cache-control").stream()
                        .anyMatch(member -> member.toLowerCase(Locale.ROOT).equals(directive));
    }

    /// Looks for an answer, if the client takes one that is kept. Where an equal request is being answered it waits
    /// for that answer, once: a request whose own answer does not come for others makes none of them wait again.
    ///
    /// @param most how long it waits
    public void look(Duration most) throws InterruptedException {
        if (fresh) {
            return;
        }
        switch (cache.look(route, request, rule)) {
            case CacheResult.Hit(var kept) -> found = kept;
            case CacheResult.Pending(var flight) -> found = flight.await(most);
            case CacheResult.Miss(var flight) -> own = flight;
        }
    }

    /// Answers the request, if an answer was found.
    public boolean answers(Responder responder) throws IOException {
        CachedResponse kept = found;
        responder.header(OUTCOME, kept == null ? "miss" : "hit");
        if (kept == null) {
            return false;
        }
        kept.answer(responder, cache.now());
        return true;
    }

    /// The way on which the answer is remembered.
    ///
    /// @param memory what is remembered until it is kept is taken from here
    public ResponseSink recording(ResponseSink client, MemoryAccount memory) {
        CacheRecorder way = new CacheRecorder(client, memory);
        recording = way;
        return way;
    }

    /// Keeps what was remembered: it was a whole answer.
    public void keep(Responder responder) {
        CacheRecorder way = recording;
        byte[] content = way == null ? null : way.content();
        if (way == null || content == null) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            String value = responder.answerHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        CachedResponse kept =
                new CachedResponse(Map.copyOf(headers), ByteSlice.of(content), way.isStream(), cache.now());
        cache.keep(route, request, kept, rule);
        land(kept);
    }

    private void land(@Nullable CachedResponse kept) {
        InFlightRequest flight = own;
        if (flight != null) {
            own = null;
            cache.land(request, flight, kept);
        }
    }

    /// Whoever waits still goes on without this one's answer.
    @Override
    public void close() {
        land(null);
    }
}
