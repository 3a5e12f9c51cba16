using System.ComponentModel.DataAnnotations;

namespace Portal.Client.Assistants;

/// <summary>An assistant as a file: everything that a version says, and nothing of where it came from.</summary>
public sealed record AssistantExport
{
    public const string FormatName = "portal.assistant";

    /// <summary>Counts up when older portals could no longer read a file rightly.</summary>
    public const int NewestVersion = 1;

    /// <summary><c>portal.assistant</c>.</summary>
    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    public required AssistantInput Assistant { get; init; }

    public static AssistantExport Of(AssistantInput assistant) =>
        new() { Format = FormatName, FormatVersion = NewestVersion, Assistant = assistant };
}

/// <summary>Where a copy goes, and what it is called.</summary>
public sealed record AssistantCopyInput
{
    /// <summary>Default: the project of the original.</summary>
    [StringLength(64)]
    public string? ProjectId { get; init; }

    /// <summary>Default: the original's with "(copy)" after it, or as it is in another project.</summary>
    [StringLength(256, MinimumLength = 1)]
    public string? Name { get; init; }
}
