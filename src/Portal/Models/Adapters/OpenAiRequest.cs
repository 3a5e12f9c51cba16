using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Portal.Models.Gateway;

namespace Portal.Models.Adapters;

/// <summary>The body of a chat completion: https://platform.openai.com/docs/api-reference/chat/create.</summary>
internal static class OpenAiRequest
{
    public static byte[] Write(IEnumerable<ChatMessage> messages, ChatOptions options, Uri address)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", options.ModelId);
        json.WriteStartArray("messages");
        foreach (var message in messages) WriteMessage(json, message);
        json.WriteEndArray();
        if (options.MaxOutputTokens is { } most) json.WriteNumber(MaxTokensName(address), most);
        if (options.Tools is { Count: > 0 } tools) WriteTools(json, tools.OfType<FunctionTool>());
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // OpenAI's newer models refuse the old name, and most other servers only know the old one.
    static string MaxTokensName(Uri address) =>
        address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase)
            ? "max_completion_tokens"
            : "max_tokens";

    static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        // Each tool's output is a message of its own here.
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", ToolOutput.Text(result));
            json.WriteEndObject();
        }

        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var text = message.Text;
        if (text.Length == 0 && calls.Count == 0 && message.Contents.Count > 0) return;
        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        if (text.Length == 0 && calls.Count > 0) json.WriteNull("content");
        else json.WriteString("content", text);
        if (calls.Count > 0) WriteCalls(json, calls);
        json.WriteEndObject();
    }

    static void WriteCalls(Utf8JsonWriter json, List<FunctionCallContent> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", PastToolCall.Arguments(call));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteTools(Utf8JsonWriter json, IEnumerable<FunctionTool> tools)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            if (tool.Description.Length > 0) json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            tool.JsonSchema.WriteTo(json);
            if (tool.Strict) json.WriteBoolean("strict", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
