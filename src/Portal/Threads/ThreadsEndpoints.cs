using System.ComponentModel;
using System.Text.RegularExpressions;
using Portal.Access;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

internal static partial class ThreadsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var threads = routes.MapGroup("/v2/threads").WithTags("Threads");
        threads.MapGet("", List).WithSummary("List threads, by assistant, status, assignee, maker, metadata or words")
            .WithMetadata(
                new RequestField("assistant_id", "Threads of this assistant."),
                new RequestField("status", "How the thread stands.", [.. Enum.GetValues<ThreadStatus>().Select(Wire.Word)]),
                new RequestField("project_id", "Threads of this project."),
                new RequestField("assignee_id", "The user that it is assigned to, or none."),
                new RequestField("waiting", "Whether it waits for a person.", "true", "false"),
                new RequestField("sealed", "Whether it is encrypted with a key of its own, because strict privacy held when it was written.", "true", "false"),
                new RequestField("pinned", "Whether the signed-in caller has pinned it.", "true", "false"),
                new RequestField("unread", "Whether it has messages that the signed-in caller has not seen.", "true", "false"),
                new RequestField("sort", "What order and the cursors go by; default created_at. Cursors are a page's first_id and last_id, which by other times are no plain ids.",
                    [.. Enum.GetValues<ThreadSort>().Select(Wire.Word)]),
                new RequestField("created_by", "The user or key that made it."),
                new RequestField("metadata[key]", "Threads whose metadata holds this value under the key."),
                new RequestField("query", "Words that the title or one message holds, the last of which may be the beginning of one; whatever their case and accents. Sealed threads are not searched; secrets, and under standard privacy personal data, are not found."));
        threads.MapPost("", Create).WithSummary("Make a thread, with a conversation to bring along if there is one")
            .Replays<ThreadsService, ChatThread>((service, http, id) => service.Get(id, http.RequestAborted), StatusCodes.Status201Created);
        threads.MapGet("/queue_stats", GetStats).WithSummary("Read how many threads wait for a person, since when, and how soon those before were answered")
            .WithMetadata(new RequestField("project_id", "Of this project; without it of all that the caller may read."));
        threads.MapPost("/bulk", ChangeMany).WithSummary("Change the status, assignee or pin of up to 100 threads; one that is refused stops no other")
            .Replays<ThreadQueueService, ListPage<ThreadBulkOutcome>>((service, http, id) => service.GetChanged(id, http.RequestAborted));
        threads.MapGet("/{id}", Get).AllowsVisitors().WithSummary("Read a thread");
        threads.MapPost("/{id}", Update).WithSummary("Change a thread's title, status, assignee, assistant or metadata")
            .Replays<ThreadsService, ChatThread>((service, http, id) => service.Get(id, http.RequestAborted));
        threads.MapDelete("/{id}", Delete).WithSummary("Delete a thread with its messages; the key of a sealed one is destroyed, as its audit event says");
        threads.MapPost("/{id}/view", View).WithSummary("Keep how one sees a thread: pinned, and up to which event seen");
        threads.MapPost("/read_all", ReadAll).WithSummary("Mark all threads as read for oneself, of a project or of all");
        threads.MapGet("/{id}/memory", GetMemory).WithSummary("Read what the assistant has in mind");
    }

    static async Task<Reply<ListPage<ChatThread>>> List(HttpContext http, Paging paging, IThreadsService service, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        ThreadStatus? status = null;
        if (query.TryGetValue("status", out var word) && (status = Wire.TryWord<ThreadStatus>(word.ToString())) is null)
            return new Reply<ListPage<ChatThread>>(ApiError.Invalid("'status' must be one of: active, resolved, archived.", "status", "invalid_value"));
        var filter = new ThreadFilter
        {
            ProjectId = query["project_id"],
            AssistantId = query["assistant_id"],
            Status = status,
            AssigneeId = query["assignee_id"],
            CreatedBy = query["created_by"],
            Query = QueryFields.Text(http, "query"),
            Waiting = QueryFields.Flag(http, "waiting"),
            Sealed = QueryFields.Flag(http, "sealed"),
            Pinned = QueryFields.Flag(http, "pinned"),
            Unread = QueryFields.Flag(http, "unread"),
            Sort = QueryFields.Word<ThreadSort>(http, "sort") ?? ThreadSort.CreatedAt,
            Metadata = query.Select(pair => (Match: MetadataName().Match(pair.Key), pair.Value)).Where(pair => pair.Match.Success)
                .ToDictionary(pair => pair.Match.Groups[1].Value, pair => pair.Value.ToString()),
        };
        return await service.List(filter, paging.Query, cancellation);
    }

    static async Task<Reply<ThreadQueueStats>> GetStats(HttpContext http, IThreadQueueService service, CancellationToken cancellation) =>
        await service.GetStats(QueryFields.Text(http, "project_id"), cancellation);

    static async Task<Reply<ListPage<ThreadBulkOutcome>>> ChangeMany(Body<ThreadBulkInput> body, IThreadQueueService service, CancellationToken cancellation) =>
        await service.Change(body.Value, cancellation);

    static async Task<Reply<ChatThread>> Create(Body<ThreadCreate> body, IThreadsService service, CancellationToken cancellation) =>
        Reply.Created(await service.Create(body.Value, cancellation));

    static async Task<Reply<ChatThread>> Get(string id, IThreadsService service, CancellationToken cancellation) =>
        await service.Get(id, cancellation);

    static async Task<Reply<ChatThread>> Update(
        string id, Patch<ThreadInput> patch, ThreadsService service, HttpContext http, CancellationToken cancellation) =>
        await patch.Apply(http, () => service.Get(id, cancellation), (read, input) => service.Update(read, input, cancellation));

    static async Task<Reply<Deleted>> Delete(string id, IThreadsService service, CancellationToken cancellation) =>
        await service.Delete(id, cancellation);

    static async Task<Reply<ChatThread>> View(string id, Body<ThreadViewInput> body, IThreadsService service, CancellationToken cancellation) =>
        await service.View(id, body.Value, cancellation);

    static async Task<Reply<ThreadsRead>> ReadAll(Body<ThreadReadAllInput> body, IThreadsService service, CancellationToken cancellation) =>
        await service.ReadAll(body.Value, cancellation);

    static async Task<Reply<ThreadMemory>> GetMemory(
        string id, [Description("Brings up passages of long-term memory, of which there is none yet: it changes nothing.")] string? query, IThreadsService service, CancellationToken cancellation) =>
        await service.GetMemory(id, query, cancellation);

    [GeneratedRegex(@"^metadata\[(.{1,64})\]$")]
    private static partial Regex MetadataName();
}
