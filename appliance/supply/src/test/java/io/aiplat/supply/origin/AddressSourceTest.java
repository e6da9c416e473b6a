package io.aiplat.supply.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSourceContract;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AddressSourceTest implements ModelSourceContract {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private final HttpClient client = HttpClient.newHttpClient();
    private OriginServer server;
    private boolean published;

    @BeforeEach
    void start() throws IOException {
        server = new OriginServer();
    }

    @AfterEach
    void stop() {
        server.close();
        client.shutdownNow();
    }

    @Override
    public ModelSource source() {
        return new AddressSource(new SourceHttp(client), new PlainHosts(Set.of()));
    }

    @Override
    public String reference() {
        if (!published) {
            published = true;
            server.file("/contract.gguf", bytes(WEIGHTS), "\"one\"");
        }
        return server.uri("/contract.gguf").toString();
    }

    @Override
    public String missing() {
        return server.uri("/nothing.gguf").toString();
    }

    private RemoteModel resolve(String path) {
        return new AddressSource(new SourceHttp(client), new PlainHosts(Set.of()))
                .resolve(server.uri(path).toString());
    }

    private Problem refusal(String path) {
        return assertThrows(ApplianceException.class, () -> resolve(path)).problem();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(RemoteBlob blob, long from, long most) throws Exception {
        try (InputStream in = blob.open(from, most)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bringsAFileInPartsAndKnowsItByItsTag() throws Exception {
        server.file("/My Model.gguf", bytes("GGUF0123456789"), "\"one\"");
        RemoteModel model = resolve("/My%20Model.gguf?token=x");
        assertEquals("my-model", model.name());
        RemoteBlob blob = model.parts().getFirst().blob();
        assertEquals(14, blob.bytes());
        assertTrue(blob.hasRanges());
        assertNull(blob.digest());
        assertEquals("456", read(blob, 8, 3));
        assertEquals("GGUF0123456789", read(blob, 0, -1));
        assertEquals(
                blob.version(),
                resolve("/My%20Model.gguf?token=x").parts().getFirst().blob().version());
    }

    @Test
    void takesADigestFromTheAddress() {
        server.file("/m.gguf", bytes("GGUF"), "\"one\"");
        RemoteBlob blob = resolve("/m.gguf#sha256=" + HEX).parts().getFirst().blob();
        assertEquals(new BlobDigest(HEX), blob.digest());
        assertEquals("sha256:" + HEX, blob.version());
    }

    @Test
    void noticesThatTheFileIsAnotherOneMeanwhile() {
        String[] tag = {"\"one\""};
        server.on("/m.gguf", exchange -> {
            exchange.getResponseHeaders().set("ETag", tag[0]);
            OriginServer.part(exchange, bytes("GGUF0123456789"));
        });
        RemoteBlob blob = resolve("/m.gguf").parts().getFirst().blob();
        tag[0] = "\"two\"";
        assertThrows(IOException.class, () -> blob.open(8, 3));
        assertFalse(resolve("/m.gguf").parts().getFirst().blob().version().equals(blob.version()));
    }

    @Test
    void bringsWholeWhatCannotBeHadInParts() throws Exception {
        server.on("/m.gguf", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes("GGUF0123456789"));
            exchange.close();
        });
        RemoteBlob blob = resolve("/m.gguf").parts().getFirst().blob();
        assertFalse(blob.hasRanges());
        assertEquals(-1, blob.bytes());
        assertEquals("GGUF0123456789", read(blob, 0, -1));
    }

    @Test
    void bringsAllPartsOfASplitModel() throws Exception {
        for (int part = 1; part <= 3; part++) {
            server.file("/d/m-Q4_0-0000" + part + "-of-00003.gguf", bytes("GGUF" + part), "\"" + part + "\"");
        }
        RemoteModel model = resolve("/d/m-Q4_0-00002-of-00003.gguf");
        assertEquals("m-q4_0", model.name());
        assertEquals(
                List.of("m-Q4_0-00001-of-00003.gguf", "m-Q4_0-00002-of-00003.gguf", "m-Q4_0-00003-of-00003.gguf"),
                model.parts().stream().map(RemotePart::file).toList());
        assertEquals("GGUF3", read(model.parts().get(2).blob(), 0, -1));
    }

    @Test
    void saysWhatIsWrong() {
        server.on("/page", exchange -> OriginServer.answer(exchange, 200, bytes("<!DOCTYPE html>")));
        server.refusal("/locked.gguf", 403, "");
        server.refusal("/busy.gguf", 503, "");
        assertEquals("MODELS_NOT_GGUF_THERE", refusal("/page").code().id());
        assertEquals("MODELS_SOURCE_DENIED", refusal("/locked.gguf").code().id());
        assertEquals("MODELS_SOURCE_UNREACHABLE", refusal("/busy.gguf").code().id());
        assertEquals("MODELS_NOT_AT_SOURCE", refusal("/nothing.gguf").code().id());
    }

    @Test
    void asksNobodyElseWithoutTls() {
        AddressSource source = new AddressSource(new SourceHttp(client), new PlainHosts(Set.of("models.example:1")));
        for (String address : List.of("http://models.example/m.gguf", "http://127.0.0.1.example/m.gguf")) {
            Problem problem = assertThrows(ApplianceException.class, () -> source.resolve(address))
                    .problem();
            assertEquals("MODELS_PLAIN_HTTP_REFUSED", problem.code().id());
        }
        Problem allowed = assertThrows(ApplianceException.class, () -> source.resolve("http://models.example:1/m.gguf"))
                .problem();
        assertEquals("MODELS_SOURCE_UNREACHABLE", allowed.code().id());
    }
}
