package io.aiplat.inference.embedded.worker;

import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Request to a worker, as a message over its standard input.
/// Its end means: die.
///
/// ```
/// Load → Loaded | Failed, and the worker ends
/// Chat → Text* then Finished | Refused | Failed        one at a time
/// Count → Counted | Failed                              one at a time
/// Embed → Vectors | Refused | Failed                    one at a time
/// Cancel, at any time → the chat of that number, if it is still running, ends in Finished before its next
/// token
/// ```
public sealed interface WorkerRequest {

    /// The first thing said.
    ///
    /// @param file          the GGUF file
    /// @param contextLength tokens of prompt and answer together
    /// @param threads       threads to compute with, or 0 for as many as llama.cpp likes
    /// @param use           what for; a worker does one or the other
    /// @param specialTokens how many tokens the tokenizer puts around a prompt by itself
    /// @param chatMl        whether its chat template is ChatML, or it has none
    record Load(String file, int contextLength, int threads, Use use, int specialTokens, boolean chatMl)
            implements WorkerRequest {}

    /// What a worker is for.
    enum Use {
        CHAT,
        EMBED,
        /// Embedding, where the file does not say how to make one vector of many: by their mean.
        EMBED_MEAN,
        /// Embedding with a model that writes: the vector of the last token stands for the text, as it saw
        /// all others.
        EMBED_LAST
    }

    /// What comes before the answer.
    sealed interface Prompt {
        /// A conversation, to be put into the model's own template.
        ///
        /// @param messages JSON array of `{"role", "content"}`
        record Turns(String messages) implements Prompt {}

        /// A text that stands as it is.
        record Raw(String text) implements Prompt {}
    }

    /// A prompt to be continued.
    ///
    /// @param id        number of the request, never the same twice
    /// @param maxTokens at most this many tokens of answer
    /// @param sampling  llama.cpp's names of sampling parameters, and their values
    /// @param stop      texts that end the answer and are not part of it
    record Chat(
            int id, Prompt prompt, int maxTokens, Map<String, Double> sampling, List<String> stop, AnswerFormat format)
            implements WorkerRequest {}

    /// A prompt whose tokens are to be counted.
    ///
    /// @param id number of the request, never the same twice
    record Count(int id, Prompt prompt) implements WorkerRequest {}

    /// Texts to make vectors of.
    ///
    /// @param id     number of the request, never the same twice
    /// @param inputs in the order in which their vectors come
    record Embed(int id, List<String> inputs) implements WorkerRequest {}

    /// Nobody waits for the answer of request `id` any more.
    record Cancel(int id) implements WorkerRequest {}

    /// Writes this as one frame.
    default void writeTo(DataOutputStream out) throws IOException {
        WorkerFraming.write(out, this::body);
    }

    private void body(DataOutputStream out) throws IOException {
        switch (this) {
            case Load(String file, int contextLength, int threads, Use use, int specialTokens, boolean chatMl) -> {
                out.writeByte('L');
                WorkerFraming.text(out, file);
                out.writeInt(contextLength);
                out.writeInt(threads);
                WorkerFraming.text(out, use.name());
                out.writeInt(specialTokens);
                out.writeBoolean(chatMl);
            }
            case Chat chat -> chat(out, chat);
            case Count(int id, Prompt prompt) -> {
                out.writeByte('N');
                out.writeInt(id);
                prompt(out, prompt);
            }
            case Embed(int id, List<String> inputs) -> {
                out.writeByte('E');
                out.writeInt(id);
                WorkerFraming.texts(out, inputs);
            }
            case Cancel(int id) -> {
                out.writeByte('X');
                out.writeInt(id);
            }
        }
    }

    private static void prompt(DataOutputStream out, Prompt prompt) throws IOException {
        switch (prompt) {
            case Prompt.Turns(String messages) -> {
                out.writeByte('m');
                WorkerFraming.text(out, messages);
            }
            case Prompt.Raw(String text) -> {
                out.writeByte('r');
                WorkerFraming.text(out, text);
            }
        }
    }

    private static Prompt prompt(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 'm' -> new Prompt.Turns(WorkerFraming.text(in));
            case 'r' -> new Prompt.Raw(WorkerFraming.text(in));
            default -> throw new IOException("a prompt of kind " + kind);
        };
    }

    private static void chat(DataOutputStream out, Chat chat) throws IOException {
        out.writeByte('C');
        out.writeInt(chat.id);
        prompt(out, chat.prompt);
        out.writeInt(chat.maxTokens);
        out.writeInt(chat.sampling.size());
        for (Map.Entry<String, Double> parameter : chat.sampling.entrySet()) {
            WorkerFraming.text(out, parameter.getKey());
            out.writeDouble(parameter.getValue());
        }
        WorkerFraming.texts(out, chat.stop);
        switch (chat.format) {
            case AnswerFormat.Text _ -> out.writeByte('t');
            case AnswerFormat.Json _ -> out.writeByte('j');
            case AnswerFormat.JsonSchema(String schema) -> {
                out.writeByte('s');
                WorkerFraming.text(out, schema);
            }
        }
    }

    /// Reads one frame.
    ///
    /// @throws java.io.EOFException if the appliance is gone
    /// @throws IOException          if it is none of ours
    static WorkerRequest readFrom(DataInputStream in) throws IOException {
        DataInputStream body = new DataInputStream(new ByteArrayInputStream(WorkerFraming.read(in)));
        byte kind = body.readByte();
        return switch (kind) {
            case 'L' ->
                new Load(
                        WorkerFraming.text(body),
                        body.readInt(),
                        body.readInt(),
                        Use.valueOf(WorkerFraming.text(body)),
                        body.readInt(),
                        body.readBoolean());
            case 'C' ->
                new Chat(
                        body.readInt(),
                        prompt(body),
                        body.readInt(),
                        sampling(body),
                        WorkerFraming.texts(body),
                        format(body));
            case 'N' -> new Count(body.readInt(), prompt(body));
            case 'E' -> new Embed(body.readInt(), WorkerFraming.texts(body));
            case 'X' -> new Cancel(body.readInt());
            default -> throw new IOException("a frame of kind " + kind);
        };
    }

    private static Map<String, Double> sampling(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, Double> sampling = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            sampling.put(WorkerFraming.text(in), in.readDouble());
        }
        return sampling;
    }

    private static AnswerFormat format(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 't' -> new AnswerFormat.Text();
            case 'j' -> new AnswerFormat.Json();
            case 's' -> new AnswerFormat.JsonSchema(WorkerFraming.text(in));
            default -> throw new IOException("an answer format of kind " + kind);
        };
    }
}
