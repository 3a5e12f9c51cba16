using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Assistants;

/// <summary>One saved state of an assistant.</summary>
/// <param name="Note">Why it was saved; null where its author did not say.</param>
/// <param name="Threads">The number of threads with a run of this version.</param>
public sealed record AssistantVersion(
    string AssistantId, int Version, AssistantInput Assistant, string AuthorId, string AuthorName, string? Note, int Threads, long CreatedAt)
{
    public string Id => $"{AssistantId}.{Version}";

    public string Object => "assistant.version";
}

/// <summary>A thread in which a version has answered.</summary>
/// <param name="Runs">Its runs of that version.</param>
/// <param name="LastRunAt">Unix seconds.</param>
public sealed record VersionThread(string Id, string? Title, int Runs, long LastRunAt)
{
    public string Object => "assistant.version.thread";
}

/// <summary>What differs between two definitions of an assistant, in the order of the contract.</summary>
public sealed record AssistantComparison(IReadOnlyList<FieldDifference> Fields)
{
    public string Object => "assistant.comparison";
}

/// <summary>One field that differs. Lists read as one item on each line, schemas as indented JSON.</summary>
/// <param name="Field">Its path, such as <c>persona.tone</c>, <c>tools.find_order.parameters</c> or <c>metadata.team</c>.</param>
/// <param name="Before">Null where it was not there.</param>
/// <param name="After">Null where it is no longer there.</param>
/// <param name="Text">Both as one text, cut into what stayed, what went and what came, word by word.</param>
public sealed record FieldDifference(string Field, string? Before, string? After, IReadOnlyList<TextPiece> Text);

public sealed record TextPiece(string Text, PieceChange Change);

[JsonConverter(typeof(SnakeCaseEnum<PieceChange>))]
public enum PieceChange
{
    Same,
    Removed,
    Added,
}

/// <summary>Two definitions, of which neither need be saved.</summary>
public sealed record ComparisonInput
{
    public required AssistantInput Before { get; init; }

    public required AssistantInput After { get; init; }
}

public sealed record VersionRestoreInput
{
    /// <summary>Default: which version was restored.</summary>
    [StringLength(500)]
    public string? VersionNote { get; init; }
}
