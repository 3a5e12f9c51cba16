using System.ComponentModel.DataAnnotations;

namespace Portal.Runs;

/// <summary>The section <c>Portal:Runs</c>.</summary>
internal sealed class RunsOptions
{
    public const string Section = "Portal:Runs";

    /// <summary>How long a reply waits for the outputs of its tool calls, in seconds.</summary>
    [Range(1, 86_400)]
    public int ToolTimeoutSeconds { get; set; } = 600;

    /// <summary>How long a reply waits for a person to approve what a rule holds back, in seconds.</summary>
    [Range(1, 30 * 86_400)]
    public int ApprovalTimeoutSeconds { get; set; } = 86_400;
}
