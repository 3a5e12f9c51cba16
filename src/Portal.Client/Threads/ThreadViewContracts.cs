using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Threads;

/// <summary>A person under the name that they had then.</summary>
public sealed record PersonName(string Id, string Name);

/// <summary>What a thread waits for somebody to do.</summary>
[JsonConverter(typeof(SnakeCaseEnum<WaitingFor>))]
public enum WaitingFor
{
    /// <summary>A person was asked for.</summary>
    Person,
    /// <summary>A message came in a thread that a person has taken over.</summary>
    Answer,
    /// <summary>A reply waits for the outputs of its tools.</summary>
    Tool,
    /// <summary>A rule holds something back until a person has approved it.</summary>
    Approval,
}

/// <summary>How the caller sees a thread; what is left out stays as it is.</summary>
public sealed record ThreadViewInput
{
    public bool? Pinned { get; init; }

    /// <summary>The <c>thread_sequence</c> up to which they have seen it; an earlier one than before changes nothing.</summary>
    [Range(0, long.MaxValue)]
    public long? SeenSequence { get; init; }
}

public sealed record ThreadReadAllInput
{
    /// <summary>Null for all projects.</summary>
    [StringLength(64)]
    public string? ProjectId { get; init; }
}

public sealed record ThreadsRead(string? ProjectId, long CreatedAt)
{
    public string Object => "threads.read";
}
