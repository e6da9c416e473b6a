package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class FitTextTest {
    private static String text(String json) throws JsonProcessingException {
        return FitText.of(new JsonMapper().readTree(json));
    }

    @Test
    void aModelThatFitsIsASumAndASentence() throws JsonProcessingException {
        assertEquals("""
                smoke with a context of 2048, cache f16

                TAKES      MEMORY
                weights    2.9 MiB
                KV cache   4.0 MiB    2.0 KiB a token
                buffers    5.3 MiB    estimated
                total      12.2 MiB

                FREE          MEMORY     OF
                main memory   12.0 GiB   16.0 GiB

                It fits into main memory.
                """, text("""
                {"model": "smoke", "context": 2048, "requests": 1, "cache_type": "f16", "weights_bytes": 3050496,
                 "cache_bytes": 4194304, "cache_bytes_per_token": 2048, "buffers_bytes": 5520000, "projector_bytes": 0,
                 "total_bytes": 12764800, "memory_total_bytes": 17179869184, "memory_free_bytes": 12884901888,
                 "gpus": [], "verdict": "memory", "layers": 5, "gpu_layers": 0, "alternatives": []}
                """));
    }

    @Test
    void oneThatGoesToTheGpuInPartSaysWhatWouldBringAllOfItThere() throws JsonProcessingException {
        assertEquals("""
                big with a context of 8192 for each of 2 requests at once, cache f16

                TAKES       MEMORY
                weights     4.6 GiB
                KV cache    2.0 GiB     128.0 KiB a token
                buffers     131.0 MiB   estimated
                projector   1.0 GiB     estimated
                total       7.7 GiB

                FREE          MEMORY     OF
                RTX 4060      7.0 GiB    8.0 GiB
                main memory   12.0 GiB   16.0 GiB

                21 of 33 layers fit on the GPU, the rest into main memory. All of it would go to the GPU with:
                  a cache of the type q8_0: 6.7 GiB
                  a context of 4096: 6.6 GiB
                  another quantisation, Q3_K_M (estimated): 6.8 GiB
                """, text("""
                {"model": "big", "context": 8192, "requests": 2, "cache_type": "f16", "weights_bytes": 4912898304,
                 "cache_bytes": 2147483648, "cache_bytes_per_token": 131072, "buffers_bytes": 137363456,
                 "projector_bytes": 1073741824, "total_bytes": 8271487232, "memory_total_bytes": 17179869184,
                 "memory_free_bytes": 12884901888,
                 "gpus": [{"name": "RTX 4060", "total_bytes": 8589934592, "free_bytes": 7516192768}],
                 "verdict": "partly-gpu", "layers": 33, "gpu_layers": 21, "alternatives": [
                   {"change": "cache_type", "value": "q8_0", "total_bytes": 7194000000, "gpu": true},
                   {"change": "context", "value": "4096", "total_bytes": 7100000000, "gpu": true},
                   {"change": "quantisation", "value": "Q3_K_M", "total_bytes": 7300000000, "gpu": true}]}
                """));
    }
}
