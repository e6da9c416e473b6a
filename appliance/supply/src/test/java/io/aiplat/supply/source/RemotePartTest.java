package io.aiplat.supply.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePartTest {
    private static final RemoteBlob NOTHING = new RemoteBlob() {
        @Override
        public BlobDigest digest() {
            return new BlobDigest("0".repeat(64));
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public boolean hasRanges() {
            return false;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public InputStream open(long from, long bytes) {
            return InputStream.nullInputStream();
        }
    };

    @Test
    void hasNoFoldersInItsName() {
        assertEquals("m.gguf", new RemotePart(Role.WEIGHTS, "Q4_0/m.gguf", NOTHING).file());
        assertEquals("m.gguf", new RemotePart(Role.WEIGHTS, "..\\..\\m.gguf", NOTHING).file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../..", ".", "a/", "x\u0007y", " "})
    void isCalledByWhatItIsForWhereItsNameIsNone(String file) {
        assertEquals("weights", new RemotePart(Role.WEIGHTS, file, NOTHING).file());
    }
}
