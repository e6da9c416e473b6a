package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/// Reads documents for retrieval-augmented generation that stand beside the conversation, as clients of Cohere and
/// vLLM send them: texts, shown before what the user said last.
final class ChatDocuments {
    private ChatDocuments() {}

    static List<ChatMessage> beside(List<ChatMessage> messages, RequestFields body) {
        JsonNode documents = body.any("documents");
        if (documents == null || documents.isEmpty()) {
            return messages;
        }
        StringBuilder shown = new StringBuilder();
        for (JsonNode document : documents) {
            shown.append(text(document)).append("\n\n");
        }
        List<ChatMessage> all = new ArrayList<>(messages);
        for (int i = all.size() - 1; i >= 0; i--) {
            ChatMessage message = all.get(i);
            if (message.role().equals("user")) {
                all.set(i, message.withContent(shown + message.content()));
                return all;
            }
        }
        all.addFirst(ChatMessage.text("system", shown.toString().strip()));
        return all;
    }

    private static String text(JsonNode document) {
        if (!document.isObject()) {
            return document.asText();
        }
        JsonNode data = document.has("data") ? document.path("data") : document;
        if (data.isTextual()) {
            return data.textValue();
        }
        for (String name : List.of("text", "contents", "content", "snippet", "page_content")) {
            String text = data.path(name).textValue();
            if (text != null) {
                return ContentParts.titled(data.path("title").asText(), text);
            }
        }
        return data.toString();
    }
}
