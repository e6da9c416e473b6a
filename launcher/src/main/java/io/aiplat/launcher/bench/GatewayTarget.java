package io.aiplat.launcher.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model behind the gateway, asked as any client asks it: by OpenAI's API, streamed, with usage.
public final class GatewayTarget implements BenchTarget {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApplianceClient client;
    private final String model;

    public GatewayTarget(ApplianceClient client, String model) {
        this.client = client;
        this.model = model;
    }

    @Override
    public BenchSample ask(String prompt, int outputTokens) throws InterruptedException {
        Answer answer = new Answer();
        try (Stream<String> events = client.chatEvents(body(prompt, outputTokens))) {
            for (Iterator<String> each = events.iterator(); each.hasNext(); ) {
                answer.take(each.next());
            }
            return answer.ended(null);
        } catch (ApplianceException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("the bench was stopped").initCause(e);
            }
            return answer.ended(words(e.problem()));
        } catch (UncheckedIOException | JsonProcessingException e) {
            return answer.ended("The answer broke off: " + e.getMessage());
        }
    }

    private static String words(Problem problem) {
        return problem.what() + ": " + problem.why();
    }

    /// `ignore_eos` and `cache_prompt` are llama-server's; others leave out what they do not know, so how much came is
    /// counted.
    private ObjectNode body(String prompt, int outputTokens) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put("max_tokens", outputTokens).put("ignore_eos", true).put("cache_prompt", false);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body;
    }

    /// An answer as it comes.
    private static final class Answer {
        private final long begin = System.nanoTime();
        private long first;
        private int pieces;
        private int promptTokens;
        private int outputTokens;

        void take(String event) throws JsonProcessingException {
            if (event.equals("[DONE]")) {
                return;
            }
            JsonNode json = JSON.readTree(event);
            if (json.has("error")) {
                throw new UncheckedIOException(
                        new IOException(json.at("/error/message").asText()));
            }
            JsonNode delta = json.at("/choices/0/delta");
            boolean text = !delta.path("content").asText("").isEmpty()
                    || !delta.path("reasoning_content").asText("").isEmpty()
                    || !delta.path("tool_calls").isEmpty();
            if (text) {
                first = first == 0 ? System.nanoTime() : first;
                pieces++;
            }
            if (json.path("usage").isObject()) {
                promptTokens = json.at("/usage/prompt_tokens").asInt();
                outputTokens = json.at("/usage/completion_tokens").asInt();
            }
        }

        BenchSample ended(@Nullable String error) {
            long end = System.nanoTime();
            String why = error == null && pieces == 0 && outputTokens == 0 ? "The answer was empty" : error;
            return new BenchSample(
                    begin, first == 0 ? end : first, end, promptTokens, outputTokens == 0 ? pieces : outputTokens, why);
        }
    }
}
