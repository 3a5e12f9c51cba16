namespace Portal.Client.Threads;

/// <summary>What the assistant has in mind when it answers next.</summary>
/// <param name="Summary">Null before reflection memory is served.</param>
/// <param name="Reflections">Empty before reflection memory is served.</param>
/// <param name="VectorContext">Empty before vector stores are served.</param>
public sealed record ThreadMemory(
    string? Summary,
    WorkingMemory Working,
    IReadOnlyList<Reflection> Reflections,
    IReadOnlyList<VectorContext> VectorContext)
{
    public string Object => "thread.memory";
}

/// <summary>The last whole messages that fit the limit, newest kept, counted by the model's tokenizer, system text apart.</summary>
public sealed record WorkingMemory(int Tokens, int Limit, int Messages);

public sealed record Reflection(string Id, string Text, long CreatedAt, string FromMessage, string ToMessage);

/// <param name="Score">0–1, higher is closer.</param>
public sealed record VectorContext(string Text, double Score, VectorSource Source);

public sealed record VectorSource(string Type, string? FileId, string? VectorStoreId, string? MessageId);
