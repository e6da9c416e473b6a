package io.aiplat.console;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.management.job.JobResource;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.origin.ModelSearch;
import java.util.List;

/// `/model-search`: models that could be pulled, by parts of their names.
public final class ModelSearchResource implements ManagementResource {
    private static final int USUAL = 20;
    private static final int LONGEST = 200;

    private static final ObjectType<ModelSearch.Found> FOUND = ObjectType.<ModelSearch.Found>named("FoundModel")
            .field("model", JsonType.text().described("To pull, or of this home."), ModelSearch.Found::model)
            .field(
                    "where",
                    JsonType.oneOf(List.of("here", "suggested", "huggingface")),
                    found -> found.where().word())
            .field("bytes", JsonType.whole().described("0 where it is not known."), ModelSearch.Found::bytes)
            .field("note", JsonType.text().described("For people."), ModelSearch.Found::note)
            .build();

    private static final ObjectType<ModelSearch.Result> RESULT = ObjectType.<ModelSearch.Result>named("ModelSearch")
            .field(
                    "data",
                    JsonType.listOf(FOUND.type()),
                    result -> result.found().stream().map(FOUND::json).toList())
            .optional("unreachable", JobResource.PROBLEM.type(), result -> {
                Problem unreachable = result.unreachable();
                return unreachable == null ? null : JobResource.PROBLEM.json(unreachable);
            })
            .build();

    private final ModelSearch search;

    /// The resource over a search.
    public ModelSearchResource(ModelSearch search) {
        this.search = search;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/model-search", PrincipalRole.ADMIN)
                .as(
                        "searchModels",
                        "Models that could be pulled: of this home, suggested, and of Hugging Face; where that cannot"
                                + " be asked, it says why.")
                .query("words", JsonType.text().described("Parts of the name, with blanks between them."))
                .query(
                        "limit",
                        JsonType.whole(1, ModelSearch.MOST)
                                .described("How many of Hugging Face; " + USUAL + " where nothing is said."))
                .failing(503)
                .answering(RESULT, this::found));
    }

    private ModelSearch.Result found(ManagementCall<RequestType.Nothing> call) {
        String words = call.query().get("words", "").strip();
        if (words.isEmpty() || words.length() > LONGEST) {
            throw ManagementBody.invalid("words", "it has 1 to " + LONGEST + " characters");
        }
        ModelSearch.Result result =
                search.search(List.of(words.split("\\s+")), limit(call.query().get("limit", Integer.toString(USUAL))));
        if (result.found().isEmpty() && result.unreachable() != null) {
            throw new ApplianceException(result.unreachable());
        }
        return result;
    }

    private static int limit(String text) {
        if (!text.matches("[1-9][0-9]?|100")) {
            throw ManagementBody.invalid("limit", "it is a whole number, 1 to " + ModelSearch.MOST);
        }
        return Integer.parseInt(text);
    }
}
