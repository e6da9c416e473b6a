package io.aiplat.host.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an engine says in its errors, without docker-java's wrapping.
final class ContainerEngineErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STATUS = Pattern.compile("^Status [0-9]{3}: ");
    private static final Pattern PORT = Pattern.compile("(?:127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::]):([0-9]{1,5})\\b");

    private ContainerEngineErrors() {}

    /// The engine's own sentence.
    static String said(DockerException e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        return message(STATUS.matcher(text).replaceFirst(""));
    }

    /// The `message` of an error body, or the body itself.
    static String message(String body) {
        try {
            String message = JSON.readTree(body).path("message").asText();
            return message.isEmpty() ? body.strip() : message;
        } catch (JsonProcessingException _) {
            // Not every engine answers errors in JSON.
            return body.strip();
        }
    }

    /// A text as a JSON string.
    static String quote(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    /// The port an engine could not publish because it is in use; 0 where the error is about something else.
    static int portInUse(String said) {
        if (!said.contains("port is already allocated") && !said.contains("address already in use")) {
            return 0;
        }
        Matcher m = PORT.matcher(said);
        return m.find() ? Integer.parseInt(m.group(1)) : 0;
    }
}
