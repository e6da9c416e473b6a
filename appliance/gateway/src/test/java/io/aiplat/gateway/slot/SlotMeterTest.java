package io.aiplat.gateway.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What requests have of the GPUs of a server.
class SlotMeterTest {
    private static final long SECOND = 1_000_000_000;

    private static SlotMeter.Held held(SlotMeter.@Nullable Held place) {
        return Objects.requireNonNull(place, "a server of ours");
    }

    private static Upstream at(String url, @Nullable Integer gpus) {
        Upstream upstream = new Upstream(url, UpstreamKind.OPENAI, URI.create(url), null, Map.of());
        return gpus == null ? upstream : upstream.computingOn(gpus);
    }

    @Test
    void whoIsAloneHasAllGpusAndWhoIsTwoHasHalf() {
        SlotMeter meter = new SlotMeter(() -> 2);

        SlotMeter.Held first = meter.enter(0);
        SlotMeter.Held second = meter.enter(4 * SECOND);
        assertEquals(new SlotUse(6 * SECOND, 10 * SECOND), first.leave(6 * SECOND));
        assertEquals(new SlotUse(3 * SECOND, 4 * SECOND), second.leave(7 * SECOND));
    }

    /// Requests come and go at random; however they overlap, together they have the GPUs times the time in which any
    /// of them was there.
    @Test
    void allTogetherHaveTheGpusForTheTimeInWhichAnybodyWasThere() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int gpus = random.nextInt(9);
            SlotMeter meter = new SlotMeter(() -> gpus);
            List<SlotMeter.Held> there = new ArrayList<>();
            long now = random.nextLong(-SECOND, SECOND);
            long busy = 0;
            long slots = 0;
            long slotsHeld = 0;
            long gpu = 0;
            int ended = 0;
            for (int step = 0; step < 400 || !there.isEmpty(); step++) {
                long passed = random.nextInt(4) == 0 ? random.nextLong(100 * SECOND) : random.nextLong(1000);
                now += passed;
                busy += there.isEmpty() ? 0 : passed;
                slots += passed * there.size();
                if (!there.isEmpty() && (step >= 400 || random.nextBoolean())) {
                    SlotUse use = there.remove(random.nextInt(there.size())).leave(now);
                    slotsHeld += use.nanos();
                    gpu += use.gpuNanos();
                    ended++;
                } else {
                    there.add(meter.enter(now));
                }
            }
            assertEquals(slots, slotsHeld, "slot time, seed " + seed);
            // Each share is rounded to the nanosecond.
            assertEquals(gpus * busy, gpu, ended, "GPU time, seed " + seed);
        }
    }

    @Test
    void gpusThatAreFoundLaterCountFromThenOn() {
        int[] gpus = {0};
        SlotMeter meter = new SlotMeter(() -> gpus[0]);

        SlotMeter.Held early = meter.enter(0);
        SlotMeter.Held other = meter.enter(SECOND);
        assertEquals(0, other.leave(2 * SECOND).gpuNanos());
        gpus[0] = 1;
        assertEquals(SECOND, early.leave(3 * SECOND).gpuNanos());
    }

    @Test
    void upstreamsWithOneAddressAreOneServerAndTheCloudIsNone() {
        SlotMeters meters = new SlotMeters(() -> 1);
        Upstream embedded = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());

        SlotMeter.Held chat = meters.enter(at("http://10.0.0.7:8000/v1", 4), 0);
        SlotMeter.Held embeddings = meters.enter(at("http://10.0.0.7:8000/api/v1", 4), 0);
        SlotMeter.Held plain = meters.enter(at("http://10.0.0.8:8000/v1", null), 0);
        SlotMeter.Held here = meters.enter(embedded, 0);
        SlotMeter.Held stated = meters.enter(at("http://10.0.0.9/v1", 0), 0);

        assertNull(meters.enter(at("https://api.openai.com/v1", 4), 0));
        assertEquals(2 * SECOND, held(chat).leave(SECOND).gpuNanos());
        assertEquals(2 * SECOND, held(embeddings).leave(SECOND).gpuNanos());
        assertEquals(new SlotUse(SECOND, 0), held(plain).leave(SECOND));
        assertEquals(SECOND, held(here).leave(SECOND).gpuNanos());
        assertEquals(0, held(stated).leave(SECOND).gpuNanos());
    }
}
