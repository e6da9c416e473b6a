package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of what keys, users and teams may do. What is not given stays as it is.
final class LimitOptions {
    /// Takes a limit away.
    static final String NONE = "none";

    @CompletesAs(CompletionKind.PUBLIC_MODELS)
    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            description = "models it may use, or beginnings of their names with * at the end; '*' for all")
    @Nullable
    List<String> models;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT/WINDOW",
            description = "what it may spend: 10/month, 0.5/6h; once for each window; none for any amount")
    @Nullable
    List<String> budgets;

    @Option(names = "--rpm", paramLabel = "COUNT", description = "requests per minute; none for any number")
    @Nullable
    String requests;

    @Option(
            names = "--tpm",
            paramLabel = "COUNT",
            description = "tokens per minute, input and output together; none for any number")
    @Nullable
    String tokens;

    @Option(names = "--concurrent", paramLabel = "COUNT", description = "requests at once; none for any number")
    @Nullable
    String concurrent;

    /// Adds what was given, as the admin API wants it.
    void writeTo(ObjectNode body) {
        texts(body, "models", models);
        texts(body, "budgets", budgets);
        number(body, "requests_per_minute", "--rpm", requests);
        number(body, "tokens_per_minute", "--tpm", tokens);
        number(body, "concurrent_requests", "--concurrent", concurrent);
    }

    /// Those of the named models that nothing here is called by, as far as that can be seen; a sentence each.
    List<String> unserved(Invocation invocation) {
        return models == null ? List.of() : UnservedNames.among(models, invocation);
    }

    /// Adds words; the word `none` alone adds an empty list.
    static void texts(ObjectNode body, String name, @Nullable List<String> words) {
        if (words != null) {
            var array = body.putArray(name);
            words.stream().filter(word -> !word.equals(NONE)).forEach(array::add);
        }
    }

    /// The admin API would name its own field and not the option.
    private static void number(ObjectNode body, String name, String option, @Nullable String word) {
        if (word == null) {
            return;
        }
        if (word.equals(NONE)) {
            body.putNull(name);
        } else if (word.matches("[0-9]{1,18}")) {
            body.put(name, Long.parseLong(word));
        } else {
            throw new ApplianceException(CommandProblems.wrongLine(
                    option + " is '" + word + "'; it is a whole number, or none for any number", "aiplat"));
        }
    }
}
