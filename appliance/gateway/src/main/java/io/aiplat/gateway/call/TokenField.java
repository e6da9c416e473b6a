package io.aiplat.gateway.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a field of a request has to do with how many tokens are generated and by which model, by any of the names
/// that a server in use may read it by. A name that is missing here is one by which a key's budget or its models
/// can be gone round.
public enum TokenField {
    /// Most tokens of an answer.
    CAP,
    /// How many answers are generated for each prompt.
    ANSWERS,
    /// How many answers are gone on with at once to find one.
    BEAMS,
    /// Tokens of thoughts, which not every server counts as a part of the answer.
    THOUGHTS,
    /// Fewest tokens of an answer.
    FLOOR,
    /// Texts that are each gone on with.
    PROMPTS,
    /// A guess of the answer; what of it is wrong is paid as if it had been generated.
    DRAFT,
    /// An object in which a cap is one of thoughts.
    THINKING,
    /// An object in which servers read parameters.
    PARAMETERS,
    /// The model that is asked.
    MODEL,
    /// Another model, or another server for it, that answers as well or instead.
    OTHER_MODEL,
    /// An object or array that is shown to the model, or handed through, where a name says nothing.
    CONTENT;

    private static final Map<TokenField, String> NAMES = Map.of(
            CAP,
            """
            maxtokens maxcompletiontokens maxoutputtokens maxnewtokens maxtokenstosample maxtokenstogenerate
            maxgeneratedtokens maxgenerationtokens maxgentokens maxgenlen maxgeneratelength maxgenlength maxlength
            maxlen maxoutputlength maxoutputlen maxresponsetokens maxresponseoutputtokens maxanswertokens
            maxcompletionlength maxtokencount maxdecodetokens maxdecodesteps maxdecodinglength maxoutput maxtoken
            maxnewtoken outputtokens outputtokenlimit numtokens ntokens ntokenspredict numpredict npredict
            tokenstogenerate tokenlimit responselength requestoutputlen outputlen maxcompletiontoken
            maxtokenstotal maxgentoks numtokenstogenerate""",
            ANSWERS,
            """
            n bestof numreturnsequences numcandidates candidatecount numcompletions numresponses numgenerations
            numresults numoutputs numsamples numchoices nchoices ncompletions ncmpl samplecount responsecount
            numsequences numreturn nsamples nbest nresponses nanswers maxchunksperdoc maxchunksperdocument""",
            BEAMS,
            "numbeams beamwidth beamsize nbeams beams numbeamgroups",
            THOUGHTS,
            """
            budgettokens thinkingbudget thinkingbudgettokens thinkingtokenbudget thinkingtokens maxthinkingtokens
            reasoningbudget reasoningtokens reasoningbudgettokens reasoningtokenbudget maxreasoningtokens
            reasoningmaxtokens thinkingmaxtokens""",
            FLOOR,
            "mintokens minnewtokens minlength minlen mincompletiontokens minoutputtokens minpredict",
            PROMPTS,
            "prompt prompts promptembeds",
            DRAFT,
            "prediction",
            THINKING,
            "thinking reasoning thinkingconfig reasoningconfig reasoningoptions",
            PARAMETERS,
            """
            options extrabody extra params parameters generationconfig generationparameters generationparams
            samplingparams samplingparameters inferenceconfig inferenceparams modelkwargs kwargs generatekwargs
            additionalmodelrequestfields provideroptions vllmxargs nvext settings config""",
            CONTENT,
            """
            messages input system instructions tools functions toolchoice functioncall responseformat text format
            outputconfig guidedjson structuredoutputs metadata documents texts query queries passages user
            streamoptions logitbias stop audio suffix chattemplatekwargs file image images context""");

    private static final Map<TokenField, String> MODELS = Map.of(MODEL, "model", OTHER_MODEL, """
            models modelid modelname modelalias modelpath modellist modelgroup modelinfo route routing routingconfig
            provider providers preset fallback fallbacks fallbackmodel fallbackmodels defaultfallbacks
            contextwindowfallbacks contentpolicyfallbacks deployment deploymentid deploymentname specificdeployment
            engine engines engineid userconfig routersettings routersettingsoverride customllmprovider litellmparams
            apibase baseurl apikey apiversion apitype headers extraheaders extraquery adapter adapters adapterid
            adaptersource lora loras loraid loraname lorapath lorarequest lorarequests draftmodel speculativemodel
            targetmodel modeloverride modelversion servedmodelname basemodel assistantmodel assistantid
            botid router""");

    /// All of them.
    static final FieldNames<TokenField> TABLE = table();

    private static FieldNames<TokenField> table() {
        Map<String, TokenField> known = new HashMap<>();
        for (Map<TokenField, String> some : List.of(NAMES, MODELS)) {
            some.forEach((field, names) -> {
                for (String name : names.split("\\s+", 0)) {
                    known.put(name, field);
                }
            });
        }
        return new FieldNames<>(known);
    }
}
