using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Client.Assistants;

/// <summary>A definition that need not be saved.</summary>
public sealed record AssistantPreviewInput
{
    public required AssistantInput Assistant { get; init; }

    /// <summary>The metadata of the thread to compose for; default: none.</summary>
    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>What a run of the definition would send before the conversation, composed by the same code.</summary>
/// <param name="System">The system prompt, its variables filled in for the caller and this moment.</param>
/// <param name="SystemTokens">By the model's tokenizer.</param>
/// <param name="ToolTokens">What the declarations of the tools take.</param>
/// <param name="InputTokens">Both, and what frames a message and opens a reply: what each reply costs before the conversation.</param>
/// <param name="ContextWindow">Of the model, in tokens; null where the catalogue does not hold it.</param>
/// <param name="Unknown">Names in braces that are neither defined nor built in; they go to the model as they stand.</param>
public sealed record AssistantPreview(
    string System,
    int SystemTokens,
    int ToolTokens,
    int InputTokens,
    int? ContextWindow,
    IReadOnlyList<PromptValue> Variables,
    IReadOnlyList<string> Unknown)
{
    public string Object => "assistant.preview";
}

/// <summary>A variable that the definition uses, and what stands for it.</summary>
public sealed record PromptValue(string Name, string Value, PromptValueSource Source);

[JsonConverter(typeof(SnakeCaseEnum<PromptValueSource>))]
public enum PromptValueSource
{
    BuiltIn,
    Default,
    /// <summary>The thread's metadata.</summary>
    Metadata,
}

/// <summary>A conversation with a definition that need not be saved. Nothing of it is stored but what it used.</summary>
public sealed record AssistantTryInput
{
    public required AssistantInput Assistant { get; init; }

    /// <summary>The assistant that the definition is a draft of; its use is counted there.</summary>
    [StringLength(64)]
    public string? AssistantId { get; init; }

    /// <summary>Oldest first; the last one is the user's, or a tool's output.</summary>
    [MinLength(1), MaxLength(500)]
    public required IReadOnlyList<TryMessage> Messages { get; init; }

    /// <summary>As the metadata of a thread would be.</summary>
    [Metadata]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

public sealed record TryMessage
{
    public required MessageRole Role { get; init; }

    /// <summary>Null only for a reply that called tools.</summary>
    [StringLength(200_000)]
    public string? Content { get; init; }

    /// <summary>For <c>assistant</c>: as its reply gave them.</summary>
    [MaxLength(128)]
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>For <c>tool</c>: the call that this answers.</summary>
    [StringLength(64)]
    public string? ToolCallId { get; init; }
}
