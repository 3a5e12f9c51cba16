using Microsoft.Extensions.AI;

namespace Portal.Models.Gateway;

/// <summary>A fragment of a tool call as it streams; the framework's own content only knows whole calls.</summary>
internal sealed class ToolCallDeltaContent(int index, string? callId, string? name, string? argumentsDelta) : AIContent
{
    public int Index => index;

    public string? CallId => callId;

    public string? Name => name;

    public string? ArgumentsDelta => argumentsDelta;
}
