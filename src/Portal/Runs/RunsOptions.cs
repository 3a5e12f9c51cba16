using System.ComponentModel.DataAnnotations;

namespace Portal.Runs;

/// <summary>The section <c>Portal:Runs</c>.</summary>
internal sealed class RunsOptions
{
    public const string Section = "Portal:Runs";

    /// <summary>How long a reply waits for the outputs of its tool calls, in seconds.</summary>
    [Range(1, 86_400)]
    public int ToolTimeoutSeconds { get; set; } = 600;
}
