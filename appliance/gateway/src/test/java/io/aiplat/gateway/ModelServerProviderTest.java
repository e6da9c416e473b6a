package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.gateway.provider.ModelServerProvider;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.inference.ModelServer;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Models of an engine that serves them over HTTP keep the contract.
class ModelServerProviderTest implements ProviderContract {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":15}";
    private static final String SAY_HI = "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private final Misbehaving process = new Misbehaving();
    private final Leasing engine = new Leasing();
    private final RunningGateway gateway = new RunningGateway(engine);

    ModelServerProviderTest() throws IOException {}

    /// Its models are all in one process.
    private final class Leasing extends FakeEngine implements ModelServer {
        private final AtomicInteger open = new AtomicInteger();
        private volatile boolean knows = true;

        @Override
        public ModelLease lease(String model, ServingOptions serving) {
            if (!knows) {
                throw new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", "there is no " + model);
            }
            open.incrementAndGet();
            return new ModelLease() {
                @Override
                public URI url() {
                    return process.url();
                }

                @Override
                public Secret key() {
                    return new Secret("sk-process");
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        process.close();
        assertEquals(0, engine.open.get(), "leases end with their answers");
    }

    @Override
    public Class<? extends Provider> provider() {
        return ModelServerProvider.class;
    }

    @Override
    public RunningGateway gateway() {
        return gateway;
    }

    @Override
    public String model() {
        return "smoke";
    }

    @Override
    public void says(String path, boolean stream, String... texts) {
        if (path.equals(FrontOf.CHAT)) {
            process.reply(stream ? streamed(texts) : whole(texts));
            return;
        }
        gateway.engine.answer = (_, sink) -> {
            for (String text : texts) {
                sink.accept(new ChatDelta.Text(text));
            }
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 30, 15));
        };
    }

    private static Reply whole(String... texts) {
        return Reply.json("{\"choices\":[{\"message\":{\"content\":\"" + String.join("", texts)
                + "\"},\"finish_reason\":\"stop\"}],\"timings\":{\"prompt_n\":1}," + USAGE + "}");
    }

    private static Reply streamed(String... texts) {
        List<String> events = new ArrayList<>();
        for (String text : texts) {
            events.add(piece(text));
        }
        events.addAll(List.of(FrontOf.STOP, "{\"choices\":[]," + USAGE + "}", FrontOf.DONE));
        return Reply.events(events.toArray(String[]::new));
    }

    private static String piece(String text) {
        return "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}";
    }

    @Override
    public void breaksOff(String text) {
        process.reply(Reply.events(piece(text)));
    }

    @Override
    public void hangs(String text) {
        process.reply(Reply.events(piece(text)).hanging());
    }

    @Override
    public void awaitLeaving() throws InterruptedException {
        process.awaitLeaving();
    }

    @Override
    public void findsPromptsTooLong() {
        process.always(Reply.status(
                400,
                "{\"error\":{\"code\":400,\"message\":\"request (3005 tokens) exceeds the available context size (2048"
                        + " tokens), try increasing it\","
                        + "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":3005,"
                        + "\"n_ctx\":2048}}"));
    }

    @Override
    public void fails() {
        process.always(Reply.status(500, "{\"error\":{\"message\":\"oops\"}}"));
        gateway.engine.answer = (_, _) -> {
            throw new ApplianceException(GatewayProblems.answerCut("fake", "smoke"));
        };
    }

    @Test
    void bytesPassThatNobodyHereKnows() {
        says(FrontOf.CHAT, false, "Hello");

        HttpResponse<String> response =
                gateway.post(FrontOf.CHAT, SAY_HI + ",\"grammar\":\"root ::= \\\"a\\\"\",\"n_probs\":3}");

        assertTrue(response.body().contains("\"timings\":{\"prompt_n\":1}"), response.body());
    }

    @Test
    void aModelThatTheEngineLacksIsNotFound() {
        engine.knows = false;

        HttpResponse<String> response = gateway.post(FrontOf.CHAT, SAY_HI + "}");

        assertEquals(404, response.statusCode(), response.body());
        assertTrue(response.body().contains("there is no smoke"), response.body());
    }
}
