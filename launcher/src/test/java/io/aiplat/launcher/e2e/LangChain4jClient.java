package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// LangChain4j, doing what the scripts of `testbed/clients` do with the clients of other languages.
final class LangChain4jClient {
    private static final UserMessage PARIS = UserMessage.from("What is the weather in Paris?");
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    private final String url;
    private final Governed keys;

    LangChain4jClient(String url, Governed keys) {
        this.url = url + "/v1";
        this.keys = keys;
    }

    void run() throws Exception {
        OpenAiChatModel once = chat(keys.key, 0).build();
        assertEquals("42", once.chat("What is 6*7?"));
        streams();
        callsATool(once);
        answersInAForm(once);
        embeds();
        begin(keys.key).cancel();
        isRefused(once);
        asksAgainWhatPasses();
        doesNotGoOnWithoutABudget();
    }

    private void streams() throws Exception {
        Heard heard = new Heard();
        streaming(keys.key).chat("Count to five.", heard);
        ChatResponse whole = heard.whole.get(30, TimeUnit.SECONDS);
        assertEquals("one two three four five", whole.aiMessage().text());
        assertTrue(heard.parts.size() > 1, () -> "one piece is not a stream: " + heard.parts);
        assertEquals(whole.aiMessage().text(), String.join("", heard.parts));
        assertTrue(whole.tokenUsage().outputTokenCount() > 0);
    }

    private static void callsATool(OpenAiChatModel once) {
        ChatRequest asking = ChatRequest.builder()
                .messages(PARIS)
                .toolSpecifications(WEATHER)
                .build();
        ChatResponse called = once.chat(asking);
        assertEquals(FinishReason.TOOL_EXECUTION, called.finishReason());
        ToolExecutionRequest call = called.aiMessage().toolExecutionRequests().getFirst();
        assertEquals("get_weather", call.name());
        assertEquals("{\"city\":\"Paris\"}", call.arguments());

        ChatRequest telling = ChatRequest.builder()
                .messages(PARIS, called.aiMessage(), ToolExecutionResultMessage.from(call, "18 degrees"))
                .toolSpecifications(WEATHER)
                .build();
        assertEquals(
                "It is 18 degrees in Paris.", once.chat(telling).aiMessage().text());
    }

    private static void answersInAForm(OpenAiChatModel once) {
        JsonSchema schema = JsonSchema.builder()
                .name("answer")
                .rootElement(JsonObjectSchema.builder()
                        .addStringProperty("answer")
                        .required("answer")
                        .build())
                .build();
        ChatRequest asking = ChatRequest.builder()
                .messages(UserMessage.from("What is the capital of France?"))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(schema)
                        .build())
                .build();
        assertEquals(
                "{\"answer\": \"The capital of France is Paris.\"}",
                once.chat(asking).aiMessage().text());
    }

    private void embeds() {
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(url)
                .apiKey(keys.key)
                .modelName("smoke-embed")
                .maxRetries(0)
                .build();
        List<Embedding> vectors = model.embedAll(List.of(
                        TextSegment.from("The cat sat on the mat."),
                        TextSegment.from("A cat is on the mat."),
                        TextSegment.from("The sky is blue.")))
                .content();
        double near = CosineSimilarity.between(vectors.get(0), vectors.get(1));
        double far = CosineSimilarity.between(vectors.get(0), vectors.get(2));
        assertTrue(near > far, () -> near + " and " + far);
    }

    private void isRefused(OpenAiChatModel once) {
        OpenAiChatModel wrong = chat("sk-wrong", 0).build();
        assertThrows(AuthenticationException.class, () -> wrong.chat("ping"));
        OpenAiChatModel gone = chat(keys.key, 0).modelName("gone").build();
        assertThrows(ModelNotFoundException.class, () -> gone.chat("ping"));
        ChatRequest hot = ChatRequest.builder()
                .messages(UserMessage.from("ping"))
                .temperature(7.0)
                .build();
        String why = assertThrows(InvalidRequestException.class, () -> once.chat(hot))
                .getMessage();
        assertTrue(why.contains("\"param\":\"temperature\""), why);
    }

    private void asksAgainWhatPasses() throws Exception {
        StreamingHandle held = begin(keys.single);
        OpenAiChatModel hasty = chat(keys.single, 0).build();
        String why =
                assertThrows(RateLimitException.class, () -> hasty.chat("ping")).getMessage();
        assertTrue(why.contains("rate_limit_exceeded"), why);
        CompletableFuture<String> pong =
                CompletableFuture.supplyAsync(() -> chat(keys.single, 5).build().chat("ping"));
        TimeUnit.MILLISECONDS.sleep(200);
        held.cancel();
        assertEquals("pong", pong.get(30, TimeUnit.SECONDS));
    }

    /// It does not know `x-should-retry`, so it is told not to ask again.
    private void doesNotGoOnWithoutABudget() {
        OpenAiChatModel spender = chat(keys.spent, 0).maxTokens(8).build();
        RateLimitException over = assertThrows(RateLimitException.class, () -> {
            for (int i = 0; i < 50; i++) {
                assertEquals("pong", spender.chat("ping"));
            }
        });
        assertTrue(over.getMessage().contains("insufficient_quota"), over::getMessage);
    }

    /// Begins an answer of a thousand tokens: the model does not find out of the alphabet, so there is time to leave.
    private StreamingHandle begin(String key) throws Exception {
        Heard heard = new Heard();
        streaming(key).chat("Repeat: " + "abcdefghijklmnopqrstuvwxyz0123456789".repeat(3), heard);
        return heard.begun.get(30, TimeUnit.SECONDS);
    }

    private OpenAiChatModel.OpenAiChatModelBuilder chat(String key, int retries) {
        return OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName("smoke")
                .maxRetries(retries);
    }

    private OpenAiStreamingChatModel streaming(String key) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName("smoke")
                .maxTokens(1000)
                .build();
    }

    /// What came of a stream.
    private static final class Heard implements StreamingChatResponseHandler {
        final List<String> parts = new ArrayList<>();
        final CompletableFuture<StreamingHandle> begun = new CompletableFuture<>();
        final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        @Override
        public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
            parts.add(part.text());
            begun.complete(context.streamingHandle());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            begun.completeExceptionally(error);
            whole.completeExceptionally(error);
        }
    }
}
