using System.Globalization;
using System.Text;
using Portal.Access;
using Portal.Client.Threads;
using Portal.Threads;

namespace Portal.ThreadExport;

/// <param name="ExportedAt">Unix seconds.</param>
internal sealed record ThreadHead(ChatThread Thread, string AssistantName, long ExportedAt)
{
    public string Title => string.IsNullOrWhiteSpace(Thread.Title) ? "Untitled conversation" : Thread.Title;

    public static string Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>How a thread is written, piece by piece.</summary>
internal interface IThreadFormat
{
    string ContentType { get; }

    string Extension { get; }

    /// <summary>What a browser may do with the file; null for what the portal's pages may.</summary>
    string? ContentPolicy { get; }

    void Begin(StringBuilder text, ThreadHead head);

    void Add(StringBuilder text, Message message);

    void End(StringBuilder text);
}

/// <summary>A thread as a file, written while it is read: of ten thousand messages a hundred are in memory.</summary>
internal sealed class ThreadFile(ThreadHead head, IReadOnlyList<string> ids, IConversations conversations, IThreadFormat format) : IResult
{
    const int Batch = 100;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = format.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{head.Thread.Id}.{format.Extension}\"";
        if (format.ContentPolicy is { } policy) SecurityHeaders.Replace(httpContext, policy);
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(false), 32 * 1024, leaveOpen: true);
        var text = new StringBuilder();
        format.Begin(text, head);
        foreach (var batch in ids.Chunk(Batch))
        {
            var messages = await conversations.Read(head.Thread.Id, batch, cancellation);
            if (messages.Count < batch.Length)
            {
                // Deleted meanwhile. A file that ends like a whole one would pretend to be all that was said.
                httpContext.Abort();
                return;
            }

            foreach (var message in messages)
            {
                format.Add(text, message);
                await Flush();
            }
        }

        format.End(text);
        await Flush();

        async Task Flush()
        {
            await writer.WriteAsync(text, cancellation);
            text.Clear();
        }
    }
}
