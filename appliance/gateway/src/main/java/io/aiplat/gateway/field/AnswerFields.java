package io.aiplat.gateway.field;

import static io.aiplat.gateway.field.FieldTable.all;

import java.util.ArrayList;
import java.util.List;

/// The schema of answers and of the events of streams, whosever API they are of. What servers number and name
/// themselves is not looked at: no model writes it, and who is told another name cannot refer to the thing.
public final class AnswerFields {
    private static final String SERVERS = "is the server's, not the model's";

    /// The rows.
    public static final FieldTable TABLE = new FieldTable(
            FieldTable.rows(
                    all(FieldKind.TURNS, "choices"),
                    all(FieldKind.PARTS, "content output"),
                    all(
                            FieldKind.TEXT,
                            "content_block delta error instructions item message output_text part refusal response"
                                    + " results stop_sequence text tools"),
                    all(FieldKind.JSON, "arguments"),
                    all(
                            FieldKind.WORD,
                            "finish_reason object phase role service_tier status stop_reason type truncation"),
                    all(
                            FieldKind.NUMBER,
                            "completed_at content_index created created_at index max_output_tokens output_index"
                                    + " sequence_number summary_index temperature top_logprobs top_p"),
                    hidden("id item_id message_id model obfuscation response_id previous_response_id request_id"
                            + " system_fingerprint usage meta metadata user safety_identifier prompt_cache_key")),
            below());

    /// Where a model has summed a conversation up, what is called encrypted is its text.
    public static final FieldTable SUMMED_UP = new FieldTable(
            List.copyOf(TABLE.fields()),
            TABLE.below().stream()
                    .map(field -> field.name().equals("encrypted_content")
                            ? new Field(field.name(), FieldKind.TEXT, "")
                            : field)
                    .toList());

    private AnswerFields() {}

    private static List<Field> hidden(String names) {
        List<Field> hidden = new ArrayList<>();
        for (Field field : all(FieldKind.TEXT, names)) {
            hidden.addAll(FieldTable.hidden(field.name(), SERVERS));
        }
        return hidden;
    }

    private static List<Field> below() {
        List<Field> below = new ArrayList<>();
        for (Field field : SharedFields.CONVERSATION) {
            boolean servers = field.kind() == FieldKind.ID || field.name().equals("model");
            below.addAll(servers ? FieldTable.hidden(field.name(), SERVERS) : List.of(field));
        }
        below.addAll(all(
                FieldKind.TEXT,
                "choices delta content_block document instructions item output_text part relevance_score response"
                        + " stop_sequence"));
        below.addAll(all(FieldKind.WORD, "finish_reason native_finish_reason service_tier stop_reason"));
        below.addAll(all(
                FieldKind.NUMBER,
                "completed_at content_index created created_at max_output_tokens output_index sequence_number"
                        + " summary_index temperature top_p"));
        below.addAll(hidden("meta metadata obfuscation previous_response_id prompt_cache_key request_id response_id"
                + " safety_identifier system_fingerprint usage"));
        return List.copyOf(below);
    }
}
