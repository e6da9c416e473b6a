package io.aiplat.gateway.field;

import java.util.List;

/// Rows that more than one API has.
public final class SharedFields {
    /// The name of the model.
    public static final List<Field> MODEL = FieldTable.hidden("model", "names the model; the gateway writes it anew");

    /// Who asks.
    public static final List<Field> USER =
            FieldTable.hidden("user", "tells the server who asks; it is no part of what a model reads");

    /// What is said about a request.
    public static final List<Field> ABOUT = FieldTable.rows(
            FieldTable.hidden(
                    "metadata", "is kept with the request and given back; it is no part of what a model reads"),
            FieldTable.hidden("safety_identifier", "tells the server who asks; it is no part of what a model reads"),
            FieldTable.hidden("prompt_cache_key", "finds the server's cache; it is no part of what a model reads"));

    /// Members of the structures of conversations, whoever's API they are of.
    public static final List<Field> CONVERSATION = FieldTable.rows(
            FieldTable.all(FieldKind.WORD, """
                    action allowed_callers background button completion_window complexity connector_id
                    context_compression cyber detail display effort environment error_code execution file_type format
                    generate_summary input_fidelity media_type memory_limit mode moderation moderation_stage object
                    output_format oversized_image phase quality ranker require_approval response_inclusion role
                    search_content_types search_context_size speed status syntax ttl type verbosity"""),
            FieldTable.all(FieldKind.ID, """
                    approval_request_id call_id caller_id comparison_response_id container_id continuation_id
                    download_id encrypted_content encrypted_index encrypted_stdout file_id file_ids fingerprint id
                    item_id previous_message_id signature skill_id tab_id tool_call_id tool_id tool_use_id tunnel_id
                    vector_store_ids"""),
            FieldTable.all(FieldKind.FILE, "b64_json data file_data file_url image_url input_audio result url"),
            FieldTable.all(FieldKind.JSON, "arguments partial_json"),
            FieldTable.all(FieldKind.FREE, """
                    attributes env filters headers input input_examples input_schema output_schema parameters
                    properties schema variables"""),
            FieldTable.all(FieldKind.TEXT, """
                    acknowledged_safety_checks actions allowed_domains allowed_tools always annotations approximate
                    audio authorization blocked_domains cache_control caller categories citations cited_text city
                    client_tool_results code command commands configs container content context country custom
                    definition description diff document_title domain domain_secrets error error_message file filename
                    function function_call grammar hybrid_search input_image_mask json_schema key keys lines
                    logprobs logs message model moderation_details name namespace network_policy never operation
                    outcome output outputs page_age param path pattern pending_safety_checks policy
                    prompt_cache_breakpoint queries query ranking_options reason reasoning reasoning_content refusal
                    region required results retrieved_at revised_prompt server_description server_label
                    server_tool_results server_url size skills source sources state_changes stderr stdout summary svg
                    svg_usage tabs text thinking timezone title token tool_calls tool_name tool_names tool_references
                    tools toolset_name top_logprobs transformations url_sources user user_id user_input user_location
                    value version voice working_directory"""),
            // What a person names in a schema or a document is below `properties`, `input` and the like, and so free.
            FieldTable.all(FieldKind.NUMBER, """
                    active approve async budget_tokens bytes compact_threshold defer_loading
                    disable_parallel_tool_use display_height display_width document_index eager_input_streaming
                    embedding_weight enabled end_block_index end_char_index end_index end_page_number exit_code
                    external_web_access frame_count frame_duration_ms include_obfuscation include_usage index
                    input_tokens is_error is_file_update logprob max_characters max_content_tokens max_num_results
                    max_output_length max_uses new_lines new_start num_lines old_lines old_start output_compression
                    output_tokens partial_images prewarm read_only reasoning_tokens return_code score score_threshold
                    scroll_x scroll_y search_result_index size_bytes start_block_index start_char_index start_index
                    start_line start_page_number strict text_weight timeout_ms total_lines total_tokens use_cache x
                    y"""),
            FieldTable.all(FieldKind.TEXT, """
                    close_tab cursor_position double_click file_upload find form_input get_page_text hold_key hover
                    javascript_exec left_click left_click_drag left_mouse_down left_mouse_up list_tabs middle_click
                    mouse_move navigate new_tab read_console read_network read_page right_click screenshot scroll
                    scroll_to switch_tab triple_click wait zoom"""));

    private SharedFields() {}
}
