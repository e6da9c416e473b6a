package io.aiplat.inference.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation to be continued.
///
/// @param model     name as in `ModelCard.name`
/// @param messages  the turns so far, one or more
/// @param sampling  how tokens are drawn
/// @param tools     what the model may call
/// @param format    what form the answer must have
/// @param reasoning how much it thinks before; null for as the model does by itself
/// @param serving   how the route wants the model served
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        SamplingOptions sampling,
        Tools tools,
        AnswerFormat format,
        @Nullable ReasoningEffort reasoning,
        ServingOptions serving) {
    private static final String UNSEEN = "[a picture that this model cannot see]";

    public ChatRequest {
        messages = List.copyOf(messages);
    }

    /// A conversation with nothing but defaults.
    public static ChatRequest of(String model, List<ChatMessage> messages) {
        return new ChatRequest(
                model,
                messages,
                SamplingOptions.USUAL,
                Tools.NONE,
                new AnswerFormat.Text(),
                null,
                ServingOptions.USUAL);
    }

    /// The same for another model.
    public ChatRequest withModel(String name) {
        return new ChatRequest(name, messages, sampling, tools, format, reasoning, serving);
    }

    /// The same, drawn otherwise.
    public ChatRequest withSampling(SamplingOptions other) {
        return new ChatRequest(model, messages, other, tools, format, reasoning, serving);
    }

    /// The same with other turns.
    public ChatRequest withMessages(List<ChatMessage> others) {
        return new ChatRequest(model, others, sampling, tools, format, reasoning, serving);
    }

    /// Whether pictures were shown in turns that have been answered.
    public boolean hasPastPictures() {
        return messages.subList(0, answered()).stream()
                .anyMatch(message -> !message.images().isEmpty());
    }

    /// Whether pictures are shown that nobody has answered yet.
    public boolean hasNewPictures() {
        return messages.subList(answered(), messages.size()).stream()
                .anyMatch(message -> !message.images().isEmpty());
    }

    /// The same for a model that sees no pictures: of those in turns that have been answered it is told that they
    /// were there.
    public ChatRequest withoutPastPictures() {
        List<ChatMessage> told = new ArrayList<>(messages);
        for (int i = answered() - 1; i >= 0; i--) {
            ChatMessage message = told.get(i);
            if (!message.images().isEmpty()) {
                String text = message.content().isEmpty() ? UNSEEN : message.content() + "\n" + UNSEEN;
                told.set(i, message.withContent(text).withImages(List.of()));
            }
        }
        return withMessages(told);
    }

    /// How many turns there are up to the last answer.
    private int answered() {
        for (int i = messages.size(); i > 0; i--) {
            if (messages.get(i - 1).role().equals("assistant")) {
                return i;
            }
        }
        return 0;
    }

    /// The same with other tools.
    public ChatRequest withTools(Tools other) {
        return new ChatRequest(model, messages, sampling, other, format, reasoning, serving);
    }

    /// The same in another form.
    public ChatRequest withFormat(AnswerFormat other) {
        return new ChatRequest(model, messages, sampling, tools, other, reasoning, serving);
    }

    /// The same with more or less thinking.
    ///
    /// @param other null for as the model does by itself
    public ChatRequest withReasoning(@Nullable ReasoningEffort other) {
        return new ChatRequest(model, messages, sampling, tools, format, other, serving);
    }

    /// The same, served otherwise.
    public ChatRequest withServing(ServingOptions other) {
        return new ChatRequest(model, messages, sampling, tools, format, reasoning, other);
    }

    /// What form an answer must have.
    public sealed interface AnswerFormat {
        /// Any text.
        record Text() implements AnswerFormat {}

        /// Any JSON object.
        record Json() implements AnswerFormat {}

        /// JSON that fits a schema.
        ///
        /// @param schema JSON Schema as text
        record JsonSchema(String schema) implements AnswerFormat {}
    }
}
