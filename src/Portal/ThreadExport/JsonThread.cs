using System.Text;
using Portal.Api;
using Portal.Client.Threads;

namespace Portal.ThreadExport;

/// <summary>The thread as it is read, with its messages: the body that <c>POST /v2/threads</c> takes, and more that it ignores.</summary>
internal sealed class JsonThread : IThreadFormat
{
    bool hasMessages;

    public string ContentType => "application/json; charset=utf-8";

    public string Extension => "json";

    public string? ContentPolicy => null;

    public void Begin(StringBuilder text, ThreadHead head)
    {
        var thread = Wire.Serialize(head.Thread);
        text.Append(thread, 0, thread.Length - 1).Append(",\"messages\":[");
    }

    public void Add(StringBuilder text, Message message)
    {
        text.Append(hasMessages ? ",\n" : "\n").Append(Wire.Serialize(message));
        hasMessages = true;
    }

    public void End(StringBuilder text) => text.Append("\n]}\n");
}
