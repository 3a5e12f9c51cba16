using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads.Sending;

[JsonConverter(typeof(SnakeCaseEnum<OutboxState>))]
public enum OutboxState
{
    Waiting,
    Sending,
    /// <summary>The server will not have it; what is behind it waits until the person has decided.</summary>
    Refused,
}

/// <summary>A message on its way to the server. Its request is the same in every attempt, so that it counts once.</summary>
public sealed record OutboxItem
{
    /// <summary>The <c>Idempotency-Key</c> of all its attempts.</summary>
    public string Key { get; init; } = Guid.NewGuid().ToString("N");

    public required string Text { get; init; }

    /// <summary><c>assistant</c> for what a person answers in its place.</summary>
    public MessageRole Role { get; init; } = MessageRole.User;

    /// <summary>False: stored without asking the assistant.</summary>
    public bool Reply { get; init; } = true;

    /// <summary>As <see cref="MessageInput.ParentId"/>.</summary>
    public string? ParentId { get; init; }

    /// <summary>The thread's <c>thread_sequence</c> when it was written: the message itself can only come after it.</summary>
    public long AfterSequence { get; init; }

    public OutboxState State { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Refusal { get; init; }

    /// <summary>Of a limit or a budget: the refusal by which what decided can be read.</summary>
    public string? RefusalId { get; init; }

    /// <summary>True while the server cannot have it: then it may still be changed or dropped.</summary>
    [JsonIgnore]
    public bool CanChange => State == OutboxState.Refused || (State == OutboxState.Waiting && Attempts == 0);

    public MessageInput ToInput() => new()
    {
        Role = Role,
        Content = Text,
        ParentId = ParentId,
        Reply = Reply,
        IdempotencyKey = Key,
    };
}

/// <summary>What a tab keeps: by thread, in order.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Dictionary<string, List<OutboxItem>>))]
sealed partial class OutboxJson : JsonSerializerContext;
