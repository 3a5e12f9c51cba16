using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Assistants;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.ThreadExport;
using Portal.Threads;

namespace Portal.ThreadExport;

internal sealed class ThreadExportService(
    IJournal journal, ThreadAccess access, IConversations conversations, IAssistantDirectory assistants, TimeProvider time)
{
    /// <summary>The messages that there are now. The export is on record before its first byte.</summary>
    public async Task<Result<ThreadFile>> Export(string threadId, ThreadExportFormat format, string? branch, CancellationToken cancellation)
    {
        var thread = await access.Find(Permission.ReadConversations, threadId, cancellation);
        if (!thread.IsSuccess) return thread.Error;
        if (branch is not null && !await conversations.Holds(threadId, branch, cancellation)) return ApiError.NotFound("message", branch, "branch");
        var ids = format is ThreadExportFormat.Json && branch is null
            ? await conversations.OutlineAll(threadId, cancellation)
            : await conversations.Outline(threadId, branch, cancellation);
        var assistant = await assistants.Find(thread.Value.AssistantId, cancellation);
        (string Field, string? Value)[] asked = [("format", Wire.Word(format)), ("branch", branch)];
        await journal.Record(new AuditEntry("thread.exported", "thread", threadId, thread.Value.ProjectId)
        {
            Changes = [.. asked.Where(one => one.Value is not null).Select(one => new AuditChange(one.Field, null, JsonSerializer.SerializeToElement(one.Value)))],
        }, cancellation);
        var head = new ThreadHead(thread.Value.ToThread(), assistant?.Saved.Name ?? "", time.GetUtcNow().ToUnixTimeSeconds());
        return new ThreadFile(head, ids, conversations, format switch
        {
            ThreadExportFormat.Json => new JsonThread(),
            ThreadExportFormat.Html => new HtmlThread(),
            _ => new MarkdownThread(),
        });
    }
}
