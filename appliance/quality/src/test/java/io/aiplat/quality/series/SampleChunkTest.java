package io.aiplat.quality.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.promql.SampledSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleChunkTest {
    private record Sample(long time, long bits) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatGoesInComesOutToTheBit(long seed) {
        Random random = new Random(seed);
        double[] odd = {
            0,
            -0.0,
            Double.NaN,
            Double.longBitsToDouble(SampledSeries.STALE),
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            1e-300
        };
        SampleChunk chunk = new SampleChunk();
        List<Sample> in = new ArrayList<>();
        long time = random.nextLong(1L << 45);
        double value = 0;
        for (int i = 0; i < 3_000; i++) {
            time += switch (random.nextInt(6)) {
                case 0 -> 1 + random.nextInt(40_000);
                case 1 -> 1 + random.nextLong(1L << 40);
                default -> 15_000;
            };
            value = switch (random.nextInt(6)) {
                case 0 -> odd[random.nextInt(odd.length)];
                case 1 -> Double.longBitsToDouble(random.nextLong());
                case 2 -> value + random.nextInt(50);
                case 3 -> random.nextDouble();
                default -> value;
            };
            chunk.add(time, value);
            in.add(new Sample(time, Double.doubleToRawLongBits(value)));
        }
        List<Sample> out = new ArrayList<>();
        SampleChunk.read(
                chunk.toBytes(),
                chunk.count(),
                (at, read) -> out.add(new Sample(at, Double.doubleToRawLongBits(read))));
        assertEquals(in, out);
        assertEquals(in.getFirst().time(), chunk.first());
        assertEquals(in.getLast().time(), chunk.last());
    }

    @Test
    void aSeriesThatDoesNotChangeTakesTwoBitsForEachSample() {
        SampleChunk chunk = new SampleChunk();
        for (int i = 0; i < 960; i++) {
            chunk.add(1_700_000_000_000L + i * 15_000, 42);
        }
        assertTrue(chunk.size() <= 16 + 4 + 960 / 4, () -> "" + chunk.size());
    }
}
