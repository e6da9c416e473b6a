package io.aiplat.gateway.api.contract;

/// API format: an API in which models are asked to write.
/// One file reads its requests, others write its answers.
public interface ApiFormat {
    /// What the names of its answers begin with.
    String idPrefix();

    /// Reads a request.
    ///
    /// @throws ApiException naming the field at fault
    ParsedRequest read(RequestFields body, ReadContext reading);

    /// What a parameter of OpenAI's chat is called here, since engines refuse in its words.
    String parameter(String ofChat);
}
