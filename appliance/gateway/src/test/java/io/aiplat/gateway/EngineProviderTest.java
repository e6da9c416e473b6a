package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.gateway.provider.EngineProvider;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.model.ApplianceException;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Models of an engine keep the contract.
class EngineProviderTest implements ProviderContract {
    private static final String SAY_HI =
            "{\"model\":\"smoke\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final RunningGateway gateway = new RunningGateway();
    private final CountDownLatch left = new CountDownLatch(1);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Override
    public Class<? extends Provider> provider() {
        return EngineProvider.class;
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
        gateway.engine.answer = (_, sink) -> {
            for (String text : texts) {
                sink.accept(new ChatDelta.Text(text));
            }
            sink.accept(new ChatDelta.Finished(FinishReason.STOP, 30, 15));
        };
    }

    @Override
    public void breaksOff(String text) {
        gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Text(text));
    }

    @Override
    public void hangs(String text) {
        gateway.engine.answer = (_, sink) -> hang(text, sink);
    }

    /// As engines do: whoever leaves interrupts them.
    private void hang(String text, ChatSink sink) {
        sink.accept(new ChatDelta.Text(text));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            left.countDown();
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public void awaitLeaving() throws InterruptedException {
        left.await();
    }

    @Override
    public void findsPromptsTooLong() {
        gateway.engine.answer = (_, _) -> {
            throw new RequestRefused(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, "messages", "300 of 256 tokens");
        };
    }

    @Override
    public void fails() {
        gateway.engine.answer = (_, _) -> {
            throw new ApplianceException(GatewayProblems.answerCut("fake", "smoke"));
        };
    }

    /// A request that the engine dies of is neither tried again nor a reason to rest the model for everybody else.
    @Test
    void aRequestThatTheEngineFailsAtIsTriedOnceAndRestsNobody() {
        AtomicInteger tries = new AtomicInteger();
        gateway.engine.answer = (_, _) -> {
            tries.incrementAndGet();
            throw new RequestRefused(RequestRefused.Kind.ENGINE_FAILED, null, "it died");
        };
        for (int i = 1; i <= 10; i++) {
            HttpResponse<String> response = gateway.post(FrontOf.CHAT, SAY_HI);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains("engine_failed"), response.body());
            assertEquals(i, tries.get());
        }
        says(FrontOf.CHAT, false, "Hello");
        assertEquals(200, gateway.post(FrontOf.CHAT, SAY_HI).statusCode());
    }
}
