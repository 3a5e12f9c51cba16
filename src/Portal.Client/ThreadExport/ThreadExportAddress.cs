using System.Text.Json.Serialization;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.ThreadExport;

[JsonConverter(typeof(SnakeCaseEnum<ThreadExportFormat>))]
public enum ThreadExportFormat
{
    Markdown,
    /// <summary>The thread as it is read, with the messages of all branches: a <c>POST /v2/threads</c> takes it back where it holds no tool calls.</summary>
    Json,
    /// <summary>One page that loads nothing, for printing.</summary>
    Html,
}

/// <summary>Where the browser gets a thread as a file.</summary>
public static class ThreadExportAddress
{
    /// <param name="branch">A message of the branch; null for the one last written to, and for all branches in JSON.</param>
    public static string Of(string threadId, ThreadExportFormat format, string? branch = null) =>
        $"v2/threads/{QueryString.Segment(threadId)}/export{new QueryString().Add("format", Wording.Wire(format)).Add("branch", branch)}";
}
